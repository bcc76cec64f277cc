"""A long guest list, some of it at a time: those to call first, then everyone else, by first name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetups.invitations.models import Invitation

PAGE = 200
"""People a page: a table rarely has more, a conference has."""
WHOLE = "toutes"
"""Instead of a number, everybody."""


@dataclass(frozen=True)
class GuestPage:
    """What one page shows of both lists. ``skipped`` people come before, ``left`` after."""

    to_call: Sequence[Invitation]
    others: Sequence[Invitation]
    number: int
    skipped: int
    left: int
    is_whole: bool = False
    """Whether everybody was asked for."""

    @property
    def is_part(self) -> bool:
        """Whether there is anybody else."""
        return bool(self.skipped or self.left)

    @property
    def again(self) -> int | str | None:
        """What an address carries so that one comes back here; nothing for the first page."""
        if self.is_whole:
            return WHOLE
        return self.number if self.number > 1 else None

    @property
    def following(self) -> int:
        """How many the next page shows."""
        return min(self.left, PAGE)


def guest_page(to_call: Sequence[Invitation], others: Sequence[Invitation], asked: Mapping[str, str]) -> GuestPage:
    """What an address asks for: ``page``, from 1 on, or ``WHOLE``; anything else is the first."""
    total, wanted = len(to_call) + len(others), asked.get("page", "")
    if wanted == WHOLE:
        return GuestPage(to_call, others, 1, 0, 0, is_whole=True)
    last = max(1, -(-total // PAGE))
    number = min(max(int(wanted), 1), last) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 else 1
    first = (number - 1) * PAGE
    end = first + PAGE
    shown, rest = to_call[first:end], slice(max(first - len(to_call), 0), max(end - len(to_call), 0))
    return GuestPage(shown, others[rest], number, first, max(total - end, 0))
