"""Whom a person reaches: each once, with the latest news."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import reminders
from meetups.invitations.calls import add_call, add_calls, add_provider_call, close_calls
from meetups.invitations.models import Call, Invitation
from meetups.invitations.rules import CallReason
from meetups.planning.models import MeetupStatus, Reminder, ReminderAudience
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def odile(session: Session, cast: Cast) -> Invitation:
    """Asked, and only reached by telephone."""
    return factories.invitation(session, cast.lunch, cast.odile, invited_at=NOW)


def reasons(session: Session) -> list[CallReason]:
    return list(session.scalars(select(Call.reason).where(Call.reached_at.is_(None)).order_by(Call.id)))


def test_the_same_news_said_twice_is_one_call(session: Session, odile: Invitation) -> None:
    first = add_call(session, odile, CallReason.INVITED, now=NOW)
    assert add_call(session, odile, CallReason.INVITED, now=LATER) is first
    assert (first.name, first.phone, first.created_at) == (odile.professional.full_name, "0639980042", NOW)


def test_later_news_replaces_what_was_still_to_be_said(session: Session, odile: Invitation) -> None:
    add_call(session, odile, CallReason.INVITED, now=NOW)
    add_call(session, odile, CallReason.MOVED, now=LATER)
    assert reasons(session) == [CallReason.MOVED]
    add_call(session, odile, CallReason.CANCELLED, now=LATER)
    assert reasons(session) == [CallReason.CANCELLED]


def test_a_reminder_adds_no_call_to_one_that_waits(session: Session, odile: Invitation) -> None:
    first = add_call(session, odile, CallReason.INVITED, now=NOW)
    assert add_call(session, odile, CallReason.REMINDED, now=LATER) is first
    first.reached_at = LATER
    assert add_call(session, odile, CallReason.REMINDED, now=LATER) is not first
    assert reasons(session) == [CallReason.REMINDED]


def test_the_next_reminder_calls_again_whoever_was_reached_and_did_not_say(
    session: Session, cast: Cast, odile: Invitation
) -> None:
    cast.lunch.status = MeetupStatus.PUBLISHED
    cast.lunch.reminders = [Reminder(audience=ReminderAudience.SILENT, days_before=days) for days in (10, 5)]
    session.flush()
    for reminder in cast.lunch.reminders:
        for _ in range(2):
            reminders.send(session, reminder, now=LUNCH - timedelta(days=reminder.days_before))
        assert reasons(session) == [CallReason.REMINDED]
        session.scalars(select(Call).where(Call.reached_at.is_(None))).one().reached_at = LATER
    assert len(session.scalars(select(Call)).all()) == 2


def test_whoever_was_heard_is_called_no_more(session: Session, cast: Cast, odile: Invitation) -> None:
    call = add_call(session, odile, CallReason.INVITED, now=NOW)
    other = add_call(session, factories.invitation(session, cast.lunch, cast.karim), CallReason.INVITED, now=NOW)
    close_calls(session, odile, by=cast.maud.public_id, now=LATER)
    assert (call.reached_at, call.reached_by) == (LATER, cast.maud.public_id)
    assert other.reached_at is None
    close_calls(session, odile, by=None, now=LATER + timedelta(days=1))
    assert (call.reached_at, call.reached_by) == (LATER, cast.maud.public_id), "what is done keeps its date"


def test_a_host_is_called_once_about_one_event(session: Session, cast: Cast) -> None:
    first = add_provider_call(session, cast.lunch, "Mairie", "0465710012", who="host:1", event="moved", now=NOW)
    again = add_provider_call(session, cast.lunch, "Mairie", "0465710012", who="host:1", event="moved", now=LATER)
    assert again is first
    assert (first.invitation, first.reason) == (None, CallReason.PROVIDER)


def test_a_hundred_calls_cost_as_many_reads_as_one(session: Session, cast: Cast) -> None:
    people = [factories.professional(session, email=None) for _ in range(20)]
    guests = [factories.invitation(session, cast.lunch, person, invited_at=NOW) for person in people]
    add_calls(session, guests, CallReason.INVITED, now=NOW)
    session.refresh(cast.lunch)
    with recorded_statements() as seen:
        assert len(add_calls(session, guests, CallReason.MOVED, now=LATER)) == 20
    assert len([one for one in seen if not one.startswith("INSERT")]) <= 3
