"""Writing mails down."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session, sessionmaker

from meetups.calendars.events import Attendee, Event, invitation
from meetups.database import db
from meetups.installation import find_installation
from meetups.outbox import services
from meetups.outbox.addresses import Signed, read_address
from meetups.outbox.message import CalendarPart
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.outbox.services import BULK, KEEP_BYTES, enqueue, enqueue_all, forget_bytes, message_id
from tests.accounts.statements import recorded_statements
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
    session.refresh(again, ["content"])
    assert again.mime == before


def test_the_mail_comes_from_the_association_by_way_of_the_network(session: Session) -> None:
    row = enqueue(session, a_mail(), now=NOW)
    message = message_from_bytes(row.mime or b"", policy=policy.default)
    assert message["From"] == "Parenthèse Savoie via Parenthèse Réseau <reseau@parenthese.example>"
    assert message["To"] == "Inès <ines@sante.example>"
    assert message["Message-ID"] == row.message_id == message_id("code:1")
    assert message["List-Unsubscribe"] is None


def test_a_bounce_and_an_answer_come_back_to_addresses_that_name_the_mail(app: Flask, session: Session) -> None:
    row = enqueue(session, a_mail(), now=NOW)
    secret, sender = app.extensions["settings"].secret_key.encode(), "reseau@parenthese.example"
    reply_to = message_from_bytes(row.mime or b"", policy=policy.default)["Reply-To"]
    assert read_address(secret, sender, row.envelope_from) == Signed("b", row.public_id)
    assert read_address(secret, sender, reply_to) == Signed("r", row.public_id)


def test_an_answer_goes_where_the_mail_says_when_it_does(session: Session) -> None:
    row = enqueue(session, a_mail(reply_to="maud@parenthese.example"), now=NOW)
    assert message_from_bytes(row.mime or b"")["Reply-To"] == "maud@parenthese.example"


@pytest.mark.parametrize(
    "given", [{"mail_subaddress": False}, {"mail_from": "x" * 33 + "@parenthese.example"}], ids=["off", "too long"]
)
def test_without_sub_addresses_everything_comes_back_to_the_sender(
    app: Flask, session: Session, given: dict[str, object]
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], **given)
    row = enqueue(session, a_mail(), now=NOW)
    assert row.envelope_from == app.extensions["settings"].mail_from
    assert message_from_bytes(row.mime or b"")["Reply-To"] is None


def test_a_mail_that_waits_for_its_time_is_written_now(session: Session) -> None:
    row = enqueue(session, a_mail(), now=NOW, not_before=NOW + timedelta(minutes=2))
    assert (row.created_at, row.not_before) == (NOW, NOW + timedelta(minutes=2))


def test_many_mails_are_as_many_rows_as_one_by_one(session: Session) -> None:
    mails = [a_mail(f"code:{n}", f"P{n}@Sante.example", about="dejeuner", concerns=f"guest{n}") for n in range(3)]
    later = NOW + timedelta(minutes=2)
    enqueue_all(session, iter(mails), now=NOW, not_before=later)
    many = {row.dedupe_key: row for row in session.scalars(select(OutgoingEmail))}
    session.expunge_all()
    session.rollback()
    for mail in mails:
        one, other = enqueue(session, mail, now=NOW, not_before=later), many[mail.dedupe_key]
        names = [column.key for column in inspect(OutgoingEmail).columns if column.key not in {"id", "public_id"}]
        names = [name for name in names if name not in {"envelope_from", "mime"}]
        assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]


def test_many_mails_take_three_statements_a_bulk(session: Session) -> None:
    session.commit()
    with recorded_statements() as statements:
        enqueue_all(session, (a_mail(f"code:{n}", f"p{n}@sante.example") for n in range(BULK + 1)), now=NOW)
    assert len(statements) == 1 + 3 * 2, (
        "the letterhead, then who is suspended, the rows and their bytes, for each bulk"
    )
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == BULK + 1


def test_many_mails_leave_out_those_already_told(session: Session) -> None:
    known = enqueue(session, a_mail("code:1"), now=NOW)
    enqueue_all(session, [a_mail("code:1", subject="Autre objet"), a_mail("code:2"), a_mail("code:2")], now=NOW)
    rows = session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()
    assert [row.dedupe_key for row in rows] == ["code:1", "code:2"]
    assert rows[0].public_id == known.public_id
    assert rows[0].subject == "Votre code"


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
