"""A mailbox that a household shares is greeted by first name and told nothing private."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations import emails
from meetups.invitations.answers import answer
from meetups.invitations.emails import answer_url
from meetups.invitations.models import Invitation
from meetups.invitations.needs import note_needs
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.telling import tell
from meetups.outbox.message import describe
from meetups.outbox.models import OutgoingEmail
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.pages.forms import text_of

REASONS: list[dict[str, object]] = [{"code": "added_by_hand"}, {"code": "instead_of", "first_name": "Karim"}]


@pytest.fixture
def guest(session: Session, cast: Cast) -> Invitation:
    cast.lunch.status = MeetupStatus.PUBLISHED
    made = factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    made.reasons = REASONS
    session.flush()
    return made


def lives_with(session: Session, **given: object) -> None:
    """Somebody else of the network has the address of Inès, in another spelling."""
    factories.professional(session, "Paul", email="Ines@Sante.example", **given)


def test_an_address_is_kept_as_it_is_compared(session: Session, cast: Cast) -> None:
    cast.ines.email = "Ines@Sante.example"
    session.flush()
    found = select(Professional.email).where(Professional.email == "ines@sante.example")
    assert session.scalars(found).one() == "ines@sante.example"


def mailed(session: Session, guest: Invitation) -> str:
    tell(session, [guest], emails.invitation_mail, call=CallReason.INVITED, now=NOW)
    mail = session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id.desc()).limit(1)).one()
    assert mail.mime
    shown = describe(mail.mime)
    return f"{mail.subject}\n{shown.text}\n{shown.html}"


def test_alone_in_a_mailbox_one_reads_why_and_by_whom(session: Session, guest: Invitation) -> None:
    said = mailed(session, guest)
    assert "Karim vous propose de venir à sa place" in said
    assert "l’équipe a pensé à vous" in said


def test_a_shared_mailbox_reads_a_first_name_and_nothing_private(session: Session, guest: Invitation) -> None:
    lives_with(session)
    said = mailed(session, guest)
    assert "Bonjour Inès" in said
    for private in ("Karim", "a pensé à vous", "Pourquoi vous"):
        assert private not in said


def test_whoever_has_left_shares_nothing_any_more(session: Session, guest: Invitation) -> None:
    lives_with(session, left_at=NOW)
    assert "Karim" in mailed(session, guest)


def test_a_mailbox_that_comes_to_be_shared_is_seen_at_the_next_mail(session: Session, guest: Invitation) -> None:
    assert "Karim" in mailed(session, guest)
    lives_with(session)
    assert "Karim" not in mailed(session, guest)


def test_mailboxes_of_a_whole_list_take_one_query(session: Session, cast: Cast, guest: Invitation) -> None:
    others = [
        factories.invitation(session, cast.lunch, factories.professional(session, f"Ana{letter}"), invited_at=NOW)
        for letter in "bcdefgh"
    ]
    with recorded_statements() as sent:
        tell(session, [guest, *others], emails.invitation_mail, call=CallReason.INVITED, now=NOW)
    assert sum("HAVING" in statement for statement in sent) == 1


def test_the_page_keeps_needs_and_reasons_to_itself(
    client: CheckingClient, session: Session, guest: Invitation
) -> None:
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    note_needs(session, guest, "Sans gluten", source=AnswerSource.EMAIL_LINK, now=NOW)
    url = answer_url(guest)
    assert "Sans gluten" in client.get(url).text
    session.commit()  # the test has just read, in a transaction that cannot write
    lives_with(session)
    page = client.get(url)
    assert "Vos besoins sont notés." in text_of(page)
    for private in ("Sans gluten", "Karim", "a pensé à vous"):
        assert private not in page.text


def test_an_empty_box_erases_nothing_that_it_did_not_show(
    client: CheckingClient, session: Session, guest: Invitation
) -> None:
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    note_needs(session, guest, "Sans gluten", source=AnswerSource.EMAIL_LINK, now=NOW)
    lives_with(session)
    assert guest.registration
    client.post(answer_url(guest), data={"besoins": "1", "needs": ""})
    session.refresh(guest.registration)
    assert guest.registration.needs == "Sans gluten"
    client.post(answer_url(guest), data={"besoins": "1", "needs": "Sans noix"})
    session.refresh(guest.registration)
    assert guest.registration.needs == "Sans noix"
