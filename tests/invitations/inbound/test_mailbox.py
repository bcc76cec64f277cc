"""The whole way, with a real SMTP server and a real mailbox: invited by mail, answered from a calendar, read back."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups import clock
from meetups.adapters.imap import ImapMailbox, MailboxUnavailable
from meetups.adapters.stopping import Stop
from meetups.database import db
from meetups.installation import find_installation
from meetups.invitations.guests import add_guest
from meetups.invitations.inbound import worker as mailbox
from meetups.invitations.models import Invitation
from meetups.invitations.services import invite, reschedule
from meetups.outbox.models import InboundMessage, InboundState, MailKind, MailState, OutgoingEmail
from meetups.worker import Tick, Worker
from tests import factories
from tests.adapters.servers import free_port
from tests.calendars.reply_samples import SAMPLES
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.invitations.inbound.letters import LATER, mail, report, words
from tests.mail_server import AUTHSERV_ID, MailServer

TRUSTED = "sante.example"


@dataclass
class Post:
    """Our mailbox on a real server, and the guest who has one too."""

    app: Flask
    session: Session
    server: MailServer
    address: str
    guest: Invitation

    @property
    def url(self) -> str:
        return self.server.imap_url(self.address)

    def send(self) -> None:
        """A pass of the worker without ticks: what waits leaves by SMTP."""
        self.session.commit()
        Worker(self.app, (), Stop()).run_once()
        self.session.expire_all()

    def arrives(self, raw: bytes, sender: str = "") -> None:
        """One mail reaches our mailbox from outside."""
        self.session.commit()
        self.server.receive(sender or self.guest.professional.email or "", self.address, raw)

    def read(self) -> Counter[InboundState]:
        """What ``flask mail fetch`` does."""
        self.session.commit()
        try:
            return mailbox.fetch(self.url, now=clock.utc_now())
        finally:
            self.session.expire_all()

    def received(self) -> Calendar:
        """The calendar object of the last mail in the guest's own mailbox."""
        with ImapMailbox(self.server.imap_url(self.guest.professional.email or "")).session() as box:
            *_, last = box.new_messages(50)
        message = message_from_bytes(last.raw, policy=policy.default)
        (part,) = (each for each in message.walk() if each.get_content_type() == "text/calendar")
        return Calendar.from_ical(part.get_content())

    def answer(self, partstat: str, *, minutes: int = 0, **changes: Any) -> bytes:
        """The reply that the guest's calendar makes to what it received."""
        event = self.received().walk("VEVENT")[0]
        attendee = event["ATTENDEE"]
        attendee.params["PARTSTAT"] = partstat
        stamp = LATER + timedelta(minutes=minutes)
        lines = [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Essai//FR"),
            f"METHOD:{changes.get('method', 'REPLY')}",
            "BEGIN:VEVENT",
            f"UID:{event['UID']}",
            f"SEQUENCE:{event['SEQUENCE']}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"ATTENDEE;PARTSTAT={partstat}:{attendee}",
            *([] if changes.get("without_organizer") else [f"ORGANIZER:{event['ORGANIZER']}"]),
            *("END:VEVENT", "END:VCALENDAR", ""),
        ]
        return self.in_a_mail("\n".join(lines), changes.get("sender", ""))

    def in_a_mail(self, content: str, sender: str = "") -> bytes:
        body = f"Content-Type: text/calendar; charset=utf-8; method=REPLY\n\n{content}"
        return mail(sender or self.guest.professional.email or "", body, to=self.address)

    @property
    def status(self) -> str | None:
        self.session.expire_all()
        return self.guest.registration.status.value if self.guest.registration else None

    def kept(self) -> list[tuple[str, str]]:
        """State and reason of each mail, in the order of their arrival; each keeps its bytes."""
        rows = self.session.execute(
            select(InboundMessage.state, InboundMessage.reason, InboundMessage.raw).order_by(InboundMessage.id)
        ).all()
        assert all(row.raw for row in rows)
        return [(row.state.value, row.reason.partition(":")[0]) for row in rows]


@pytest.fixture
def post(
    app: Flask,
    session: Session,
    cast: Cast,
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    frozen_clock: Any,
) -> Post:
    """Inès was invited by a mail that really arrived."""
    address = f"reseau{uuid.uuid4().hex[:10]}@parenthese.example"
    given = {
        "mail_from": address,
        "smtp_url": mail_server.smtp_url,
        "imap_url": mail_server.imap_url(address),
        "mail_authserv_id": AUTHSERV_ID,
    }
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **given))
    team = find_installation(session)
    assert team is not None
    team.created_at = NOW - timedelta(days=1000)  # the mail server dates what arrives by its own clock
    cast.ines.email = f"ines{uuid.uuid4().hex[:10]}@{TRUSTED}"
    guest = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    mail_server.trusted.add(TRUSTED)
    made = Post(app, session, mail_server, address, guest)
    made.send()
    frozen_clock.now = LATER + timedelta(hours=1)
    return made


@pytest.mark.parametrize(
    ("partstat", "status"), [("ACCEPTED", "going"), ("TENTATIVE", "maybe"), ("DECLINED", "declined")]
)
def test_invited_answered_read(post: Post, partstat: str, status: str) -> None:
    post.arrives(post.answer(partstat))
    assert post.read() == {InboundState.APPLIED: 1}
    assert post.status == status
    assert post.read() == {}, "read once"


@pytest.mark.parametrize("program", SAMPLES)
def test_each_program_s_way_of_answering_is_understood(post: Post, program: str) -> None:
    content = SAMPLES[program].format(partstat="ACCEPTED", uid=post.guest.uid)
    for theirs in (
        "eloise@cabin\n et.example",
        "eloise@cabinet.example",
        "Eloise@Cabinet.example",
        "ELOISE@CABINET.EXAMPLE",
    ):
        content = content.replace(theirs, post.guest.professional.email or "")
    content = content.replace("mai\n lto:", "\n mailto:")
    post.arrives(post.in_a_mail(content))
    post.read()
    assert post.status == "going"


def test_out_of_order_and_twice(post: Post) -> None:
    yes, no = post.answer("ACCEPTED", minutes=2), post.answer("DECLINED", minutes=1)
    for raw in (yes, no, yes):
        post.arrives(raw)
    post.read()
    assert post.status == "going"
    assert ("ignored", "not_newer") in post.kept()


def test_without_an_organizer(post: Post) -> None:
    post.arrives(post.answer("ACCEPTED", without_organizer=True))
    post.read()
    assert post.status == "going"


def test_from_another_of_her_addresses_and_from_her_secretary(post: Post, cast: Cast) -> None:
    cast.ines.account = factories.account(post.session, f"ines.maison@{TRUSTED}", "Inès")
    cast.ines.secretary_email = f"secretariat@{TRUSTED}"
    post.arrives(post.answer("ACCEPTED", sender=f"ines.maison@{TRUSTED}"), f"ines.maison@{TRUSTED}")
    post.read()
    assert post.status == "going"
    post.arrives(post.answer("TENTATIVE", minutes=5, sender=f"secretariat@{TRUSTED}"), f"secretariat@{TRUSTED}")
    post.read()
    assert post.guest.registration is not None
    assert (post.guest.registration.status.value, post.guest.registration.source.value) == ("maybe", "secretary")


def test_forged_answers_change_nothing_and_ask_her_by_a_mail_that_arrives(post: Post) -> None:
    forged = f"Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from={TRUSTED}\r\n".encode()
    post.arrives(forged + post.answer("DECLINED"), "jo@voleur.example")
    post.arrives(post.answer("DECLINED", sender="jo@voleur.example"), "jo@voleur.example")
    post.read()
    assert post.status is None
    assert post.kept() == [("asked", "unproven")] * 2
    post.send()
    assert [to for _, to in post.server.sent].count(post.guest.professional.email) == 2  # invited, asked once


def test_another_moment_proposed_is_for_the_organiser(post: Post) -> None:
    post.arrives(post.answer("TENTATIVE", method="COUNTER"))
    assert post.read() == {InboundState.TO_DECIDE: 1}
    assert post.status is None


def test_a_yes_to_the_former_date_is_asked_again(post: Post, cast: Cast, frozen_clock: Any) -> None:
    old = post.answer("ACCEPTED")
    start = LUNCH + timedelta(days=7)
    reschedule(
        post.session,
        cast.lunch,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        venue_id=cast.room.id,
        now=clock.utc_now(),
    )
    frozen_clock.now += timedelta(minutes=5)
    post.send()
    post.arrives(old)
    post.read()
    assert post.kept() == [("asked", "moved")]
    assert post.status is None
    post.arrives(post.answer("ACCEPTED", minutes=90))
    post.read()
    assert post.status == "going"


def test_a_report_stops_the_address_a_vacation_is_let_be_and_words_are_told(post: Post) -> None:
    row = post.session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.recipient == post.guest.professional.email)
    ).one()
    guest = post.guest.professional.email or ""
    post.arrives(words(guest, "Absente.", Auto_Submitted="auto-replied", to=post.address))
    post.arrives(words(guest, "À quelle heure ?", to=post.address))
    post.server.receive("", row.envelope_from, report(row))
    assert post.read() == {InboundState.IGNORED: 1, InboundState.TO_READ: 2}
    assert post.kept() == [("ignored", "automatic"), ("to_read", ""), ("to_read", "suspended")]
    assert row.state is MailState.FAILED
    post.send()
    assert post.server.sent[-1][1] == "equipe@parenthese.example"


def test_a_mail_that_somebody_opened_first_is_read_all_the_same(post: Post) -> None:
    post.arrives(post.answer("ACCEPTED"))
    with ImapMailbox(post.url).session() as box:
        (found,) = box.new_messages(5)
        box._open.client.uid("STORE", str(found.uid), "+FLAGS", r"(\Seen)")
    post.read()
    assert post.status == "going"


def test_a_kill_between_the_commit_and_the_mark_changes_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.arrives(post.answer("ACCEPTED"))

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("meetups.adapters.imap.ImapSession.mark_read", killed)
        with pytest.raises(Killed):
            post.read()
    assert post.status == "going"
    assert post.read() == {InboundState.APPLIED: 1}
    assert post.session.scalar(select(func.count()).select_from(InboundMessage)) == 1
    confirmations = select(func.count()).where(OutgoingEmail.kind == MailKind.CONFIRMATION)
    assert post.session.scalar(confirmations) == 1


def test_two_workers_at_once_make_one_message_one_answer_and_one_mail(app: Flask, post: Post) -> None:
    raws = [post.answer("ACCEPTED"), words(post.guest.professional.email or "", "Merci", to=post.address)]
    for raw in raws:
        post.arrives(raw)
    together = threading.Barrier(3)

    def read() -> None:
        with app.app_context():
            together.wait(timeout=30)
            mailbox.fetch(post.url, now=clock.utc_now())
            db.session.remove()

    workers = [threading.Thread(target=read) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sorted(post.kept()) == [("applied", "noted"), ("to_read", "")]
    kinds = post.session.scalars(select(OutgoingEmail.kind).order_by(OutgoingEmail.kind)).all()
    assert kinds == [MailKind.CONFIRMATION, MailKind.INVITATION, MailKind.WORDS]


def test_a_mail_that_we_fail_to_understand_waits_for_a_person_and_the_next_is_read(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = mailbox.receive

    def fails_once(session: Session, raw: bytes, **given: Any) -> InboundMessage:
        if b"impossible" in raw:
            raise ZeroDivisionError
        return usual(session, raw, **given)

    monkeypatch.setattr(mailbox, "receive", fails_once)
    post.arrives(words(post.guest.professional.email or "", "impossible"))
    post.arrives(post.answer("ACCEPTED"))
    assert post.read() == {InboundState.TO_DECIDE: 1, InboundState.APPLIED: 1}
    assert post.kept()[0] == ("to_decide", "odd")


def test_the_mailbox_is_read_outside_any_transaction(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.arrives(post.answer("ACCEPTED"))
    post.arrives(words(post.guest.professional.email or "", "Merci"))
    usual: Callable[..., Any] = mailbox.ImapSession._fetch
    seen: list[bool] = []

    def watched(self: Any, uid: int) -> Any:
        seen.append(db.session().in_transaction())
        return usual(self, uid)

    monkeypatch.setattr(mailbox.ImapSession, "_fetch", watched)
    post.read()
    assert seen == [False, False]


def test_the_worker_reads_the_mailbox_and_outlives_one_that_is_away(
    app: Flask, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.arrives(post.answer("ACCEPTED"))
    tick = Tick("mail_fetch", timedelta(minutes=2), mailbox.fetch_tick)
    Worker(app, (tick,), Stop()).run_once()
    assert post.status == "going"
    away = f"imap://jo:sesame@127.0.0.1:{free_port()}"
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], imap_url=away))
    mailbox.fetch_tick(NOW)
    with pytest.raises(MailboxUnavailable):
        mailbox.fetch(away, now=NOW)


def test_the_command_says_what_it_read_and_why_it_could_not(
    app: Flask, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.arrives(post.answer("ACCEPTED"))
    run = app.test_cli_runner().invoke
    done = run(args=["mail", "fetch"])
    assert (done.exit_code, done.stdout) == (0, "Lus : 1.\n  pris en compte : 1\n".replace(" :", "\u00a0:"))
    for url, said in (
        (None, "IMAP_URL"),
        ("imap://x", "imap[s]://"),
        (f"imap://jo:sesame@127.0.0.1:{free_port()}", "refusée"),
    ):
        monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], imap_url=url))
        failed = run(args=["mail", "fetch"])
        assert failed.exit_code == 1
        assert said in failed.output
        assert "sesame" not in failed.output
