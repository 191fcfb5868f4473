"""Made-up data for tests, examples and measurements: every person in it is invented."""
