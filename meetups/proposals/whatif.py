"""What if: the same proposal on another day, elsewhere, with fewer people, without X, with Y; answered at once.

Only the people of that area × pathway are read, in a number of queries that does not depend on how many they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from meetups.directory.models import CarePathway, Professional
from meetups.geography.models import Area, Commune
from meetups.planning.models import MeetupFormat
from meetups.proposals.changes import Changes
from meetups.proposals.models import Proposal
from meetups.venues.models import Host, Venue


@dataclass(frozen=True)
class ConsideredGuest:
    """As a stored ``ProposalGuest``."""

    professional: Professional
    position: int
    reasons: list[dict[str, object]]


@dataclass(frozen=True)
class Difference:
    """What changes in numbers, from the stored proposal to the one considered: positive is more."""

    people: int
    never_invited_seated: int
    families: int
    new_pairs: int
    mean_km: float
    warnings: int


@dataclass(frozen=True)
class Considered:
    """A proposal with changes: the fields of a stored ``Proposal`` that templates read, and what differs from it.

    With ``refusals`` it cannot be kept: the rest then shows the plan as if what was refused had not been asked.
    """

    changes: Changes
    public_id: str
    area: Area
    pathway: CarePathway
    commune: Commune
    host: Host | None
    venue: Venue | None
    host_name: str
    format: MeetupFormat
    starts_at: datetime
    ends_at: datetime
    capacity: int
    facts: dict[str, object]
    guests: list[ConsideredGuest]
    refusals: tuple[str, ...]
    """Complete French sentences, such as « Bonneval-sur-Arc est fermée en hiver depuis Val-d’Isère… »."""
    entering: list[Professional]
    """Not in the stored proposal; alphabetical by first name."""
    leaving: list[Professional]
    """In the stored proposal only; alphabetical by first name."""
    difference: Difference


@dataclass(frozen=True)
class Place:
    """Somewhere it could be held: a room, a host without a known room, or a town hall never asked."""

    commune: Commune
    host: Host | None
    venue: Venue | None
    name: str
    km: float
    """From the centre of the area, as the crow flies."""
    is_free: bool
    """On the day and hour considered."""


@dataclass(frozen=True)
class Choices:
    """What a page offers to change."""

    days: list[date]
    """Within notice and horizon, on the weekdays allowed, holidays left out; soonest first."""
    formats: Sequence[MeetupFormat]
    places: list[Place]
    """The nearest to the centre of the area first."""
    others: list[Professional]
    """Who could be added: within reach and not in the plan; alphabetical by first name, at most 200."""


def consider(session: Session, proposal: Proposal, changes: Changes, *, now: datetime) -> Considered:
    """The plan under these changes, beside the stored one. Nothing is written; what it cannot do is in ``refusals``.

    Unknown public ids are refusals too. As few people as possible change.
    """
    raise NotImplementedError


def choices(session: Session, proposal: Proposal, considered: Considered, *, now: datetime) -> Choices:
    """What could be changed from there."""
    raise NotImplementedError


def keep(session: Session, proposal: Proposal, changes: Changes, *, now: datetime) -> None:
    """Store the plan under these changes: every computation to come holds to them. Flushes.

    Raises ``WrongChange`` when it is refused, ``ProposalGone`` when it was prepared meanwhile. Twice is once.
    """
    raise NotImplementedError


def forget(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """Back to what the computation says. Flushes. Raises ``ProposalGone`` when it was prepared meanwhile."""
    raise NotImplementedError
