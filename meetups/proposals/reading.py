"""The large tables as arrays: columns straight from the database, no row object kept, one query each."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from json import loads
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, String, case, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from meetups.directory.models import PracticePlace, Professional, professional_pathways
from meetups.directory.queries import may_be_invited
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.queries import was_there
from meetups.invitations.rules import Attendance
from meetups.planning.models import Meetup, MeetupStatus
from meetups.proposals.formats import half_day_bits
from meetups.proposals.situation import FAMILIES, MONTH_DAYS, IntArray, Met, People, Places

NEWCOMER_DAYS = 180
ROWS = 20_000
"""Fetched at once: all of France never stands in memory as Python objects."""
CODES = {family.value: number for number, family in enumerate(FAMILIES)}
Columns = tuple[tuple[Any, ...], ...]


def columns(session: Session, query: Any) -> Iterator[Columns]:
    """The result by batches, each as one tuple for each column."""
    result = session.connection().execute(query, execution_options={"yield_per": ROWS})
    for rows in result.partitions():
        yield tuple(zip(*rows, strict=True))


def _arrays(batches: Iterator[Columns], *kinds: Any) -> list[NDArray[Any]]:
    """Each column whole, in the type asked for."""
    parts: list[list[NDArray[Any]]] = [[np.empty(0, dtype=kind)] for kind in kinds]
    for batch in batches:
        for part, column, kind in zip(parts, batch, kinds, strict=True):
            part.append(np.array(column, dtype=kind))
    return [np.concatenate(part) for part in parts]


def read_people(session: Session, now: datetime, only: ColumnElement[bool] | None = None) -> People:
    """Who may be invited: not gone, not on a pause, and not already on the list of a meetup to come.

    ``only``: a condition on ``Professional``, for a part of them.
    """
    busy = (
        select(Invitation.professional_id)
        .join(Invitation.meetup)
        .where(Invitation.withdrawn_at.is_(None), Meetup.status != MeetupStatus.CANCELLED, Meetup.starts_at > now)
    )
    is_new = Professional.created_at > now - timedelta(days=NEWCOMER_DAYS + 1)
    query = select(
        Professional.id,
        type_coerce(Professional.family, String),
        cast(Professional.meals, String),
        case((is_new, 1), else_=0),
    ).where(may_be_invited(now), Professional.id.not_in(busy))
    if only is not None:
        query = query.where(only)
    bits = cache(_bits)
    batches = (
        (ids, [CODES[code] for code in families], [bits(text) for text in meals], new)
        for ids, families, meals, new in columns(session, query.order_by(Professional.id))
    )
    id_, family, half_days, newcomer = _arrays(batches, np.int64, np.int8, np.int32, np.bool_)  # type: ignore[arg-type]
    return People(
        id=id_,
        family=family,
        half_days=half_days,
        times_invited=_spread(id_, _times_invited(session), np.int32(0)),
        months_since=_spread(id_, _months_since(session, now), np.float64(np.nan)),
        is_newcomer=newcomer,
    )


def _bits(text: str) -> int:
    return half_day_bits(loads(text))


def _spread(ids: IntArray, some_and_values: list[NDArray[Any]], otherwise: Any) -> NDArray[Any]:
    """For each of ``ids``, ascending, the value of some of them."""
    some, values = some_and_values
    spread = np.full(len(ids), otherwise)
    where = positions(ids, some)
    spread[where[where >= 0]] = values[where >= 0]
    return spread


def positions(ids: IntArray, wanted: NDArray[Any]) -> IntArray:
    """Where each of ``wanted`` stands in ``ids``, ascending; -1 when it is not there."""
    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.int64)
    at = np.searchsorted(ids, wanted)
    at[at == len(ids)] = 0
    return np.where(ids[at] == wanted, at, -1)


def _times_invited(session: Session) -> list[NDArray[Any]]:
    counted = select(Invitation.professional_id, func.count()).where(Invitation.invited_at.is_not(None))
    return _arrays(columns(session, counted.group_by(Invitation.professional_id)), np.int64, np.int32)


def _months_since(session: Session, now: datetime) -> list[NDArray[Any]]:
    latest = (
        select(Registration.professional_id, func.max(Meetup.starts_at))
        .join(Registration.meetup)
        .where(Registration.attendance == Attendance.ATTENDED)  # noted by the team: no answer weighs anything
        .group_by(Registration.professional_id)
    )
    batches = (
        (who, [max((now - at).days / MONTH_DAYS, 0.0) for at in when]) for who, when in columns(session, latest)
    )
    return _arrays(batches, np.int64, np.float64)  # type: ignore[arg-type]


def read_places(session: Session, people: People, only: ColumnElement[bool] | None = None) -> tuple[Places, list[str]]:
    """Where these people work, and the INSEE codes of the communes that the places point to."""
    query = select(PracticePlace.professional_id, PracticePlace.lat, PracticePlace.lon, PracticePlace.commune_insee)
    if only is not None:
        query = query.where(PracticePlace.professional_id.in_(select(Professional.id).where(only)))
    codes: dict[str, int] = {}
    batches = (
        (owners, lats, lons, [codes.setdefault(insee, len(codes)) for insee in insees])
        for owners, lats, lons, insees in columns(session, query)
    )
    owner, lat, lon, commune = _arrays(batches, np.int64, np.float64, np.float64, np.int32)  # type: ignore[arg-type]
    at = positions(people.id, owner)
    kept = np.flatnonzero(at >= 0)
    # By person, then by point: the same places whatever the order in which the database gives them.
    kept = kept[np.lexsort((lon[kept], lat[kept], at[kept]))]
    return Places(at[kept].astype(np.int32), lat[kept], lon[kept], commune[kept]), list(codes)


def read_members(
    session: Session, people: People, only: ColumnElement[bool] | None = None
) -> tuple[IntArray, NDArray[np.int32]]:
    """The pathways of each person, as compressed sparse rows: see ``Situation.member_start``."""
    pair = professional_pathways.c
    query = select(pair.professional_id, pair.pathway_id)
    if only is not None:
        query = query.where(pair.professional_id.in_(select(Professional.id).where(only)))
    who, pathway = _arrays(columns(session, query), np.int64, np.int32)
    at = positions(people.id, who)
    kept = np.flatnonzero(at >= 0)
    kept = kept[np.lexsort((pathway[kept], at[kept]))]
    start = np.zeros(len(people) + 1, dtype=np.int64)
    np.cumsum(np.bincount(at[kept], minlength=len(people)), out=start[1:])
    return start, pathway[kept]


def read_met(session: Session, now: datetime) -> Met:
    """Who came to what."""
    came = (
        select(Registration.professional_id, Registration.meetup_id)
        .join(Registration.meetup)
        .where(was_there(), Meetup.status == MeetupStatus.PUBLISHED, Meetup.ends_at <= now)
    )
    person, meetup = _arrays(columns(session, came), np.int64, np.int64)
    order = np.lexsort((meetup, person))
    return Met(person[order], meetup[order])
