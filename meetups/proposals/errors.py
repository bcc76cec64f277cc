"""Refusals about proposals."""

from collections.abc import Sequence

from meetups.errors import DomainError


class ProposalGone(DomainError):
    """The rows were refreshed meanwhile, and this pair is not proposed any more."""

    def __init__(self) -> None:
        super().__init__("Cette proposition a changé depuis : voici les propositions du moment.")


class WrongPreference(DomainError):
    """A setting that no proposal could be computed with. ``item`` is its name in ``settings.Preferences``."""

    def __init__(self, item: str, text: str) -> None:
        super().__init__(text)
        self.item = item


class StaleSettings(DomainError):
    """Somebody else saved meanwhile: nothing of theirs is lost without being seen."""

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un d’autre a changé ces réglages pendant ce temps : voici les siens, "
            "refaites vos changements s’ils sont encore utiles."
        )


class WrongChange(DomainError):
    """A change that cannot be kept; ``refusals`` are sentences, the first is shown."""

    def __init__(self, refusals: Sequence[str]) -> None:
        super().__init__(refusals[0])
        self.refusals = tuple(refusals)
