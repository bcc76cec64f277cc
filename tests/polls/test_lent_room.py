"""A room lent for one date, and the poll, or the editor, that gives another one: the host is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import services as invitations
from meetups.invitations.models import Call
from meetups.invitations.rules import CallReason
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, HostingRequest, RequestStatus
from meetups.planning.rules import loan_for
from meetups.polls import closing
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.polls.polls import SLOTS, WEEK, YES, ask, say


@pytest.fixture
def lent(session: Session, cast: Cast) -> HostingRequest:
    """The town hall lent its room for the draft's own date."""
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    factories.mails_leave(session)
    return request


def told(session: Session) -> list[str]:
    """The text of each mail that tells the host of another loan, in order."""
    rows = session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.PROVIDER).order_by(OutgoingEmail.id)
    )
    return [" ".join(describe(row.mime or b"").text.split()) for row in rows]


def calls(session: Session) -> list[str]:
    return list(session.scalars(select(Call.name).where(Call.reason == CallReason.PROVIDER).order_by(Call.id)))


def close(session: Session, cast: Cast, number: int) -> None:
    asked = ask(session, cast)
    for name in ("Inès", "Mairie"):
        say(session, asked, name, YES, YES, YES)
    closing.close_poll(session, cast.lunch, asked.poll.slots[number].public_id, now=NOW)


def edit(session: Session, cast: Cast, weeks: int, **given: object) -> None:
    fields = invitations.MeetupDetails.__dataclass_fields__
    known = invitations.MeetupDetails(**{name: getattr(cast.lunch, name) for name in fields})
    starts_at = LUNCH + weeks * WEEK
    moved = replace(known, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90), **given)
    invitations.edit(session, cast.lunch, moved, now=NOW)


def loan(request: HostingRequest) -> tuple[object, object]:
    return request.starts_at, request.ends_at


def expected_loan(number: int) -> tuple[object, object]:
    due = loan_for(*SLOTS[number])
    return due.starts_at, due.ends_at


def test_fixing_another_date_moves_the_loan_and_tells_the_host(
    session: Session, cast: Cast, lent: HostingRequest
) -> None:
    close(session, cast, 1)
    (mail,) = told(session)
    assert "( mardi 26 janvier ) de 11 h 30 à 14 h 15" in mail
    assert "Il remplace le rendez-vous du mardi 19 janvier, 12 h 15." in mail
    assert loan(lent) == expected_loan(1)
    assert lent.status is RequestStatus.ACCEPTED


def test_fixing_the_date_that_was_lent_tells_the_host_nothing(
    session: Session, cast: Cast, lent: HostingRequest
) -> None:
    close(session, cast, 0)
    assert told(session) == calls(session) == []
    assert loan(lent) == expected_loan(0)


def test_a_host_without_address_is_to_be_called(session: Session, cast: Cast, lent: HostingRequest) -> None:
    cast.mairie.email = None
    close(session, cast, 1)
    assert told(session) == []
    assert calls(session) == [cast.mairie.name]
    assert loan(lent) == expected_loan(1)


def test_a_draft_that_is_edited_tells_its_host_each_time(session: Session, cast: Cast, lent: HostingRequest) -> None:
    for weeks in (1, 2, 1):
        edit(session, cast, weeks)
        factories.mails_leave(session)
    assert ["mardi 26 janvier" in mail for mail in told(session)] == [True, True, True]
    assert "( mardi 2 février )" in told(session)[1]
    assert loan(lent) == expected_loan(1)


def test_two_edits_in_a_row_leave_one_mail(session: Session, cast: Cast, lent: HostingRequest) -> None:
    edit(session, cast, 1)
    edit(session, cast, 2)
    (mail,) = told(session)
    assert "( mardi 2 février )" in mail
    assert session.scalars(select(OutgoingEmail.state).where(OutgoingEmail.kind == MailKind.PROVIDER)).all() == [
        MailState.PENDING
    ]


def test_an_edit_that_moves_nothing_tells_the_host_nothing(session: Session, cast: Cast, lent: HostingRequest) -> None:
    edit(session, cast, 0, title="Un autre titre", capacity=20)
    assert told(session) == calls(session) == []


def test_a_draft_that_is_rescheduled_tells_its_host(session: Session, cast: Cast, lent: HostingRequest) -> None:
    start, end = SLOTS[1]
    invitations.reschedule(session, cast.lunch, starts_at=start, ends_at=end, venue_id=cast.room.id, now=NOW)
    assert len(told(session)) == 1
    assert loan(lent) == expected_loan(1)
