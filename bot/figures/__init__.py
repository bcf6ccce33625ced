"""Figures for managers: counted from the recorded questions, small cells hidden, shown by the console and exported."""
