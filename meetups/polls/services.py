"""Verbs about date polls: ask a few people about a few dates, note what they say, give up, forget somebody.

Fixing the date is in ``closing``. Every verb holds the meetup's row first, as all those that change its guests.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.installation import find_installation
from meetups.invitations.limits import held_back
from meetups.invitations.models import Invitation
from meetups.invitations.seats import lock_meetup
from meetups.invitations.telling import Sent, mailable
from meetups.outbox import services as outbox
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change, check_day
from meetups.polls import emails
from meetups.polls.errors import (
    DateAlreadyKnown,
    DeadlineTooLate,
    EndBeforeStart,
    PollClosed,
    PollStillOpen,
    VoteIncomplete,
    VotersHeld,
    WrongSlots,
    WrongVoters,
)
from meetups.polls.models import DatePoll, PollSlot, PollVote, PollVoter
from meetups.polls.queries import held_too_long, poll_of, slots_to_come, state_of
from meetups.polls.rules import FEWEST_SLOTS, MOST_SLOTS, MOST_VOTERS, PollState, Vote
from meetups.venues.models import Host
from meetups.web.tokens import ExpiredLink

Slot = tuple[datetime, datetime]
"""A start and an end, aware."""


@dataclass(frozen=True)
class Question:
    """What is put to whom: ``guests`` are lines of the meetup's list, ``host`` whoever lends the room."""

    slots: Sequence[Slot]
    guests: Sequence[Invitation]
    answer_by: datetime
    host: Host | None = None


def open_poll(session: Session, meetup: Meetup, question: Question, *, now: datetime) -> Sent:
    """Ask the few about the slots; who has no address that works is to be called. An ended poll gives way.

    Raises ``DateAlreadyKnown``, ``PollStillOpen``, ``WrongSlots``, ``EndBeforeStart``, ``BadDate``, ``WrongVoters``,
    ``VotersHeld`` or ``DeadlineTooLate``.
    """
    meetup = lock_meetup(session, meetup.id)
    check_can_change(meetup, now)
    if not meetup.is_draft:
        raise DateAlreadyKnown
    _check(question, now)
    held = held_too_long(held_back(session, meetup, question.guests, now), question.answer_by)
    if held:
        raise VotersHeld([each.guest.professional.full_name for each in held])
    former = poll_of(session, meetup, as_it_is_now=True)
    if former is not None:
        if state_of(former, now) is PollState.OPEN:
            raise PollStillOpen
        session.delete(former)
        session.flush()
    poll = _write(session, meetup, question, now)
    return _ask(session, poll, question, now)


def vote(session: Session, voter: PollVoter, votes: Mapping[str, Vote], *, now: datetime) -> None:
    """Note one vote for each slot to come, by its public id; what was said before is replaced. Flushes.

    Raises ``PollClosed``, ``VoteIncomplete``, or ``ExpiredLink`` when another poll took the place of this one.
    """
    lock_meetup(session, voter.poll.meetup_id)
    if session.get(PollVoter, voter.id, populate_existing=True) is None:
        raise ExpiredLink
    poll = poll_of(session, voter.poll.meetup, as_it_is_now=True)
    assert poll is not None
    if state_of(poll, now) is not PollState.OPEN:
        raise PollClosed
    asked = slots_to_come(poll, now)
    if {slot.public_id for slot in asked} - set(votes):
        raise VoteIncomplete
    said = {slot.id: votes[slot.public_id] for slot in asked}
    known = {each.slot_id: each for each in voter.votes}
    for slot_id, choice in said.items():
        if slot_id in known:
            known[slot_id].vote = choice
        else:
            voter.votes.append(PollVote(slot_id=slot_id, vote=choice))
    voter.answered_at = now
    session.flush()


def drop_poll(session: Session, meetup: Meetup, *, now: datetime) -> bool:
    """Give up asking; ``False`` when there was nothing to give up. Nobody is written to: the page says so."""
    lock_meetup(session, meetup.id)
    poll = poll_of(session, meetup, as_it_is_now=True)
    if poll is None or poll.closed_at is not None:
        return False
    end(session, poll, now=now)
    return True


def end(session: Session, poll: DatePoll, *, now: datetime) -> None:
    """No vote any more, and mails that have not left never will: thirteen at most. Flushes."""
    poll.closed_at = now
    for voter in poll.voters:
        outbox.take_back(session, emails.asked_key(voter))
    session.flush()


def forget_voter(session: Session, person: Professional) -> None:
    """Somebody leaves the network: what they said of dates goes, and the mails that asked them. Flushes."""
    voters = session.execute(
        select(PollVoter.id, PollVoter.public_id).where(PollVoter.professional_id == person.id)
    ).all()
    outbox.forget_mails(session, outbox.told_of(*(emails.poll_event(public_id) for _, public_id in voters)))
    session.execute(delete(PollVoter).where(PollVoter.id.in_([number for number, _ in voters])))


def _check(question: Question, now: datetime) -> None:
    starts = {start for start, _ in question.slots}
    if not FEWEST_SLOTS <= len(starts) <= MOST_SLOTS or len(starts) != len(question.slots):
        raise WrongSlots
    for start, end in question.slots:
        if end <= start:
            raise EndBeforeStart
        check_day(start, now)
    if not 1 <= len(question.guests) <= MOST_VOTERS:
        raise WrongVoters
    if any(not guest.is_active or not guest.professional.can_be_invited(now) for guest in question.guests):
        raise WrongVoters
    if not now < question.answer_by < min(starts):
        raise DeadlineTooLate


def _write(session: Session, meetup: Meetup, question: Question, now: datetime) -> DatePoll:
    people = [PollVoter(professional=guest.professional, asked_at=now) for guest in question.guests]
    if question.host is not None:
        people.append(PollVoter(host=question.host, asked_at=now))
    slots = [PollSlot(starts_at=start, ends_at=end) for start, end in sorted(question.slots)]
    poll = DatePoll(meetup=meetup, opened_at=now, answer_by=question.answer_by, slots=slots, voters=people)
    session.add(poll)
    session.flush()
    return poll


def _ask(session: Session, poll: DatePoll, question: Question, now: datetime) -> Sent:
    team = find_installation(session)
    assert team is not None
    by_mail = {guest.professional_id: guest for guest in mailable(session, question.guests)}
    mailed = 0
    for voter in poll.voters:
        guest = by_mail.get(voter.professional_id or 0)
        if guest is not None:
            outbox.enqueue(session, emails.poll_mail(voter, guest), now=now)
        elif voter.host is not None and voter.host.email:
            outbox.enqueue(session, emails.host_poll_mail(voter), now=now)
        else:
            continue
        mailed += 1
    return Sent(mailed, len(poll.voters) - mailed)
