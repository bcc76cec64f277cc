"""What may change on a meetup, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.planning.errors import (
    AlreadyPublished,
    BadDate,
    CapacityBelowGuests,
    MeetupCancelled,
    MeetupOver,
    VenueTaken,
    VenueTooSmall,
)
from meetups.planning.models import Meetup, MeetupFormat, MeetupStatus
from meetups.planning.services import MeetupDetails, call_off, create_meetup, edit_meetup, move_meetup, publish
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW


def details(meetup: Meetup, **changes: object) -> MeetupDetails:
    """The details of a meetup as it stands, some of them changed."""
    current = MeetupDetails(
        title=meetup.title,
        format=meetup.format,
        pathway_id=meetup.pathway_id,
        commune_insee=meetup.commune_insee,
        starts_at=meetup.starts_at,
        ends_at=meetup.ends_at,
        capacity=meetup.capacity,
        venue_id=meetup.venue_id,
    )
    return replace(current, **changes)  # type: ignore[arg-type]


def test_a_form_sent_twice_makes_one_draft(session: Session, cast: Cast) -> None:
    wanted = details(cast.lunch, venue_id=None)
    first = create_meetup(session, wanted, now=NOW, public_id="une-seule")
    again = create_meetup(session, wanted, now=NOW, public_id="une-seule")
    assert first is again
    assert session.scalar(select(func.count()).select_from(Meetup).where(Meetup.public_id == "une-seule")) == 1


def test_a_draft_changes_freely(session: Session, cast: Cast) -> None:
    edit_meetup(session, cast.lunch, details(cast.lunch, title="Un soir", format=MeetupFormat.EVENING), now=NOW)
    assert (cast.lunch.title, cast.lunch.format) == ("Un soir", MeetupFormat.EVENING)
    assert cast.lunch.sequence == 0


def test_the_version_rises_with_each_change(session: Session, cast: Cast) -> None:
    before = cast.lunch.version
    edit_meetup(session, cast.lunch, details(cast.lunch, title="Autre titre"), now=NOW)
    assert cast.lunch.version == before + 1


def test_a_published_meetup_keeps_its_date_when_edited(session: Session, cast: Cast) -> None:
    publish(session, cast.lunch, now=NOW)
    later = details(cast.lunch, starts_at=LUNCH + timedelta(days=7), ends_at=LUNCH + timedelta(days=7, hours=2))
    with pytest.raises(AlreadyPublished):
        edit_meetup(session, cast.lunch, later, now=NOW)
    edit_meetup(session, cast.lunch, details(cast.lunch, title="Nouveau titre"), now=NOW)
    assert cast.lunch.title == "Nouveau titre"


def test_places_never_go_below_the_seats_held(session: Session, cast: Cast) -> None:
    cast.lunch.seats_taken = 5
    with pytest.raises(CapacityBelowGuests, match="5"):
        edit_meetup(session, cast.lunch, details(cast.lunch, capacity=4), now=NOW)
    edit_meetup(session, cast.lunch, details(cast.lunch, capacity=5), now=NOW)


@pytest.mark.parametrize(
    ("start", "end"),
    [(NOW - timedelta(days=1), NOW), (LUNCH, LUNCH), (LUNCH, LUNCH - timedelta(hours=1))],
    ids=["past", "no length", "backwards"],
)
def test_an_impossible_date_is_refused(session: Session, cast: Cast, start: object, end: object) -> None:
    with pytest.raises(BadDate):
        create_meetup(session, details(cast.lunch, starts_at=start, ends_at=end, venue_id=None), now=NOW)


def test_two_meetups_never_share_a_room_at_the_same_hour(session: Session, cast: Cast) -> None:
    with pytest.raises(VenueTaken):
        create_meetup(session, details(cast.lunch), now=NOW)
    straight_after = details(cast.lunch, starts_at=cast.lunch.ends_at, ends_at=cast.lunch.ends_at + timedelta(hours=1))
    with pytest.raises(VenueTaken):  # setting up and tidying count
        create_meetup(session, straight_after, now=NOW)
    other_day = details(cast.lunch, starts_at=LUNCH + timedelta(days=1), ends_at=LUNCH + timedelta(days=1, hours=1))
    create_meetup(session, other_day, now=NOW)


def test_a_cancelled_meetup_frees_its_room(session: Session, cast: Cast) -> None:
    call_off(session, cast.lunch, reason="", now=NOW)
    create_meetup(session, details(cast.lunch), now=NOW)


def test_a_room_too_small_is_refused(session: Session, cast: Cast) -> None:
    small = factories.venue(session, cast.mairie, "bureau", capacity=6)
    with pytest.raises(VenueTooSmall, match="6"):
        edit_meetup(session, cast.lunch, details(cast.lunch, venue_id=small.id), now=NOW)


def test_moving_a_published_meetup_raises_its_sequence_once(session: Session, cast: Cast) -> None:
    publish(session, cast.lunch, now=NOW)
    new = {"starts_at": LUNCH + timedelta(days=7), "ends_at": LUNCH + timedelta(days=7, hours=1)}
    assert move_meetup(session, cast.lunch, **new, venue_id=cast.room.id, now=NOW)
    assert not move_meetup(session, cast.lunch, **new, venue_id=cast.room.id, now=NOW)
    assert cast.lunch.sequence == 1


def test_a_draft_moves_without_a_sequence(session: Session, cast: Cast) -> None:
    new = {"starts_at": LUNCH + timedelta(days=7), "ends_at": LUNCH + timedelta(days=7, hours=1)}
    assert move_meetup(session, cast.lunch, **new, venue_id=None, now=NOW)
    assert cast.lunch.sequence == 0


def test_cancelling_twice_cancels_once(session: Session, cast: Cast) -> None:
    assert call_off(session, cast.lunch, reason=" neige ", now=NOW)
    assert not call_off(session, cast.lunch, reason="autre", now=NOW)
    assert (cast.lunch.status, cast.lunch.cancel_reason, cast.lunch.sequence) == (MeetupStatus.CANCELLED, "neige", 1)


def test_nothing_changes_once_cancelled_or_begun(session: Session, cast: Cast) -> None:
    with pytest.raises(MeetupOver):
        publish(session, cast.lunch, now=LUNCH)
    with pytest.raises(MeetupOver):
        call_off(session, cast.lunch, reason="", now=LUNCH)
    call_off(session, cast.lunch, reason="", now=NOW)
    with pytest.raises(MeetupCancelled):
        edit_meetup(session, cast.lunch, details(cast.lunch), now=NOW)


def test_the_deadline_moves_with_the_meetup_on_the_clocks(session: Session, cast: Cast) -> None:
    cast.lunch.answer_by = LUNCH - timedelta(days=4, minutes=15)
    in_summer = LUNCH + timedelta(days=70) - timedelta(hours=1)
    end = in_summer + timedelta(hours=1)
    move_meetup(session, cast.lunch, starts_at=in_summer, ends_at=end, venue_id=cast.room.id, now=NOW)
    assert cast.lunch.answer_by == in_summer - timedelta(days=4, minutes=15) + timedelta(hours=1), "12:00, in winter"
