"""Where to go and when: opening hours, public holidays, and which counter takes a bundle of needs in."""
