"""Composing the tables of a meetup, as organisers do."""

from meetups.seating import models

__all__ = ["models"]
