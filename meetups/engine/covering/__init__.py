"""The parts of ``meetups.engine.coverage``: exact seating, search, bound. Importing any loads numba."""
