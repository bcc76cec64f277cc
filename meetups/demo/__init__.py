"""A believable, deterministic association in Savoie, to try the application with."""
