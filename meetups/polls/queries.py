"""Reads about date polls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.geography.text import fold
from meetups.invitations.limits import Held
from meetups.invitations.models import Invitation
from meetups.outbox import services as outbox
from meetups.planning.models import Meetup, MeetupStatus
from meetups.polls.models import DatePoll, PollSlot, PollVoter
from meetups.polls.rules import SHOWN_FROM, Ballot, PollState, Tally, ranked, state, tally
from meetups.web.filters import local
from meetups.web.tokens import BadLink, ExpiredLink, Purpose, read_link


def poll_of(session: Session, meetup: Meetup, *, as_it_is_now: bool = False) -> DatePoll | None:
    """The meetup's poll with slots, voters and votes: four queries at most, whatever the number.

    ``as_it_is_now`` reads again what was read before a lock was held.
    """
    wanted = (
        select(DatePoll)
        .where(DatePoll.meetup_id == meetup.id)
        .options(
            joinedload(DatePoll.meetup),
            selectinload(DatePoll.slots),
            selectinload(DatePoll.voters).options(
                joinedload(PollVoter.professional), joinedload(PollVoter.host), selectinload(PollVoter.votes)
            ),
        )
    )
    return session.scalar(wanted.execution_options(populate_existing=as_it_is_now))


def state_of(poll: DatePoll, now: datetime) -> PollState:
    """Whether it takes votes, and else why not."""
    meetup = poll.meetup
    return state(
        is_cancelled=meetup.is_cancelled,
        is_closed=poll.closed_at is not None,
        has_chosen=poll.chosen_starts_at is not None,
        is_draft=meetup.is_draft,
        is_past=not slots_to_come(poll, now),
    )


def held_too_long(held: Iterable[Held], answer_by: datetime) -> list[Held]:
    """Those of them who cannot be invited on the day when answers are due: they are not asked which date suits."""
    day = local(answer_by).date()
    return [each for each in held if each.until is None or each.until > day]


@dataclass(frozen=True)
class Choosing:
    """How far an open poll is: the guests still on the list who were asked, and those of them who answered."""

    asked: int
    answered: int
    answer_by: datetime

    def is_ready(self, now: datetime) -> bool:
        """Whether nothing more is waited for: the date can be fixed."""
        return self.answered == self.asked or self.answer_by <= now


def open_polls(session: Session, meetup_ids: Sequence[int], now: datetime) -> dict[int, Choosing]:
    """The polls that take votes among those of several meetups, by primary key of the meetup: one query."""
    asked = and_(PollVoter.poll_id == DatePoll.id, PollVoter.professional_id.is_not(None))
    on_list = and_(
        Invitation.meetup_id == DatePoll.meetup_id,
        Invitation.professional_id == PollVoter.professional_id,
        Invitation.withdrawn_at.is_(None),
    )
    answered = case((Invitation.id.is_not(None), PollVoter.answered_at))
    rows = session.execute(
        select(DatePoll.meetup_id, func.count(Invitation.id), func.count(answered), DatePoll.answer_by)
        .join(DatePoll.meetup)
        .outerjoin(PollVoter, asked)
        .outerjoin(Invitation, on_list)
        .where(DatePoll.meetup_id.in_(meetup_ids), *_takes_votes(now))
        .group_by(DatePoll.meetup_id, DatePoll.answer_by)
    )
    return {meetup_id: Choosing(number, said, answer_by) for meetup_id, number, said, answer_by in rows}


def is_being_chosen(now: datetime) -> ColumnElement[bool]:
    """SQL: whether the date of the ``Meetup`` at hand is put to the vote, even if its own went by."""
    return exists().where(DatePoll.meetup_id == Meetup.id, *_takes_votes(now)).correlate(Meetup)


def _takes_votes(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """``state_of`` in SQL, for an open poll."""
    to_come = exists().where(PollSlot.poll_id == DatePoll.id, PollSlot.starts_at > now).correlate(DatePoll)
    return DatePoll.closed_at.is_(None), Meetup.status == MeetupStatus.DRAFT, to_come


def slots_to_come(poll: DatePoll, now: datetime) -> list[PollSlot]:
    """The slots that one can still choose, soonest first."""
    return [slot for slot in poll.slots if slot.starts_at > now]


def voter_by_link(session: Session, token: str) -> PollVoter:
    """Whom the link of a mail belongs to. Raises ``BadLink``, or ``ExpiredLink`` once they left the guest list."""
    link = read_link(Purpose.POLL, token)
    voter = session.scalar(
        select(PollVoter)
        .where(PollVoter.public_id == link.public_id)
        .options(
            joinedload(PollVoter.professional),
            joinedload(PollVoter.host),
            joinedload(PollVoter.poll).joinedload(DatePoll.meetup),
        )
    )
    if voter is None:
        raise BadLink
    is_listed = voter.host is not None or voter.professional_id in listed(session, voter.poll.meetup_id)
    if link.version != voter.link_version or not is_listed:
        raise ExpiredLink
    return voter


def listed(session: Session, meetup_id: int) -> set[int]:
    """The professionals on the guest list, by primary key."""
    on_list = select(Invitation.professional_id).where(
        Invitation.meetup_id == meetup_id, Invitation.withdrawn_at.is_(None)
    )
    return set(session.scalars(on_list))


@dataclass(frozen=True)
class Result:
    """What was answered. ``guests`` are the voters still on the list, by first name; the host is apart."""

    slots: Sequence[PollSlot]
    guests: Sequence[PollVoter]
    host: PollVoter | None
    ranking: Sequence[Tally]
    families: int
    """Of all the guests who were asked."""

    @property
    def answered(self) -> int:
        """How many guests answered."""
        return sum(guest.answered_at is not None for guest in self.guests)

    @property
    def counts_are_shown(self) -> bool:
        """Whether voters may read the counts: enough answers that none of them is somebody's."""
        return self.answered >= SHOWN_FROM

    def of(self, slot: PollSlot) -> Tally:
        """The count of one slot."""
        return next(each for each in self.ranking if each.starts_at == slot.starts_at)


def result_of(session: Session, poll: DatePoll) -> Result:
    """Count the votes of a poll loaded by :func:`poll_of`: one query more, for who is still on the list."""
    on_list = listed(session, poll.meetup_id)
    guests = [voter for voter in poll.voters if voter.professional_id in on_list]
    guests.sort(key=_by_first_name)
    tallies = [tally(slot.starts_at, [_ballot(guest, slot) for guest in guests]) for slot in poll.slots]
    families = {guest.professional.family for guest in guests if guest.professional}
    host = next((voter for voter in poll.voters if voter.host is not None), None)
    return Result(poll.slots, guests, host, ranked(tallies), len(families))


def best_slot(result: Result, now: datetime) -> PollSlot | None:
    """The best of the slots that one can still choose; ``None`` before anybody could come to one."""
    to_come = {slot.starts_at: slot for slot in result.slots if slot.starts_at > now}
    possible = (each for each in result.ranking if each.starts_at in to_come and each.half_persons)
    return next((to_come[each.starts_at] for each in possible), None)


def unreachable(session: Session, voters: Sequence[PollVoter]) -> set[int]:
    """By primary key, the people whom no mail reaches: one query."""
    addresses = {voter.id: (voter.professional.email or "").lower() for voter in voters if voter.professional}
    dead = outbox.suspended_among(session, set(addresses.values()) - {""})
    return {number for number, address in addresses.items() if not address or address in dead}


def _ballot(guest: PollVoter, slot: PollSlot) -> Ballot:
    assert guest.professional is not None
    return Ballot(guest.professional.family, guest.vote_for(slot))


def _by_first_name(guest: PollVoter) -> tuple[str, str, int]:
    person = guest.professional
    assert person is not None
    return fold(person.first_name), fold(person.last_name), person.id
