"""What members see: the directory, and what each says of themselves."""

from meetups.pages.members import home, leaving, pausing, places, profile, role

__all__ = ["home", "leaving", "pausing", "places", "profile", "role"]
