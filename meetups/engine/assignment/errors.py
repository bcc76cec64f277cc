"""What the assignment refuses, by name: bugs of the caller, but also wishes that contradict each other."""

from meetups.engine.errors import EngineError


class EmptyError(EngineError):
    """There is nobody, or no meetup."""


class EdgeError(EngineError):
    """The edges of people do not follow each other, lead to no meetup, or lead twice to the same."""


class GainError(EngineError):
    """A gain is infinite or not a number."""


class UnknownPersonError(EngineError):
    """An index names nobody."""


class UnknownMeetupError(EngineError):
    """An index names no meetup."""


class RequiredError(EngineError):
    """Somebody is required where they are excluded, cannot go, or where there is no place for all who are."""
