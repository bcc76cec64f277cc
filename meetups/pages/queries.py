"""Reads that join features for one screen. Each says how many queries it sends, whatever the number of rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.accounts.models import Account
from meetups.directory.models import PracticePlace, Professional
from meetups.geography.models import Area
from meetups.invitations.models import Call, Invitation, Registration, RegistrationChange
from meetups.invitations.queries import AnswerCounts, answer_counts
from meetups.invitations.rules import RegistrationStatus
from meetups.invitations.seat_queries import seat_request_counts
from meetups.invitations.waves import to_send
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.queries import MailCounts
from meetups.pages.progress import Progress, Waiting, progress_of
from meetups.planning.models import Meetup
from meetups.planning.queries import current_meetups
from meetups.polls.queries import open_polls


@dataclass(frozen=True)
class Line:
    """One meetup of the dashboard."""

    meetup: Meetup
    progress: Progress
    calls: int = 0
    """People to reach, on its list of calls, when its gesture does not lead there."""


def current_lines(session: Session, now: datetime) -> list[Line]:
    """Meetups under way with where each stands: ten queries."""
    return lines_of(session, current_meetups(session, now), now)


def lines_of(session: Session, meetups: Sequence[Meetup], now: datetime) -> list[Line]:
    """Where each of these stands, their requests and hosts being loaded: eight queries."""
    ids = [meetup.id for meetup in meetups]
    counts, to_call = answer_counts(session, ids), to_call_counts(session, ids)
    asked, polls = seat_request_counts(session, ids), open_polls(session, ids, now)
    waves, calls = to_send(session, meetups, now), open_call_counts(session, ids)

    def line(meetup: Meetup) -> Line:
        answers, silent = counts.get(meetup.id, AnswerCounts()), to_call.get(meetup.id, 0)
        seats, poll = asked.get(meetup.id, 0), polls.get(meetup.id)
        wave, to_ring = waves.get(meetup.id, 0), 0 if meetup.is_past(now) else calls.get(meetup.id, 0)
        progress = progress_of(
            meetup, answers, silent, now, seats_asked=seats, choosing=poll, wave=wave, to_ring=to_ring
        )
        return Line(meetup, progress, 0 if progress.waiting is Waiting.PEOPLE_TO_CALL else to_ring)

    return [line(meetup) for meetup in meetups]


def newcomers_to_call(session: Session) -> int:
    """How many people joined with a telephone only, and wait for a call before they can be invited: one query."""
    waiting = (Professional.confirmed_at.is_(None), Professional.left_at.is_(None))
    return session.scalar(select(func.count()).select_from(Professional).where(*waiting)) or 0


def to_call_counts(session: Session, meetup_ids: Collection[int]) -> Mapping[int, int]:
    """How many people of each meetup were asked, have no e-mail, and have not answered: one query."""
    silent = or_(Registration.id.is_(None), Registration.status == RegistrationStatus.OFFERED)
    rows = session.execute(
        select(Invitation.meetup_id, func.count())
        .join(Invitation.professional)
        .outerjoin(Registration, Registration.invitation_id == Invitation.id)
        .where(
            Invitation.meetup_id.in_(meetup_ids),
            Invitation.withdrawn_at.is_(None),
            Invitation.invited_at.is_not(None),
            Professional.email.is_(None),
            silent,
        )
        .group_by(Invitation.meetup_id)
    )
    return dict(rows.all())


def open_call_counts(session: Session, meetup_ids: Collection[int]) -> Mapping[int, int]:
    """How many calls of each meetup are still to be made: one query."""
    rows = session.execute(
        select(Call.meetup_id, func.count())
        .where(Call.meetup_id.in_(meetup_ids), Call.reached_at.is_(None))
        .group_by(Call.meetup_id)
    )
    return dict(rows.all())


def must_be_called(guest: Invitation) -> bool:
    """Asked, without an e-mail, and nothing heard: ``to_call_counts``, for one person."""
    held = guest.registration.status if guest.registration else None
    is_silent = held in {None, RegistrationStatus.OFFERED}
    return guest.invited_at is not None and not guest.professional.email and is_silent


@dataclass(frozen=True)
class MailLine:
    """Mails of one kind about a meetup, by state."""

    kind: MailKind
    waiting: int
    sent: int
    failed: int


def mail_lines(counts: MailCounts) -> list[MailLine]:
    """The counts of one meetup as lines, in the order of the kinds."""
    kinds = {kind for kind, _ in counts}
    return [
        MailLine(
            kind,
            counts.get((kind, MailState.PENDING), 0),
            counts.get((kind, MailState.SENT), 0),
            counts.get((kind, MailState.FAILED), 0),
        )
        for kind in MailKind
        if kind in kinds
    ]


def unreached_guests(session: Session, meetup: Meetup, guests: Iterable[Invitation]) -> list[Invitation]:
    """Guests to whom a mail about this meetup did not leave: one query."""
    failed = set(
        session.scalars(
            select(OutgoingEmail.recipient).where(
                OutgoingEmail.about == meetup.public_id, OutgoingEmail.state == MailState.FAILED
            )
        )
    )
    return [guest for guest in guests if guest.professional.email in failed]


def history(session: Session, registration: Registration | None) -> Sequence[tuple[RegistrationChange, str | None]]:
    """Every change of one answer, oldest first, with the first name of who typed it in: one query."""
    if registration is None:
        return []
    rows = session.execute(
        select(RegistrationChange, Account.first_name)
        .outerjoin(Account, Account.public_id == RegistrationChange.actor)
        .where(RegistrationChange.registration_id == registration.id)
        .order_by(RegistrationChange.id)
    )
    return rows.all()


def own_professional(session: Session, account: Account) -> Professional | None:
    """The professional that an account belongs to, with places and pathways."""
    return session.scalar(
        select(Professional)
        .where(Professional.account_id == account.id)
        .options(
            selectinload(Professional.places).joinedload(PracticePlace.commune),
            selectinload(Professional.pathways),
        )
    )


def professional_by_public_id(session: Session, public_id: str) -> Professional | None:
    """Someone to add to a list."""
    return session.scalar(
        select(Professional)
        .where(Professional.public_id == public_id)
        .options(
            selectinload(Professional.places).joinedload(PracticePlace.commune),
            selectinload(Professional.pathways),
        )
    )


def areas(session: Session) -> Sequence[Area]:
    """Every sector, alphabetically."""
    return session.scalars(select(Area).options(joinedload(Area.commune)).order_by(Area.name, Area.id)).all()
