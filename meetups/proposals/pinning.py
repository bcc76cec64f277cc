"""What organisers kept, from public ids to what a computation holds to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.planning.models import MeetupFormat
from meetups.proposals.candidates import Pin
from meetups.proposals.catchment import Catchment
from meetups.proposals.changes import Changes
from meetups.proposals.models import Proposal
from meetups.proposals.situation import Room
from meetups.venues.models import Host, Venue

Key = tuple[int, int]
"""(area id, pathway id)."""


@dataclass(frozen=True)
class Known:
    """Ids of what changes name; what is gone, or was never there, is missing."""

    people: Mapping[str, int]
    hosts: Mapping[str, int]
    venues: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Setting:
    """Where and when a what-if takes place, and whom its area holds."""

    catchment: Catchment
    room: Room
    format: MeetupFormat
    day: date


def kept_changes(session: Session, aside: Iterable[Key]) -> dict[Key, Changes]:
    """Those of proposals that are neither prepared nor put aside."""
    query = select(Proposal.area_id, Proposal.pathway_id, Proposal.changes).where(Proposal.meetup_id.is_(None))
    kept = {(area_id, pathway_id): changes for area_id, pathway_id, changes in session.execute(query) if changes}
    hidden = set(aside)
    return {key: Changes.from_json(changes) for key, changes in kept.items() if key not in hidden}


def known(session: Session, all_changes: Sequence[Changes]) -> Known:
    """Three queries at most, however many changes."""
    people = {each for changes in all_changes for each in (*changes.without, *changes.with_)}
    hosts = {changes.host for changes in all_changes if changes.host}
    venues = {changes.venue for changes in all_changes if changes.venue}
    return Known(_ids(session, Professional, people), _ids(session, Host, hosts), _ids(session, Venue, venues))


def _ids(session: Session, model: type[Professional | Host | Venue], public_ids: set[str]) -> dict[str, int]:
    if not public_ids:
        return {}
    return dict(session.execute(select(model.public_id, model.id).where(model.public_id.in_(public_ids))).all())


def pin_of(key: Key, changes: Changes, ids: Known, rooms: Mapping[str, Sequence[Room]], today: date) -> Pin:
    """What still holds: a day gone by, a room or someone that is no more, no longer does."""
    return Pin(
        area_id=key[0],
        pathway_id=key[1],
        day=changes.day if changes.day and changes.day > today else None,
        format=changes.format,
        room=room_of(changes, ids, rooms),
        people=changes.people,
        without=frozenset(ids.people[each] for each in changes.without if each in ids.people),
        with_=tuple(ids.people[each] for each in changes.with_ if each in ids.people),
    )


def room_of(changes: Changes, ids: Known, rooms: Mapping[str, Sequence[Room]]) -> Room | None:
    """The room that changes ask for, or None when they ask for none, or it is no more."""
    if changes.venue or changes.host:
        venue_id, host_id = ids.venues.get(changes.venue or ""), ids.hosts.get(changes.host or "")
        for listed in rooms.values():
            for room in listed:
                if (venue_id is not None and room.venue_id == venue_id) or (
                    not changes.venue and host_id is not None and room.host_id == host_id
                ):
                    return room
        return None
    return Room(changes.commune, None, None, None) if changes.commune else None


def stored_room(rooms: Mapping[str, Sequence[Room]], proposal: Proposal) -> Room | None:
    """What a stored proposal asks for, if it can still be asked for."""
    for room in rooms.get(proposal.commune_insee, ()):
        if (room.host_id, room.venue_id) == (proposal.host_id, proposal.venue_id):
            return room
    return Room(proposal.commune_insee, None, None, None) if proposal.host_id is None else None
