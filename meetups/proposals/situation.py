"""What proposals are computed from, as arrays: no row of the database is kept for a person.

People, their places of work and the communes where they work are numbered from 0 in the order in which they were read;
everything else points to these numbers.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from meetups.directory.families import ProfessionFamily
from meetups.geography.areas import Spot
from meetups.geography.barriers import Closure
from meetups.planning.models import MeetupFormat
from meetups.proposals.days import Note
from meetups.proposals.formats import slot_bit
from meetups.proposals.nearby import Nearby
from meetups.proposals.rules import Weights

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
FAMILIES = list(ProfessionFamily)
MONTH_DAYS = 30.44


def empty() -> IntArray:
    """Nobody."""
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class People:
    """Everyone who may be invited, by ascending id: facts that they can see themselves."""

    id: IntArray
    family: NDArray[np.int8]
    """Index in ``FAMILIES``."""
    half_days: NDArray[np.int32]
    """Those ticked, as bits (see ``formats``)."""
    times_invited: NDArray[np.int32]
    months_since: FloatArray
    """Since the last meetup that they came to; not a number when there was none."""
    is_newcomer: BoolArray

    def __len__(self) -> int:
        """How many."""
        return len(self.id)

    def weights(self, weights: Weights) -> FloatArray:
        """``rules.priority`` for everyone."""
        months = np.where(np.isnan(self.months_since), weights.months_at_most, self.months_since)
        worth = weights.everyone + weights.month_of_waiting * np.minimum(months, weights.months_at_most)
        return worth + weights.never_invited * (self.times_invited == 0) + weights.newcomer * self.is_newcomer

    def available(self, unavailable: BoolArray, format_: MeetupFormat, weekdays: tuple[int, ...]) -> BoolArray:
        """Whom this format can suit on one of these weekdays. ``unavailable`` (families,): who works at that hour."""
        bits = np.int32(0)
        for weekday in weekdays:
            bits |= np.int32(slot_bit(weekday, format_))
        return ~unavailable[self.family] & (((self.half_days & bits) != 0) | (self.half_days < 0))


@dataclass(frozen=True, eq=False)
class Places:
    """Where people work, the places of one person next to each other."""

    owner: NDArray[np.int32]
    """Index of the person, ascending."""
    lat: FloatArray
    lon: FloatArray
    commune: NDArray[np.int32]
    """Index in ``Situation.communes``."""


@dataclass(frozen=True)
class Room:
    """Somewhere to ask for: a room, a host without a known room, or a town hall never asked."""

    insee: str
    host_id: int | None
    """Empty: the commune's town hall was never asked."""
    venue_id: int | None
    seats: int | None
    """Empty: not known."""
    notice_days: int = 0
    free: int = -1
    """Half-days when it can be lent, as bits."""
    taken: tuple[tuple[datetime, datetime], ...] = ()
    """Loans already promised or asked for."""


@dataclass(frozen=True)
class Zone:
    """An area, without its rows."""

    id: int
    name: str
    insee: str
    """Of its main commune."""
    radius_km: float | None
    communes: frozenset[str]
    """Of a set; empty for a circle."""


@dataclass(frozen=True)
class Held:
    """A meetup on the calendar that is not cancelled, drafts included."""

    pathway_id: int
    area_id: int | None
    insee: str
    format: MeetupFormat
    starts_at: datetime
    is_published: bool


@dataclass(frozen=True, eq=False)
class Met:
    """Who came to what: meetup ids, person after person, of those who came to one at least."""

    person: IntArray
    """Professional ids, ascending."""
    meetup: IntArray

    def of(self, professional_id: int) -> frozenset[int]:
        """The meetups that this person came to."""
        first, last = np.searchsorted(self.person, [professional_id, professional_id + 1])
        return frozenset(self.meetup[first:last].tolist())


@dataclass(frozen=True, eq=False)
class Situation:
    """Everything that proposals are computed from, read in a fixed number of queries."""

    now: datetime
    today: date
    """In Paris."""
    people: People
    places: Places
    nearby: Nearby
    """The places, for a search by distance."""
    communes: list[str]
    """INSEE codes of communes where somebody works."""
    member_start: IntArray
    """(people + 1,): the pathways of person i are ``member_pathway[member_start[i]:member_start[i + 1]]``."""
    member_pathway: NDArray[np.int32]
    zones: list[Zone]
    pathways: dict[int, str]
    """Name by id."""
    points: dict[str, Spot]
    """By INSEE code, the centres of communes that areas and hosts name."""
    names: dict[str, str]
    """Of the same communes."""
    host_names: dict[int, str]
    """By id."""
    rooms: dict[str, list[Room]]
    """INSEE code → what can be asked for there, rooms and hosts known."""
    closures: list[Closure]
    notes: list[Note]
    minutes: dict[str, dict[str, float | None]] = field(repr=False)
    """To a commune, from a commune, by INSEE codes; None when the routing server knows no road."""
    held: list[Held] = field(repr=False)
    met: Met = field(repr=False)
    dismissed: frozenset[tuple[int, int]] = frozenset()
    """(area id, pathway id) that an organiser does not want to see now."""
