"""``flask demo play``: the whole story, and what it says of itself."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups import create_app
from meetups.database import db
from meetups.demo.errors import NotADemo, NothingToPlay
from meetups.demo.loading import load_demo
from meetups.demo.playing import PlayReport, let_mails_leave, play
from meetups.installation import Installation
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.queries import guest_list
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.models import Meetup, MeetupStatus, RequestStatus
from meetups.proposals.models import Proposal
from meetups.web.filters import local
from tests.conftest import Cast, make_settings
from tests.factories import NOW


def tell(session: Session, now: datetime = NOW) -> tuple[PlayReport, list[str]]:
    """Play as the command does."""
    lines: list[str] = []

    def after_step(line: str) -> None:
        session.commit()
        lines.append(line)

    report = play(session, now=now, after_step=after_step)
    session.commit()
    return report, lines


def meetup_of(session: Session, public_id: str) -> Meetup:
    return session.scalars(select(Meetup).where(Meetup.public_id == public_id)).one()


def mails_about(session: Session, public_id: str, kind: MailKind) -> Counter[str]:
    waiting = (OutgoingEmail.about == public_id, OutgoingEmail.kind == kind, OutgoingEmail.state == MailState.PENDING)
    return Counter(session.scalars(select(OutgoingEmail.recipient).where(*waiting)))


def addresses(session: Session, meetup: Meetup) -> Counter[str]:
    return Counter(guest.professional.email for guest in guest_list(session, meetup) if guest.professional.email)


@pytest.fixture(scope="module")
def played_template(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PlayReport]:
    """A demo on which the story was told, and its report."""
    path = tmp_path_factory.mktemp("played") / "played.db"
    path.write_bytes(demo_template.read_bytes())
    with create_app(make_settings(f"sqlite:///{path}")).app_context():
        report, _ = tell(db.session())
        db.session.remove()
        db.engine.dispose()
    return path, report


@pytest.fixture
def played(played_template: tuple[Path, PlayReport]) -> PlayReport:
    """What the story said of itself."""
    return played_template[1]


@pytest.fixture
def after(played_template: tuple[Path, PlayReport]) -> Iterator[Session]:
    """The database once the story was told; the tests only read it."""
    with create_app(make_settings(f"sqlite:///{played_template[0]}")).app_context():
        yield db.session()
        db.session.remove()
        db.engine.dispose()


def test_each_guest_with_an_address_gets_one_invitation_and_one_update(played: PlayReport, after: Session) -> None:
    meetup = meetup_of(after, played.meetup)
    guests = addresses(after, meetup)
    assert set(guests.values()) == {1}
    assert mails_about(after, played.meetup, MailKind.INVITATION) == guests
    assert mails_about(after, played.meetup, MailKind.UPDATE) == guests
    assert played.mails["invitation"] == played.mails["update"] == len(guests)


def test_each_guest_of_the_other_lunch_gets_the_cancellation(played: PlayReport, after: Session) -> None:
    other = meetup_of(after, played.cancelled)
    assert other.status is MeetupStatus.CANCELLED
    assert other.cancel_reason
    assert mails_about(after, played.cancelled, MailKind.CANCELLATION) == addresses(after, other)
    assert played.mails["cancellation"] == len(addresses(after, other))
    assert {request.status for request in other.requests} == {RequestStatus.WITHDRAWN}


def test_counts_are_those_of_the_database(played: PlayReport, after: Session) -> None:
    meetup = meetup_of(after, played.meetup)
    rows = after.scalars(select(Registration).where(Registration.meetup_id == meetup.id)).all()
    by_status = Counter(row.status.value for row in rows)
    assert {status.value: played.counts[status.value] for status in RegistrationStatus} == {
        status.value: by_status[status.value] for status in RegistrationStatus
    }
    assert played.counts["invited"] == after.scalar(
        select(func.count()).select_from(Invitation).where(Invitation.meetup_id == meetup.id)
    )
    assert meetup.seats_taken == played.counts["going"] + played.counts["offered"] <= meetup.capacity


def test_answers_of_each_kind_came_by_more_than_one_channel(played: PlayReport, after: Session) -> None:
    for kind in ("going", "maybe", "declined", "substituted"):
        assert played.counts[kind] >= 1
    meetup = meetup_of(after, played.meetup)
    sources = set(after.scalars(select(Registration.source).where(Registration.meetup_id == meetup.id)))
    assert {AnswerSource.EMAIL_LINK, AnswerSource.TELEPHONE} <= sources


def test_mails_are_counted_by_kind_and_nothing_else_left(played: PlayReport, after: Session) -> None:
    waiting = after.scalars(select(OutgoingEmail.kind).where(OutgoingEmail.state == MailState.PENDING))
    assert played.mails == dict(Counter(kind.value for kind in waiting))
    assert set(played.mails) >= {"request", "request_answered", "invitation", "confirmation", "update", "cancellation"}


def test_the_story_is_told_on_both_databases(app: Flask, session: Session) -> None:
    load_demo(session, professionals=150, now=NOW)
    report, _ = tell(session)
    guests = addresses(session, meetup_of(session, report.meetup))
    assert mails_about(session, report.meetup, MailKind.INVITATION) == guests
    assert mails_about(session, report.meetup, MailKind.UPDATE) == guests
    other = addresses(session, meetup_of(session, report.cancelled))
    assert mails_about(session, report.cancelled, MailKind.CANCELLATION) == other


def test_the_date_moved_by_a_week_and_the_hour_stayed(demo: Session) -> None:
    report, _ = tell(demo)
    meetup = meetup_of(demo, report.meetup)
    proposal = demo.scalars(select(Proposal).where(Proposal.meetup_id == meetup.id)).one()
    moved = local(meetup.starts_at).date() - local(proposal.starts_at).date()
    assert moved.days > 0
    assert moved.days % 7 == 0
    assert local(meetup.starts_at).time() == local(proposal.starts_at).time()
    assert meetup.sequence == 1


def test_the_story_is_over_when_it_is_told(demo: Session) -> None:
    tell(demo)
    written = demo.scalars(select(OutgoingEmail.created_at).where(OutgoingEmail.state == MailState.PENDING)).all()
    assert max(written) < NOW


def test_a_line_is_told_at_each_step(demo: Session) -> None:
    _, lines = tell(demo)
    assert len(lines) == 9
    assert all(line.endswith(".") for line in lines)


def test_the_same_demo_and_the_same_day_give_the_same_story(demo_template: Path, tmp_path: Path) -> None:
    reports = []
    for name, hour in (("one", 1), ("two", 20)):
        path = tmp_path / f"{name}.db"
        path.write_bytes(demo_template.read_bytes())
        with create_app(make_settings(f"sqlite:///{path}")).app_context():
            report, lines = tell(db.session(), NOW.replace(hour=hour))
            reports.append((report.counts, report.mails, report.cancelled, lines))
            db.session.remove()
            db.engine.dispose()
    assert reports[0] == reports[1]


@pytest.mark.parametrize("day", [datetime(2025, 3, 1, 9, tzinfo=UTC), datetime(2029, 7, 14, 9, tzinfo=UTC)])
def test_far_from_the_day_it_was_loaded_the_story_still_holds(demo: Session, day: datetime) -> None:
    report, _ = tell(demo, day)
    assert report.meetup != report.cancelled
    assert meetup_of(demo, report.cancelled).status is MeetupStatus.CANCELLED
    assert report.mails["cancellation"] >= 1


def test_it_can_be_told_twice(demo: Session) -> None:
    first, _ = tell(demo)
    second, _ = tell(demo)
    assert second.meetup != first.meetup
    assert second.cancelled not in {first.cancelled, second.meetup}


def test_mails_leave_now_even_when_the_story_is_told_at_a_later_date(demo: Session) -> None:
    tell(demo, datetime(2027, 6, 1, 9, tzinfo=UTC))
    let_mails_leave(demo, now=NOW)
    due = set(demo.scalars(select(OutgoingEmail.not_before).where(OutgoingEmail.state == MailState.PENDING)))
    assert due == {NOW}


def test_a_real_association_is_never_played_with(cast: Cast, session: Session) -> None:
    session.get_one(Installation, 1).is_demo = False
    session.commit()
    with pytest.raises(NotADemo, match="démonstration"):
        tell(session)
    assert session.scalar(select(func.count(OutgoingEmail.id))) == 0
    assert session.scalar(select(Meetup.status)) is MeetupStatus.DRAFT


def test_a_demo_with_nobody_left_says_what_is_missing(cast: Cast, session: Session) -> None:
    with pytest.raises(NothingToPlay, match="proposition"):
        tell(session)
