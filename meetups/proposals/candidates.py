"""All that could be proposed: area × pathway × somewhere to ask for, each with a day, an hour and whom it reaches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from meetups.planning.models import MeetupFormat
from meetups.proposals.catchment import Catchment, Territory
from meetups.proposals.days import Calendar, open_days
from meetups.proposals.history import History
from meetups.proposals.nearby import Nearby
from meetups.proposals.settings import FEWEST_PEOPLE, Preferences
from meetups.proposals.situation import FAMILIES, BoolArray, FloatArray, IntArray, Room, Situation, Zone

PLACES_AT_MOST = 6
"""Communes with something to ask for, the nearest to the centre of an area."""
PATIENCE = timedelta(days=14)
"""How much later another weekday may be, when it suits more people."""


@dataclass(frozen=True)
class Pin:
    """What an organiser kept of a proposal: each computation holds to it. People are professional ids."""

    area_id: int
    pathway_id: int
    day: date | None = None
    format: MeetupFormat | None = None
    room: Room | None = None
    people: int | None = None
    without: frozenset[int] = frozenset()
    with_: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Candidate:
    """One meetup that could be. ``reach`` are the people worth most there, enough of them for any choice."""

    zone: Zone
    pathway_id: int
    room: Room
    days: Sequence[date]
    """On which that room can be had, the best first."""
    day: date
    format: MeetupFormat
    capacity: int
    reach: NDArray[np.int64]
    km: FloatArray
    pin: Pin | None = None

    @property
    def key(self) -> tuple[int, int]:
        """At most one meetup of each is proposed."""
        return self.zone.id, self.pathway_id


@dataclass(eq=False)
class World:
    """The situation, the preferences, and what both give once."""

    situation: Situation
    preferences: Preferences
    calendar: Calendar
    history: History
    pins: dict[tuple[int, int], Pin] = field(default_factory=dict)
    _available: dict[tuple[MeetupFormat, tuple[int, ...]], BoolArray] = field(default_factory=dict)
    _open: dict[tuple[Room, MeetupFormat], list[date]] = field(default_factory=dict)

    @cached_property
    def weight(self) -> FloatArray:
        """What inviting each person is worth."""
        return self.situation.people.weights(self.preferences.weights)

    @cached_property
    def territory(self) -> Territory:
        """Where people work."""
        return Territory(self.situation, self.preferences.minutes_at_most)

    @cached_property
    def _asked(self) -> tuple[list[str], Nearby]:
        codes = sorted(self.situation.rooms)
        points = [self.situation.points[insee] for insee in codes]
        return codes, Nearby(np.array([p.lat for p in points], float), np.array([p.lon for p in points], float))

    def available(self, format_: MeetupFormat, weekdays: tuple[int, ...]) -> BoolArray:
        """Whom this format can suit on one of these weekdays."""
        if (format_, weekdays) not in self._available:
            busy = np.array([format_ in self.preferences.unavailable.get(family, ()) for family in FAMILIES])
            suits = self.situation.people.available(busy, format_, weekdays)
            self._available[format_, weekdays] = suits
        return self._available[format_, weekdays]

    def open_days(self, room: Room, format_: MeetupFormat) -> list[date]:
        """The days on which that room can be had, the best first."""
        if (room, format_) not in self._open:
            self._open[room, format_] = open_days(
                self.calendar,
                format_,
                insee=room.insee,
                notice_days=max(self.preferences.notice_days, room.notice_days),
                free=room.free,
                taken=room.taken,
                area_days=self.history.days.get(room.insee, frozenset()),
            )
        return self._open[room, format_]

    def communes_of(self, zone: Zone, *, every: bool = False) -> list[str]:
        """The communes of an area where something can be asked for, the nearest to its centre first."""
        codes, near = self._asked
        centre = self.situation.points[zone.insee]
        if zone.radius_km is None:
            held = [insee for insee in zone.communes if insee in self.situation.rooms]
        else:
            held = [codes[row] for row in near.within(centre.lat, centre.lon, zone.radius_km)]
        points = self.situation.points

        def distance(insee: str) -> tuple[float, str]:
            point = points[insee]  # squared degrees: enough to sort neighbours
            wide = (point.lon - centre.lon) * np.cos(np.radians(centre.lat))
            return float((point.lat - centre.lat) ** 2 + wide**2), insee

        return sorted(held, key=distance)[: None if every else PLACES_AT_MOST] or [zone.insee]

    def rooms_in(self, insee: str) -> list[Room]:
        """What can be asked for in a commune; its town hall, never asked, when nobody lends anything there."""
        return self.situation.rooms.get(insee) or [Room(insee, None, None, None)]


def candidates(world: World, count: int) -> Iterator[Candidate]:
    """Every candidate, area by area, when ``count`` are to be chosen."""
    for zone in world.situation.zones:
        catchment, communes = Catchment(world.territory, zone), world.communes_of(zone)
        for pathway_id, positions in sorted(catchment.members.items()):
            if len(positions) >= FEWEST_PEOPLE or (zone.id, pathway_id) in world.pins:
                yield from _of_pathway(world, catchment, communes, pathway_id, positions, count)


def _of_pathway(
    world: World, catchment: Catchment, communes: list[str], pathway_id: int, positions: IntArray, count: int
) -> Iterator[Candidate]:
    zone = catchment.zone
    pin = world.pins.get((zone.id, pathway_id))
    past = world.history.of(zone.id, zone.insee, pathway_id)
    if (zone.id, pathway_id) in world.situation.dismissed or world.history.is_recent(past):
        return
    people = catchment.people[positions]
    format_ = pin.format if pin and pin.format else choose_format(world, people, past)
    for insee in [pin.room.insee] if pin and pin.room else communes:
        if world.history.is_recent(world.history.by_commune.get((insee, pathway_id), ())):
            continue
        rooms = [pin.room] if pin and pin.room else world.rooms_in(insee)
        found = next(((room, days) for room in rooms if (days := _days(world, room, format_, pin))), None)
        if found is None:
            continue
        room, days = found
        capacity = capacity_of(world, room, pin)
        day = choose_day(world, catchment, positions, room, format_, days)
        reach, km = reachable(world, catchment, positions, room, format_, day, pin)
        if len(reach) >= (1 if pin else FEWEST_PEOPLE):
            most = _worth_most(world.weight[reach], km, _enough(world, count))
            yield Candidate(zone, pathway_id, room, days, day, format_, capacity, reach[most], km[most], pin)


def _days(world: World, room: Room, format_: MeetupFormat, pin: Pin | None) -> list[date]:
    return [pin.day] if pin and pin.day else world.open_days(room, format_)


def capacity_of(world: World, room: Room, pin: Pin | None) -> int:
    """As many as gather at one meetup, fewer where the room is smaller."""
    wanted = pin.people if pin and pin.people else world.preferences.gathering
    return wanted if room.seats is None else min(wanted, room.seats)


def choose_format(world: World, people: IntArray, past: Sequence[object]) -> MeetupFormat:
    """The usual one; after a meetup, of the others that bring back somebody whom its hour excluded, the one that
    brings the most people on one day of the week, so that as many trades as can be meet.
    """
    preferences = world.preferences
    last = world.history.last(past)  # type: ignore[arg-type]
    suits = {each: world.available(each, preferences.weekdays)[people] for each in preferences.formats}
    if last is not None:
        left_out = ~world.available(last.format, preferences.weekdays)[people]
        bring = [each for each, suit in suits.items() if each is not last.format and (suit & left_out).any()]
        if bring:
            return max(bring, key=lambda each: _brings(world, people, each))
    counts = {each: int(suit.sum()) for each, suit in suits.items()}
    usual = [each for each, count in counts.items() if count >= FEWEST_PEOPLE]
    return usual[0] if usual else max(counts, key=lambda each: counts[each])


def _brings(world: World, people: IntArray, format_: MeetupFormat) -> float:
    """What the people whom this format suits are worth, on the weekday that suits best."""
    worth = world.weight[people]
    return max(float(worth[world.available(format_, (day,))[people]].sum()) for day in world.preferences.weekdays)


def choose_day(
    world: World, catchment: Catchment, positions: IntArray, room: Room, format_: MeetupFormat, days: Sequence[date]
) -> date:
    """The first of ``days``, or the first of another weekday soon after when it suits more people."""
    first = days[0]
    is_warned = bool(world.calendar.warnings(first, room.insee))
    options: dict[int, date] = {}
    for day in days:
        if day - first > PATIENCE or bool(world.calendar.warnings(day, room.insee)) != is_warned:
            break
        options.setdefault(day.weekday(), day)
    if len(options) == 1:
        return first
    people = catchment.people[positions]
    worth = {
        day: float(world.weight[people[_comes(world, catchment, positions, room, format_, day)]].sum())
        for day in options.values()
    }
    return max(worth, key=lambda day: (round(worth[day], 6), -day.toordinal()))


def _comes(
    world: World, catchment: Catchment, positions: IntArray, room: Room, format_: MeetupFormat, day: date
) -> BoolArray:
    is_near = np.isfinite(catchment.travel(room.insee, day).km[positions])
    suits: BoolArray = is_near & world.available(format_, (day.weekday(),))[catchment.people[positions]]
    return suits


def reachable(
    world: World,
    catchment: Catchment,
    positions: IntArray,
    room: Room,
    format_: MeetupFormat,
    day: date,
    pin: Pin | None,
) -> tuple[IntArray, FloatArray]:
    """(people, their kilometres) of those who share the pathway, may come that day and are free at that hour."""
    comes = positions[_comes(world, catchment, positions, room, format_, day)]
    people, km = catchment.people[comes].astype(np.int64), catchment.travel(room.insee, day).km[comes]
    if pin and pin.without:
        kept = ~np.isin(world.situation.people.id[people], sorted(pin.without))
        people, km = people[kept], km[kept]
    return people, km


def _enough(world: World, count: int) -> int:
    """How many people of one candidate any choice may need.

    Others seat at most ``gathering`` people each, so that of a list sorted by worth nobody further is ever needed:
    whoever is has an equal or better who sits nowhere.
    """
    return world.preferences.gathering * (count + len(world.pins))


def _worth_most(weight: FloatArray, km: FloatArray, number: int) -> IntArray:
    """Positions of the ``number`` worth most, then nearest, ascending."""
    if len(weight) <= number:
        return np.arange(len(weight))
    return np.sort(np.lexsort((km, -weight))[:number])
