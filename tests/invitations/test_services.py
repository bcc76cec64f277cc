"""Inviting, moving, cancelling: who is told what, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations.answers import answer
from meetups.invitations.errors import CannotBeInvited, NobodyToInvite, PlaceNeeded
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.services import Sent, cancel, invite, remove_guest, reschedule
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, MeetupStatus
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

WEEK = timedelta(days=7)


@pytest.fixture
def guests(session: Session, cast: Cast) -> list[Invitation]:
    """Inès, Karim, and Odile without e-mail, on the list of the draft."""
    return [
        add_guest(session, cast.lunch, person, reasons=[], now=NOW) for person in (cast.ines, cast.karim, cast.odile)
    ]


def calendars(session: Session, kind: MailKind) -> list[str]:
    """The calendar objects of every mail of a kind, lines unfolded."""
    rows = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == kind).order_by(OutgoingEmail.id))
    return [(describe(row.mime or b"").calendar or b"").decode().replace("\r\n ", "") for row in rows]


def line(calendar: str, name: str) -> str:
    """The line of a property; the meetup's own comes after those of its time zone."""
    return [text for text in calendar.splitlines() if text.split(":")[0].split(";")[0] == name][-1]


def test_each_guest_with_an_address_gets_one_mail_and_the_others_are_to_be_reached(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    assert invite(session, cast.lunch, now=NOW) == Sent(mailed=2, to_reach=1)
    assert cast.lunch.status is MeetupStatus.PUBLISHED
    assert all(guest.invited_at == NOW for guest in guests)
    assert invite(session, cast.lunch, now=NOW) == Sent(0, 0), "said twice, it asks nobody twice"
    assert len(calendars(session, MailKind.INVITATION)) == 2


def test_that_they_were_asked_and_under_which_number_is_written_down(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    invite(session, cast.lunch, now=NOW)
    noted = [(guest.invited_at, guest.sequence) for guest in guests]
    session.expire_all()
    assert [(guest.invited_at, guest.sequence) for guest in guests] == noted
    assert all(guest.invited_at == NOW for guest in guests)
    assert {guest.sequence for guest in guests if guest.professional.email} == {cast.lunch.sequence}


def test_each_calendar_object_names_its_recipient_alone(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    invite(session, cast.lunch, now=NOW)
    first, second = calendars(session, MailKind.INVITATION)
    assert "ines@sante.example" in line(first, "ATTENDEE")
    assert "karim" not in first.lower()
    assert "ines" not in second.lower()
    assert line(first, "UID") != line(second, "UID")
    assert "/i/" not in first, "calendars are shared: no personal link inside"


def test_people_added_later_are_asked_later(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    remove_guest(session, guests[1], now=NOW)
    assert invite(session, cast.lunch, now=NOW) == Sent(1, 1)
    add_guest(session, cast.lunch, cast.karim, reasons=[], now=NOW)
    assert invite(session, cast.lunch, now=NOW + WEEK) == Sent(1, 0)


def test_a_place_and_a_guest_are_needed(session: Session, cast: Cast) -> None:
    with pytest.raises(NobodyToInvite):
        invite(session, cast.lunch, now=NOW)
    add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    cast.lunch.venue = None
    session.flush()
    with pytest.raises(PlaceNeeded):
        invite(session, cast.lunch, now=NOW)


def test_someone_on_a_pause_is_neither_added_nor_asked(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    cast.karim.paused_until = NOW + WEEK
    assert invite(session, cast.lunch, now=NOW).mailed == 1
    assert guests[1].invited_at is None
    remove_guest(session, guests[1], now=NOW)
    with pytest.raises(CannotBeInvited):
        add_guest(session, cast.lunch, cast.karim, reasons=[], now=NOW)


def test_moving_tells_each_guest_and_asks_again_who_was_coming(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    (asked, _) = calendars(session, MailKind.INVITATION)
    sent = reschedule(
        session,
        cast.lunch,
        starts_at=LUNCH + WEEK,
        ends_at=LUNCH + WEEK + timedelta(minutes=90),
        venue_id=cast.room.id,
        now=NOW,
    )
    assert sent == Sent(mailed=2, to_reach=1)
    assert guests[0].registration is not None
    assert guests[0].registration.status is RegistrationStatus.OFFERED
    assert cast.lunch.seats_taken == 1, "the seat is held until they say so again"
    (moved, _) = calendars(session, MailKind.UPDATE)
    assert line(moved, "UID") == line(asked, "UID")
    assert (line(asked, "SEQUENCE"), line(moved, "SEQUENCE")) == ("SEQUENCE:0", "SEQUENCE:1")
    assert line(moved, "DTSTART") == "DTSTART;TZID=Europe/Paris:20270126T121500"
    assert "PARTSTAT=NEEDS-ACTION" in line(moved, "ATTENDEE")


def test_moving_to_the_same_moment_tells_nobody(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    invite(session, cast.lunch, now=NOW)
    same = {"starts_at": cast.lunch.starts_at, "ends_at": cast.lunch.ends_at, "venue_id": cast.lunch.venue_id}
    assert reschedule(session, cast.lunch, **same, now=NOW) == Sent(0, 0)  # type: ignore[arg-type]


def test_a_draft_moves_without_a_mail(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    sent = reschedule(
        session, cast.lunch, starts_at=LUNCH + WEEK, ends_at=LUNCH + WEEK + timedelta(hours=1), venue_id=None, now=NOW
    )
    assert sent == Sent(0, 0)
    assert cast.lunch.starts_at == LUNCH + WEEK


def test_cancelling_tells_each_guest_and_the_host_once(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    cast.lunch.venue = None
    request = hosting.request_room(
        session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=cast.maud, now=NOW
    )
    hosting.accept_request(
        session, request, venue=cast.room, new_room=None, note="", channel=HostChannel.TELEPHONE, now=NOW
    )
    invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    assert cancel(session, cast.lunch, reason="La neige bloque le col.", now=NOW) == Sent(3, 1), "the host too"
    assert cancel(session, cast.lunch, reason="La neige bloque le col.", now=NOW) == Sent(0, 0)
    first, _ = calendars(session, MailKind.CANCELLATION)
    assert line(first, "METHOD") == "METHOD:CANCEL"
    assert line(first, "STATUS") == "STATUS:CANCELLED"
    assert line(first, "SEQUENCE") == "SEQUENCE:1"
    assert line(first, "UID") == line(calendars(session, MailKind.INVITATION)[0], "UID")
    rows = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.CANCELLATION))
    assert all("La neige bloque le col." in describe(row.mime or b"").text for row in rows)
    told = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.REQUEST_WITHDRAWN)).one()
    assert told.recipient == "mairie.73179@mairie.example"


def test_taking_someone_off_a_draft_leaves_no_trace(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    remove_guest(session, guests[0], now=NOW)
    assert session.scalars(select(Invitation.professional_id)).all() == [cast.karim.id, cast.odile.id]


def test_taking_back_an_invitation_frees_the_seat_and_tells_that_calendar_alone(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    invite(session, cast.lunch, now=NOW)
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    remove_guest(session, guests[0], now=NOW)
    remove_guest(session, guests[0], now=NOW)
    assert cast.lunch.seats_taken == 0
    (told,) = calendars(session, MailKind.WITHDRAWAL)
    assert line(told, "METHOD") == "METHOD:CANCEL"
    assert line(told, "SEQUENCE") == "SEQUENCE:1"


def test_someone_asked_again_has_said_nothing_yet(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    invite(session, cast.lunch, now=NOW)
    answer(session, guests[0], RegistrationStatus.DECLINED, source=AnswerSource.EMAIL_LINK, now=NOW)
    remove_guest(session, guests[0], now=NOW)
    again = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    assert again.registration is None
    assert "PARTSTAT=NEEDS-ACTION" in line(calendars(session, MailKind.INVITATION)[-1], "ATTENDEE")


def test_inviting_releases_a_host_who_still_thinks_about_it(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=None, needs="", asked_by=None, now=NOW)
    invite(session, cast.lunch, now=NOW)
    assert not request.status.is_open
    told = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.REQUEST_WITHDRAWN)).one()
    assert told.recipient == "mairie.73179@mairie.example"


def test_someone_asked_again_gets_a_higher_sequence(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    remove_guest(session, guests[0], now=NOW)
    add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    assert invite(session, cast.lunch, now=NOW) == Sent(1, 0)
    again = calendars(session, MailKind.INVITATION)[-1]
    assert line(again, "SEQUENCE") == "SEQUENCE:2"
