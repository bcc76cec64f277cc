"""Writing mails down."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from meetups.calendars.events import Attendee, Event, invitation
from meetups.database import db
from meetups.installation import find_installation
from meetups.outbox import services
from meetups.outbox.message import CalendarPart
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.outbox.services import KEEP_BYTES, enqueue, forget_bytes, message_id
from tests.factories import LUNCH, NOW
from tests.outbox.mails import a_mail


def test_the_same_event_told_twice_is_one_mail(session: Session) -> None:
    first = enqueue(session, a_mail(), now=NOW)
    again = enqueue(session, a_mail(subject="Autre objet"), now=NOW)
    assert again is first
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == 1


def test_two_transactions_that_tell_the_same_event_write_one_mail(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sessionmaker(db.engine).begin() as other:
        written = enqueue(other, a_mail(), now=NOW).public_id
    answers = iter([None])  # the first look comes before the other's commit
    find = services._find
    monkeypatch.setattr(services, "_find", lambda *given: next(answers, find(*given)))
    assert enqueue(session, a_mail(), now=NOW).public_id == written


def test_nothing_is_written_when_the_transaction_that_decided_is_undone(session: Session) -> None:
    enqueue(session, a_mail(), now=NOW)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == 0


def test_the_bytes_are_frozen_when_the_mail_is_written(session: Session) -> None:
    row = enqueue(session, a_mail(), now=NOW)
    before = row.mime
    installation = find_installation(session)
    assert installation
    installation.association = "Autre nom"
    session.commit()
    again = enqueue(session, a_mail(), now=NOW + timedelta(hours=1))
    session.refresh(again, ["mime"])
    assert again.mime == before


def test_the_mail_comes_from_the_association_by_way_of_the_network(session: Session) -> None:
    row = enqueue(session, a_mail(), now=NOW)
    message = message_from_bytes(row.mime or b"", policy=policy.default)
    assert message["From"] == "Parenthèse Savoie via Parenthèse Réseau <reseau@parenthese.example>"
    assert message["To"] == "Inès <ines@sante.example>"
    assert message["Message-ID"] == row.message_id == message_id("code:1")
    assert message["List-Unsubscribe"] is None
    assert row.envelope_from == "reseau@parenthese.example"


def test_a_mail_that_follows_another_says_so(session: Session) -> None:
    row = enqueue(session, a_mail("invitation:x:1:REQUEST", replies_to="invitation:x:0:REQUEST"), now=NOW)
    message = message_from_bytes(row.mime or b"", policy=policy.default)
    assert message["In-Reply-To"] == message["References"] == message_id("invitation:x:0:REQUEST")


def test_a_message_id_depends_on_the_key_and_tells_nothing_of_it(session: Session) -> None:
    assert message_id("invitation:x:0:REQUEST") != message_id("invitation:x:1:REQUEST")
    local, host = message_id("code:1").strip("<>").split("@")
    assert (len(local), host) == (32, "127.0.0.1")
    assert int(local, 16)


def test_the_calendar_is_in_the_mail(session: Session) -> None:
    event = Event(
        uid="a.b@reseau.example",
        sequence=0,
        stamp=NOW,
        starts_at=LUNCH,
        ends_at=LUNCH + timedelta(hours=1),
        summary="Déjeuner",
        organizer_name="Parenthèse Réseau",
        organizer_email="reseau@parenthese.example",
    )
    part = CalendarPart("REQUEST", invitation(event, Attendee("Inès", "ines@sante.example")))
    row = enqueue(session, a_mail(calendar=part), now=NOW)
    assert b'method="REQUEST"' in (row.mime or b"")


def test_a_suppressed_mail_is_written_with_its_bytes_and_never_leaves(session: Session) -> None:
    row = enqueue(session, a_mail(), now=NOW, suppressed=True)
    assert row.state is MailState.SUPPRESSED
    assert row.mime


@pytest.mark.parametrize(
    "address", ["inès@sante.example", "", "ines@sante.example\r\nBcc: x@y.example", "a@b.example, c@d.example"]
)
def test_an_impossible_address_fails_alone_and_says_why(session: Session, address: str) -> None:
    row = enqueue(session, a_mail(recipient=address), now=NOW)
    assert row.state is MailState.FAILED
    assert row.last_error
    assert enqueue(session, a_mail("code:2"), now=NOW).state is MailState.PENDING


def test_the_content_of_old_mails_is_forgotten_but_not_that_of_waiting_ones(session: Session) -> None:
    old = [enqueue(session, a_mail(f"code:{state}"), now=NOW) for state in MailState]
    for row, state in zip(old, MailState, strict=True):
        row.state = state
    recent = enqueue(session, a_mail("code:recent"), now=NOW + timedelta(days=1))
    recent.state = MailState.SENT
    session.flush()
    forget_bytes(session, now=NOW + KEEP_BYTES + timedelta(hours=1))
    session.expire_all()
    assert [row.state for row in old if row.mime is not None] == [MailState.PENDING]
    assert recent.mime is not None
    assert {row.recipient for row in old} == {"ines@sante.example"}
