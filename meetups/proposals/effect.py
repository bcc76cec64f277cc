"""The effect of settings before they are saved: what the proposals would be."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetups.planning.models import MeetupFormat
from meetups.proposals.settings import Preferences


@dataclass(frozen=True)
class Line:
    """One proposal under some preferences."""

    area: str
    pathway: str
    commune: str
    host_name: str
    format: MeetupFormat
    starts_at: datetime
    people: int
    rank: int
    rank_before: int | None
    """Among those of the preferences that hold; None: it enters."""


@dataclass(frozen=True)
class Totals:
    """All proposals together."""

    proposals: int
    people: int
    never_invited: int
    """Of the people proposed."""
    families: int
    """Different ones at a meetup, on average over meetups, rounded."""
    mean_km: float
    """From the people proposed to their meetup, as the crow flies."""


@dataclass(frozen=True)
class Effect:
    """``lines``: what the proposals would be, best first; ``leaving``: those that hold now and would not any more."""

    lines: list[Line]
    leaving: list[Line]
    before: Totals
    after: Totals


def effect(session: Session, preferences: Preferences, *, now: datetime) -> Effect:
    """Compute under the preferences that hold and under these; nothing is written. Raises ``WrongPreference``."""
    raise NotImplementedError
