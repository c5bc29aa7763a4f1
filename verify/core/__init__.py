"""Pure reasoning: no files, clock, network, environment or logging."""
