"""What a change cannot have, in complete sentences; what is refused is taken out, and the rest is still answered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.geography.naming import of_place
from meetups.planning.models import MeetupFormat
from meetups.proposals.candidates import World
from meetups.proposals.catchment import Catchment
from meetups.proposals.changes import Changes
from meetups.proposals.days import EVERY_DAY, is_free
from meetups.proposals.models import Proposal
from meetups.proposals.pinning import Known, Setting, room_of, stored_room
from meetups.proposals.reading import positions
from meetups.proposals.settings import FEWEST_PEOPLE
from meetups.proposals.situation import FAMILIES, Room
from meetups.web.filters import day_date

MOST_PEOPLE = 400


def place_day_and_number(world: World, proposal: Proposal, changes: Changes, ids: Known) -> tuple[list[str], Changes]:
    """(sentences, the changes without what they refuse). Those about people come later: see ``people``."""
    said: list[str] = []
    changes = _place(world, changes, ids, said)
    room = room_of(changes, ids, world.situation.rooms)
    changes = _day(world, proposal, changes, room, said)
    return said, _number(changes, room or stored_room(world.situation.rooms, proposal), said)


def _place(world: World, changes: Changes, ids: Known, said: list[str]) -> Changes:
    if not (changes.venue or changes.host or changes.commune):
        return changes
    (zone,) = world.situation.zones
    room = room_of(changes, ids, world.situation.rooms)
    if room is None or (changes.commune and changes.commune not in world.situation.points):
        said.append("Ce lieu n’est pas connu ici : choisissez-en un dans la liste.")
    elif room.insee not in {*world.communes_of(zone, every=True), zone.insee}:
        said.append(f"{world.situation.names[room.insee]} n’est pas dans le secteur « {zone.name} ».")
    else:
        return changes
    return replace(changes, venue=None, host=None, commune=None)


def _day(world: World, proposal: Proposal, changes: Changes, room: Room | None, said: list[str]) -> Changes:
    if changes.day is None:
        return changes
    before = len(said)
    room = room or stored_room(world.situation.rooms, proposal)
    format_ = changes.format or proposal.format
    ahead = (changes.day - world.situation.today).days
    when = day_date(world.calendar.slot(changes.day, format_).starts_at)
    if ahead < 1:
        said.append(f"Le {when} est passé : choisissez un jour à venir.")
    elif ahead > 730:
        said.append(f"Le {when} est dans plus de deux ans : vérifiez l’année.")
    elif changes.day in world.calendar.public_holidays:
        said.append(f"Le {when} est un jour férié.")
    elif room is not None:
        _day_there(world, room, format_, changes.day, when, said)
    return replace(changes, day=None) if len(said) > before else changes


def _day_there(world: World, room: Room, format_: MeetupFormat, day: date, when: str, said: list[str]) -> None:
    there = world.situation.names[room.insee]
    if (day - world.situation.today).days < room.notice_days:
        there = f"Pour une salle {of_place(there)}"
        said.append(f"{there}, il faut prévenir {room.notice_days} jours avant : le {when} est trop tôt.")
    elif not is_free(room.free, (), world.calendar.slot(day, format_), format_):
        said.append(f"Cette salle {of_place(there)} ne se prête pas à ce moment de la semaine.")
    elif not is_free(room.free, room.taken, world.calendar.slot(day, format_), format_):
        said.append(f"Cette salle {of_place(there)} est déjà prise, ou demandée, le {when}.")


def _number(changes: Changes, room: Room | None, said: list[str]) -> Changes:
    if changes.people is None:
        return changes
    if not FEWEST_PEOPLE <= changes.people <= MOST_PEOPLE:
        said.append(f"Le nombre de personnes doit être compris entre {FEWEST_PEOPLE} et {MOST_PEOPLE}.")
    elif room is not None and room.seats is not None and changes.people > room.seats:
        said.append(f"Cette salle n’a que {room.seats} places assises.")
    else:
        return changes
    return replace(changes, people=None)


def people(
    session: Session,
    world: World,
    setting: Setting,
    changes: Changes,
    ids: Known,
    elsewhere: Mapping[int, str],
    said: Sequence[str] = (),
) -> tuple[list[str], Changes]:
    """(``said`` and the sentences about people, the changes without whom they refuse), where and when it takes place.

    ``elsewhere``: guests of other proposals, and the area.
    """
    more = list(said)
    if any(each not in ids.people for each in (*changes.without, *changes.with_)):
        more.append("Une personne ne figure plus dans le réseau : elle est laissée de côté.")
    without = tuple(each for each in changes.without if each in ids.people and each not in changes.with_)
    wanted = [each for each in changes.with_ if each in ids.people]
    names = _names(session, wanted) if wanted else {}
    refused = {
        each: why for each in wanted if (why := _why_not(world, setting, elsewhere, ids.people[each], names[each]))
    }
    more.extend(refused.values())
    return more, replace(changes, without=without, with_=tuple(each for each in wanted if each not in refused))


def _names(session: Session, public_ids: Sequence[str]) -> dict[str, str]:
    people = session.scalars(select(Professional).where(Professional.public_id.in_(public_ids)))
    return {person.public_id: person.full_name for person in people}


def _why_not(world: World, setting: Setting, elsewhere: Mapping[int, str], professional_id: int, name: str) -> str:
    """Why this person cannot be there, or nothing."""
    if professional_id in elsewhere:
        return f"{name} est déjà dans la proposition « {elsewhere[professional_id]} » : une seule ce trimestre."
    (at,) = positions(world.situation.people.id, np.array([professional_id]))
    if at < 0:
        return f"{name} ne peut pas être invitée ou invité maintenant : pause, départ, ou rencontre déjà prévue."
    places = np.flatnonzero(world.situation.places.owner == at)
    if not len(places):
        return f"{name} n’a pas indiqué de lieu d’exercice."
    theirs = Catchment(world.territory, setting.catchment.zone, places)
    travel = theirs.travel(setting.room.insee, setting.day)
    there = world.situation.names[setting.room.insee]
    if travel.is_cut_off[0]:
        cut = theirs.communes_cut_off(setting.room.insee, setting.day)
        since = ", ".join(world.situation.names[code] for code in cut)
        return f"{there} est fermée depuis {since} ce jour-là : {name} ne pourrait pas venir."
    if not np.isfinite(travel.km[0]):
        return f"{name} aurait plus de {world.preferences.minutes_at_most} minutes de route jusqu’à {there}."
    return _not_then(world, setting, int(at), name)


def _not_then(world: World, setting: Setting, at: int, name: str) -> str:
    """Why the hour, or the day of the week, does not suit this person, or nothing."""
    format_, weekday = setting.format, setting.day.weekday()
    if world.available(format_, (weekday,))[at]:
        return ""
    if format_ in world.preferences.unavailable.get(FAMILIES[world.situation.people.family[at]], ()):
        return (
            f"{name} est sans doute au travail à cette heure-là, comme la plupart des personnes de son métier : "
            "choisissez une autre heure."
        )
    if world.available(format_, EVERY_DAY)[at]:
        return f"{name} n’est pas libre ce jour de la semaine à cette heure-là : choisissez un autre jour."
    return f"{name} n’est pas libre à cette heure-là : choisissez une autre heure."
