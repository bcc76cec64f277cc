"""What managers of structures learn, by a mail or by a call: their link, another date, the end of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import block_emails
from meetups.invitations.block_emails import event_of
from meetups.invitations.block_queries import kept_places
from meetups.invitations.calls import add_other_call, is_untold, take_back_calls
from meetups.invitations.models import Call, SeatBlock
from meetups.invitations.rules import CallReason
from meetups.invitations.telling import Sent
from meetups.invitations.unsent import say_anew, take_back_all, untold_keys, untouched_keys
from meetups.outbox import services as outbox
from meetups.planning.models import Meetup
from meetups.planning.rules import moved_deadline


def send_link(session: Session, block: SeatBlock, *, rank: int, now: datetime) -> bool:
    """The manager gets the link, or is to be called; whether it is a mail. Each ``rank`` is written once. Flushes.

    A call about it that nobody has made yet is enough.
    """
    if reads_mails(session, block):
        outbox.enqueue(session, block_emails.link_mail(block, rank), now=now)
        return True
    if not _is_to_be_called(session, block):
        _call(session, block, CallReason.INVITED, f"link:{rank}", now)
    return False


def tell_taken_back(session: Session, block: SeatBlock, freed: int, *, now: datetime) -> None:
    """``freed`` places are not kept any more. A manager who has heard of nothing yet hears nothing. Flushes."""
    if not _forget_the_rest(session, block):
        return
    if not reads_mails(session, block):
        _call(session, block, CallReason.WITHDRAWN, f"taken-back:{int(now.timestamp())}", now)
        return
    kept = kept_places(session, [block.meetup_id])[block.meetup_id]
    named = sum(each.named for each in kept if each.block_id == block.id)
    outbox.enqueue(session, block_emails.taken_back_mail(block, freed, named), now=now)


def tell_move(
    session: Session,
    meetup: Meetup,
    former: datetime,
    *,
    leaves: datetime,
    undoes: datetime | None = None,
    now: datetime,
) -> Sent:
    """The meetup stands at its new date and place, ``former`` was its start: days to name people move along. Flushes.

    A link that has not left yet is written anew, and says it all. ``undoes``: as in ``say_anew``.
    """
    mailed = called = 0
    for block in live_blocks(session, meetup):
        block.name_by = moved_deadline(block.name_by, former, meetup.starts_at, meetup.zone)
        session.flush()
        if not reads_mails(session, block):
            untold = undoes is not None and take_back_calls(session, moved_event(block), undoes)
            if not untold and not _is_to_be_called(session, block, rank=0):  # else that call says the new date
                _call(session, block, CallReason.MOVED, f"moved:{meetup.sequence}", now)
                called += 1
        elif _write_link_anew(session, block, now):
            mailed += 1
        else:
            mail = block_emails.moved_mail(block, former)
            mailed += say_anew(session, mail, moved_event(block), now=now, not_before=leaves, undoes=undoes)
    return Sent(mailed, called)


def tell_end(session: Session, meetup: Meetup, *, now: datetime) -> Sent:
    """The meetup is off: nothing older leaves any more, and whoever had heard of it learns that. Flushes."""
    mailed = called = 0
    for block in live_blocks(session, meetup):
        if not _forget_the_rest(session, block):
            continue
        if reads_mails(session, block):
            outbox.enqueue(session, block_emails.cancelled_mail(block), now=now)
            mailed += 1
        else:
            _call(session, block, CallReason.CANCELLED, "cancelled", now)
            called += 1
    return Sent(mailed, called)


def moved_event(block: SeatBlock) -> str:
    """How mails and calls name the news of a change; the number of the change follows."""
    return f"{event_of(block)}:moved"


def hears_no_undoing(session: Session, block: SeatBlock, undoes: datetime) -> bool:
    """Whether its manager learns nothing of a move that takes back what was decided since ``undoes``."""
    event = moved_event(block)
    if not reads_mails(session, block):
        return is_untold(session, event, undoes) or _is_to_be_called(session, block, rank=0)
    return bool(untold_keys(session, event, undoes))


def has_heard(session: Session, block: SeatBlock) -> bool:
    """Whether the manager knows of the places: by their link, which has left, or by a call."""
    link = f"{event_of(block)}:link"
    return not _is_to_be_called(session, block, rank=0) and f"{link}:0" not in untouched_keys(session, link)


def live_blocks(session: Session, meetup: Meetup) -> Sequence[SeatBlock]:
    """Those not taken back: one query."""
    live = (SeatBlock.meetup_id == meetup.id, SeatBlock.withdrawn_at.is_(None))
    return session.scalars(select(SeatBlock).where(*live).order_by(SeatBlock.id)).all()


def reads_mails(session: Session, block: SeatBlock) -> bool:
    """Whether the manager has an address that has not sent our mails back."""
    return block.email is not None and not outbox.suspended_among(session, {block.email.lower()})


def _write_link_anew(session: Session, block: SeatBlock, now: datetime) -> bool:
    waiting = untouched_keys(session, f"{event_of(block)}:link")
    anew = [
        outbox.replace_pending(session, key, block_emails.link_mail(block, int(key.rsplit(":", 1)[1])), now=now)
        for key in waiting
    ]
    return any(anew)


def _is_to_be_called(session: Session, block: SeatBlock, rank: int | None = None) -> bool:
    """With their link; ``rank``: the one that was to be said then."""
    key = f"call:{event_of(block)}:link:"
    which = Call.dedupe_key.startswith(key, autoescape=True) if rank is None else Call.dedupe_key == f"{key}{rank}"
    return session.scalar(select(Call.id).where(which, Call.reached_at.is_(None)).limit(1)) is not None


def _forget_the_rest(session: Session, block: SeatBlock) -> bool:
    """What was still to be said is not said any more; whether the manager had heard of the places."""
    calls = select(Call).where(
        Call.dedupe_key.startswith(f"call:{event_of(block)}:", autoescape=True), Call.reached_at.is_(None)
    )
    open_calls = session.scalars(calls).all()
    for call in open_calls:
        session.delete(call)
    waiting = untouched_keys(session, event_of(block))
    unread = [key for key in waiting if key == f"{event_of(block)}:link:0"]
    all_taken = take_back_all(session, waiting)
    session.flush()
    never_called = any(call.dedupe_key == f"call:{event_of(block)}:link:0" for call in open_calls)
    return not never_called and not (unread and all_taken)


def _call(session: Session, block: SeatBlock, reason: CallReason, event: str, now: datetime) -> None:
    name = f"{block.contact_name}, {block.structure}"
    key, replaces = f"{event_of(block)}:{event}", moved_event(block) if reason is CallReason.MOVED else None
    add_other_call(session, block.meetup, name, block.phone, reason, key=key, replaces=replaces, now=now)
