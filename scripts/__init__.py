"""Commands for developers, run from the project's root."""
