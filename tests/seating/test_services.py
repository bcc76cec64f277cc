"""Writing a plan: only over the one that was seen, and undone in one gesture."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.rules import RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from meetups.seating import wording
from meetups.seating.asking import Composed
from meetups.seating.composing import Moved, adjusted, composed
from meetups.seating.errors import (
    NotEnoughPlaces,
    NothingToUndo,
    PlanChanged,
    PlanClosed,
    Seated,
    TooFewPeople,
    WishesClash,
)
from meetups.seating.gathering import Gathered, gather
from meetups.seating.gestures import exchange, pin
from meetups.seating.models import Seat, SeatingPlan, SeatingTable
from meetups.seating.rules import Bonds, Layout, Table, pair_of
from meetups.seating.services import changed, keep, undone
from tests import factories
from tests.factories import NOW
from tests.seating.conftest import Yes, says


def people(session: Session, count: int, **given: Any) -> list[Professional]:
    return [factories.professional(session, f"P{chr(97 + number)}", **given) for number in range(count)]


def look(session: Session, at: Meetup) -> Gathered:
    return gather(session, at, now=NOW)


def compose(session: Session, at: Meetup) -> Gathered:
    """One click on the button, then the plan as it is."""
    gathered = look(session, at)
    seed = gathered.seed + 1
    keep(session, at, composed(gathered, seed=seed), seen=gathered.version, seed=seed, now=NOW)
    return look(session, at)


def undo(session: Session, at: Meetup, bonds: Bonds | None = None) -> None:
    """The button that gives back the last change, with the wishes that hold by then."""
    gathered = look(session, at)
    made, seed = undone(gathered if bonds is None else replace(gathered, bonds=bonds))
    keep(session, at, made, seen=gathered.version, seed=seed, now=NOW)


def test_a_plan_is_kept_and_read_as_it_was_composed(session: Session, yes: Yes) -> None:
    at = yes(*people(session, 12))
    made = composed(look(session, at), seed=1)
    keep(session, at, made, seen=0, seed=1, now=NOW)
    found = look(session, at)
    assert (found.layout, found.version, found.seed) == (made.layout, 1, 1)
    assert found.quality == made.quality


def test_composing_again_from_another_seed_gives_other_tables_and_keeps_pins(session: Session, yes: Yes) -> None:
    at = yes(*people(session, 12))
    first = compose(session, at)
    (key, spot) = next(iter(first.layout.seats.items()))
    keep(session, at, changed(first, pin(first.layout, *key, is_pinned=True)), seen=1, now=NOW)
    second = compose(session, at)
    assert second.layout != first.layout
    assert second.layout.seats[key].table == spot.table
    assert second.layout.seats[key].is_pinned


def test_the_same_seed_gives_the_same_tables(session: Session, yes: Yes) -> None:
    gathered = look(session, yes(*people(session, 20)))
    assert composed(gathered, seed=3).layout == composed(gathered, seed=3).layout


def test_a_plan_written_from_an_older_one_is_refused_and_nothing_is_lost(session: Session, yes: Yes) -> None:
    at = yes(*people(session, 8))
    seen = compose(session, at)
    now = compose(session, at)
    with pytest.raises(PlanChanged, match="Le plan a changé entre-temps"):
        keep(session, at, Composed(seen.layout, seen.quality), seen=seen.version, now=NOW)
    assert look(session, at).layout == now.layout
    with pytest.raises(PlanChanged):
        keep(session, at, Composed(seen.layout, seen.quality), seen=0, now=NOW)


def test_a_change_that_gives_back_the_same_seats_is_a_change(session: Session, yes: Yes) -> None:
    at = yes(*people(session, 8))
    seen = compose(session, at)
    keep(session, at, Composed(seen.layout, seen.quality), seen=1, now=NOW)
    keep(session, at, Composed(seen.layout, seen.quality), seen=2, now=NOW)
    assert look(session, at).version == 3


def test_undoing_gives_back_the_seats_and_once_more_the_change(session: Session, yes: Yes) -> None:
    at = yes(*people(session, 12))
    first = compose(session, at)
    here, there = (first.layout.at(number, 0)[0] for number in (1, 2))
    swapped = exchange(first.layout, 0, here, there, first.bonds)
    keep(session, at, changed(first, swapped), seen=1, now=NOW)
    undo(session, at)
    assert look(session, at).layout == first.layout
    assert (look(session, at).quality, look(session, at).seed) == (first.quality, first.seed)
    undo(session, at)
    assert look(session, at).layout == swapped


def test_the_first_plan_has_nothing_before_it(session: Session, yes: Yes) -> None:
    at = yes(*people(session, 8))
    compose(session, at)
    with pytest.raises(NothingToUndo):
        undo(session, at)


def test_undoing_never_goes_against_a_wish_made_since(session: Session, yes: Yes) -> None:
    at = yes(*people(session, 12))
    first = compose(session, at)
    here, other, there = (*first.layout.at(1, 0)[:2], first.layout.at(2, 0)[0])
    keep(session, at, changed(first, exchange(first.layout, 0, here, there, first.bonds)), seen=1, now=NOW)
    wish = Bonds(apart=frozenset({pair_of(here, other)}), names=first.bonds.names)
    with pytest.raises(Seated, match="un souhait que vous avez noté depuis"):
        undo(session, at, wish)


@pytest.mark.parametrize("end", ["over", "cancelled"])
@pytest.mark.parametrize("places", [8, 9])
def test_the_plan_of_a_meetup_that_is_over_keeps_its_seats_and_its_settings(
    session: Session, yes: Yes, end: str, places: int
) -> None:
    at = yes(*people(session, 8))
    seen = compose(session, at)
    other = replace(seen.layout, tables=(replace(seen.layout.tables[0], places=places),))
    later = at.ends_at if end == "over" else NOW
    if end == "cancelled":
        at.status, at.cancelled_at = MeetupStatus.CANCELLED, NOW
    with pytest.raises(PlanClosed, match="passée ou annulée : son plan de table ne change plus"):
        keep(session, at, changed(seen, other), seen=1, now=later)
    assert look(session, at).layout == seen.layout


def test_at_the_door_the_plan_still_changes(session: Session, yes: Yes) -> None:
    at = yes(*people(session, 8))
    seen = compose(session, at)
    keep(session, at, Composed(seen.layout, seen.quality), seen=1, now=at.starts_at + timedelta(minutes=20))


def test_a_late_yes_and_a_late_no_move_as_few_people_as_possible(session: Session, yes: Yes) -> None:
    crowd = people(session, 18)
    at = yes(*crowd[:17])
    first = compose(session, at)
    session.add(says(at, crowd[17], RegistrationStatus.GOING))
    session.flush()
    done = adjusted(look(session, at), seed=1)
    assert done.moved == ()
    assert [each.person for each in done.seated] == [crowd[17].id]
    assert {key: spot.table for key, spot in done.composed.layout.seats.items() if key in first.layout.seats} == {
        key: spot.table for key, spot in first.layout.seats.items()
    }
    assert "prend place à la table" in wording.what_changed(done, look(session, at).bonds, 1)


def test_those_who_take_a_place_are_counted_before_it_is_said_that_nobody_else_moved(
    session: Session, yes: Yes
) -> None:
    crowd = people(session, 8)
    at = yes(*crowd)
    compose(session, at)
    gathered = look(session, at)
    came = tuple(Moved(person.id, 0, None, 1) for person in crowd)
    said = wording.what_changed(replace(adjusted(gathered, seed=1), seated=came), gathered.bonds, 1)
    assert said.endswith("2 autres prennent place. Personne d’autre n’a dû changer de table.")


def says_no(session: Session, person: Professional) -> None:
    """They had said yes."""
    gone = session.scalars(select(Registration).where(Registration.professional_id == person.id)).one()
    gone.status = RegistrationStatus.WITHDRAWN
    session.flush()


def test_a_plan_outlives_those_who_leave_it(session: Session, yes: Yes) -> None:
    crowd = people(session, 4)
    at = yes(*crowd)
    compose(session, at)
    says_no(session, crowd[0])
    done = adjusted(look(session, at), seed=1)
    assert {person for _round, person in done.composed.layout.seats} == {each.id for each in crowd[1:]}
    assert done.gone == 1


def test_undoing_brings_back_nobody_who_said_no_since(session: Session, yes: Yes) -> None:
    crowd = people(session, 12)
    at = yes(*crowd)
    compose(session, at)
    says_no(session, crowd[0])
    now = look(session, at)
    keep(session, at, adjusted(now, seed=1).composed, seen=1, now=NOW)
    undo(session, at)
    after = look(session, at)
    assert {person for _round, person in after.layout.seats} == {each.id for each in crowd[1:]}
    assert after.quality["people"] == 11


def test_too_few_people_and_too_few_places_are_said_in_words(session: Session, yes: Yes) -> None:
    with pytest.raises(TooFewPeople, match="au moins quatre personnes"):
        composed(look(session, yes(*people(session, 3))), seed=1)
    gathered = look(session, yes(*people(session, 12)))
    with pytest.raises(NotEnoughPlaces, match="12 personnes pour 5 places"):
        composed(gathered.with_layout(Layout((Table(1, "", 5),))), seed=1)


def test_wishes_that_cannot_hold_are_said_in_words(session: Session, yes: Yes) -> None:
    gathered = look(session, yes(*people(session, 4)))
    ids = [person.id for person in gathered.people]
    apart = Bonds(apart=frozenset({pair_of(ids[0], ids[1])}), names=gathered.bonds.names)
    with pytest.raises(WishesClash, match="Aucun plan ne tient tous vos souhaits : P"):
        composed(replace(gathered, bonds=apart, layout=Layout((Table(1, "", 8),))), seed=1)
    three = frozenset({pair_of(ids[0], ids[1]), pair_of(ids[1], ids[2])})
    small = Layout((Table(1, "", 2), Table(2, "", 2)))
    with pytest.raises(WishesClash, match="aucune table n’a autant de places"):
        composed(replace(gathered, bonds=Bonds(together=three, names={}), layout=small), seed=1)
    first = composed(gathered.with_layout(Layout((Table(1, "", 2), Table(2, "", 2)))), seed=1).layout
    one, other = first.at(1, 0)
    both = pin(pin(first, 0, one, is_pinned=True), 0, other, is_pinned=True)
    apart = Bonds(apart=frozenset({pair_of(one, other)}), names=gathered.bonds.names)
    with pytest.raises(WishesClash, match=r"Les places fixées de P. et de P. contredisent"):
        composed(replace(gathered, bonds=apart, layout=both), seed=1)


def test_people_who_all_know_each_other_meet_again_and_it_is_said_to_be_unavoidable(
    session: Session, yes: Yes
) -> None:
    crowd = people(session, 8)
    yes(*crowd, days=-9)
    found = composed(look(session, yes(*crowd)), seed=1)
    assert found.quality["repeated_pairs"] == 28
    assert wording.worth(found.quality) == ("28 retrouvailles : c’est inévitable avec ces 8 personnes et ces tables.")
    assert wording.first_meetings(found.quality).startswith("0 première rencontre")


def test_a_plan_changed_by_hand_is_weighed_anew(session: Session, yes: Yes) -> None:
    crowd = people(session, 12)
    yes(*crowd[:6], days=-9)
    gathered = compose(session, yes(*crowd))
    assert gathered.quality["repeated_pairs"] == 6
    acquainted, tables = {person.id for person in crowd[:6]}, gathered.layout
    (one,) = [who for who in tables.at(1, 0) if who in acquainted][:1]
    (other,) = [who for who in tables.at(2, 0) if who not in acquainted][:1]
    after = changed(gathered, exchange(tables, 0, one, other, gathered.bonds))
    assert after.quality["repeated_pairs"] == 7
    assert wording.worth(after.quality) == "7 retrouvailles."


def test_rows_are_written_once(session: Session, yes: Yes) -> None:
    at = yes(*people(session, 8))
    compose(session, at)
    compose(session, at)
    counts = [session.scalar(select(func.count()).select_from(each)) for each in (SeatingPlan, SeatingTable, Seat)]
    assert counts == [1, 1, 8]
