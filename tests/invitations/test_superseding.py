"""No mail leaves after a newer one that it contradicts, and no two dates bear one SEQUENCE."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import Delete, Update, delete, select, update
from sqlalchemy.orm import Session

from meetups.invitations import guests as lists
from meetups.invitations import needs, services
from meetups.invitations.answers import answer
from meetups.invitations.leaving import leave_network
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.services import Sent, remove_guest, told_of_removal
from meetups.invitations.signing_up import sign_up
from meetups.invitations.waiting import set_places
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.suspensions import suspend_address
from meetups.planning.models import MeetupStatus, Openness
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.invitations.test_changing import MINUTE, WEEK, mails_to, move, retitle
from tests.invitations.test_each_calendar_object import calendar_of, value

GOING, MAYBE, DECLINED = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.DECLINED
PENDING, SENT, SUPPRESSED = MailState.PENDING, MailState.SENT, MailState.SUPPRESSED


@pytest.fixture
def guests(session: Session, cast: Cast) -> list[Invitation]:
    """Inès and Karim, whose invitations left."""
    made = [factories.invitation(session, cast.lunch, person) for person in (cast.ines, cast.karim)]
    services.invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    return made


def say(session: Session, guest: Invitation, status: RegistrationStatus) -> None:
    answer(session, guest, status, source=AnswerSource.EMAIL_LINK, now=NOW)


def last_mail(session: Session, guest: Invitation) -> OutgoingEmail:
    wanted = select(OutgoingEmail).where(OutgoingEmail.concerns == guest.public_id)
    found = session.scalars(wanted.order_by(OutgoingEmail.id.desc())).first()
    assert found is not None
    return found


def full_table(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    """Inès comes to a table of one, Karim waits."""
    cast.lunch.capacity = 1
    session.flush()
    say(session, guests[0], GOING)
    say(session, guests[1], GOING)
    factories.mails_leave(session)


@pytest.mark.parametrize("kind", [MailKind.CONFIRMATION, MailKind.REMINDER])
def test_a_date_that_left_under_a_sequence_gives_the_next_date_a_higher_one(
    session: Session, cast: Cast, guests: list[Invitation], kind: MailKind
) -> None:
    move(session, cast, LUNCH + WEEK)
    say(session, guests[0], DECLINED)  # the news of the move still waits
    beside = last_mail(session, guests[0])
    beside.kind, beside.state = kind, SENT
    session.flush()
    move(session, cast, LUNCH + 2 * WEEK, NOW + MINUTE)
    assert mails_to(session, guests[0])[-1] == (MailKind.UPDATE, PENDING, 2)
    assert (MailKind.UPDATE, SUPPRESSED, 1) in mails_to(session, guests[0])
    assert guests[0].moved_sequence == 2
    assert mails_to(session, guests[1])[-1] == (MailKind.UPDATE, PENDING, 1), "nothing left to Karim"


def test_a_title_changed_beside_a_move_that_waits_still_asks_again(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    move(session, cast, LUNCH + WEEK)
    say(session, guests[0], DECLINED)
    last_mail(session, guests[0]).state = SENT
    retitle(session, cast, "Un titre", NOW + MINUTE)
    assert (guests[0].sequence, guests[0].moved_sequence) == (2, 2)


@pytest.mark.parametrize("rests", [False, True])
def test_a_confirmation_refused_for_now_does_not_leave_after_a_second_move(
    session: Session, cast: Cast, guests: list[Invitation], rests: bool
) -> None:
    move(session, cast, LUNCH + WEEK)
    say(session, guests[0], DECLINED)
    late = last_mail(session, guests[0])
    late.attempts, late.last_error = 1, "greylisted"
    late.lease_until = NOW + 10 * MINUTE if rests else None
    session.flush()
    move(session, cast, LUNCH + 2 * WEEK, NOW + MINUTE)
    session.expire_all()
    assert [kind for kind, state, _ in mails_to(session, guests[0]) if state is PENDING] == [MailKind.UPDATE]


def test_a_confirmation_with_the_new_date_takes_the_place_of_the_news(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    factories.mails_leave(session)
    move(session, cast, LUNCH + WEEK)
    say(session, guests[0], GOING)
    assert mails_to(session, guests[0])[2:] == [(MailKind.UPDATE, SUPPRESSED, 1), (MailKind.CONFIRMATION, PENDING, 1)]


def test_an_older_change_never_follows_the_offer_of_a_place(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    full_table(session, cast, guests)
    retitle(session, cast, "Un titre")
    say(session, guests[0], DECLINED)
    waits = [each for each in mails_to(session, guests[1]) if each[1] is PENDING]
    assert waits == [(MailKind.PROMOTION, PENDING, 2)]


def test_somebody_put_back_who_waits_gets_plain_mails_until_a_place_is_theirs(session: Session, cast: Cast) -> None:
    lunch, person = cast.lunch, cast.karim
    lunch.status, lunch.capacity, lunch.openness = MeetupStatus.PUBLISHED, 1, Openness.EVERYONE
    ines, karim = (sign_up(session, lunch, each, now=NOW) for each in (cast.ines, person))
    say(session, ines, DECLINED)  # Karim's calendar now holds it
    factories.mails_leave(session)
    remove_guest(session, karim, now=NOW + MINUTE)
    factories.mails_leave(session)
    held = karim.sequence
    sign_up(session, lunch, factories.professional(session, "Zoé"), now=NOW + MINUTE)
    sign_up(session, lunch, person, now=NOW + MINUTE)
    factories.mails_leave(session)
    move(session, cast, LUNCH + WEEK, NOW + MINUTE * 9)
    update = last_mail(session, karim)
    assert (update.kind, b"text/calendar" in (update.mime or b"")) == (MailKind.UPDATE, False)
    factories.mails_leave(session)
    set_places(session, lunch, capacity=2, now=NOW + MINUTE * 20)
    promotion = last_mail(session, karim)
    assert promotion.kind is MailKind.PROMOTION
    assert b"text/calendar" in (promotion.mime or b"")
    assert karim.sequence > held


@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.parametrize("moves", [False, True])
def test_an_offer_that_waits_stays_an_offer_with_what_is_true_now(
    session: Session, cast: Cast, guests: list[Invitation], moves: bool, refused: bool
) -> None:
    full_table(session, cast, guests)
    say(session, guests[0], DECLINED)
    last_mail(session, guests[1]).attempts = int(refused)
    session.flush()
    if moves:
        move(session, cast, LUNCH + WEEK)
    else:
        retitle(session, cast, "Un autre titre")
    session.expire_all()
    assert [kind for kind, state, _ in mails_to(session, guests[1]) if state is PENDING] == [MailKind.PROMOTION]
    mail = describe(last_mail(session, guests[1]).mime or b"")
    assert "Elle vous est gardée jusqu’au" in " ".join(mail.text.split())
    lines = calendar_of(last_mail(session, guests[1]).mime or b"")
    assert value(lines, "DTSTART").endswith("20270126T121500" if moves else "20270119T121500")


def test_whoever_joins_the_line_by_themselves_gets_plain_mails_until_a_place_is_theirs(
    session: Session, cast: Cast
) -> None:
    lunch = cast.lunch
    lunch.status, lunch.openness, lunch.capacity = MeetupStatus.PUBLISHED, Openness.EVERYONE, 1
    session.flush()
    sign_up(session, lunch, cast.ines, now=NOW)
    line = sign_up(session, lunch, cast.karim, now=NOW)
    assert line.sequence == -1
    factories.mails_leave(session)
    retitle(session, cast, "Un titre")
    assert mails_to(session, line)[-1] == (MailKind.UPDATE, PENDING, -1)
    set_places(session, lunch, capacity=2, now=NOW)
    assert mails_to(session, line)[-1] == (MailKind.PROMOTION, PENDING, 1)


def test_the_first_object_of_a_calendar_is_numbered_when_it_leaves(session: Session, cast: Cast) -> None:
    lunch = cast.lunch
    lunch.status, lunch.openness, lunch.capacity = MeetupStatus.PUBLISHED, Openness.EVERYONE, 1
    session.flush()
    sign_up(session, lunch, cast.ines, now=NOW)
    line = sign_up(session, lunch, cast.karim, now=NOW)
    say(session, line, MAYBE)
    factories.mails_leave(session)
    retitle(session, cast, "Un titre")
    assert [sequence for _, _, sequence in mails_to(session, line)][-2:] == [0, 1]


def test_mails_follow_the_first_one_that_exists(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    retitle(session, cast, "Un titre")
    first = session.scalar(select(OutgoingEmail.message_id).where(OutgoingEmail.concerns == guests[0].public_id))
    assert follows(last_mail(session, guests[0])) == first
    retitle(session, cast, "Un autre titre")
    assert follows(last_mail(session, guests[0])) == first, "written anew"
    factories.mails_leave(session)
    late = factories.invitation(session, cast.lunch, factories.professional(session))
    services.invite(session, cast.lunch, now=NOW)
    assert late.sequence == 2
    assert follows(last_mail(session, late)) is None
    invitation = last_mail(session, late).message_id
    factories.mails_leave(session)
    say(session, late, GOING)
    assert follows(last_mail(session, late)) == invitation


def test_a_first_mail_follows_none(session: Session, cast: Cast) -> None:
    cast.lunch.status, cast.lunch.openness = MeetupStatus.PUBLISHED, Openness.EVERYONE
    guest = sign_up(session, cast.lunch, cast.ines, now=NOW)
    first = last_mail(session, guest)
    assert follows(first) is None
    factories.mails_leave(session)
    retitle(session, cast, "Un titre")
    assert follows(last_mail(session, guest)) == first.message_id


def follows(mail: OutgoingEmail) -> str | None:
    message = message_from_bytes(mail.mime or b"", policy=policy.default)
    assert message["In-Reply-To"] == message["References"]
    return None if message["In-Reply-To"] is None else str(message["In-Reply-To"])


@pytest.mark.parametrize("way", ["the team", "the person"])
def test_what_somebody_undecided_needs_is_forgotten_with_their_place_on_the_list(
    session: Session, cast: Cast, guests: list[Invitation], way: str
) -> None:
    say(session, guests[0], MAYBE)
    needs.note_needs(session, guests[0], "Sans gluten", source=AnswerSource.EMAIL_LINK, now=NOW)
    if way == "the team":
        remove_guest(session, guests[0], now=NOW)
    else:
        leave_network(session, cast.ines, now=NOW)
    assert guests[0].registration is not None
    assert guests[0].registration.needs == ""


def test_what_tells_somebody_taken_off_the_list_is_known(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    unheard = factories.invitation(session, cast.lunch, factories.professional(session))
    services.invite(session, cast.lunch, now=NOW)
    suspend_address(session, "karim@sante.example", "5.1.1", now=NOW)
    for guest in (*guests, unheard):
        remove_guest(session, guest, now=NOW)
    assert [told_of_removal(session, guest) for guest in (*guests, unheard)] == [Sent(1, 0), Sent(0, 1), Sent(0, 0)]


def behind(session: Session, statement: Update | Delete) -> None:
    session.execute(statement.execution_options(synchronize_session=False))


@pytest.mark.parametrize("reader", ["remove", "edit", "add"])
def test_what_was_read_before_the_lock_is_read_again(
    session: Session, cast: Cast, guests: list[Invitation], reader: str
) -> None:
    """Rows changed behind the session's back, as another transaction does before it gives the lock."""
    behind(session, update(Invitation).where(Invitation.id == guests[0].id).values(withdrawn_at=NOW))
    assert guests[0].withdrawn_at is None, "as a page read it"
    if reader == "remove":
        remove_guest(session, guests[0], now=NOW)
        assert MailKind.WITHDRAWAL not in {kind for kind, _, _ in mails_to(session, guests[0])}
    elif reader == "edit":
        behind(session, update(Invitation).where(Invitation.id == guests[1].id).values(sequence=7))
        retitle(session, cast, "Un titre")
        assert mails_to(session, guests[1])[-1][2] == 8
    else:
        lists.add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
        assert guests[0].withdrawn_at is None
        assert guests[0].link_version == 2, "put back on the list"


def test_somebody_removed_meanwhile_is_removed_once(session: Session, cast: Cast) -> None:
    unasked = factories.invitation(session, cast.lunch, cast.ines)
    behind(session, delete(Invitation).where(Invitation.id == unasked.id))
    remove_guest(session, unasked, now=NOW + timedelta(minutes=1))
