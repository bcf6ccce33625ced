"""Compares the matcher with its peers on the same phrasings and questions: `make bench`. See `README.md` here."""
