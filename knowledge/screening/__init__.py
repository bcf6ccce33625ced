"""Which services fit a person: what is known of them, and what that decides."""
