"""What the seating refuses, by name: bugs of the caller, but also wishes that contradict each other."""

from meetups.engine.errors import EngineError


class EmptyError(EngineError):
    """There is nobody, no table or no round."""


class TooManyPeopleError(EngineError):
    """More people than places, or more than the search can hold in memory."""


class UnknownPersonError(EngineError):
    """An index names nobody, or no table, or no round."""


class HistoryError(EngineError):
    """A number of past meetings is negative, not whole, or says two things of one pair."""


class TogetherError(EngineError):
    """A group to keep together fits at no table, or holds two people to keep apart."""


class ApartError(EngineError):
    """Somebody is kept apart from themselves."""


class PinError(EngineError):
    """Pins contradict each other, the places of a table, or the people to keep apart or together."""


class NoSeatingError(EngineError):
    """No plan that keeps every hard rule was found; ``item`` is somebody who is in the way."""
