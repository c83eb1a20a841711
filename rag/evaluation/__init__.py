"""Gold answers: keeping them, scoring against them, saying what changed. Never decides on an answer."""
