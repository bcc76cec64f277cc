"""Colleagues to know: same pathway, other profession, near, listed, never met; the reason and the next occasion."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.rules import Attendance, RegistrationStatus
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.pages.forms import text_of
from tests.pages.members.conftest import Share

PAGE = "/moi/collegues"
MOST_STATEMENTS = 12
KARIMS_LUNCH = "Une occasion"
BOTH = "Vous y serez l’un et l’autre"


@pytest.fixture
def karim(session: Session, cast: Cast) -> Professional:
    """Listed, of another profession than Inès, with the same pathway and commune."""
    cast.karim.family, cast.karim.profession_text = ProfessionFamily.REHABILITATION, "kinésithérapeute"
    cast.karim.is_listed = True
    session.commit()
    return cast.karim


Read = Callable[[], str]


@pytest.fixture
def said(ines: CheckingClient, session: Session) -> Read:
    """Asks for the page; the read-only transaction ends, so that the test may write."""

    def read() -> str:
        answer = ines.get(PAGE)
        assert answer.status_code == 200
        session.rollback()
        return text_of(answer)

    return read


def test_a_stranger_signs_in_first(client: CheckingClient, karim: Professional) -> None:
    assert "/connexion" in client.get(PAGE).location


def test_each_is_shown_with_the_facts_that_say_why(said: Read, karim: Professional) -> None:
    page = said()
    for part in ("Rééducation", "Karim", "kinésithérapeute", "Même parcours : Grand âge", "Au même endroit"):
        assert part in page
    assert karim.last_name not in page


def test_the_distance_is_that_between_the_nearest_places(session: Session, said: Read, karim: Professional) -> None:
    karim.places[0].lat += 0.09  # ten kilometres
    session.commit()
    assert "À 10 km." in said()


@pytest.mark.parametrize("why_not", ["unlisted", "same family", "other pathway", "far", "gone"])
def test_whoever_lacks_one_of_the_facts_is_not_shown(
    session: Session, said: Read, karim: Professional, why_not: str
) -> None:
    if why_not == "unlisted":
        karim.is_listed = False
    elif why_not == "same family":
        karim.family = ProfessionFamily.NURSING
    elif why_not == "other pathway":
        karim.pathways = [factories.pathway(session, "perinatalite", "Périnatalité")]
    elif why_not == "far":
        karim.places[0].lat, karim.places[0].lon = karim.places[0].lat + 0.16, karim.places[0].lon + 0.2  # 23 km
    else:
        karim.left_at = NOW
    session.commit()
    assert "Karim" not in said()
    assert "Personne d’autre pour l’instant" in said()


def test_whoever_was_met_is_known_already(said: Read, karim: Professional, share: Share) -> None:
    share(attendance=(Attendance.ATTENDED, Attendance.ABSENT))
    assert "Karim" in said()
    share(days=-30)
    assert "Karim" not in said()


def test_the_next_meetup_near_both_is_an_occasion_and_a_draft_is_none(
    session: Session, cast: Cast, ines: CheckingClient, said: Read, karim: Professional
) -> None:
    assert KARIMS_LUNCH not in said()
    cast.lunch.status = MeetupStatus.PUBLISHED
    session.commit()
    assert KARIMS_LUNCH in said()
    assert f"/rencontres/{cast.lunch.public_id}" in ines.get(PAGE).text
    session.rollback()
    cast.lunch.pathway = factories.pathway(session, "perinatalite", "Périnatalité")
    session.commit()
    assert KARIMS_LUNCH not in said()


def test_that_both_come_is_said_only_of_someone_who_agreed_to_be_seen(
    session: Session, said: Read, karim: Professional, share: Share
) -> None:
    share(days=3)
    assert BOTH not in said()
    karim.is_seen_by_guests = True
    session.commit()
    assert BOTH in said()


def test_that_both_come_is_said_only_when_both_said_yes(
    session: Session, said: Read, karim: Professional, share: Share
) -> None:
    karim.is_seen_by_guests = True
    share(days=3, statuses=(RegistrationStatus.GOING, RegistrationStatus.MAYBE))
    assert BOTH not in said()
    assert KARIMS_LUNCH in said()


def test_of_each_family_the_two_nearest_are_shown_and_the_page_stays_small(
    session: Session, cast: Cast, said: Read, karim: Professional
) -> None:
    for number in range(30):
        other = factories.professional(session, "Zoé", family=ProfessionFamily.PHARMACY, is_listed=True)
        other.places[0].lat += 0.001 * number
    session.commit()
    with recorded_statements() as statements:
        page = said()
    assert page.count("Zoé") == 2
    assert len(statements) <= MOST_STATEMENTS


def test_without_a_place_the_page_says_what_to_write(
    session: Session, cast: Cast, ines: CheckingClient, said: Read
) -> None:
    cast.ines.places.clear()
    session.commit()
    assert "Dites où vous travaillez" in said()
    assert "/moi/lieux" in ines.get(PAGE).text
