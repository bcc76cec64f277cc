"""The organiser's page of places offered to structures."""

from datetime import datetime

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.invitations.block_naming import name_person
from meetups.invitations.models import Call, SeatBlock
from meetups.invitations.newcomers import Named
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.outbox.suspensions import suspend_address
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of

TYPED = {
    "structure": "l’hôpital de Modane",
    "contact_name": "Rémi Blanc",
    "email": "remi@hopital.example",
    "seats": "2",
}
ADDRESSES = frozenset({"direction@tilleuls.example", "remi@hopital.example"})


@pytest.fixture
def url(maud: CheckingClient, cast: Cast) -> str:
    cast.lunch.status = MeetupStatus.PUBLISHED
    maud.allowed_addresses = ADDRESSES
    return f"{MEETUPS}/{cast.lunch.public_id}/structures"


def count(session: Session, what: type) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def test_places_are_offered_once_however_often_the_form_is_sent(
    maud: CheckingClient, session: Session, cast: Cast, url: str
) -> None:
    values = fields_of(form_at(maud.get(url), url)) | TYPED
    for _ in range(2):
        page = maud.post(url, data=values, follow_redirects=True)
    assert "2 places gardées, dont 0 avec un nom" in text_of(page)
    assert (count(session, SeatBlock), count(session, OutgoingEmail), cast.lunch.seats_taken) == (1, 1, 2)
    assert session.scalars(select(AuditEntry.action)).all()[0] == "seat_block_offered"


def test_the_day_proposed_is_a_week_before(maud: CheckingClient, url: str) -> None:
    assert fields_of(form_at(maud.get(url), url))["name_by"] == "2027-01-12"


@pytest.mark.parametrize(
    "change",
    [
        {"structure": ""},
        {"contact_name": "www.exemple.fr"},
        {"email": "", "phone": ""},
        {"phone": "12"},
        {"seats": "0"},
        {"seats": "beaucoup"},
        {"name_by": "demain"},
        {"public_id": "x"},
    ],
)
def test_what_was_typed_stays_when_a_line_is_wrong(
    maud: CheckingClient, session: Session, url: str, change: dict[str, str]
) -> None:
    page = submit(maud, url, **(TYPED | change))
    assert page.status_code == 422
    assert "Rémi Blanc" in page.text or "contact_name" in change
    assert count(session, SeatBlock) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [({"seats": "25"}, "Il ne reste que 24 places"), ({"name_by": "2027-01-19"}, "avant la rencontre")],
)
def test_a_refusal_is_said_on_the_form(
    maud: CheckingClient, session: Session, url: str, change: dict[str, str], said: str
) -> None:
    page = submit(maud, url, **(TYPED | change))
    assert page.status_code == 409
    assert said in text_of(page)
    assert "l’hôpital de Modane" in page.text
    assert count(session, SeatBlock) == 0


def test_a_draft_says_what_to_do_first(maud: CheckingClient, cast: Cast, url: str) -> None:
    cast.lunch.status = MeetupStatus.DRAFT
    page = maud.get(url)
    assert "Envoyez d’abord les invitations" in text_of(page)
    assert "<form" not in page.text.split("<main", 1)[1]


def test_the_link_is_written_again_once_a_click(
    maud: CheckingClient, session: Session, three: SeatBlock, url: str
) -> None:
    for _ in range(2):
        assert maud.post(url, data={"renvoyer": three.public_id, "rang": "1"}).status_code == 302
    assert count(session, OutgoingEmail) == 2
    assert maud.post(url, data={"renvoyer": three.public_id, "rang": "9"}).status_code == 409
    assert maud.post(url, data={"renvoyer": "inconnu", "rang": "1"}).status_code == 404


def test_the_link_is_to_be_said_again_when_asked_again_and_once_at_a_time(
    maud: CheckingClient, session: Session, three: SeatBlock, url: str
) -> None:
    suspend_address(session, three.email or "", "5.1.1", now=NOW)
    session.commit()

    def ask() -> list[datetime | None]:
        values = fields_of(form_at(maud.get(url), url)) | {"renvoyer": three.public_id}
        for _ in range(2):
            assert "Hélène est à appeler" in text_of(maud.post(url, data=values, follow_redirects=True))
        return list(session.scalars(select(Call.reached_at).order_by(Call.id)))

    assert ask() == [None]
    assert ask() == [None]
    session.commit()
    session.execute(update(Call).values(reached_at=NOW))
    session.commit()
    assert ask() == [NOW, None]


def test_places_without_a_name_are_taken_back_after_a_word_of_warning(
    maud: CheckingClient, session: Session, cast: Cast, three: SeatBlock, url: str
) -> None:
    name_person(session, three, Named("Lucie", email="lucie@tilleuls.example"), now=NOW)
    page = text_of(maud.get(url))
    assert "3 places gardées, dont 1 avec un nom" in page
    assert "Les personnes déjà nommées gardent leur place" in page
    back = f"{url}/{three.public_id}/reprendre"
    assert "2 places sont revenues à la table" in text_of(maud.post(back, follow_redirects=True))
    assert maud.post(back).status_code == 302
    assert cast.lunch.seats_taken == 1
    assert maud.post(f"{url}/inconnu/reprendre").status_code == 404


def test_a_link_that_did_not_arrive_is_said_until_it_leaves_again(
    maud: CheckingClient, session: Session, three: SeatBlock, url: str
) -> None:
    said = "Le dernier courriel n’est pas arrivé à Hélène : joignez cette personne autrement."
    for state, is_said in [(MailState.FAILED, True), (MailState.SENT, False)]:
        session.execute(update(OutgoingEmail).values(state=state))
        session.commit()
        assert (said in text_of(maud.get(url))) is is_said
        session.rollback()  # a page is read without writing


def test_another_meetup_s_block_is_unknown_here(maud: CheckingClient, session: Session, three: SeatBlock) -> None:
    other = factories.meetup(session, status=MeetupStatus.PUBLISHED)
    assert maud.post(f"{MEETUPS}/{other.public_id}/structures/{three.public_id}/reprendre").status_code == 404
    session.refresh(three)
    assert three.unnamed == 3


def test_the_meetup_and_its_answers_say_what_is_kept_for_whom(
    maud: CheckingClient, session: Session, cast: Cast, three: SeatBlock
) -> None:
    for name in ("Lucie", "Omar"):
        name_person(session, three, Named(name, email=f"{name}@tilleuls.example"), now=NOW)
    for page in ("", "/reponses"):
        shown = text_of(maud.get(f"{MEETUPS}/{cast.lunch.public_id}{page}"))
        assert "3 places gardées pour l’EHPAD des Tilleuls, dont 2 nommées" in shown


def test_moving_and_cancelling_show_the_manager_before_anything_leaves(
    maud: CheckingClient, session: Session, cast: Cast, three: SeatBlock
) -> None:
    assert "Hélène" not in text_of(maud.get(f"{MEETUPS}/{cast.lunch.public_id}/annuler"))
    factories.mails_leave(session)
    shown = text_of(maud.get(f"{MEETUPS}/{cast.lunch.public_id}/annuler"))
    assert "« Hélène, l’EHPAD des Tilleuls » reçoit aussi un courriel : l’annulation." in shown


def test_the_page_sends_as_many_queries_for_one_structure_as_for_three(
    maud: CheckingClient, session: Session, three: SeatBlock, url: str
) -> None:
    maud.get(url)
    with recorded_statements() as one:
        maud.get(url)
    for _ in range(2):
        submit(maud, url, **TYPED)
    with recorded_statements() as several:
        maud.get(url)
    assert len(one) == len(several)
