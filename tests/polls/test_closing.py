"""Fixing the date: votes become expected answers, the invitations leave, once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.cli import CLOCKWORK
from meetups.invitations import services as invitations
from meetups.invitations.emails import answer_url
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.telling import Sent
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.errors import BadDate, MeetupCancelled, VenueTaken
from meetups.polls import closing, errors, services
from meetups.worker import Worker
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.pages.forms import text_of
from tests.polls.polls import IF_NEEDED, NO, SLOTS, YES, Asked, another, ask, guest, say


def offered(session: Session) -> dict[str, tuple[RegistrationStatus, AnswerSource]]:
    rows = session.scalars(select(Registration)).all()
    return {row.professional.first_name: (row.status, row.source) for row in rows}


def invitations_sent(session: Session) -> list[OutgoingEmail]:
    wanted = select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.INVITATION)
    return list(session.scalars(wanted.order_by(OutgoingEmail.recipient)))


def close(session: Session, cast: Cast, asked: Asked, number: int) -> closing.Closed:
    return closing.close_poll(session, cast.lunch, asked.poll.slots[number].public_id, now=NOW)


SAID_YES = "Vous avez dit oui à cette date"
HELD = (RegistrationStatus.OFFERED, AnswerSource.POLL)


@pytest.fixture
def voted(session: Session, cast: Cast) -> Asked:
    """Inès and Odile say yes to the second date, Karim if needed; Zoé, on the list, was not asked."""
    guest(session, cast, another(session, "Zoé"))
    asked = ask(session, cast)
    say(session, asked, "Inès", NO, YES, NO)
    say(session, asked, "Odile", YES, YES, NO)
    say(session, asked, "Karim", YES, IF_NEEDED, NO)
    session.commit()
    return asked


def test_the_date_moves_and_everyone_on_the_list_is_invited(session: Session, cast: Cast, voted: Asked) -> None:
    assert close(session, cast, voted, 1) == closing.Closed(Sent(mailed=3, to_reach=1))
    assert (cast.lunch.starts_at, cast.lunch.ends_at) == SLOTS[1]
    assert not cast.lunch.is_draft
    assert voted.poll.chosen_starts_at == SLOTS[1][0]
    assert len(invitations_sent(session)) == 3


def test_a_yes_keeps_a_place_to_confirm_and_nothing_else_does(session: Session, cast: Cast, voted: Asked) -> None:
    close(session, cast, voted, 1)
    assert offered(session) == {"Inès": HELD, "Odile": HELD}
    assert cast.lunch.seats_taken == 2


def test_calendars_still_ask_and_the_mail_says_yes_was_said(session: Session, cast: Cast, voted: Asked) -> None:
    close(session, cast, voted, 1)
    ines, karim = (describe(mail.mime or b"") for mail in invitations_sent(session)[:2])
    assert ines.calendar is not None
    assert b"PARTSTAT=NEEDS-ACTION" in ines.calendar.replace(b"\r\n ", b"")
    assert SAID_YES in ines.text
    assert SAID_YES in ines.html
    assert SAID_YES not in karim.text


def test_the_guests_page_says_it_too(client: CheckingClient, session: Session, cast: Cast, voted: Asked) -> None:
    close(session, cast, voted, 1)
    page = answer_url(voted.guests[0]).removeprefix("http://127.0.0.1:5000")
    assert SAID_YES in text_of(client.get(page))
    assert client.post(page, data={"reponse": "oui"}).status_code == 302
    assert offered(session)["Inès"] == (RegistrationStatus.GOING, AnswerSource.EMAIL_LINK)
    assert cast.lunch.seats_taken == 2, "the place that was held"


def test_closing_twice_is_closing_once(session: Session, cast: Cast, voted: Asked) -> None:
    close(session, cast, voted, 1)
    for number in (1, 2):
        with pytest.raises(errors.PollOver):
            close(session, cast, voted, number)
    assert cast.lunch.starts_at == SLOTS[1][0]
    assert len(invitations_sent(session)) == 3


def test_the_first_who_answered_keep_the_few_places(session: Session, cast: Cast) -> None:
    cast.lunch.capacity = 1
    asked = ask(session, cast)
    say(session, asked, "Karim", YES, YES, YES, now=NOW + timedelta(hours=1))
    say(session, asked, "Inès", YES, YES, YES, now=NOW + timedelta(hours=2))
    close(session, cast, asked, 0)
    assert offered(session) == {"Karim": HELD}


def test_without_a_room_the_date_is_fixed_and_places_wait_for_the_invitations(
    session: Session, cast: Cast, voted: Asked
) -> None:
    cast.lunch.venue = None
    assert close(session, cast, voted, 1) == closing.Closed(None)
    assert (cast.lunch.starts_at, cast.lunch.is_draft, cast.lunch.seats_taken) == (SLOTS[1][0], True, 0)
    assert (offered(session), invitations_sent(session)) == ({}, [])
    cast.lunch.venue = cast.room
    assert closing.invite(session, cast.lunch, now=NOW) == Sent(3, 1)
    assert offered(session) == {"Inès": HELD, "Odile": HELD}


def test_a_draft_moved_since_forgets_what_was_said_of_another_date(session: Session, cast: Cast, voted: Asked) -> None:
    cast.lunch.venue = None
    close(session, cast, voted, 1)
    cast.lunch.starts_at, cast.lunch.ends_at = (each + timedelta(days=1) for each in SLOTS[1])
    cast.lunch.venue = cast.room
    closing.invite(session, cast.lunch, now=NOW)
    assert offered(session) == {}


def test_who_cannot_be_invited_any_more_holds_nothing(session: Session, cast: Cast, voted: Asked) -> None:
    cast.ines.paused_until = NOW + timedelta(days=60)
    invitations.remove_guest(session, voted.guests[2], now=NOW)
    close(session, cast, voted, 1)
    assert offered(session) == {}
    assert cast.lunch.seats_taken == 0
    asked = session.scalar(select(func.count()).where(Invitation.invited_at.is_not(None)))
    assert asked == 2


def test_nobody_left_to_invite_only_fixes_the_date(session: Session, cast: Cast, voted: Asked) -> None:
    for each in session.scalars(select(Invitation)).all():
        invitations.remove_guest(session, each, now=NOW)
    assert close(session, cast, voted, 2) == closing.Closed(None)
    assert (cast.lunch.starts_at, cast.lunch.is_draft) == (SLOTS[2][0], True)


def test_a_room_that_is_taken_that_day_is_refused(session: Session, cast: Cast, voted: Asked) -> None:
    factories.meetup(session, cast.room, starts_at=SLOTS[1][0], ends_at=SLOTS[1][1])
    session.commit()
    with pytest.raises(VenueTaken):
        close(session, cast, voted, 1)
    session.rollback()
    assert cast.lunch.starts_at == LUNCH
    assert offered(session) == {}


def test_a_host_that_is_asked_for_another_date_is_told_first(session: Session, cast: Cast, voted: Asked) -> None:
    cast.lunch.venue = None
    session.flush()
    hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    session.commit()
    with pytest.raises(errors.DateStillAsked):
        close(session, cast, voted, 1)
    session.rollback()
    assert close(session, cast, voted, 0) == closing.Closed(None), "its own date is no other date"


def test_a_date_that_is_past_or_a_meetup_called_off_fixes_nothing(session: Session, cast: Cast, voted: Asked) -> None:
    cast.lunch.starts_at, cast.lunch.ends_at = SLOTS[2]
    session.commit()
    first = voted.poll.slots[0].public_id
    with pytest.raises(BadDate):
        closing.close_poll(session, cast.lunch, first, now=LUNCH + timedelta(minutes=1))
    session.rollback()
    invitations.cancel(session, cast.lunch, reason="", now=NOW)
    with pytest.raises((errors.PollOver, MeetupCancelled)):
        closing.close_poll(session, cast.lunch, first, now=NOW)


def test_a_slot_of_another_poll_fixes_nothing(session: Session, cast: Cast, voted: Asked) -> None:
    with pytest.raises(errors.PollOver):
        closing.close_poll(session, cast.lunch, "inconnu", now=NOW)
    services.drop_poll(session, cast.lunch, now=NOW)
    with pytest.raises(errors.PollOver):
        close(session, cast, voted, 1)


def test_those_who_decided_the_date_are_in_the_first_wave(session: Session, cast: Cast, voted: Asked) -> None:
    cast.lunch.wave_size = 2
    for name in ("Ana", "Bob"):
        guest(session, cast, another(session, name))
    assert close(session, cast, voted, 0).sent == Sent(1, 1)
    asked = session.scalars(select(Invitation).where(Invitation.invited_at.is_not(None))).all()
    assert {each.professional.first_name for each in asked} == {"Karim", "Odile"}, "Zoé is before them on the list"
    assert offered(session) == {"Karim": HELD, "Odile": HELD}


def test_who_is_written_to_too_often_keeps_no_place(session: Session, cast: Cast, voted: Asked) -> None:
    for number in range(2):
        other = factories.meetup(session, title=f"Autre {number}")
        factories.invitation(session, other, cast.ines, invited_at=NOW - timedelta(days=3))
    close(session, cast, voted, 1)
    assert offered(session) == {"Odile": HELD}
    assert cast.lunch.seats_taken == 1


def test_a_yes_that_is_asked_in_a_later_wave_keeps_its_place_then(
    app: Flask, session: Session, cast: Cast, voted: Asked, frozen_clock: FrozenClock
) -> None:
    cast.lunch.wave_size, cast.lunch.waves_are_automatic = 2, True
    for number in range(2):
        other = factories.meetup(session, title=f"Autre {number}")
        factories.invitation(session, other, cast.ines, invited_at=NOW - timedelta(days=20))
    close(session, cast, voted, 1)
    assert offered(session) == {"Odile": HELD}
    session.commit()
    frozen_clock.now = NOW + timedelta(days=11)
    Worker(app, [tick for tick in CLOCKWORK if tick.name == "waves"]).run_once()
    session.expire_all()
    assert offered(session) == {"Inès": HELD, "Odile": HELD}
    assert cast.lunch.seats_taken == 2
    assert SAID_YES in describe(invitations_sent(session)[0].mime or b"").text


def test_who_cannot_be_asked_yet_takes_no_place_from_a_wave(session: Session, cast: Cast, voted: Asked) -> None:
    cast.lunch.wave_size, cast.lunch.capacity = 3, 3
    for number in range(2):
        other = factories.meetup(session, title=f"Autre {number}")
        factories.invitation(session, other, cast.ines, invited_at=NOW - timedelta(days=3))
    close(session, cast, voted, 1)
    asked = session.scalars(select(Invitation).where(Invitation.invited_at.is_not(None))).all()
    names = {each.professional.first_name for each in asked if each.meetup_id == cast.lunch.id}
    assert names == {"Karim", "Odile", "Zoé"}


def test_no_invitation_leaves_while_a_date_is_being_chosen(session: Session, cast: Cast, voted: Asked) -> None:
    with pytest.raises(errors.DateBeingChosen):
        closing.invite(session, cast.lunch, now=NOW)
    services.drop_poll(session, cast.lunch, now=NOW)
    assert closing.invite(session, cast.lunch, now=NOW) == Sent(3, 1)


def test_a_draft_whose_own_date_went_by_takes_a_slot_to_come(session: Session, cast: Cast, voted: Asked) -> None:
    now = LUNCH + timedelta(days=1)
    closed = closing.close_poll(session, cast.lunch, voted.poll.slots[1].public_id, now=now)
    assert closed == closing.Closed(Sent(mailed=3, to_reach=1))
    assert (cast.lunch.starts_at, cast.lunch.is_draft) == (SLOTS[1][0], False)
