import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations.models import SeatRequest
from meetups.invitations.rules import SeatRequestStatus
from meetups.invitations.seat_requests import ask_for_seat
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.pages.forms import MEETUPS, text_of
from tests.pages.joining.steps import give_account


@pytest.fixture
def asked(session: Session, cast: Cast) -> SeatRequest:
    """Inès asks Maud for a seat."""
    cast.lunch.status = MeetupStatus.PUBLISHED
    made = ask_for_seat(session, cast.lunch, cast.ines, message="Je suis <b>voisine</b>.", now=NOW)
    session.commit()
    return made


@pytest.fixture
def maud(client: CheckingClient, cast: Cast, sign_in: SignIn) -> CheckingClient:
    sign_in(client, cast.maud)
    return client


def decide(browser: CheckingClient, asked: SeatRequest, decision: str) -> str:
    path = f"{MEETUPS}/{asked.meetup.public_id}/demandes/{asked.public_id}"
    answered = browser.post(path, data={"decision": decision})
    assert answered.status_code == 302
    return text_of(browser.get(answered.location or ""))


def test_the_organiser_reads_who_asks_and_why(maud: CheckingClient, cast: Cast, asked: SeatRequest) -> None:
    page = maud.get(f"{MEETUPS}/{cast.lunch.public_id}")
    shown = text_of(page)
    assert "Demandes de place (1)" in shown
    assert "infirmière, La Motte-Servolex" in shown
    assert "Je suis <b>voisine</b>." in shown, "what was typed is shown as it was typed, and is no markup"
    assert "<b>voisine" not in page.text
    assert "Décider d’une place" in shown
    assert "Une demande de place à décider" in text_of(maud.get("/organisation"))


def test_granting_says_that_the_confirmation_leaves(maud: CheckingClient, cast: Cast, asked: SeatRequest) -> None:
    assert "Inès a sa place : la confirmation part par courriel." in decide(maud, asked, "accepter")
    assert cast.lunch.seats_taken == 1
    shown = text_of(maud.get(f"{MEETUPS}/{cast.lunch.public_id}"))
    assert "Demandes de place" not in shown
    assert "a demandé une place sur le site" in shown


def test_declining_asks_for_no_reason(maud: CheckingClient, asked: SeatRequest) -> None:
    assert "un mot part à Inès" in decide(maud, asked, "pas-cette-fois")
    assert asked.status is SeatRequestStatus.DECLINED


def test_a_full_table_says_what_to_do(maud: CheckingClient, session: Session, cast: Cast, asked: SeatRequest) -> None:
    cast.lunch.capacity = cast.lunch.seats_taken = 2
    assert "ajoutez des places" in decide(maud, asked, "accepter")
    assert asked.status is SeatRequestStatus.ASKED


@pytest.mark.parametrize("decision", ["accepter", "pas-cette-fois"])
def test_someone_without_an_address_is_to_be_told_by_telephone(
    maud: CheckingClient, session: Session, cast: Cast, decision: str
) -> None:
    cast.lunch.status = MeetupStatus.PUBLISHED
    asked = ask_for_seat(session, cast.lunch, cast.odile, message="", now=NOW)
    session.commit()
    assert "06 39 98 00 42" in text_of(maud.get(f"{MEETUPS}/{cast.lunch.public_id}"))
    assert "au 06 39 98 00 42." in decide(maud, asked, decision)


def test_a_request_about_another_lunch_is_unknown_here(
    maud: CheckingClient, session: Session, cast: Cast, asked: SeatRequest
) -> None:
    other = factories.meetup(session, title="Autre")
    path = f"{MEETUPS}/{other.public_id}/demandes/{asked.public_id}"
    wrong = maud.post(path, data={"decision": "accepter"})
    unknown = maud.post(f"{MEETUPS}/{other.public_id}/demandes/inconnu", data={"decision": "accepter"})
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert wrong.text == unknown.text.replace("inconnu", asked.public_id)
    assert asked.status is SeatRequestStatus.ASKED


def test_a_decision_is_one_of_two(maud: CheckingClient, cast: Cast, asked: SeatRequest) -> None:
    path = f"{MEETUPS}/{cast.lunch.public_id}/demandes/{asked.public_id}"
    assert maud.post(path, data={"decision": "autre"}).status_code == 400


def test_only_organisers_decide(
    client: CheckingClient, session: Session, cast: Cast, asked: SeatRequest, sign_in: SignIn
) -> None:
    sign_in(client, give_account(session, cast.ines))
    path = f"{MEETUPS}/{cast.lunch.public_id}/demandes/{asked.public_id}"
    assert client.post(path, data={"decision": "accepter"}).status_code == 403
    assert session.scalars(select(SeatRequest.status)).all() == [SeatRequestStatus.ASKED]
