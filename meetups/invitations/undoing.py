"""A move corrected before its news left: whoever heard nothing hears nothing, and what they had answered stands."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from meetups.invitations.calls import add_calls
from meetups.invitations.emails import Former, calendar_key, confirmation_key
from meetups.invitations.models import Call, Invitation, Registration, RegistrationChange
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.unsent import take_back_all
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.models import Meetup

NOT_READ_YET = {MailKind.UPDATE, MailKind.INVITATION, MailKind.PROMOTION}
"""What may wait for somebody who has not heard of the move."""
OF_THE_TEAM = {AnswerSource.RESCHEDULE, AnswerSource.WAITING_LIST}
"""Changes of an answer that its author knows nothing of until a mail says so."""


@dataclass(frozen=True)
class Origin:
    """When and where people believe a meetup to be, while the news of moves made since ``at`` has not left."""

    known: Former
    at: datetime

    def is_where(self, meetup: Meetup) -> bool:
        """Whether the meetup stands there again."""
        return self.known == Former(meetup.starts_at, meetup.ends_at, meetup.venue_id)


def origin_of(session: Session, meetup: Meetup) -> Origin | None:
    """Where nearly everybody believes it to be; ``None`` when nothing is untold: one query at most."""
    if meetup.moved_from is None:
        return None
    values = json.loads(meetup.moved_from)
    starts_at, ends_at, at = (datetime.fromisoformat(values[name]) for name in ("starts_at", "ends_at", "at"))
    mail = OutgoingEmail
    tried = or_(mail.state == MailState.SENT, mail.attempts > 0, mail.lease_until.is_not(None))
    told = select(mail.id).where(
        mail.about == meetup.public_id, mail.kind == MailKind.UPDATE, mail.created_at >= at, tried
    )
    if session.scalar(told.limit(1)) is not None:
        return None
    return Origin(Former(starts_at, ends_at, values["venue_id"]), at)


def remember(meetup: Meetup, origin: Origin) -> None:
    """Keep where people believe it to be."""
    known = origin.known
    meetup.moved_from = json.dumps(
        {
            "starts_at": known.starts_at.isoformat(),
            "ends_at": known.ends_at.isoformat(),
            "venue_id": known.venue_id,
            "at": origin.at.isoformat(),
        }
    )


@dataclass(frozen=True)
class Unheard:
    """Guests who heard nothing of a move. ``unaware`` have their answers again; the ``silent`` of them hear nothing
    at all, the others are written something that waits, and must be true.
    """

    unaware: list[Invitation]
    silent: list[Invitation]


def undo(session: Session, guests: Sequence[Invitation], since: datetime, now: datetime) -> Unheard:
    """Give those who heard nothing since then their answers again, and take the news back. Flushes.

    As many queries whatever the number of guests, but for one a mail taken back.
    """
    by_guest, changes = _mails(session, guests, since), _changes(session, guests)
    unaware = _unaware(session, guests, by_guest, changes, since)
    silent = [guest for guest in unaware if _take_back(session, by_guest[guest.public_id], since)]
    for guest in unaware:
        _restore(session, guest, changes[guest.id], since)
    session.flush()
    _forget_sequence(session, silent)
    _confirm_again(session, silent, changes, since)
    _forget_calls(session, unaware, since, now)
    session.flush()
    return Unheard(unaware, silent)


def spared(session: Session, guests: Sequence[Invitation], since: datetime) -> list[Invitation]:
    """Those of them whom :func:`undo` would leave in silence: four queries at most."""
    by_guest, changes = _mails(session, guests, since), _changes(session, guests)
    unaware = _unaware(session, guests, by_guest, changes, since)
    return [guest for guest in unaware if _is_all_of_the_move(by_guest[guest.public_id], since)]


def _unaware(
    session: Session,
    guests: Sequence[Invitation],
    mails: Mapping[str, list[OutgoingEmail]],
    changes: Mapping[int, list[RegistrationChange]],
    since: datetime,
) -> list[Invitation]:
    rung = _reached(session, guests, since)
    return [
        guest
        for guest in guests
        if guest.id not in rung
        and not _has_heard(mails[guest.public_id], since)
        and not _has_spoken(changes[guest.id], since)
    ]


def _mails(session: Session, guests: Iterable[Invitation], since: datetime) -> dict[str, list[OutgoingEmail]]:
    mail = OutgoingEmail
    found: dict[str, list[OutgoingEmail]] = defaultdict(list)
    rows = session.scalars(
        select(mail)
        .where(
            mail.concerns.in_([guest.public_id for guest in guests]),
            mail.state != MailState.SUPPRESSED,
            or_(mail.created_at >= since, mail.state == MailState.PENDING),
        )
        .order_by(mail.id)
        .execution_options(populate_existing=True)
    )
    for row in rows:
        found[row.concerns or ""].append(row)
    return found


def _changes(session: Session, guests: Iterable[Invitation]) -> dict[int, list[RegistrationChange]]:
    rows = session.execute(
        select(Registration.invitation_id, RegistrationChange)
        .join(Registration, Registration.id == RegistrationChange.registration_id)
        .where(Registration.invitation_id.in_([guest.id for guest in guests]))
        .order_by(RegistrationChange.id)
    )
    found: dict[int, list[RegistrationChange]] = defaultdict(list)
    for invitation_id, change in rows:
        assert invitation_id is not None
        found[invitation_id].append(change)
    return found


def _reached(session: Session, guests: Iterable[Invitation], since: datetime) -> set[int | None]:
    ids = [guest.id for guest in guests]
    reached = select(Call.invitation_id).where(Call.invitation_id.in_(ids), Call.reached_at >= since)
    return set(session.scalars(reached))


def _waits(mail: OutgoingEmail) -> bool:
    return mail.state is MailState.PENDING and mail.attempts == 0 and mail.lease_until is None


def _has_heard(mails: Iterable[OutgoingEmail], since: datetime) -> bool:
    return any(mail.created_at >= since and not (_waits(mail) and mail.kind in NOT_READ_YET) for mail in mails)


def _has_spoken(changes: Iterable[RegistrationChange], since: datetime) -> bool:
    """Whether they answered since, on a page that shows the date, or to somebody who knew it."""
    return any(change.at >= since and change.source not in OF_THE_TEAM for change in changes)


def _take_back(session: Session, mails: Collection[OutgoingEmail], since: datetime) -> bool:
    """Whether nothing more is to be written: only the news of the move waited, and it never leaves."""
    return _is_all_of_the_move(mails, since) and take_back_all(session, [mail.dedupe_key for mail in mails])


def _is_all_of_the_move(mails: Iterable[OutgoingEmail], since: datetime) -> bool:
    return all(mail.created_at >= since and mail.kind is MailKind.UPDATE for mail in mails)


def _restore(session: Session, guest: Invitation, changes: list[RegistrationChange], since: datetime) -> None:
    answer = guest.registration
    if answer is None or answer.source is not AnswerSource.RESCHEDULE:
        return
    doubts = [change for change in changes if change.at >= since and change.source is AnswerSource.RESCHEDULE]
    if not doubts or len(changes) == len(doubts):
        return
    for change in doubts:
        changes.remove(change)
        session.delete(change)
    said = changes[-1]
    answer.status, answer.source, answer.answered_at = said.status, said.source, said.at
    assert answer.status is RegistrationStatus.GOING, "nothing else becomes doubtful"


def _forget_sequence(session: Session, guests: Sequence[Invitation]) -> None:
    """A yes to the last object that left is good again: the one of the move never did."""
    mail = OutgoingEmail
    keys = session.execute(
        select(mail.concerns, mail.dedupe_key).where(
            mail.concerns.in_([guest.public_id for guest in guests]),
            mail.dedupe_key.endswith(":REQUEST"),
            mail.state != MailState.SUPPRESSED,
        )
    ).all()
    for guest in guests:
        held = [int(key.split(":")[2]) for concerns, key in keys if concerns == guest.public_id]
        if calendar_key(guest, "REQUEST") not in {key for _, key in keys}:
            guest.moved_sequence = min(guest.moved_sequence, max(held, default=0))


def _confirm_again(
    session: Session, guests: Iterable[Invitation], changes: dict[int, list[RegistrationChange]], since: datetime
) -> None:
    """A confirmation that the move had stopped leaves after all, unless something newer has left."""
    mail = OutgoingEmail
    keys = [confirmation_key(guest, changes[guest.id][-1]) for guest in guests if changes[guest.id]]
    later = mail.__table__.alias()
    newer = select(func.max(later.c.id)).where(later.c.concerns == mail.concerns, later.c.state == MailState.SENT)
    stopped = mail.dedupe_key.in_(keys), mail.state == MailState.SUPPRESSED, mail.created_at < since
    session.execute(
        update(mail)
        .where(*stopped, mail.id > func.coalesce(newer.scalar_subquery(), 0))
        .values(state=MailState.PENDING)
        .execution_options(synchronize_session=False)
    )


def _forget_calls(session: Session, guests: Sequence[Invitation], since: datetime, now: datetime) -> None:
    """Nobody has to be told of the move; whoever was to be called with an invitation still is."""
    calls = session.scalars(select(Call).where(Call.invitation_id.in_([guest.id for guest in guests]))).all()
    known = {call.invitation_id for call in calls if call.reason is CallReason.INVITED}
    told = [call for call in calls if call.reason is CallReason.MOVED and call.created_at >= since]
    for call in told:
        session.delete(call)
    to_ring = {call.invitation_id for call in told} - known
    add_calls(session, [g for g in guests if g.id in to_ring and g.registration is None], CallReason.INVITED, now=now)
