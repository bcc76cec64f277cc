"""What hands may still do to a plan that does not fit any more: more people than places, wishes noted too late."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from meetups.invitations.rules import RegistrationStatus
from meetups.planning.models import Meetup
from meetups.seating import wording
from meetups.seating.composing import adjusted, weighed
from meetups.seating.errors import WishesClash
from meetups.seating.gathering import Gathered
from meetups.seating.gestures import exchange
from meetups.seating.rules import Bonds, Layout, Spot, Table, pair_of, with_room
from meetups.seating.services import changed, keep
from tests.factories import NOW
from tests.seating.conftest import Yes, says
from tests.seating.test_services import compose, look, people


def thirteen_for_twelve(session: Session, yes: Yes) -> tuple[Meetup, Gathered, int]:
    """Twelve people at two tables of six, and one more who has just said yes."""
    crowd = people(session, 13)
    at = yes(*crowd[:12])
    first = compose(session, at)
    full = replace(first.layout, tables=tuple(replace(table, places=6) for table in first.layout.tables))
    keep(session, at, changed(first, full), seen=1, now=NOW)
    session.add(says(at, crowd[12], RegistrationStatus.GOING))
    session.flush()
    return at, look(session, at), crowd[12].id


def test_with_more_people_than_places_two_people_still_exchange_their_places(session: Session, yes: Yes) -> None:
    at, gathered, _waiting = thirteen_for_twelve(session, yes)
    assert (len(gathered.people), gathered.layout.places) == (13, 12)
    here, there = (gathered.layout.at(number, 0)[0] for number in (1, 2))
    keep(session, at, changed(gathered, exchange(gathered.layout, 0, here, there, gathered.bonds)), seen=2, now=NOW)
    after = look(session, at)
    assert (after.layout.seats[0, here].table, after.layout.seats[0, there].table) == (2, 1)
    assert after.quality["people"] == 12


def test_whoever_waits_takes_the_place_of_somebody_who_then_waits(session: Session, yes: Yes) -> None:
    at, gathered, waiting = thirteen_for_twelve(session, yes)
    seated = gathered.layout.at(2, 0)[0]
    after = exchange(gathered.layout, 0, waiting, seated, gathered.bonds)
    keep(session, at, changed(gathered, after), seen=2, now=NOW)
    seats = look(session, at).layout.seats
    assert seats[0, waiting].table == 2
    assert (0, seated) not in seats
    assert len(seats) == 12


def test_a_wish_noted_too_late_forbids_no_other_exchange(session: Session, yes: Yes) -> None:
    gathered = look(session, yes(*people(session, 6)))
    ids = [person.id for person in gathered.people]
    small = Layout(tuple(Table(number, "", 2) for number in (1, 2, 3)), 1, {})
    plan = adjusted(gathered.with_layout(small), seed=1).composed.layout
    one, mate = plan.at(1, 0)
    three = frozenset({pair_of(one, other) for other in (plan.at(2, 0)[0], plan.at(3, 0)[0])})
    late = replace(gathered, layout=plan, bonds=Bonds(frozenset({pair_of(one, mate)}), three, gathered.bonds.names))
    here, there = plan.at(2, 0)[1], plan.at(3, 0)[1]
    after = changed(late, exchange(plan, 0, here, there, late.bonds))
    assert after.layout.seats[0, here].table == 3
    assert after.quality["people"] == len(ids)


def test_pins_against_a_wish_name_the_two_who_are_pinned(session: Session, yes: Yes) -> None:
    gathered = look(session, yes(*people(session, 6)))
    ids = [person.id for person in gathered.people]
    names = dict(zip(ids, ("Alix", "Inès", "Karim", "Odile", "Paul", "Zoé"), strict=True))
    seats = {(0, one): Spot(1 + (place > 2), is_pinned=place in {0, 4}) for place, one in enumerate(ids)}
    plan = Layout((Table(1, "", 4), Table(2, "", 4)), 1, seats)
    trio = frozenset({pair_of(ids[0], ids[1]), pair_of(ids[1], ids[4])})
    with pytest.raises(WishesClash, match="Les places fixées d’Alix et de Paul contredisent"):
        adjusted(replace(gathered, layout=plan, bonds=Bonds(frozenset(), trio, names)), seed=1)


def test_other_places_at_a_table_are_weighed_anew(session: Session, yes: Yes) -> None:
    crowd = people(session, 8)
    yes(*crowd, days=-9)
    gathered = compose(session, yes(*crowd))
    one_table = replace(gathered.layout, tables=(replace(gathered.layout.tables[0], places=8), Table(2, "", 8)))
    assert wording.worth(changed(gathered, one_table).quality) == "28 retrouvailles."
    named = replace(gathered.layout, tables=tuple(replace(each, name="Fenêtre") for each in gathered.layout.tables))
    assert changed(gathered, named).quality is gathered.quality


def test_names_given_late_are_seated_by_adding_places(session: Session, yes: Yes) -> None:
    crowd = people(session, 20)
    at = yes(*crowd[:12])
    first = compose(session, at)
    for person in crowd[12:]:
        session.add(says(at, person, RegistrationStatus.GOING))
    session.flush()
    gathered = look(session, at)
    roomy = gathered.with_layout(with_room(gathered.layout, len(gathered.people)))
    done = adjusted(roomy, seed=1)
    assert len(done.seated) == 8
    assert {key: done.composed.layout.seats[key].table for key in first.layout.seats} == {
        key: spot.table for key, spot in first.layout.seats.items()
    }


def test_nobody_left_at_the_tables_weighs_what_it_did(session: Session, yes: Yes) -> None:
    gathered = compose(session, yes(*people(session, 6)))
    assert weighed(replace(gathered, people=())) == gathered.quality
