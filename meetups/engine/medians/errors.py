"""What the medians refuse, by name."""

from meetups.engine.errors import EngineError


class EmptyError(EngineError):
    """There is no client, no candidate or no site to open."""


class TooManySitesError(EngineError):
    """More sites to open than candidates."""


class UnreachableError(EngineError):
    """A client whom no candidate reaches, or can hold; ``item`` is the client."""


class TooLittleCapacityError(EngineError):
    """The largest sites together hold less than everybody asks for."""


class NoPlanError(EngineError):
    """No plan that gives everybody a site was found; the message says whether there is none."""
