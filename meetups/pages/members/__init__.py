"""What members see: the directory, and what each says of themselves."""

from meetups.pages.members import (
    calendar,
    colleagues,
    directory,
    home,
    leaving,
    pausing,
    places,
    preview,
    profile,
    role,
    role_profile,
)

__all__ = [
    "calendar",
    "colleagues",
    "directory",
    "home",
    "leaving",
    "pausing",
    "places",
    "preview",
    "profile",
    "role",
    "role_profile",
]
