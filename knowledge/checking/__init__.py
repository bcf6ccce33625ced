"""What must hold of the content: every problem found at once, with file, line, entry, field and remedy."""
