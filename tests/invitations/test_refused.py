"""A mail that a server refuses for good, at once or later, is said by a person, once."""

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from meetups.adapters.smtp import PermanentFailure
from meetups.cli import CLOCKWORK
from meetups.database import db
from meetups.invitations.answers import answer
from meetups.invitations.guests import add_guest
from meetups.invitations.inbound import bounced, receive
from meetups.invitations.leaving import leave_network
from meetups.invitations.models import Call, Invitation, Registration
from meetups.invitations.rules import AnswerSource, Attendance, CallReason, RegistrationStatus
from meetups.invitations.seats import lock_meetup
from meetups.invitations.services import cancel, invite, remove_guest, reschedule
from meetups.outbox.delivery import deliver_due
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.services import send_again
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.invitations.inbound.letters import report
from tests.outbox.mails import Recorder

LATER, WEEK = NOW + timedelta(hours=2), timedelta(days=7)
DIES = PermanentFailure("550 5.2.2 boîte pleine", "5.2.2")


@pytest.fixture
def guest(session: Session, cast: Cast) -> Invitation:
    """Inès, whose invitation has left."""
    made = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    return made


def refuse_all(now: datetime, refusal: PermanentFailure = DIES) -> None:
    """The worker offers what is due, and the server takes nothing."""

    def answer(recipient: str) -> None:
        raise refusal

    db.session.commit()
    deliver_due(sessionmaker(db.engine), Recorder(answer), now=now, rng=random.Random(1))


def tick(now: datetime) -> None:
    """What the worker does every minute."""
    db.session.commit()
    (each,) = (each for each in CLOCKWORK if each.name == "refusals")
    each.run(now)


def reasons(session: Session) -> list[CallReason]:
    session.expire_all()
    return list(session.scalars(select(Call.reason).order_by(Call.id)))


def move(session: Session, guest: Invitation, now: datetime = LATER, by: timedelta = WEEK) -> None:
    starts_at = guest.meetup.starts_at + by
    ends_at = starts_at + timedelta(minutes=90)
    reschedule(session, guest.meetup, starts_at=starts_at, ends_at=ends_at, venue_id=guest.meetup.venue_id, now=now)


def write(session: Session, guest: Invitation, kind: MailKind) -> None:
    if kind is MailKind.UPDATE:
        move(session, guest)
    elif kind is MailKind.CANCELLATION:
        cancel(session, guest.meetup, reason="La neige.", now=LATER)
    else:
        remove_guest(session, guest, now=LATER)
    session.commit()


NEWS = [
    (MailKind.UPDATE, CallReason.MOVED),
    (MailKind.CANCELLATION, CallReason.CANCELLED),
    (MailKind.WITHDRAWAL, CallReason.WITHDRAWN),
]


@pytest.mark.parametrize(("kind", "reason"), NEWS)
def test_news_refused_by_the_server_makes_a_call_as_a_bounce_does(
    session: Session, guest: Invitation, kind: MailKind, reason: CallReason
) -> None:
    write(session, guest, kind)
    refuse_all(LATER + timedelta(minutes=3))
    for _ in range(2):
        tick(LATER + timedelta(minutes=4))
    assert reasons(session) == [reason]
    session.execute(delete(Call))
    mail = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == kind)).one()
    mail.state = MailState.SENT
    session.commit()
    receive(session, report(mail, status="5.2.2"), now=LATER + timedelta(minutes=5))
    assert reasons(session) == [reason]


def test_an_invitation_refused_makes_a_call_unless_they_answered(session: Session, cast: Cast) -> None:
    guests = [add_guest(session, cast.lunch, person, reasons=[], now=NOW) for person in (cast.ines, cast.karim)]
    invite(session, cast.lunch, now=NOW)
    refuse_all(NOW)
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW, actor="maud")
    tick(NOW)
    calls = session.scalars(select(Call)).all()
    assert [(call.name, call.reason) for call in calls] == [(cast.karim.full_name, CallReason.INVITED)]


def test_who_was_called_and_reached_is_not_called_again(session: Session, guest: Invitation) -> None:
    move(session, guest)
    refuse_all(LATER + timedelta(minutes=3))
    tick(LATER + timedelta(minutes=4))
    call = session.scalars(select(Call)).one()
    call.reached_at = LATER + timedelta(minutes=5)
    session.commit()
    tick(LATER + timedelta(minutes=6))
    assert reasons(session) == [CallReason.MOVED]


def refused_then_called(session: Session, guest: Invitation) -> OutgoingEmail:
    """They are to be called about a change whose mail was refused."""
    move(session, guest)
    refuse_all(LATER + timedelta(minutes=3))
    tick(LATER + timedelta(minutes=4))
    assert reasons(session) == [CallReason.MOVED]
    return session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.UPDATE)).one()


def all_leave(at: datetime) -> None:
    db.session.commit()
    deliver_due(sessionmaker(db.engine), Recorder(), now=at, rng=random.Random(1))


def test_a_mail_sent_again_that_leaves_drops_its_call_and_makes_it_again_if_it_comes_back(
    session: Session, guest: Invitation
) -> None:
    mail = refused_then_called(session, guest)
    assert send_again(session, mail, now=LATER + timedelta(minutes=5))
    tick(LATER + timedelta(minutes=5))
    assert reasons(session) == [CallReason.MOVED], "it has not left"
    all_leave(LATER + timedelta(minutes=6))
    tick(LATER + timedelta(minutes=7))
    assert reasons(session) == []
    receive(session, report(mail, status="5.2.2"), now=LATER + timedelta(minutes=8))
    assert reasons(session) == [CallReason.MOVED]


def test_a_newer_mail_that_leaves_drops_the_call(session: Session, guest: Invitation) -> None:
    refused_then_called(session, guest)
    move(session, guest, LATER + timedelta(minutes=5))
    all_leave(LATER + timedelta(hours=1))
    tick(LATER + timedelta(hours=1))
    assert reasons(session) == []


def test_who_is_rung_besides_a_mail_that_leaves_is_still_rung(session: Session, guest: Invitation) -> None:
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW, actor="maud")
    cancel(session, guest.meetup, reason="La neige.", in_a_hurry=True, now=LATER)
    before = reasons(session)
    all_leave(LATER + timedelta(minutes=1))
    tick(LATER + timedelta(minutes=2))
    assert reasons(session) == before == [CallReason.CANCELLED]


def test_what_a_newer_mail_says_needs_no_call(session: Session, guest: Invitation) -> None:
    move(session, guest)
    refuse_all(LATER + timedelta(minutes=3))
    move(session, guest, LATER + timedelta(minutes=5))
    tick(LATER + timedelta(minutes=6))
    assert reasons(session) == []
    factories.mails_leave(session)
    tick(LATER + timedelta(minutes=9))
    assert reasons(session) == []


def test_once_the_meetup_has_begun_nobody_is_called(session: Session, guest: Invitation) -> None:
    move(session, guest, by=-WEEK)
    refuse_all(LATER + timedelta(minutes=3))
    tick(LUNCH - WEEK)
    assert reasons(session) == []


def test_somebody_whose_address_was_corrected_since_has_still_to_hear(session: Session, guest: Invitation) -> None:
    move(session, guest)
    refuse_all(LATER + timedelta(minutes=3))
    guest.professional.email = "neuve@sante.example"
    tick(LATER + timedelta(minutes=4))
    assert reasons(session) == [CallReason.MOVED]


def test_somebody_who_left_the_network_is_not_called(session: Session, guest: Invitation) -> None:
    remove_guest(session, guest, now=LATER)
    refuse_all(LATER)
    leave_network(session, guest.professional, now=LATER)
    tick(LATER)
    assert reasons(session) == []


def test_an_answer_given_while_the_bounce_waited_for_its_turn_is_heard(
    session: Session, guest: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody answers between the report's arrival and the lock: what was read before it is read again."""

    def slowly(session: Session, meetup_id: int) -> object:
        said = {"status": RegistrationStatus.GOING, "source": AnswerSource.TELEPHONE, "answered_at": LATER}
        of = {"meetup_id": meetup_id, "professional_id": guest.professional_id, "invitation_id": guest.id}
        rest = {"attendance": Attendance.UNKNOWN, "needs": ""}
        session.execute(insert(Registration).values(**said, **of, **rest))
        return lock_meetup(session, meetup_id)

    mail = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.INVITATION)).one()
    monkeypatch.setattr(bounced, "lock_meetup", slowly)
    receive(session, report(mail), now=LATER)
    assert mail.state is MailState.FAILED
    assert reasons(session) == []


def test_a_quiet_minute_costs_three_queries_and_no_lock(session: Session, guest: Invitation) -> None:
    session.commit()
    with recorded_statements() as seen:
        tick(LATER)
    assert len([each for each in seen if "outgoing_emails" in each]) == 3, (
        "guests, then hosts and others, then what a mail said since"
    )
    assert not [each for each in seen if "FOR UPDATE" in each]


@pytest.mark.parametrize("kind", [MailKind.CANCELLATION, MailKind.WITHDRAWAL])
def test_nobody_is_called_to_be_asked_to_what_is_off(session: Session, cast: Cast, kind: MailKind) -> None:
    guest = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    refuse_all(NOW)
    tick(NOW)
    assert reasons(session) == [CallReason.INVITED]
    write(session, guest, kind)
    factories.mails_leave(session)
    assert reasons(session) == []


DEAD = PermanentFailure("550 5.1.1 adresse inconnue", "5.1.1")
FULL_OR_DEAD = pytest.mark.parametrize("refusal", [DIES, DEAD], ids=["full", "dead"])
ENDS = pytest.mark.parametrize("kind", [MailKind.CANCELLATION, MailKind.WITHDRAWAL])


def refused_guest(session: Session, cast: Cast, refusal: PermanentFailure) -> Invitation:
    """Inès, whose invitation her server refused: she is to be called."""
    made = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    refuse_all(NOW, refusal)
    tick(NOW)
    assert reasons(session) == [CallReason.INVITED]
    return made


def leaving(session: Session) -> list[MailKind]:
    waits = OutgoingEmail.state == MailState.PENDING
    return list(session.scalars(select(OutgoingEmail.kind).where(waits, OutgoingEmail.concerns.is_not(None))))


@FULL_OR_DEAD
@ENDS
def test_who_got_no_invitation_and_was_not_rung_hears_of_no_end(
    session: Session, cast: Cast, kind: MailKind, refusal: PermanentFailure
) -> None:
    write(session, refused_guest(session, cast, refusal), kind)
    assert (leaving(session), reasons(session)) == ([], [])
    tick(LATER)
    assert (leaving(session), reasons(session)) == ([], [])


@FULL_OR_DEAD
@ENDS
def test_who_was_rung_instead_is_rung_again_and_nothing_is_written_to_the_dead_address(
    session: Session, cast: Cast, kind: MailKind, refusal: PermanentFailure
) -> None:
    guest = refused_guest(session, cast, refusal)
    session.execute(update(Call).values(reached_at=NOW))
    write(session, guest, kind)
    assert leaving(session) == []
    assert reasons(session) == [CallReason.INVITED, dict(NEWS)[kind]]


@ENDS
@pytest.mark.parametrize("is_doubtful", [False, True], ids=["sure", "put in doubt by a move"])
def test_an_answer_shows_that_they_know_although_their_mail_came_back(
    session: Session, cast: Cast, kind: MailKind, is_doubtful: bool
) -> None:
    guest = refused_guest(session, cast, DIES)
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW, actor="maud")
    session.execute(update(Call).values(reached_at=None))
    if is_doubtful:
        guest.registration.status, guest.registration.source = RegistrationStatus.OFFERED, AnswerSource.RESCHEDULE
    factories.mails_leave(session)
    session.execute(update(OutgoingEmail).values(state=MailState.FAILED, attempts=1))
    session.expire_all()
    write(session, guest, kind)
    assert (leaving(session), reasons(session)[-1]) == ([], dict(NEWS)[kind])


@ENDS
def test_an_address_corrected_since_is_written_to(session: Session, cast: Cast, kind: MailKind) -> None:
    guest = refused_guest(session, cast, DEAD)
    session.execute(update(Call).values(reached_at=NOW))
    guest.professional.email = "neuve@sante.example"
    write(session, guest, kind)
    assert leaving(session) == [kind]
    assert reasons(session) == [CallReason.INVITED]


@ENDS
def test_a_bounced_invitation_is_no_news_either(session: Session, guest: Invitation, kind: MailKind) -> None:
    mail = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.INVITATION)).one()
    receive(session, report(mail), now=NOW)
    assert reasons(session) == [CallReason.INVITED]
    write(session, guest, kind)
    assert (leaving(session), reasons(session)) == ([], [])
