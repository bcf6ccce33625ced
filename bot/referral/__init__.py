"""Cards handed out, by their code: kept without a person, marked at the counter, counted for the rules of routing."""
