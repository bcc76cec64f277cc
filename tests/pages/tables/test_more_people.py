"""More people than places: whoever waits may be seated by hand, and one gesture seats everybody."""

from datetime import timedelta

from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations import blocks
from meetups.invitations.block_naming import name_people
from meetups.invitations.newcomers import Named
from meetups.invitations.rules import RegistrationStatus
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.tables.conftest import Come, Desk
from tests.pages.tables.test_changing import options
from tests.pages.tables.test_plan import says


def full(desk: Desk, come: Come) -> Professional:
    """Twelve people at two tables of six; Zélie comes too."""
    come(12)
    desk.after("/composer")
    desk.after("/reglages", **{"count": "2", "rounds": "1", "places-1": "6", "places-2": "6"})
    return come(1, names=("Zélie",))[0]


def test_whoever_waits_stands_in_the_list_and_takes_the_place_of_somebody(desk: Desk, come: Come) -> None:
    late = full(desk, come)
    assert f"Zélie, {late.profession_text} (sans place)" in options(desk.page(), "qui")
    there = desk.at(2)[0]
    page = desk.after("/deplacer", qui=late.public_id, vers=f"personne:{there.public_id}")
    assert "Zélie prend la place " in page
    assert f"{there.first_name}, qui n’en a plus." in page
    assert f"{there.first_name} vient et n’a pas encore de place." in page
    assert desk.seats()[late.id] == 2
    assert there.id not in desk.seats()


def test_with_too_few_places_people_exchange_theirs_and_one_place_more_seats_the_last(desk: Desk, come: Come) -> None:
    late = full(desk, come)
    one, other = desk.at(1)[0], desk.at(2)[0]
    page = desk.after("/deplacer", qui=one.public_id, vers=f"personne:{other.public_id}")
    assert "ont échangé leurs places." in page
    before = desk.seats()
    page = desk.after("/ajuster")
    assert "1 place s’ajoute. Zélie prend place à la table" in page
    assert desk.seats() == before | {late.id: desk.seats()[late.id]}


def test_people_whom_a_structure_names_late_are_said_and_seated_by_one_gesture(
    desk: Desk, come: Come, session: Session
) -> None:
    come(12)
    desk.after("/composer")
    before = desk.seats()
    session.commit()
    offer = blocks.Offer("l’EHPAD", "Hélène", 8, NOW + timedelta(days=5), phone="0479000000")
    block = blocks.offer(session, desk.meetup, offer, now=NOW)
    session.commit()
    assert "8 places sont gardées sans nom." in desk.page()
    session.commit()
    guests = [Named(f"Camille {letter}", phone=f"06399800{place}") for place, letter in enumerate("ABCDEFGH", 10)]
    people = [guest.professional for guest in name_people(session, block, guests, now=NOW)]
    assert "8 places sont proposées, pas encore confirmées." in desk.page()
    for person in people:
        says(session, desk, person.id, RegistrationStatus.GOING)
    page = desk.page()
    assert "Camille A, Camille B, Camille C, Camille D, Camille E et 3 autres personnes viennent" in page
    page = desk.after("/ajuster")
    assert "1 table s’ajoute." in page
    assert "20</strong> personnes placées sur 20" in page
    assert {who: desk.seats()[who] for who in before} == before


def test_mixing_again_lays_chairs_for_places_kept_without_a_name(desk: Desk, come: Come, session: Session) -> None:
    come(12)
    desk.after("/composer")
    session.commit()
    offer = blocks.Offer("l’EHPAD", "Hélène", 6, NOW + timedelta(days=5), phone="0479000000")
    blocks.offer(session, desk.meetup, offer, now=NOW)
    assert "1 table s’ajoute." in desk.after("/composer")
    assert len(parse(desk.page()).findall(".//section[@data-table]")) == 3


def test_a_table_where_nobody_sits_at_first_has_its_card(desk: Desk, come: Come) -> None:
    come(4)
    desk.post("/reglages", count="2", rounds="2")
    desk.post("/reglages", **{"count": "2", "rounds": "2", "places-1": "8", "places-2": "8"})
    for person in desk.at(1):
        desk.post("/deplacer", qui=person.public_id, vers="table:2")
    assert set(desk.seats().values()) == {2}
    page = parse(desk.page("/cartes"))
    first, _second = page.iter("article")
    assert "Personne ici pour ce tour." in "".join(first.itertext())
    here = [who for who, table in desk.seats(1).items() if table == 1]
    assert len(list(first.iter("strong"))) == len(here) > 0
