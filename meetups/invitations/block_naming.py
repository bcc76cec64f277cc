"""A structure's manager says who comes: each person named gets an invitation of their own, a seat held."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import cast

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.directory.names import are_names
from meetups.invitations import emails
from meetups.invitations.block_errors import (
    CannotBeNamed,
    NamedUnreachable,
    NamingOver,
    NoPlaceToName,
    NotAllNamed,
    OnlyTheTeam,
)
from meetups.invitations.blocks import lock_block
from meetups.invitations.changing import tell_end
from meetups.invitations.guests import add_guest, find_invitation
from meetups.invitations.limits import STRUCTURE
from meetups.invitations.models import Invitation, SeatBlock
from meetups.invitations.newcomers import Named, find_or_add
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.seat_closing import settle_by_invitation
from meetups.invitations.telling import tell
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change

MOST_TIMES = 2
"""How often one person may be named by one block: each time is a mail at an address that somebody else typed."""
NAMES_A_SEAT = 2
"""How many different people a block may name for each of its seats, one after the other."""
_NOT_HEARD = {None, RegistrationStatus.MAYBE, RegistrationStatus.WAITING}


def name_people(session: Session, block: SeatBlock, people: Sequence[Named], *, now: datetime) -> list[Invitation]:
    """Each of them, or nobody: the caller rolls back what is refused. Raises what ``name_person`` does, and
    ``NotAllNamed`` when there were places, but not so many.
    """
    lock_block(session, block)
    left = block.unnamed
    try:
        return [name_person(session, block, named, now=now) for named in people]
    except NoPlaceToName:
        if not left:
            raise
        raise NotAllNamed(left) from None


def name_person(session: Session, block: SeatBlock, named: Named, *, now: datetime) -> Invitation:
    """One seat of the block is theirs, held until they answer; they are written to, or called. Twice is once.

    Raises ``NamingOver``, ``NamedUnreachable``, ``NoPlaceToName``, ``CannotBeNamed``, ``MeetupCancelled`` or
    ``MeetupOver``: the caller then rolls back. Flushes.
    """
    meetup = lock_block(session, block)
    _check_open(block, meetup, now)
    if not are_names(named.first_name, named.last_name) or not (named.email or named.phone):
        raise NamedUnreachable
    person = find_or_add(session, named, meetup=meetup, commune=meetup.commune, source=STRUCTURE, now=now)
    known = find_invitation(session, meetup, person)
    if known is not None and known.is_active and known.block_id == block.id:
        return known
    if not _may_be_named(session, block, person, known, now):
        raise CannotBeNamed(named.first_name)
    _take_unnamed(session, block)
    reason: dict[str, object] = {"code": STRUCTURE, "name": block.structure}
    guest = add_guest(session, meetup, person, reasons=[reason], now=now)
    guest.reasons = [reason, *(other for other in guest.reasons if other["code"] != STRUCTURE)]
    guest.block_id, guest.invited_at = block.id, guest.invited_at or now
    settle_by_invitation(session, meetup.id, [person.id], now)
    note_status(session, guest, RegistrationStatus.OFFERED, AnswerSource.STRUCTURE, None, now)
    tell(session, [guest], emails.invitation_mail, call=CallReason.INVITED, now=now)
    return guest


def unname(session: Session, block: SeatBlock, guest: Invitation, *, now: datetime) -> None:
    """Take a name back: the person is told if they had heard, and the place is to be named again. Twice is once.

    Raises ``OnlyTheTeam`` for someone who has answered or whom the team had invited, ``NamingOver``,
    ``MeetupCancelled`` or ``MeetupOver``. Flushes.
    """
    meetup = lock_block(session, block)
    session.refresh(guest, ["withdrawn_at", "block_id", "reasons", "registration"])
    if guest.withdrawn_at is not None or guest.block_id != block.id:
        return
    _check_open(block, meetup, now)
    if not may_be_unnamed(guest):
        raise OnlyTheTeam(guest.professional.first_name)
    guest.withdrawn_at = now
    write = partial(emails.withdrawal_mail, by_structure=True)
    tell_end(session, [guest], write, call=CallReason.WITHDRAWN, now=now)
    note_status(session, guest, RegistrationStatus.WITHDRAWN, AnswerSource.STRUCTURE, None, now)
    block.unnamed += 1
    session.flush()


def may_be_unnamed(guest: Invitation) -> bool:
    """Whether they have said nothing yet, and nobody but the manager had invited them."""
    answer = guest.registration
    as_named = (RegistrationStatus.OFFERED, AnswerSource.STRUCTURE)  # a yes that a move made doubtful is another's
    has_said_nothing = answer is not None and (answer.status, answer.source) == as_named
    return has_said_nothing and all(reason["code"] == STRUCTURE for reason in guest.reasons)


def is_open(block: SeatBlock, now: datetime) -> bool:
    """Whether its manager may still name people, meetup aside."""
    return block.withdrawn_at is None and now < block.name_by


def _check_open(block: SeatBlock, meetup: Meetup, now: datetime) -> None:
    check_can_change(meetup, now)
    if not is_open(block, now):
        raise NamingOver


def _may_be_named(
    session: Session, block: SeatBlock, person: Professional, known: Invitation | None, now: datetime
) -> bool:
    if not person.can_be_invited(now):
        return False
    if known is None:
        ever = session.scalar(select(func.count()).select_from(Invitation).where(Invitation.block_id == block.id))
        return (ever or 0) < NAMES_A_SEAT * block.seats
    answer = known.registration
    if known.is_active:
        return (answer.status if answer else None) in _NOT_HEARD
    was_unnamed = known.block_id == block.id and answer is not None and answer.source is AnswerSource.STRUCTURE
    return was_unnamed and known.link_version < MOST_TIMES


def _take_unnamed(session: Session, block: SeatBlock) -> None:
    """The condition is in the update: two forms never share the last place."""
    taken = session.execute(
        update(SeatBlock)
        .where(SeatBlock.id == block.id, SeatBlock.unnamed > 0)
        .values(unnamed=SeatBlock.unnamed - 1)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[tuple[()]]", taken).rowcount == 0:
        raise NoPlaceToName
    session.refresh(block, ["unnamed"])
