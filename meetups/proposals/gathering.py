"""From rows to a situation: everyone who may be invited, everywhere they may be gathered, what they lived together."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, union
from sqlalchemy.orm import Session

from meetups.directory.models import CarePathway
from meetups.geography.areas import Spot
from meetups.geography.barriers import closures
from meetups.geography.day_notes import day_notes
from meetups.geography.models import Area, Commune, TravelTime, area_communes, barrier_here, barrier_there
from meetups.planning.models import HostingRequest, Meetup, MeetupStatus, RequestStatus
from meetups.planning.rules import loan_for
from meetups.proposals.days import Note
from meetups.proposals.formats import half_day_bits
from meetups.proposals.history import BREATHER
from meetups.proposals.nearby import Nearby
from meetups.proposals.reading import columns, read_members, read_met, read_people, read_places
from meetups.proposals.rules import PARIS
from meetups.proposals.situation import Held, Room, Situation, Zone
from meetups.venues.models import Host, HostKind, Venue

Loans = dict[int, list[tuple[datetime, datetime]]]


def gather(
    session: Session,
    *,
    dismissed: set[tuple[int, int]],
    now: datetime,
    area_id: int | None = None,
    people: ColumnElement[bool] | None = None,
) -> Situation:
    """Read the whole situation, or one area and those ``people`` (a condition on ``Professional``) of it.

    The caller ends the transaction before computing.
    """
    everyone = read_people(session, now, people)
    places, communes = read_places(session, everyone, people)
    start, pathway = read_members(session, everyone, people)
    points, names = _communes(session)
    return Situation(
        now=now,
        today=now.astimezone(PARIS).date(),
        people=everyone,
        places=places,
        nearby=Nearby(places.lat, places.lon),
        communes=communes,
        member_start=start,
        member_pathway=pathway,
        zones=_zones(session, area_id),
        pathways=dict(session.execute(select(CarePathway.id, CarePathway.name)).all()),
        points=points,
        names=names,
        host_names=dict(session.execute(select(Host.id, Host.name)).all()),
        rooms=_rooms(session, now),
        closures=closures(session),
        notes=[
            Note(
                note.label,
                tuple(note.weekdays),
                note.first_day,
                note.last_day,
                frozenset(commune.insee for commune in note.communes),
            )
            for note in day_notes(session)
        ],
        minutes=_minutes(session),
        held=held(session),
        met=read_met(session, now),
        dismissed=frozenset(dismissed),
    )


def _named() -> Select[Any]:
    """The communes where a meetup may be held, that an area ticks, or that a barrier parts."""
    codes = union(
        select(Area.commune_insee),
        select(Host.commune_insee),
        *(select(table.c.commune_insee) for table in (area_communes, barrier_here, barrier_there)),
    )
    return select(codes.subquery().c[0])


def _communes(session: Session) -> tuple[dict[str, Spot], dict[str, str]]:
    query = select(Commune.insee, Commune.name, Commune.lat, Commune.lon).where(Commune.insee.in_(_named()))
    rows = session.execute(query).all()
    return {insee: Spot(lat, lon, insee) for insee, _, lat, lon in rows}, {insee: name for insee, name, _, _ in rows}


def _zones(session: Session, area_id: int | None) -> list[Zone]:
    ticked: dict[int, set[str]] = defaultdict(set)
    for id_, insee in session.execute(select(area_communes.c.area_id, area_communes.c.commune_insee)):
        ticked[id_].add(insee)
    query = select(Area.id, Area.name, Area.commune_insee, Area.radius_km).order_by(Area.name, Area.id)
    if area_id is not None:
        query = query.where(Area.id == area_id)
    return [
        Zone(id_, name, insee, radius_km, frozenset(ticked[id_]) if radius_km is None else frozenset())
        for id_, name, insee, radius_km in session.execute(query)
    ]


def _rooms(session: Session, now: datetime) -> dict[str, list[Room]]:
    """By commune, the largest rooms first, then hosts that told of none: a town hall before a structure."""
    loans = _loans(session, now)
    rooms: dict[str, list[Room]] = defaultdict(list)
    known = (
        select(Host.commune_insee, Host.id, Venue.id, Venue.capacity, Host.notice_days, Venue.free)
        .join(Venue, Venue.host_id == Host.id)
        .order_by(Venue.capacity.desc(), Venue.id)
    )
    for insee, host_id, venue_id, seats, notice, free in session.execute(known):
        taken = tuple(loans.get(venue_id, ()))
        rooms[insee].append(Room(insee, host_id, venue_id, seats, notice or 0, half_day_bits(free), taken))
    with_rooms = {room.host_id for listed in rooms.values() for room in listed}
    hosts = session.execute(select(Host.commune_insee, Host.id, Host.kind, Host.notice_days)).all()
    for insee, host_id, _, notice in sorted(hosts, key=lambda row: (row[2] is not HostKind.TOWN_HALL, -row[1])):
        if host_id not in with_rooms:
            rooms[insee].append(Room(insee, host_id, None, None, notice or 0))
    return dict(rooms)


def _loans(session: Session, now: datetime) -> Loans:
    """By room, when it is promised to a meetup, or asked for and not answered."""
    loans: Loans = defaultdict(list)
    promised = select(Meetup.venue_id, Meetup.starts_at, Meetup.ends_at).where(
        Meetup.venue_id.is_not(None), Meetup.status != MeetupStatus.CANCELLED, Meetup.ends_at > now
    )
    for venue_id, starts_at, ends_at in session.execute(promised):
        assert venue_id is not None
        loan = loan_for(starts_at, ends_at)
        loans[venue_id].append((loan.starts_at, loan.ends_at))
    asked = select(HostingRequest.venue_id, HostingRequest.starts_at, HostingRequest.ends_at).where(
        HostingRequest.venue_id.is_not(None),
        HostingRequest.status.in_([status for status in RequestStatus if status.is_open]),
        HostingRequest.ends_at > now,
    )
    for venue_id, starts_at, ends_at in session.execute(asked):
        assert venue_id is not None
        loans[venue_id].append((starts_at, ends_at))
    return {venue_id: sorted(taken) for venue_id, taken in loans.items()}


def _minutes(session: Session) -> dict[str, dict[str, float | None]]:
    minutes: dict[str, dict[str, float | None]] = defaultdict(dict)
    known = select(TravelTime.to_insee, TravelTime.from_insee, TravelTime.minutes)
    for batch in columns(session, known.where(TravelTime.to_insee.in_(_named()))):
        for to, since, took in zip(*batch, strict=True):
            minutes[to][since] = took
    return dict(minutes)


def held(session: Session) -> list[Held]:
    """Every meetup that is not cancelled, the oldest first."""
    columns_ = (Meetup.pathway_id, Meetup.area_id, Meetup.commune_insee, Meetup.format, Meetup.starts_at)
    rows = session.execute(
        select(*columns_, Meetup.status).where(Meetup.status != MeetupStatus.CANCELLED).order_by(Meetup.starts_at)
    )
    return [Held(*row[:5], is_published=row[5] is MeetupStatus.PUBLISHED) for row in rows]


def recent_keys(session: Session, now: datetime) -> set[tuple[int, str | int | None]]:
    """(pathway id, INSEE code), and (pathway id, area id), of meetups planned, or held less than ``BREATHER`` ago."""
    planned = select(Meetup.pathway_id, Meetup.commune_insee, Meetup.area_id).where(
        Meetup.status != MeetupStatus.CANCELLED, Meetup.starts_at > now - BREATHER
    )
    return {(pathway_id, place) for pathway_id, *places in session.execute(planned) for place in places}
