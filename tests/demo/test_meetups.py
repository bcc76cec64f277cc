"""What the demo's association did, and what it has under way."""

from collections import Counter
from datetime import timedelta

from flask import Flask, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.demo.days import moment
from meetups.directory.models import Professional
from meetups.help.models import Remark
from meetups.invitations.models import Invitation, Registration, SeatRequest
from meetups.invitations.queries import answer_counts, guest_list
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus, SeatRequestStatus
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.pages.hosts.tally import tally_of
from meetups.planning.models import HostingRequest, Meetup, MeetupStatus, Openness, RequestStatus
from meetups.planning.rules import loan_for
from meetups.proposals.holidays import public_holidays, school_holidays
from meetups.proposals.models import Proposal
from meetups.venues.models import Host, HostKind, Venue
from meetups.web.filters import local
from meetups.web.tokens import Purpose, sign_link
from tests.factories import NOW


def meetups(session: Session, *, past: bool) -> list[Meetup]:
    wanted = Meetup.starts_at < NOW if past else Meetup.starts_at > NOW
    return list(session.scalars(select(Meetup).where(wanted).order_by(Meetup.starts_at)))


def open_lunch(session: Session) -> Meetup:
    wanted = (Meetup.status == MeetupStatus.PUBLISHED, Meetup.openness == Openness.INVITED, Meetup.starts_at > NOW)
    return session.scalars(select(Meetup).where(*wanted)).one()


def test_fifteen_communes_have_rooms_and_some_hosts_are_not_town_halls(demo: Session) -> None:
    hosts = demo.scalars(select(Host)).all()
    assert len({host.commune_insee for host in hosts if host.venues}) == 15
    assert {host.kind for host in hosts} == set(HostKind)
    assert all(host.email and host.phone for host in hosts)
    assert any(not host.venues for host in hosts)
    assert "Mairie d’Aix-les-Bains" in {host.name for host in hosts}
    assert "Mairie du Bourget-du-Lac" in {host.name for host in hosts}


def test_rooms_stand_beside_each_other_and_not_on_top(demo: Session) -> None:
    points = [(venue.lat, venue.lon) for venue in demo.scalars(select(Venue))]
    assert len(set(points)) == len(points)


def test_twelve_meetups_took_place_over_eighteen_months_on_days_that_suit(demo: Session) -> None:
    past = meetups(demo, past=True)
    assert len(past) == 12
    assert NOW - timedelta(days=550) < past[0].starts_at < NOW - timedelta(days=450)
    days = [local(meetup.starts_at).date() for meetup in past]
    assert len(set(days)) == 12
    assert {day.weekday() for day in days} <= {1, 3}
    assert not [day for day in days if day in public_holidays() or day in school_holidays()]
    assert len({meetup.title for meetup in meetups(demo, past=True) + meetups(demo, past=False)}) == 16


def test_past_meetups_have_guests_answers_and_attendance_that_agree(demo: Session) -> None:
    for meetup in meetups(demo, past=True):
        rows = demo.scalars(select(Registration).where(Registration.meetup_id == meetup.id)).all()
        going = [row for row in rows if row.status is RegistrationStatus.GOING]
        assert meetup.status is MeetupStatus.PUBLISHED
        assert meetup.venue is not None
        assert meetup.seats_taken == len(going) <= meetup.capacity <= meetup.venue.capacity
        assert all(row.attendance in {Attendance.ATTENDED, Attendance.ABSENT} for row in going)
        assert any(row.attendance is Attendance.ATTENDED for row in going)
        assert all(row.attendance is Attendance.UNKNOWN for row in rows if row not in going)
        [request] = meetup.requests
        loan = loan_for(meetup.starts_at, meetup.ends_at)
        assert (request.status, request.starts_at, request.ends_at) == (
            RequestStatus.ACCEPTED,
            loan.starts_at,
            loan.ends_at,
        )


def test_every_answer_has_a_history_in_order_that_ends_with_it(demo: Session) -> None:
    rows = demo.scalars(select(Registration)).all()
    assert len(rows) > 100
    for row in rows:
        assert row.invitation is not None
        assert row.invitation.invited_at is not None
        times = [change.at for change in row.changes]
        assert times == sorted(times)
        assert row.invitation.invited_at <= times[0] <= times[-1] < row.meetup.starts_at
        assert (row.changes[-1].status, row.changes[-1].source) == (row.status, row.source)
        assert row.answered_at == times[-1]
    assert any(len(row.changes) > 1 for row in rows)


def test_nobody_was_asked_before_they_joined_nor_said_to_be_new_twice(demo: Session) -> None:
    never_said = Counter[int]()
    for invitation in demo.scalars(select(Invitation).order_by(Invitation.invited_at)):
        codes = [reason["code"] for reason in invitation.reasons]
        if codes == ["instead_of"]:
            continue
        assert invitation.professional.created_at < (invitation.invited_at or invitation.created_at)
        assert codes[:2] == ["pathway", "distance"]
        never_said[invitation.professional_id] += "never_invited" in codes
    assert max(never_said.values()) == 1


def test_some_came_often_and_many_were_never_asked(demo: Session) -> None:
    asked = Counter(demo.scalars(select(Invitation.professional_id).where(Invitation.invited_at.is_not(None))))
    assert max(asked.values()) >= 3
    assert demo.scalar(select(func.count(Professional.id))) - len(asked) > 100


def test_one_lunch_is_open_with_answers_of_each_kind_by_several_channels(demo: Session) -> None:
    lunch = open_lunch(demo)
    counts = answer_counts(demo, [lunch.id])[lunch.id]
    rows = demo.scalars(select(Registration).where(Registration.meetup_id == lunch.id)).all()
    assert {row.status for row in rows} == {
        RegistrationStatus.GOING,
        RegistrationStatus.MAYBE,
        RegistrationStatus.DECLINED,
        RegistrationStatus.SUBSTITUTED,
        RegistrationStatus.OFFERED,
    }
    assert {row.source for row in rows} >= {AnswerSource.EMAIL_LINK, AnswerSource.SITE, AnswerSource.TELEPHONE}
    assert counts.silent > 3
    assert lunch.seats_taken == counts.of(RegistrationStatus.GOING, RegistrationStatus.OFFERED)
    assert all(7 <= local(change.at).hour < 22 for row in rows for change in row.changes if row.source != "colleague")


def test_ines_is_invited_to_the_open_lunch_and_has_not_answered(demo: Session) -> None:
    ines = demo.scalars(select(Professional).where(Professional.account_id.is_not(None))).one()
    [invitation] = [guest for guest in guest_list(demo, open_lunch(demo)) if guest.professional is ines]
    assert invitation.invited_at is not None
    assert invitation.registration is None


def test_some_guests_of_the_open_lunch_have_no_address(demo: Session) -> None:
    reached = [guest for guest in guest_list(demo, open_lunch(demo)) if guest.professional.email is None]
    assert len(reached) >= 2
    assert any(guest.registration is None for guest in reached)
    assert any(guest.registration is not None for guest in reached)


def test_one_draft_waits_for_its_town_hall(demo: Session) -> None:
    draft = demo.scalars(select(Meetup).where(Meetup.status == MeetupStatus.DRAFT)).one()
    [request] = demo.scalars(select(HostingRequest).where(HostingRequest.status == RequestStatus.SENT))
    assert request.meetup is draft
    assert request.host.kind is HostKind.TOWN_HALL
    assert draft.starts_at > NOW
    assert draft.venue_id is None
    guests = guest_list(demo, draft)
    assert len(guests) == draft.capacity
    assert not any(guest.invited_at for guest in guests)


def test_the_town_hall_that_is_asked_reads_what_its_room_made_possible(demo: Session, demo_app: Flask) -> None:
    [request] = demo.scalars(select(HostingRequest).where(HostingRequest.status == RequestStatus.SENT))
    tally = tally_of(demo, request.host, NOW)
    assert tally.meetups == 2
    assert tally.only_lunches
    assert tally.people > 10
    with demo_app.test_request_context():
        url = url_for("pages.host_rooms", token=sign_link(Purpose.HOST, request.public_id, request.link_version))
    page = demo_app.test_client().get(url).text
    assert "Rien à compter" not in page
    assert f">{tally.people}</" in page


def test_two_lunches_are_open_to_more_than_those_invited_and_have_places_left(demo: Session) -> None:
    doors = [meetup for meetup in meetups(demo, past=False) if meetup.openness is not Openness.INVITED]
    assert [meetup.openness for meetup in doors] == [Openness.EVERYONE, Openness.MEMBERS]
    assert all(0 < meetup.seats_taken < meetup.capacity for meetup in doors)


def test_two_people_ask_for_a_seat_and_somebody_left_a_remark(demo: Session) -> None:
    asked = demo.scalars(select(SeatRequest)).all()
    assert [(each.meetup_id, each.status) for each in asked] == [(open_lunch(demo).id, SeatRequestStatus.ASKED)] * 2
    assert demo.scalars(select(Remark)).one().read_at is None


def test_mails_of_the_last_weeks_are_there_to_read_and_none_waits(demo: Session) -> None:
    mails = demo.scalars(select(OutgoingEmail)).all()
    to_come = [meetup for meetup in meetups(demo, past=False) if not meetup.is_draft]
    invited = [guest for meetup in to_come for guest in guest_list(demo, meetup) if guest.professional.email]
    kinds = Counter(mail.kind for mail in mails)
    assert {mail.state for mail in mails} == {MailState.SENT}
    assert all(mail.sent_at == mail.created_at < NOW for mail in mails)
    assert kinds[MailKind.INVITATION] == len(invited)
    assert kinds[MailKind.REQUEST] == 4
    assert kinds[MailKind.REQUEST_ANSWERED] == 3
    assert kinds[MailKind.CONFIRMATION] > 5


def test_proposals_are_ready(demo: Session) -> None:
    proposals = demo.scalars(select(Proposal).order_by(Proposal.rank)).all()
    assert len(proposals) >= 5
    assert all(len(proposal.guests) >= 8 for proposal in proposals)
    assert {proposal.computed_at for proposal in proposals} == {moment(local(NOW).date(), 0)}
