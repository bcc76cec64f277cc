"""Where nobody ever met: for organisers by name, for everyone as counts."""
