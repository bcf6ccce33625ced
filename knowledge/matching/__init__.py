"""What a message is about: features, models learnt from the content, ranking, calibration, decision."""
