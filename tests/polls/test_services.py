"""Asking a few people about a few dates, and noting what they say."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.errors import DomainError
from meetups.invitations import services as invitations
from meetups.invitations.leaving import leave_network
from meetups.invitations.telling import Sent
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.errors import BadDate
from meetups.polls import errors, services
from meetups.polls.models import DatePoll, PollVote, PollVoter
from meetups.polls.queries import poll_of, result_of
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.polls.polls import IF_NEEDED, NO, SLOTS, WEEK, YES, another, ask, question, say


def count(session: Session, what: type) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def poll_mails(session: Session) -> list[OutgoingEmail]:
    wanted = select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.POLL).order_by(OutgoingEmail.recipient)
    return list(session.scalars(wanted))


def test_those_with_an_address_get_one_mail_and_the_others_are_to_be_called(session: Session, cast: Cast) -> None:
    sent = services.open_poll(session, cast.lunch, question(session, cast), now=NOW)
    assert sent == Sent(mailed=3, to_reach=1)
    mails = poll_mails(session)
    assert [mail.recipient for mail in mails] == [
        "ines@sante.example",
        "karim@sante.example",
        "mairie.73179@mairie.example",
    ]
    assert all(mail.about == cast.lunch.public_id for mail in mails)
    with pytest.raises(errors.PollStillOpen):
        services.open_poll(session, cast.lunch, question(session, cast), now=NOW)
    assert (count(session, DatePoll), len(poll_mails(session))) == (1, 3)


def test_a_mail_counts_among_those_of_its_invitation(session: Session, cast: Cast) -> None:
    asked = ask(session, cast, cast.ines)
    mail = poll_mails(session)[0]
    assert mail.concerns == asked.guests[0].public_id


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"slots": SLOTS[:1]}, errors.WrongSlots),
        ({"slots": SLOTS + SLOTS[:1]}, errors.WrongSlots),
        ({"slots": [(LUNCH + n * WEEK, LUNCH + n * WEEK + timedelta(hours=1)) for n in range(7)]}, errors.WrongSlots),
        ({"slots": [SLOTS[0], (LUNCH + WEEK, LUNCH)]}, errors.EndBeforeStart),
        ({"slots": [SLOTS[0], (NOW - WEEK, NOW)]}, BadDate),
        ({"guests": []}, errors.WrongVoters),
        ({"answer_by": NOW}, errors.DeadlineTooLate),
        ({"answer_by": LUNCH}, errors.DeadlineTooLate),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    session: Session, cast: Cast, given: dict[str, object], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        services.open_poll(session, cast.lunch, question(session, cast, **given), now=NOW)
    assert count(session, DatePoll) == 0


def test_a_poll_goes_only_to_a_few_who_may_be_invited(session: Session, cast: Cast) -> None:
    crowd = [factories.professional(session, f"Léa {n}") for n in range(13)]
    with pytest.raises(errors.WrongVoters):
        services.open_poll(session, cast.lunch, question(session, cast, *crowd), now=NOW)
    paused = factories.professional(session, "Ugo", paused_until=NOW + timedelta(days=30))
    with pytest.raises(errors.WrongVoters):
        services.open_poll(session, cast.lunch, question(session, cast, cast.ines, paused), now=NOW)


def test_guests_who_know_their_date_are_not_asked_for_another(session: Session, cast: Cast) -> None:
    asked = question(session, cast)
    invitations.invite(session, cast.lunch, now=NOW)
    with pytest.raises(errors.DateAlreadyKnown):
        services.open_poll(session, cast.lunch, asked, now=NOW)


def test_votes_are_kept_once_and_may_change(session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    for votes in ((YES, NO, NO), (YES, NO, NO), (NO, IF_NEEDED, YES)):
        say(session, asked, "Inès", *votes)
    assert count(session, PollVote) == 3
    ines = asked.voter("Inès")
    assert [ines.vote_for(slot) for slot in asked.poll.slots] == [NO, IF_NEEDED, YES]


def test_every_date_needs_an_answer(session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    with pytest.raises(errors.VoteIncomplete):
        services.vote(session, asked.voter("Inès"), {asked.poll.slots[0].public_id: YES}, now=NOW)
    assert count(session, PollVote) == 0


def test_no_vote_counts_once_the_poll_is_over(session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    assert services.drop_poll(session, cast.lunch, now=NOW) is True
    assert services.drop_poll(session, cast.lunch, now=NOW) is False
    with pytest.raises(errors.PollClosed):
        say(session, asked, "Inès", YES, YES, YES)


def test_mails_that_had_not_left_ask_nothing_once_the_poll_is_over(session: Session, cast: Cast) -> None:
    ask(session, cast)
    poll_mails(session)[0].state = MailState.SENT
    session.flush()
    services.drop_poll(session, cast.lunch, now=NOW)
    session.expire_all()
    assert [mail.state for mail in poll_mails(session)] == [MailState.SENT, MailState.SUPPRESSED, MailState.SUPPRESSED]


def test_a_cancelled_meetup_closes_its_poll(session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    invitations.cancel(session, cast.lunch, reason="", now=NOW)
    with pytest.raises(errors.PollClosed):
        say(session, asked, "Inès", YES, YES, YES)


def test_another_poll_takes_the_place_of_one_that_was_dropped(session: Session, cast: Cast) -> None:
    ask(session, cast)
    services.drop_poll(session, cast.lunch, now=NOW)
    again = ask(session, cast, cast.karim, host=None, slots=SLOTS[1:])
    assert [voter.name for voter in again.poll.voters] == [cast.karim.full_name]
    assert (count(session, DatePoll), count(session, PollVoter)) == (1, 1)


def test_who_left_the_list_is_counted_no_more(session: Session, cast: Cast) -> None:
    asked = ask(session, cast, cast.ines, cast.karim)
    say(session, asked, "Inès", YES, YES, YES)
    invitations.remove_guest(session, asked.guests[0], now=NOW)
    result = result_of(session, asked.poll)
    assert [guest.name for guest in result.guests] == [cast.karim.full_name]
    assert result.ranking[0].yes == 0


def test_the_host_is_not_counted_among_the_people(session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    say(session, asked, "Mairie", YES, YES, NO)
    result = result_of(session, asked.poll)
    assert result.host is not None
    assert [each.yes for each in result.ranking] == [0, 0, 0]
    assert result.answered == 0


def test_leaving_the_network_takes_votes_and_mails_away(session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    say(session, asked, "Inès", YES, YES, YES)
    services.forget_voter(session, cast.ines)
    leave_network(session, cast.ines, now=NOW)
    session.expire_all()
    assert count(session, PollVote) == 0
    states = {mail.recipient: mail.state for mail in poll_mails(session)}
    assert "ines@sante.example" not in states
    assert states["adresse effacée"] is MailState.SUPPRESSED
    assert states["karim@sante.example"] is MailState.PENDING


def test_reading_a_poll_takes_as_many_queries_for_twelve_people_as_for_three(session: Session, cast: Cast) -> None:
    def queries() -> int:
        session.commit()
        session.expunge_all()
        lunch = session.merge(cast.lunch)
        with recorded_statements() as sent:
            poll = poll_of(session, lunch)
            assert poll is not None
            assert len(result_of(session, poll).guests) in {3, 12}
        return len(sent)

    ask(session, cast)
    few = queries()
    services.drop_poll(session, session.merge(cast.lunch), now=NOW)
    cast.lunch, cast.mairie = session.merge(cast.lunch), session.merge(cast.mairie)
    ask(session, cast, *[another(session, f"Léa {n}") for n in range(12)])
    assert queries() == few <= 6


@pytest.mark.parametrize(("days_ago", "is_asked"), [(3, False), (20, False), (21, True)])
def test_who_cannot_be_invited_when_answers_are_due_is_not_asked(
    session: Session, cast: Cast, days_ago: int, is_asked: bool
) -> None:
    for number in range(2):
        other = factories.meetup(session, title=f"Autre {number}")
        factories.invitation(session, other, cast.ines, invited_at=NOW - timedelta(days=days_ago))
    limit = NOW + timedelta(days=9)
    if is_asked:
        ask(session, cast, answer_by=limit)
        return
    with pytest.raises(errors.VotersHeld, match=cast.ines.full_name):
        ask(session, cast, answer_by=limit)
    assert count(session, DatePoll) == 0
