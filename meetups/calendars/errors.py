"""Misuses of this package by our own code: never shown to a person."""


class CalendarError(ValueError):
    """A calendar object that must not be written."""


class UnknownZone(CalendarError):
    """No VTIMEZONE is written by hand for this zone."""


class InvalidEvent(CalendarError):
    """Times, numbers or addresses that no calendar could show truthfully."""


class InvalidDelay(CalendarError):
    """A delay that runs backwards, or an offer for a meetup that has begun."""
