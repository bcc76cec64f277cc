"""What can still be done to a mail that waits, and to one that failed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from email import message_from_bytes

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session, sessionmaker

from meetups.database import db
from meetups.outbox import services
from meetups.outbox.claims import claim
from meetups.outbox.errors import AddressSuspended, ContentForgotten
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.services import enqueue, message_id, replace_pending, send_again, send_now, take_back
from meetups.outbox.suspensions import suspend_address
from tests.factories import NOW
from tests.outbox.mails import a_mail
from tests.processes import soon

SOON = timedelta(minutes=2)
KEY = "invitation:x:1:REQUEST"
TOUCHED = {
    "leased": {"lease_until": NOW},
    "tried": {"attempts": 1},
    "sent": {"state": MailState.SENT},
    "failed": {"state": MailState.FAILED},
    "taken back": {"state": MailState.SUPPRESSED},
}


def test_a_mail_that_waits_says_something_else_under_the_same_key(session: Session) -> None:
    row = enqueue(session, a_mail(KEY, kind=MailKind.UPDATE), now=NOW, not_before=NOW + SOON)
    kept = row.public_id, row.message_id, row.envelope_from, row.not_before, row.created_at
    new = a_mail("another", "ines@ailleurs.example", kind=MailKind.UPDATE, subject="Autre heure")
    assert replace_pending(session, KEY, new, now=NOW + timedelta(minutes=1))
    session.refresh(row)
    session.refresh(row, ["content"])
    assert (row.public_id, row.message_id, row.envelope_from, row.not_before, row.created_at) == kept
    assert (row.dedupe_key, row.subject, row.recipient) == (KEY, "Autre heure", "ines@ailleurs.example")
    assert row.domain == "ailleurs.example"
    message = message_from_bytes(row.mime or b"")
    assert (message["Message-ID"], message["Subject"]) == (message_id(KEY), "Autre heure")


def test_a_mail_written_again_is_the_same_bytes(session: Session) -> None:
    row = enqueue(session, a_mail(KEY), now=NOW)
    before = row.mime
    assert replace_pending(session, KEY, a_mail(KEY), now=NOW)
    session.refresh(row, ["content"])
    assert row.mime == before


def test_a_mail_that_waits_for_an_address_suspended_since_fails(session: Session) -> None:
    row = enqueue(session, a_mail(KEY), now=NOW)
    suspend_address(session, "ines@sante.example", "5.1.1", now=NOW)
    assert replace_pending(session, KEY, a_mail(KEY), now=NOW)
    session.refresh(row)
    assert row.state is MailState.FAILED


@pytest.mark.parametrize("change", TOUCHED.values(), ids=TOUCHED)
def test_a_mail_that_may_have_left_is_neither_rewritten_nor_taken_back(
    session: Session, change: dict[str, object]
) -> None:
    row = enqueue(session, a_mail(KEY), now=NOW)
    session.execute(update(OutgoingEmail).values(**change))
    session.refresh(row)
    state = row.state
    assert not replace_pending(session, KEY, a_mail(KEY, subject="Autre"), now=NOW)
    assert not take_back(session, KEY)
    session.refresh(row)
    assert (row.subject, row.state) == ("Votre code", state)


def test_an_unknown_key_changes_nothing(session: Session) -> None:
    assert not replace_pending(session, KEY, a_mail(KEY), now=NOW)
    assert not take_back(session, KEY)


def test_a_mail_taken_back_never_leaves(session: Session) -> None:
    row = enqueue(session, a_mail(KEY), now=NOW)
    other = enqueue(session, a_mail("other"), now=NOW)
    assert take_back(session, KEY)
    session.refresh(row)
    assert (row.state, other.state) == (MailState.SUPPRESSED, MailState.PENDING)


def rewrite_it(session: Session) -> bool:
    return replace_pending(session, KEY, a_mail(KEY, subject="Autre heure"), now=NOW)


def withdraw_it(session: Session) -> bool:
    return take_back(session, KEY)


def while_a_worker_claims(app: Flask, change: Callable[[Session], bool]) -> bool:
    """What ``change`` answers when a worker claimed the mail just before, and commits while it waits."""
    sessions = sessionmaker(db.engine)

    def at_once() -> bool:
        with app.app_context(), sessions.begin() as other:
            return change(other)

    with ThreadPoolExecutor(1) as pool:
        with sessions.begin() as worker:
            assert claim(worker, now=NOW, limit=10)
            changing = pool.submit(at_once)
            if db.engine.name == "postgresql":
                assert soon(someone_waits)
            else:
                assert not wait([changing], timeout=0.2).done
        return changing.result(10)


def someone_waits() -> bool:
    """Whether a transaction waits for another's row."""
    with db.engine.connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


@pytest.mark.parametrize("change", [rewrite_it, withdraw_it])
def test_what_a_worker_claims_at_the_same_instant_stays_as_it_was_decided(
    app: Flask, session: Session, change: Callable[[Session], bool]
) -> None:
    row = enqueue(session, a_mail(KEY), now=NOW)
    session.commit()
    assert not while_a_worker_claims(app, change)
    session.refresh(row)
    assert (row.subject, row.state, row.attempts) == ("Votre code", MailState.PENDING, 1)


@pytest.mark.parametrize("change", [rewrite_it, withdraw_it])
def test_control_without_the_condition_a_mail_that_is_leaving_is_changed(
    app: Flask, session: Session, change: Callable[[Session], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueue(session, a_mail(KEY), now=NOW)
    session.commit()
    if db.engine.name == "sqlite":
        return  # one writer at a time: there is no such instant

    def look_then_change(session: Session, key: str, **values: object) -> int | None:
        looked = session.scalar(select(OutgoingEmail.id).where(*services._untouched(key)))
        session.execute(update(OutgoingEmail).where(OutgoingEmail.id == looked).values(**values))
        return looked

    monkeypatch.setattr(services, "_change", look_then_change)
    assert while_a_worker_claims(app, change), "the race is real"


@pytest.mark.parametrize(("change", "left"), [(rewrite_it, ["Autre heure"]), (withdraw_it, [])])
def test_a_worker_finds_what_was_decided_just_before(
    app: Flask, session: Session, change: Callable[[Session], bool], left: list[str]
) -> None:
    enqueue(session, a_mail(KEY), now=NOW)
    session.commit()
    assert change(session)
    sessions = sessionmaker(db.engine)
    if db.engine.name == "postgresql":
        with sessions.begin() as worker:
            assert not claim(worker, now=NOW, limit=10), "not before it is committed"
    session.commit()
    with sessions.begin() as worker:
        claimed = claim(worker, now=NOW, limit=10)
    assert [message_from_bytes(mail.mime or b"")["Subject"] for mail in claimed] == left


def test_mails_that_we_hold_back_leave_now_but_not_those_that_a_server_sent_away(session: Session) -> None:
    later = NOW + SOON
    rows = [enqueue(session, a_mail(f"code:{n}", about="dejeuner"), now=NOW, not_before=later) for n in range(3)]
    other = enqueue(session, a_mail("other", about="autre"), now=NOW, not_before=later)
    rows[1].attempts = 1
    take_back(session, "code:2")
    assert send_now(session, "dejeuner", now=NOW) == 1
    assert send_now(session, "dejeuner", now=NOW) == 0
    for row in (*rows, other):
        session.refresh(row)
    assert [row.not_before for row in (*rows, other)] == [NOW, later, later, later]


def failed(session: Session) -> OutgoingEmail:
    row = enqueue(session, a_mail(KEY), now=NOW)
    row.state, row.attempts, row.last_error = MailState.FAILED, 7, "550 inconnu"
    session.flush()
    return row


def test_a_mail_that_failed_leaves_again_as_it_was(session: Session) -> None:
    row = failed(session)
    before, later = (row.mime, row.message_id), NOW + timedelta(days=6)
    assert send_again(session, row, now=later)
    assert not send_again(session, row, now=later), "asked twice, it leaves once"
    session.refresh(row)
    session.refresh(row, ["content"])
    assert (row.mime, row.message_id) == before
    assert (row.state, row.attempts, row.not_before, row.last_error) == (MailState.PENDING, 0, later, None)


def test_a_mail_whose_content_is_gone_does_not_leave_again(session: Session) -> None:
    row = failed(session)
    row.mime = None
    session.flush()
    with pytest.raises(ContentForgotten):
        send_again(session, row, now=NOW)
    assert row.state is MailState.FAILED


def test_a_mail_to_a_suspended_address_does_not_leave_again(session: Session) -> None:
    row = failed(session)
    suspend_address(session, row.recipient, "5.1.1", now=NOW)
    with pytest.raises(AddressSuspended):
        send_again(session, row, now=NOW)
    assert row.state is MailState.FAILED


def test_only_a_mail_that_failed_is_sent_again(session: Session) -> None:
    row = enqueue(session, a_mail(KEY), now=NOW, not_before=NOW + SOON)
    assert not send_again(session, row, now=NOW)
    session.refresh(row)
    assert row.not_before == NOW + SOON
