"""A mail to a host, a caterer or the manager of a structure that a server refuses is said by telephone."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.invitations import blocks, services
from meetups.invitations.inbound import receive
from meetups.invitations.models import Call
from meetups.invitations.rules import CallReason
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, HostingRequest, MeetupStatus
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.invitations.inbound.letters import report
from tests.invitations.test_refused import LATER, refuse_all, tick

HOST = ("Mairie de La Motte-Servolex", "0465710012", CallReason.PROVIDER)
LOU = ("Chez Lou", "0639980077", CallReason.PROVIDER)
MANAGER = "Hélène, l’EHPAD des Tilleuls", "0639980078"


@pytest.fixture
def lent(session: Session, cast: Cast) -> HostingRequest:
    """The town hall lent its room, Chez Lou brings the meal, the EHPAD holds places; all of them read mails."""
    lunch = cast.lunch
    lunch.venue = None
    lunch.caterer_name, lunch.caterer_email, lunch.caterer_phone = "Chez Lou", "lou@traiteur.example", "0639980077"
    request = hosting.request_room(session, lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    lunch.status = MeetupStatus.PUBLISHED
    name_by = LUNCH - timedelta(days=7)
    wanted = blocks.Offer("l’EHPAD des Tilleuls", "Hélène", 3, name_by, "direction@tilleuls.example", "0639980078")
    blocks.offer(session, lunch, wanted, now=NOW)
    factories.mails_leave(session)
    return request


def move(session: Session, cast: Cast, weeks: int = 1) -> None:
    starts_at, place = LUNCH + timedelta(days=7 * weeks), cast.room.id
    ends_at = starts_at + timedelta(minutes=90)
    services.reschedule(session, cast.lunch, starts_at=starts_at, ends_at=ends_at, venue_id=place, now=LATER)


def to_ring(session: Session) -> list[tuple[str, str | None, CallReason]]:
    session.expire_all()
    rows = session.scalars(select(Call).where(Call.reached_at.is_(None)).order_by(Call.id))
    return [(call.name, call.phone, call.reason) for call in rows]


def test_each_is_rung_about_the_change_once(session: Session, cast: Cast, lent: HostingRequest) -> None:
    move(session, cast)
    refuse_all(LATER + timedelta(minutes=3))
    for _ in range(2):
        tick(LATER + timedelta(minutes=4))
    assert sorted(to_ring(session)) == sorted([HOST, LOU, (*MANAGER, CallReason.MOVED)])
    session.execute(update(Call).values(reached_at=LATER))
    tick(LATER + timedelta(minutes=5))
    assert to_ring(session) == []


def test_each_is_rung_about_the_end_instead(session: Session, cast: Cast, lent: HostingRequest) -> None:
    move(session, cast)
    refuse_all(LATER + timedelta(minutes=3))
    tick(LATER + timedelta(minutes=4))
    services.cancel(session, cast.lunch, reason="Neige", now=LATER + timedelta(minutes=5))
    refuse_all(LATER + timedelta(minutes=6))
    tick(LATER + timedelta(minutes=7))
    assert sorted(to_ring(session)) == sorted([HOST, LOU, (*MANAGER, CallReason.CANCELLED)])


def test_a_manager_whose_first_link_was_refused_is_rung(session: Session, cast: Cast) -> None:
    cast.lunch.status = MeetupStatus.PUBLISHED
    name_by = LUNCH - timedelta(days=7)
    wanted = blocks.Offer("l’EHPAD des Tilleuls", "Hélène", 3, name_by, "direction@tilleuls.example", "0639980078")
    block = blocks.offer(session, cast.lunch, wanted, now=NOW)
    refuse_all(NOW)
    tick(NOW)
    assert to_ring(session) == [(*MANAGER, CallReason.INVITED)]
    blocks.withdraw_block(session, block, now=LATER)
    assert to_ring(session) == [], "they had heard of nothing"


def test_a_town_hall_that_did_not_get_the_question_is_rung_until_it_answers(session: Session, cast: Cast) -> None:
    cast.lunch.venue = None
    ask = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    refuse_all(NOW)
    tick(NOW)
    assert to_ring(session) == [HOST]
    session.execute(update(Call).values(reached_at=NOW))
    hosting.withdraw_request(session, ask, now=LATER)
    factories.mails_leave(session)
    tick(LATER)
    assert to_ring(session) == [], "a newer mail left"


def test_a_bounce_is_rung_as_well(session: Session, cast: Cast, lent: HostingRequest) -> None:
    move(session, cast)
    factories.mails_leave(session)
    moved = OutgoingEmail.kind == MailKind.PROVIDER, OutgoingEmail.recipient == cast.mairie.email
    mail = session.scalars(select(OutgoingEmail).where(*moved)).one()
    receive(session, report(mail), now=LATER + timedelta(minutes=9))
    assert to_ring(session) == [HOST]
    move(session, cast, 2)
    assert to_ring(session) == [HOST], "its address is dead: the second change is rung, in the place of the first"


def test_whoever_is_rung_besides_is_not_rung_twice(session: Session, cast: Cast, lent: HostingRequest) -> None:
    services.cancel(session, cast.lunch, reason="Neige", in_a_hurry=True, now=LATER)
    refuse_all(LATER)
    tick(LATER)
    assert sorted(to_ring(session)) == sorted([HOST, LOU, (*MANAGER, CallReason.CANCELLED)])
