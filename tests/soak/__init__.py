"""Long runs, as plain functions whose counts are arguments: short in the tests, full in ``make soak``."""
