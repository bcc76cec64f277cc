"""Reads about the places offered to structures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from meetups.invitations.models import Call, Invitation, Registration, SeatBlock
from meetups.invitations.rules import RegistrationStatus
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.outbox.services import told_of
from meetups.planning.models import Meetup
from meetups.web.tokens import BadLink, ExpiredLink, Purpose, read_link

_HOLDS_SEAT = [status for status in RegistrationStatus if status.holds_seat]


@dataclass(frozen=True)
class Kept:
    """The seats that a structure holds at one meetup, those of people who declined aside; ``named`` of them have
    a name.
    """

    block_id: int
    structure: str
    seats: int
    named: int


def kept_places(session: Session, meetup_ids: Sequence[int]) -> dict[int, list[Kept]]:
    """By meetup, what each structure holds, oldest offer first: one query."""
    holds = and_(Registration.invitation_id == Invitation.id, Registration.status.in_(_HOLDS_SEAT))
    rows = session.execute(
        select(SeatBlock.meetup_id, SeatBlock.id, SeatBlock.structure, SeatBlock.unnamed, func.count(Registration.id))
        .outerjoin(Invitation, and_(Invitation.block_id == SeatBlock.id, Invitation.withdrawn_at.is_(None)))
        .outerjoin(Registration, holds)
        .where(SeatBlock.meetup_id.in_(meetup_ids))
        .group_by(SeatBlock.id)
        .order_by(SeatBlock.id)
    )
    found: dict[int, list[Kept]] = defaultdict(list)
    for meetup_id, block_id, structure, unnamed, named in rows:
        if unnamed + named:
            found[meetup_id].append(Kept(block_id, structure, unnamed + named, named))
    return found


def blocks_of(session: Session, meetup_id: int) -> Sequence[SeatBlock]:
    """Every block of a meetup with the people named, oldest first: two queries."""
    return session.scalars(
        select(SeatBlock).where(SeatBlock.meetup_id == meetup_id).options(_with_names()).order_by(SeatBlock.id)
    ).all()


def block_of(session: Session, meetup: Meetup, public_id: str) -> SeatBlock | None:
    """One block of this meetup, or ``None`` when it belongs to another."""
    return session.scalar(select(SeatBlock).where(SeatBlock.public_id == public_id, SeatBlock.meetup_id == meetup.id))


def block_by_link(session: Session, token: str) -> SeatBlock:
    """The block that a manager's link opens, with the people named. Raises ``BadLink`` or ``ExpiredLink``."""
    link = read_link(Purpose.SEAT_BLOCK, token)
    block = session.scalar(
        select(SeatBlock)
        .where(SeatBlock.public_id == link.public_id)
        .options(
            _with_names(),
            joinedload(SeatBlock.meetup).options(
                joinedload(Meetup.venue), joinedload(Meetup.pathway), joinedload(Meetup.commune)
            ),
        )
        .execution_options(populate_existing=True)
    )
    if block is None:
        raise BadLink
    if link.version != block.link_version:
        raise ExpiredLink
    return block


def links_written(session: Session, blocks: Sequence[SeatBlock]) -> dict[int, int]:
    """By block, how many times its link was written to its manager, or was to be said to them: two queries."""
    events = {f"block:{block.public_id}:link": block.id for block in blocks}
    if not events:
        return {}
    keys = [*session.scalars(select(OutgoingEmail.dedupe_key).where(told_of(*events)))]
    said = Call.meetup_id.in_({block.meetup_id for block in blocks}), Call.dedupe_key.contains(":link:")
    keys += [key.removeprefix("call:") for key in session.scalars(select(Call.dedupe_key).where(*said))]
    ranks: dict[int, set[str]] = {block.id: set() for block in blocks}
    for key in keys:
        event, _, rank = key.rpartition(":")
        if event in events:
            ranks[events[event]].add(rank)
    return {block_id: len(found) for block_id, found in ranks.items()}


def unreached(session: Session, blocks: Sequence[SeatBlock]) -> set[int]:
    """The blocks whose manager did not get the last mail that brings the link: one query."""
    events = {f"block:{block.public_id}:{what}": block.id for block in blocks for what in ("link", "moved")}
    if not events:
        return set()
    told = select(OutgoingEmail.dedupe_key, OutgoingEmail.state).where(told_of(*events)).order_by(OutgoingEmail.id)
    last = {events[key.rpartition(":")[0]]: state for key, state in session.execute(told)}
    return {block_id for block_id, state in last.items() if state is MailState.FAILED}


def named_of(block: SeatBlock) -> list[Invitation]:
    """Those whom the block names now."""
    return [guest for guest in block.named if guest.is_active]


def _with_names() -> ExecutableOption:
    return selectinload(SeatBlock.named).options(
        joinedload(Invitation.professional), joinedload(Invitation.registration)
    )
