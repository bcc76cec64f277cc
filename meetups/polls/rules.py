"""Pure decisions about date polls: what a vote is worth, which slot is best, which days to offer."""

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

FEWEST_SLOTS, MOST_SLOTS = 2, 6
MOST_VOTERS = 12
"""A poll goes only to the few whose presence decides."""
SHOWN_FROM = 3
"""Below so many answers a count would name somebody: « one no » among two is the other one's."""
NEAR = 2
"""Half-persons: slots within one person of the fullest are as good as it for people, and the mix decides."""
WORKING_DAYS = range(5)


class Vote(StrEnum):
    """What someone says of one slot."""

    YES = "yes"
    IF_NEEDED = "if_needed"
    NO = "no"

    @property
    def label(self) -> str:
        """What the button says."""
        return {Vote.YES: "Oui", Vote.IF_NEEDED: "Si besoin", Vote.NO: "Non"}[self]

    @property
    def icon(self) -> str:
        """Its icon, always beside the words."""
        return {Vote.YES: "check-lg", Vote.IF_NEEDED: "question-lg", Vote.NO: "x-lg"}[self]


class PollState(StrEnum):
    """Where a poll stands. Only an open one takes votes."""

    OPEN = "open"
    FIXED = "fixed"
    DROPPED = "dropped"
    CANCELLED = "cancelled"
    SETTLED = "settled"
    """The invitations left without it: the date is that of the meetup."""
    PAST = "past"


def state(*, is_cancelled: bool, is_closed: bool, has_chosen: bool, is_draft: bool, is_past: bool) -> PollState:
    """What the stored facts make of a poll; ``is_past``: every slot has begun."""
    if is_cancelled:
        return PollState.CANCELLED
    if is_closed:
        return PollState.FIXED if has_chosen else PollState.DROPPED
    if not is_draft:
        return PollState.SETTLED
    return PollState.PAST if is_past else PollState.OPEN


@dataclass(frozen=True)
class Ballot:
    """What one guest said of one slot, if anything, and the family of their profession."""

    family: str
    vote: Vote | None


@dataclass(frozen=True)
class Tally:
    """How guests answered one slot. ``families`` counts those of people who said yes or if needed."""

    starts_at: datetime
    yes: int = 0
    if_needed: int = 0
    no: int = 0
    silent: int = 0
    families: int = 0

    @property
    def half_persons(self) -> int:
        """A yes is a person, an « if needed » half of one."""
        return 2 * self.yes + self.if_needed


def tally(starts_at: datetime, ballots: Iterable[Ballot]) -> Tally:
    """Count one slot. The host is not counted: it says whether the room can be had."""
    known = list(ballots)
    votes = [each.vote for each in known]
    coming = {each.family for each in known if each.vote in {Vote.YES, Vote.IF_NEEDED}}
    return Tally(
        starts_at,
        yes=votes.count(Vote.YES),
        if_needed=votes.count(Vote.IF_NEEDED),
        no=votes.count(Vote.NO),
        silent=votes.count(None),
        families=len(coming),
    )


def ranked(tallies: Sequence[Tally]) -> list[Tally]:
    """Best slot first, then the best of those that remain, and so on.

    The best: most people, a yes counting for one and an « if needed » for a half; among the slots within one person
    of that, most families of professions; then most people; then the earliest.
    """
    left, order = list(tallies), []
    while left:
        fullest = max(each.half_persons for each in left)
        near = [each for each in left if each.half_persons >= fullest - NEAR]
        best = min(near, key=lambda each: (-each.families, -each.half_persons, each.starts_at))
        left.remove(best)
        order.append(best)
    return order


def suggested_days(
    first: date,
    avoided: Sequence[Container[date]],
    count: int = 4,
    *,
    weekdays: Collection[int] = WORKING_DAYS,
) -> list[date]:
    """``first`` as it is, then days of the ``weekdays`` allowed (0 is Monday), holidays stepped over.

    Two by two when that leads to each of them in turn, as in a working week; else one after the other.
    """
    step = 2 if len(weekdays) > 3 and len(weekdays) % 2 else 1
    days, day = [first], first
    while len(days) < count:
        for _ in range(step):
            day = _next_day(day, weekdays)
        while any(day in holidays for holidays in avoided):
            day = _next_day(day, weekdays)
        days.append(day)
    return days


def _next_day(day: date, weekdays: Collection[int]) -> date:
    day += timedelta(days=1)
    while day.weekday() not in weekdays:
        day += timedelta(days=1)
    return day
