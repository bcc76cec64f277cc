"""Changing a plan by hand, without any script: two lists, a pin, and what is refused."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.rules import RegistrationStatus
from meetups.seating.models import Seat, SeatingTable, SeatingWish, WishKind
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.tables.conftest import Come, Desk
from tests.pages.tables.test_plan import says


def wish(session: Session, kind: WishKind, one: Professional, other: Professional) -> None:
    first, second = sorted((one.id, other.id))
    until = LUNCH.date()
    session.commit()  # the page was read last, in a transaction that cannot write
    session.add(SeatingWish(kind=kind, one_id=first, other_id=second, until=until, created_at=NOW, created_by="maud"))
    session.commit()


def options(page: str, field: str) -> list[str]:
    (found,) = [each for each in parse(page).iter("select") if each.get("name") == field]
    return ["".join(option.itertext()) for option in found.iter("option")]


def test_the_two_lists_move_somebody_to_a_free_place(desk: Desk, come: Come) -> None:
    come(24)
    page = desk.after("/composer")
    who = desk.at(1)[0]
    assert f"{who.first_name}, {who.profession_text} (table 1)" in options(page, "qui")
    assert "Table 2, Revard, une place libre" in options(page, "vers")
    answer = desk.post("/deplacer", qui=who.public_id, vers="table:2")
    assert answer.location.endswith(f"#p-{who.public_id}")
    assert f"{who.first_name} est maintenant à la table 2." in desk.page()
    assert desk.seats()[who.id] == 2


def test_the_two_lists_exchange_two_people(desk: Desk, come: Come) -> None:
    come(24)
    desk.after("/composer")
    one, other = desk.at(1)[0], desk.at(3)[0]
    page = desk.after("/deplacer", qui=one.public_id, vers=f"personne:{other.public_id}")
    assert f"{one.first_name} et {other.first_name} ont échangé leurs places." in page
    assert (desk.seats()[one.id], desk.seats()[other.id]) == (3, 1)


def test_an_exchange_sent_twice_is_done_once(desk: Desk, come: Come) -> None:
    come(24)
    desk.after("/composer")
    one, other = desk.at(1)[0], desk.at(3)[0]
    sent = {"qui": one.public_id, "vers": f"personne:{other.public_id}", "version": "1"}
    desk.post("/deplacer", **sent)
    assert "Le plan a changé entre-temps" in desk.after("/deplacer", **sent)
    assert (desk.seats()[one.id], desk.seats()[other.id]) == (3, 1)


def test_a_full_table_takes_nobody_more(desk: Desk, come: Come, session: Session) -> None:
    come(24)
    desk.after("/composer")
    session.commit()
    session.execute(SeatingTable.__table__.update().values(places=6))
    session.commit()
    who = desk.at(1)[0]
    assert "La table 2 est complète" in desk.after("/deplacer", qui=who.public_id, vers="table:2")
    assert desk.seats()[who.id] == 1


def test_a_pinned_place_stays_when_all_is_mixed_and_refuses_to_move(desk: Desk, come: Come, session: Session) -> None:
    come(24)
    desk.after("/composer")
    who = desk.at(2)[0]
    page = desk.after("/fixer", qui=who.public_id, fixer="1")
    assert "ne bougera plus quand vous mélangez" in page
    assert not any(who.first_name in line.split(",")[0] for line in options(page, "qui")[1:])
    for _ in range(3):
        desk.post("/composer")
        assert desk.seats()[who.id] == 2
    assert "est fixée à la table 2" in desk.after("/deplacer", qui=who.public_id, vers="table:1")
    desk.post("/fixer", qui=who.public_id, fixer="0")
    desk.after("/deplacer", qui=who.public_id, vers="table:1")
    assert desk.seats()[who.id] == 1


def test_pinning_twice_is_pinned(desk: Desk, come: Come, session: Session) -> None:
    come(8)
    desk.after("/composer")
    who = desk.at(1)[0]
    desk.post("/fixer", qui=who.public_id, fixer="1")
    desk.post("/fixer", qui=who.public_id, fixer="1")
    assert list(session.scalars(select(Seat.professional_id).where(Seat.is_pinned))) == [who.id]


def test_a_wish_is_held_by_hands_and_by_mixing(desk: Desk, come: Come, session: Session) -> None:
    come(24)
    desk.after("/composer")
    one, mate, other = *desk.at(1)[:2], desk.at(2)[0]
    wish(session, WishKind.APART, one, other)
    refusal = desk.after("/deplacer", qui=one.public_id, vers="table:2")
    assert "ne doivent pas être à la même table : c’est un de vos souhaits." in refusal
    wish(session, WishKind.APART, one, mate)
    page = desk.page()
    assert "Un souhait n’est pas tenu" in page
    desk.after("/ajuster")
    seats = desk.seats()
    assert seats[one.id] != seats[mate.id]
    for _ in range(3):
        desk.post("/composer")
        seats = desk.seats()
        assert len({seats[one.id], seats[mate.id]}) == len({seats[one.id], seats[other.id]}) == 2


def test_whoever_withdrew_cannot_be_moved_and_it_is_said(desk: Desk, come: Come, session: Session) -> None:
    people = come(12)
    desk.after("/composer")
    says(session, desk, people[0].id, RegistrationStatus.WITHDRAWN)
    page = desk.after("/deplacer", qui=people[0].public_id, vers="table:2")
    assert "Cette personne ne vient plus" in page


@pytest.mark.parametrize("bad", ["", "table:x", "chaise:1", "table:", "table:99999999"])
def test_what_no_list_offers_is_refused(desk: Desk, come: Come, bad: str) -> None:
    come(12)
    desk.after("/composer")
    who = desk.at(1)[0]
    assert desk.post("/deplacer", qui=who.public_id, vers=bad).status_code == 400
    assert desk.version == 1


def test_a_version_that_is_no_number_is_refused(desk: Desk, come: Come) -> None:
    come(12)
    assert desk.post("/composer", version="x").status_code == 400
    assert desk.version == 0


def test_with_two_rounds_a_change_is_about_the_one_on_the_screen(desk: Desk, come: Come) -> None:
    come(12)
    desk.post("/reglages", count="2", rounds="2")
    first, second = desk.seats(0), desk.seats(1)
    who, here = next(iter(second.items()))
    answer = desk.post("/deplacer", tour="2", qui=person(desk, who).public_id, vers=f"table:{3 - here}")
    assert "tour=2" in answer.location
    assert desk.seats(0) == first
    assert desk.seats(1)[who] == 3 - here


def person(desk: Desk, who: int) -> Professional:
    return desk.session.get_one(Professional, who)


def test_a_refused_move_says_why_and_keeps_who_was_chosen(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    who = desk.at(1)[0]
    page = desk.after("/deplacer", qui=who.public_id, vers=f"personne:{who.public_id}")
    assert f"{who.first_name} est déjà à cette place : choisissez-en une autre." in page
    assert f'<option value="{who.public_id}" selected>' in page
    page = desk.after("/deplacer", qui=who.public_id, vers="table:1")
    assert f'<option value="{who.public_id}" selected>' in page
    assert desk.version == 1
