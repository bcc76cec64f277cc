"""What the manager of a structure learns when the meetup moves or is called off."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.invitations import blocks
from meetups.invitations.block_naming import name_person
from meetups.invitations.models import Call, SeatBlock
from meetups.invitations.newcomers import Named
from meetups.invitations.rules import CallReason
from meetups.invitations.services import cancel, reschedule
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

LATER = LUNCH + timedelta(days=14)


@pytest.fixture
def three(session: Session, cast: Cast) -> SeatBlock:
    cast.lunch.status = MeetupStatus.PUBLISHED
    return offered(session, cast, email="direction@tilleuls.example")


def offered(session: Session, cast: Cast, **given: str) -> SeatBlock:
    name_by = LUNCH - timedelta(days=7)
    wanted = blocks.Offer("l’EHPAD des Tilleuls", "Hélène", 3, name_by, **given)
    return blocks.offer(session, cast.lunch, wanted, now=NOW)


def said(session: Session) -> list[str]:
    """Subjects of what leaves or left to managers."""
    live = OutgoingEmail.kind == MailKind.SEAT_BLOCK, OutgoingEmail.state != MailState.SUPPRESSED
    return list(session.scalars(select(OutgoingEmail.subject).where(*live).order_by(OutgoingEmail.id)))


def move(session: Session, cast: Cast) -> None:
    reschedule(
        session,
        cast.lunch,
        starts_at=LATER,
        ends_at=LATER + timedelta(minutes=90),
        venue_id=cast.room.id,
        now=NOW + timedelta(hours=1),
    )


def test_another_date_is_told_and_the_day_to_name_people_moves_along(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    factories.mails_leave(session)
    move(session, cast)
    assert three.name_by == LATER - timedelta(days=7)
    _first, second = said(session)
    assert "mardi 2\N{NO-BREAK SPACE}février" in second
    assert three.unnamed == 3


def test_a_link_that_has_not_left_yet_says_the_new_date(session: Session, cast: Cast, three: SeatBlock) -> None:
    move(session, cast)
    (only,) = said(session)
    assert only.startswith("Mardi 2\N{NO-BREAK SPACE}février")


def test_the_end_is_told_with_its_reason_and_names_nobody(session: Session, cast: Cast, three: SeatBlock) -> None:
    name_person(session, three, Named("Lucie", email="lucie@tilleuls.example"), now=NOW)
    factories.mails_leave(session)
    cancel(session, cast.lunch, reason="La salle est inondée.", now=NOW)
    assert len(said(session)) == 2
    row = session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()
    mail = next(each for each in row if each.dedupe_key == f"block:{three.public_id}:cancelled")
    assert mail.mime
    text = describe(mail.mime).text
    assert "La salle est inondée." in text
    assert "Lucie" not in text


def test_whoever_had_heard_of_nothing_hears_of_no_end(session: Session, cast: Cast, three: SeatBlock) -> None:
    cancel(session, cast.lunch, reason="", now=NOW)
    assert said(session) == []


def test_a_manager_without_an_address_is_called_for_what_is_true_now(session: Session, cast: Cast) -> None:
    cast.lunch.status = MeetupStatus.PUBLISHED
    offered(session, cast, phone="0479000000")
    move(session, cast)
    (call,) = session.scalars(select(Call))
    assert call.reason is CallReason.INVITED
    call.reached_at = NOW
    cancel(session, cast.lunch, reason="", now=NOW)
    reasons = [call.reason for call in session.scalars(select(Call).where(Call.reached_at.is_(None)))]
    assert reasons == [CallReason.CANCELLED]


def test_of_two_moves_in_a_row_only_the_second_is_said_by_telephone(session: Session, cast: Cast) -> None:
    cast.lunch.status = MeetupStatus.PUBLISHED
    offered(session, cast, phone="0479000000")
    session.execute(update(Call).values(reached_at=NOW))
    for days in (7, 14):
        starts_at, place = LUNCH + timedelta(days=days), cast.room.id
        ends_at = starts_at + timedelta(minutes=90)
        reschedule(session, cast.lunch, starts_at=starts_at, ends_at=ends_at, venue_id=place, now=NOW)
    assert session.scalars(select(Call.reason).where(Call.reached_at.is_(None))).all() == [CallReason.MOVED]
