"""How people write here: characters, sounds, numbers and ages of normalised text."""
