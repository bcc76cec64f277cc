"""For each kind of mail and each answer already given: the right object for its one reader, and nobody else in it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import services
from meetups.invitations.answers import answer
from meetups.invitations.models import Invitation
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.seats import take_seat
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.models import Meetup
from meetups.planning.services import MeetupDetails
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

ANSWERS = {
    "none": (None, "NEEDS-ACTION"),
    "going": (RegistrationStatus.GOING, "ACCEPTED"),
    "maybe": (RegistrationStatus.MAYBE, "TENTATIVE"),
    "declined": (RegistrationStatus.DECLINED, "DECLINED"),
    "offered": (RegistrationStatus.OFFERED, "NEEDS-ACTION"),
}
Act = Callable[[Session, Invitation], object]


def details_of(meetup: Meetup) -> MeetupDetails:
    """What an organiser would send back without a change."""
    return MeetupDetails(**{name: getattr(meetup, name) for name in MeetupDetails.__dataclass_fields__})


def retitle(session: Session, guest: Invitation) -> object:
    details = replace(details_of(guest.meetup), title="Un autre titre")
    return services.edit(session, guest.meetup, details, now=NOW)


def move(session: Session, guest: Invitation) -> object:
    meetup, week = guest.meetup, timedelta(days=7)
    return services.reschedule(
        session,
        meetup,
        starts_at=LUNCH + week,
        ends_at=LUNCH + week + timedelta(hours=1),
        venue_id=meetup.venue_id,
        now=NOW,
    )


def cancel(session: Session, guest: Invitation) -> object:
    return services.cancel(session, guest.meetup, reason="La salle est inondée.", now=NOW)


def withdraw(session: Session, guest: Invitation) -> object:
    return services.remove_guest(session, guest, now=NOW)


@pytest.fixture
def table(session: Session, cast: Cast) -> list[Invitation]:
    """Inès, and others whose names and addresses appear nowhere else; the invitations are written, and wait."""
    cast.ines.last_name, cast.karim.last_name = "Bérard", "Ünverwechselbar"
    bystander = factories.professional(session, "Wolfgang", last_name="Singulier", email="wolfgang@ailleurs.example")
    session.commit()
    people = (cast.ines, cast.karim, bystander, cast.odile)
    guests = [factories.invitation(session, cast.lunch, person) for person in people]
    services.invite(session, cast.lunch, now=NOW)
    answer(session, guests[1], RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
    return guests


def say(session: Session, guest: Invitation, status: RegistrationStatus | None) -> None:
    """What the guest has answered before; an offer comes from the waiting list, with its end."""
    if status is RegistrationStatus.OFFERED:
        take_seat(session, guest.meetup)
        note_status(session, guest, status, AnswerSource.WAITING_LIST, None, NOW)
        assert guest.registration
        guest.registration.offered_until = NOW + timedelta(hours=24)
    elif status is not None:
        answer(session, guest, status, source=AnswerSource.TELEPHONE, now=NOW)
    session.flush()


def whole(raw: bytes) -> str:
    """Everything in a mail, headers and each part, decoded; long lines of the calendar unfolded."""
    message = message_from_bytes(raw, policy=policy.default)
    found = [f"{name}: {make_header(decode_header(str(value)))}" for name, value in message.raw_items()]
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append(payload.decode().replace("\r\n ", ""))
    return "\n".join(found)


def calendar_of(raw: bytes) -> list[str]:
    """The lines of the calendar part that clients read, unfolded, without its time zone."""
    message = message_from_bytes(raw, policy=policy.default)
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") in {"REQUEST", "CANCEL"}
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    head, _, event = payload.decode().replace("\r\n ", "").partition("BEGIN:VEVENT")
    method = next(line for line in head.splitlines() if line.startswith("METHOD"))
    assert method == f"METHOD:{part.get_param('method')}"
    return [method, *event.splitlines()]


def value(lines: Sequence[str], name: str) -> str:
    (found,) = [line for line in lines if line.split(":")[0].split(";")[0] == name]
    return found


@pytest.mark.parametrize("given", ANSWERS)
@pytest.mark.parametrize(
    ("kind", "act", "left", "method", "sequence", "status", "asks"),
    [
        (MailKind.INVITATION, retitle, False, "REQUEST", 0, "CONFIRMED", False),
        (MailKind.UPDATE, retitle, True, "REQUEST", 1, "CONFIRMED", False),
        (MailKind.UPDATE, move, True, "REQUEST", 1, "CONFIRMED", True),
        (MailKind.CANCELLATION, cancel, True, "CANCEL", 1, "CANCELLED", False),
        (MailKind.WITHDRAWAL, withdraw, True, "CANCEL", 1, "CANCELLED", False),
    ],
    ids=["invitation", "programme", "move", "cancellation", "withdrawal"],
)
def test_each_mail_carries_the_right_object_for_its_reader_alone(
    session: Session,
    cast: Cast,
    table: list[Invitation],
    given: str,
    kind: MailKind,
    act: Act,
    left: bool,
    method: str,
    sequence: int,
    status: str,
    asks: bool,
) -> None:
    answered, known = ANSWERS[given]
    say(session, table[0], answered)
    if left:
        factories.mails_leave(session)
    act(session, table[0])
    about_ines = OutgoingEmail.kind == kind, OutgoingEmail.concerns == table[0].public_id
    raw = session.scalars(select(OutgoingEmail).where(*about_ines)).one().mime or b""
    lines = calendar_of(raw)
    assert value(lines, "METHOD") == f"METHOD:{method}"
    assert value(lines, "SEQUENCE") == f"SEQUENCE:{sequence}"
    assert value(lines, "STATUS") == f"STATUS:{status}"
    assert value(lines, "UID") == f"UID:{table[0].uid}"
    attendee = value(lines, "ATTENDEE")
    assert attendee.endswith("mailto:ines@sante.example")
    assert f"PARTSTAT={'NEEDS-ACTION' if asks else known}" in attendee
    everything = whole(raw).lower()
    for other in (cast.karim, cast.odile, table[2].professional):
        for trace in (other.first_name, other.last_name, other.email or other.phone or ""):
            assert trace.lower() not in everything, trace


def test_a_move_makes_a_yes_doubtful_and_nothing_else(session: Session, table: list[Invitation]) -> None:
    say(session, table[0], RegistrationStatus.MAYBE)
    say(session, table[2], RegistrationStatus.OFFERED)
    factories.mails_leave(session)
    move(session, table[0])
    held = {guest.professional.first_name: guest.registration for guest in table if guest.registration}
    assert {name: answer.status.value for name, answer in held.items()} == {
        "Inès": "maybe",
        "Karim": "offered",
        "Wolfgang": "offered",
    }
    assert held["Karim"].source is AnswerSource.RESCHEDULE
    assert held["Karim"].offered_until is None, "a date that moved gives no delay"
    assert held["Wolfgang"].offered_until == NOW + timedelta(hours=24), "an offer is held as if made now"
    assert [guest.moved_sequence for guest in table] == [1, 1, 1, 0], "nothing was told to Odile's calendar"
    assert table[0].meetup.seats_taken == 2
