"""Measures how well the bot answers: asks questions of known answers, tallies the verdicts, prints and draws them."""
