"""The organiser's page of the waiting list: the line in order, why, and what may be done about it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.answers import answer
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, text_of

GOING, DECLINED = RegistrationStatus.GOING, RegistrationStatus.DECLINED


@pytest.fixture
def browser(client: CheckingClient, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """The organiser's; the lunch is published and has two places."""
    cast.lunch.status, cast.lunch.capacity = MeetupStatus.PUBLISHED, 2
    sign_in(client, cast.maud)
    return client


def come(session: Session, cast: Cast, *people: Professional | str) -> list[Invitation]:
    """Each says that they come, one minute after the other."""
    guests = []
    for minute, person in enumerate(people):
        who = person if isinstance(person, Professional) else factories.professional(session, person)
        guest = factories.invitation(session, cast.lunch, who, invited_at=NOW)
        at = NOW + timedelta(minutes=minute)
        answer(session, guest, GOING, source=AnswerSource.EMAIL_LINK, now=at)
        guests.append(guest)
    return guests


def url(cast: Cast) -> str:
    return f"/organisation/rencontres/{cast.lunch.public_id}/attente"


def shown(page: str) -> list[str]:
    """Who stands in the line, next first."""
    (line,) = parse(page).iter("ol")
    return ["".join(name.itertext()).split()[0] for name in line.iter("strong")]


def test_the_line_is_shown_in_order_with_the_reason_of_each_place(
    browser: CheckingClient, session: Session, cast: Cast
) -> None:
    pharmacist = factories.professional(session, "Driss", family=ProfessionFamily.PHARMACY)
    come(session, cast, "Ana", "Béa", "Chloé", pharmacist)
    page = browser.get(url(cast)).text
    assert shown(page) == ["Driss", "Chloé"]
    assert "Son métier tient moins d’un tiers de la table" in page
    assert "Son métier tient déjà un tiers de la table" in page
    assert "Comment l’ordre se fait" in page


def test_nobody_waits_and_the_page_says_when_somebody_would(
    browser: CheckingClient, session: Session, cast: Cast
) -> None:
    assert "il reste 2 places" in browser.get(url(cast)).text.replace("\u00a0", " ")
    session.rollback()
    come(session, cast, "Ana", "Béa")
    assert "rejoindra cette liste" in browser.get(url(cast)).text


def test_offers_under_way_are_shown_with_their_end(browser: CheckingClient, session: Session, cast: Cast) -> None:
    ana, _bea, _lila = come(session, cast, "Ana", "Béa", "Lila")
    answer(session, ana, DECLINED, source=AnswerSource.EMAIL_LINK, now=NOW)
    page = browser.get(url(cast)).text.replace("\u00a0", " ")
    assert "Place gardée jusqu’au mardi 24 novembre" in page


def test_someone_to_call_has_a_number_and_no_end_yet(browser: CheckingClient, session: Session, cast: Cast) -> None:
    ana, _bea, _odile = come(session, cast, "Ana", "Béa", cast.odile)
    answer(session, ana, DECLINED, source=AnswerSource.EMAIL_LINK, now=NOW)
    page = browser.get(url(cast)).text
    assert "le délai part une fois l’appel passé" in page
    assert "tel:0639980042" in page


def test_two_buttons_move_someone_and_a_third_goes_back(browser: CheckingClient, session: Session, cast: Cast) -> None:
    guests = come(session, cast, "Ana", "Béa", "Chloé", "Driss", "Elsa")
    data = {"invitation": guests[4].public_id, "place": "1"}
    for _ in range(2):
        assert browser.post(url(cast), data=data).status_code == 302
    assert shown(browser.get(url(cast)).text) == ["Chloé", "Elsa", "Driss"]
    browser.post(url(cast), data={"habituel": "1"})
    page = browser.get(url(cast)).text
    assert shown(page) == ["Chloé", "Driss", "Elsa"]
    assert "Revenir à l’ordre habituel" not in page
    logged = session.scalars(select(AuditEntry.action)).all()
    assert logged.count("waiting_order_changed") == 2
    assert logged.count("waiting_order_reset") == 1


@pytest.mark.parametrize("place", ["", "-1", "un", "١", "99999"])
def test_a_place_that_is_no_number_moves_nobody(
    browser: CheckingClient, session: Session, cast: Cast, place: str
) -> None:
    guests = come(session, cast, "Ana", "Béa", "Chloé", "Driss")
    response = browser.post(url(cast), data={"invitation": guests[3].public_id, "place": place})
    assert response.status_code == 400
    assert session.scalars(select(Registration.waiting_rank)).all() == [None] * 4


def test_another_meetups_guest_is_unknown_here(browser: CheckingClient, session: Session, cast: Cast) -> None:
    other = factories.meetup(session)
    guest = factories.invitation(session, other, cast.ines, invited_at=NOW)
    assert browser.post(url(cast), data={"invitation": guest.public_id, "place": "0"}).status_code == 404


def test_places_added_twice_are_added_once_and_offered(browser: CheckingClient, session: Session, cast: Cast) -> None:
    come(session, cast, "Ana", "Béa", "Chloé", "Driss")
    for _ in range(2):
        assert browser.post(url(cast), data={"capacity": "2", "overbooking": "1"}).status_code == 302
    assert (cast.lunch.capacity, cast.lunch.overbooking, cast.lunch.seats_taken) == (2, 1, 3)
    assert shown(browser.get(url(cast)).text) == ["Driss"]


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [("", 422, "comme 24"), ("1", 422, "Entre 2"), ("41", 409, "40 places assises"), ("2", 409, "3 places sont déjà")],
)
def test_places_that_cannot_be_are_refused_and_stay_typed(
    browser: CheckingClient, session: Session, cast: Cast, typed: str, status: int, said: str
) -> None:
    cast.lunch.capacity = 3
    come(session, cast, "Ana", "Béa", "Chloé", "Driss")
    response = browser.post(url(cast), data={"capacity": typed})
    assert response.status_code == status
    assert said in response.text.replace("\u00a0", " ")
    assert f'value="{typed}"' in response.text
    assert cast.lunch.capacity == 3


def test_a_meetup_that_is_over_shows_the_line_and_changes_nothing(
    browser: CheckingClient, session: Session, cast: Cast
) -> None:
    guests = come(session, cast, "Ana", "Béa", "Chloé", "Driss")
    cast.lunch.starts_at, cast.lunch.ends_at = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    page = browser.get(url(cast))
    assert shown(page.text) == ["Chloé", "Driss"]
    assert "Monter" not in page.text
    browser.post(url(cast), data={"invitation": guests[3].public_id, "place": "0"})
    browser.post(url(cast), data={"habituel": "1"})
    browser.post(url(cast), data={"capacity": "8"})
    assert session.scalars(select(Registration.waiting_rank)).all() == [None] * 4
    assert cast.lunch.capacity == 2


def test_the_meetups_page_leads_there(browser: CheckingClient, session: Session, cast: Cast) -> None:
    assert url(cast) in browser.get(f"/organisation/rencontres/{cast.lunch.public_id}").text


def test_the_page_costs_the_same_for_three_people_and_for_thirty(
    browser: CheckingClient, session: Session, cast: Cast
) -> None:
    come(session, cast, *(f"Personne {'abc'[n]}" for n in range(3)))
    with recorded_statements() as few:
        browser.get(url(cast))
    session.rollback()
    for number in range(30):
        person = factories.professional(session, "Camille")
        guest = factories.invitation(session, cast.lunch, person, invited_at=NOW)
        at = LUNCH - timedelta(days=2, minutes=number)
        answer(session, guest, GOING, source=AnswerSource.EMAIL_LINK, now=at)
    with recorded_statements() as many:
        page = browser.get(url(cast))
    assert len(shown(page.text)) == 31
    assert len(few) == len(many) <= 12


@pytest.mark.parametrize("field", ["capacity", "overbooking"])
def test_what_is_no_number_of_places_is_said_once(
    browser: CheckingClient, session: Session, cast: Cast, field: str
) -> None:
    url = f"{MEETUPS}/{cast.lunch.public_id}/attente"
    form = {"capacity": "20", "overbooking": "0"} | {field: "-1"}
    refused = browser.post(url, data=form)
    assert refused.status_code == 422
    said = text_of(refused)
    assert said.count("Écrivez un nombre de places, comme 24.") == 1
    assert "Entre " not in said
