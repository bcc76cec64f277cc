"""Several changes in a row, mails that left or not: one truth in each calendar, and no mail for nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import services
from meetups.invitations.answers import answer
from meetups.invitations.models import Call, Invitation
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.services import Sent
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.invitations.test_each_calendar_object import calendar_of, details_of, value

MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)


@pytest.fixture
def guests(session: Session, cast: Cast) -> list[Invitation]:
    """Inès, Karim and Odile without e-mail; the invitations are written, and wait."""
    made = [factories.invitation(session, cast.lunch, person) for person in (cast.ines, cast.karim, cast.odile)]
    services.invite(session, cast.lunch, now=NOW)
    return made


def move(session: Session, cast: Cast, starts_at: datetime, now: datetime = NOW) -> Sent:
    return services.reschedule(
        session,
        cast.lunch,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        venue_id=cast.lunch.venue_id,
        now=now,
    )


def retitle(session: Session, cast: Cast, title: str, now: datetime = NOW) -> Sent:
    return services.edit(session, cast.lunch, replace(details_of(cast.lunch), title=title), now=now)


def mails_to(session: Session, guest: Invitation) -> list[tuple[MailKind, MailState, int]]:
    """Kind, state and SEQUENCE of each mail to a guest, in order; -1 for a plain mail."""
    rows = session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.concerns == guest.public_id).order_by(OutgoingEmail.id)
    )
    return [(row.kind, row.state, _sequence(row.mime or b"")) for row in rows]


def _sequence(raw: bytes) -> int:
    if describe(raw).calendar is None:
        return -1
    return int(value(calendar_of(raw), "SEQUENCE").removeprefix("SEQUENCE:"))


SENT_INVITATION = (MailKind.INVITATION, MailState.SENT, 0)


def test_five_edits_in_two_minutes_leave_one_update_one_step_higher(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    factories.mails_leave(session)
    for number in range(3):
        move(session, cast, LUNCH + WEEK * (number + 1), NOW + MINUTE * number / 2)
    retitle(session, cast, "Un titre", NOW + MINUTE)
    assert retitle(session, cast, "Le dernier titre", NOW + MINUTE * 1.5) == Sent(2, 0)
    assert mails_to(session, guests[0]) == [SENT_INVITATION, (MailKind.UPDATE, MailState.PENDING, 1)]
    row = session.scalars(
        select(OutgoingEmail).where(
            OutgoingEmail.kind == MailKind.UPDATE, OutgoingEmail.concerns == guests[0].public_id
        )
    ).one()
    assert row.not_before == NOW + 2 * MINUTE, "the first change decides when it leaves"
    lines = calendar_of(row.mime or b"")
    assert value(lines, "DTSTART").endswith("20270209T121500")
    assert value(lines, "SUMMARY") == "SUMMARY:Le dernier titre"
    assert "PARTSTAT=NEEDS-ACTION" in value(lines, "ATTENDEE")
    assert guests[0].moved_sequence == 1
    assert session.scalars(select(Call.reason)).all() == [CallReason.MOVED], "Odile is called once"


def test_edits_on_both_sides_of_a_send_leave_two_updates_ever_higher(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    factories.mails_leave(session)
    move(session, cast, LUNCH + WEEK)
    retitle(session, cast, "Un titre")
    factories.mails_leave(session)
    retitle(session, cast, "Un autre titre")
    found = mails_to(session, guests[0])
    assert [kind for kind, _, _ in found] == [MailKind.INVITATION, MailKind.UPDATE, MailKind.UPDATE]
    sequences = [sequence for _, _, sequence in found]
    assert sequences == sorted(set(sequences))
    assert guests[0].moved_sequence == sequences[1], "the title changed since, not the date"


def test_an_update_that_a_worker_holds_is_followed_by_another(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    factories.mails_leave(session)
    move(session, cast, LUNCH + WEEK)
    for row in session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.UPDATE)):
        row.attempts, row.lease_until = 1, NOW + 5 * MINUTE
    move(session, cast, LUNCH + 2 * WEEK)
    assert [sequence for _, _, sequence in mails_to(session, guests[0])] == [0, 1, 2]


def test_an_invitation_that_has_not_left_says_the_new_date_and_stays_an_invitation(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    assert move(session, cast, LUNCH + WEEK) == Sent(2, 1)
    assert mails_to(session, guests[0]) == [(MailKind.INVITATION, MailState.PENDING, 0)]
    row = session.scalars(select(OutgoingEmail).where(OutgoingEmail.concerns == guests[0].public_id)).one()
    assert value(calendar_of(row.mime or b""), "DTSTART").endswith("20270126T121500")
    assert "change" not in describe(row.mime or b"").subject


def test_an_invitation_refused_for_now_gives_way_to_one_with_the_new_date(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    for row in session.scalars(select(OutgoingEmail)):
        row.attempts = 1
    move(session, cast, LUNCH + WEEK)
    assert mails_to(session, guests[0]) == [
        (MailKind.INVITATION, MailState.SUPPRESSED, 0),
        (MailKind.INVITATION, MailState.PENDING, 1),
    ]


def test_moved_then_cancelled_before_anything_left_the_move_is_never_told(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    factories.mails_leave(session)
    move(session, cast, LUNCH + WEEK)
    services.cancel(session, cast.lunch, reason="Neige", now=NOW + MINUTE)
    assert mails_to(session, guests[0]) == [
        SENT_INVITATION,
        (MailKind.UPDATE, MailState.SUPPRESSED, 1),
        (MailKind.CANCELLATION, MailState.PENDING, 2),
    ]


def test_cancelled_before_the_invitation_left_nobody_hears_of_it(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    assert services.cancel(session, cast.lunch, reason="Neige", now=NOW) == Sent(0, 1), "Odile may have been called"
    assert mails_to(session, guests[0]) == [(MailKind.INVITATION, MailState.SUPPRESSED, 0)]
    assert session.scalars(select(Call.reason)).all() == [CallReason.CANCELLED]


def test_whoever_answered_by_another_way_hears_that_it_is_off(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
    assert services.cancel(session, cast.lunch, reason="Neige", now=NOW) == Sent(1, 1)
    kinds = [kind for kind, state, _ in mails_to(session, guests[0]) if state is MailState.PENDING]
    assert kinds == [MailKind.CANCELLATION]


def test_withdrawn_before_the_invitation_left_nothing_leaves(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    services.remove_guest(session, guests[0], now=NOW)
    assert mails_to(session, guests[0]) == [(MailKind.INVITATION, MailState.SUPPRESSED, 0)]
    assert mails_to(session, guests[1]) == [(MailKind.INVITATION, MailState.PENDING, 0)]


def test_a_confirmation_of_the_former_date_does_not_leave_after_the_move(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    factories.mails_leave(session)
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    move(session, cast, LUNCH + WEEK)
    assert mails_to(session, guests[0])[1:] == [
        (MailKind.CONFIRMATION, MailState.SUPPRESSED, 0),
        (MailKind.UPDATE, MailState.PENDING, 1),
    ]


def test_near_the_day_a_change_leaves_at_once(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    factories.mails_leave(session)
    eve = LUNCH - timedelta(hours=23)
    move(session, cast, LUNCH + WEEK, eve)
    update = select(OutgoingEmail.not_before).where(OutgoingEmail.kind == MailKind.UPDATE)
    assert set(session.scalars(update)) == {eve}


def test_on_the_day_itself_whoever_was_coming_is_called_besides(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
    factories.mails_leave(session)
    assert services.cancel(session, cast.lunch, reason="Neige", now=LUNCH - timedelta(hours=2)) == Sent(2, 2)
    assert set(session.scalars(select(Call.name).where(Call.reason == CallReason.CANCELLED))) == {
        cast.ines.full_name,
        cast.odile.full_name,
    }


def test_who_waits_without_anything_in_their_calendar_gets_plain_mails(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    line = factories.invitation(
        session, cast.lunch, factories.professional(session, "Lucie", email="lucie@sante.example"), invited_at=NOW
    )
    note_status(session, line, RegistrationStatus.WAITING, AnswerSource.SITE, None, NOW)
    note_status(session, guests[0], RegistrationStatus.WAITING, AnswerSource.EMAIL_LINK, None, NOW)
    factories.mails_leave(session)
    move(session, cast, LUNCH + WEEK)
    move(session, cast, LUNCH + 2 * WEEK)
    assert mails_to(session, line) == [(MailKind.UPDATE, MailState.PENDING, -1)]
    factories.mails_leave(session)
    services.cancel(session, cast.lunch, reason="Neige", now=NOW)
    assert mails_to(session, line)[1:] == [(MailKind.CANCELLATION, MailState.PENDING, -1)]
    assert mails_to(session, guests[0])[-1][0] is MailKind.CANCELLATION
    assert mails_to(session, guests[0])[-1][2] > 1, "what stands in a calendar is taken out of it"
    words = session.scalars(select(OutgoingEmail).where(OutgoingEmail.concerns == line.public_id)).first()
    assert words
    assert "toujours en attente d’une place" in " ".join(describe(words.mime or b"").text.split())


def test_a_title_typed_again_tells_nobody(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    factories.mails_leave(session)
    assert retitle(session, cast, cast.lunch.title) == Sent(0, 0)
    assert retitle(session, cast, "Autre chose") == Sent(2, 0), "nobody is called for a title"
    assert cast.lunch.sequence == 1


def test_a_cancellation_costs_as_many_reads_for_thirty_guests_as_for_three(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    factories.mails_leave(session)
    with recorded_statements() as few:
        services.cancel(session, cast.lunch, reason="Neige", now=NOW)
    other = factories.meetup(session, factories.venue(session, cast.mairie, "autre salle"), capacity=40)
    for number in range(30):
        factories.invitation(session, other, factories.professional(session, email=f"n{number}@sante.example"))
    services.invite(session, other, now=NOW)
    factories.mails_leave(session)
    with recorded_statements() as many:
        services.cancel(session, other, reason="Neige", now=NOW)
    reads = [sum(one.startswith("SELECT") for one in seen) for seen in (few, many)]
    assert reads[1] <= reads[0] + 3


def test_in_a_hurry_nothing_waits_however_far_the_day(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
    factories.mails_leave(session)
    ends_at = LUNCH + WEEK + timedelta(hours=1)
    sent = services.reschedule(
        session,
        cast.lunch,
        starts_at=LUNCH + WEEK,
        ends_at=ends_at,
        venue_id=cast.lunch.venue_id,
        in_a_hurry=True,
        now=NOW,
    )
    assert sent == Sent(2, 2), "whoever was coming is called besides"
    update = select(OutgoingEmail.not_before).where(OutgoingEmail.kind == MailKind.UPDATE)
    assert set(session.scalars(update)) == {NOW}


@pytest.mark.parametrize("way", ["somebody is taken off the list", "a place is added"])
def test_a_place_that_is_free_goes_to_who_waits(
    session: Session, cast: Cast, guests: list[Invitation], way: str
) -> None:
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
    cast.lunch.capacity = 1
    session.flush()
    note_status(session, guests[1], RegistrationStatus.WAITING, AnswerSource.EMAIL_LINK, None, NOW)
    if way == "a place is added":
        services.edit(session, cast.lunch, replace(details_of(cast.lunch), capacity=2), now=NOW)
    else:
        services.remove_guest(session, guests[0], now=NOW)
    assert guests[1].registration
    assert guests[1].registration.status is RegistrationStatus.OFFERED
