"""``flask demo play``: the whole story on a demo, through the same services as the pages.

It takes place over the four days before the given one, so that its mails are due when it is told.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, Role
from meetups.demo.content.meetups import CANCEL_REASONS, NEEDS
from meetups.demo.content.names import email_for
from meetups.demo.days import moment, weeks_later
from meetups.demo.errors import NotADemo, NothingToPlay
from meetups.demo.replies import LINK, Reply, first_replies, second_replies
from meetups.installation import is_demo
from meetups.invitations import answers, services
from meetups.invitations.colleagues import Colleague
from meetups.invitations.queries import AnswerCounts, answer_counts, guest_list
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.errors import VenueTaken
from meetups.planning.models import HostChannel, Meetup, MeetupStatus
from meetups.planning.services import check_venue
from meetups.proposals.models import Proposal
from meetups.proposals.queries import current_proposals
from meetups.proposals.services import prepare, refresh
from meetups.web.filters import PARIS, day_date, hour, local

AfterStep = Callable[[str], None]
"""Told what just happened, in French; commits it, as a page would."""
COLLEAGUE = ("Lucie", "Germain")


@dataclass(frozen=True)
class PlayReport:
    """``meetup`` and ``cancelled`` are public ids; ``counts`` how the guests of ``meetup`` stand in the end;
    ``mails`` what the story put in the outbox, by kind.
    """

    meetup: str
    cancelled: str
    counts: dict[str, int]
    mails: dict[str, int]


def play(session: Session, *, now: datetime, after_step: AfterStep) -> PlayReport:
    """Tell the story, which ends the evening before the day of ``now`` in Paris.

    Raises ``NotADemo``, having changed nothing, or ``NothingToPlay``.
    """
    if not is_demo(session):
        raise NotADemo
    return _Story(session, now, after_step).tell()


def let_mails_leave(session: Session, *, now: datetime) -> None:
    """Waiting mails are due now, even when the story was told at another date, and no worker ever tried them."""
    waiting = update(OutgoingEmail).where(OutgoingEmail.state == MailState.PENDING)
    session.execute(waiting.values(not_before=now, attempts=0, lease_until=None))


class _Story:
    def __init__(self, session: Session, now: datetime, after_step: AfterStep) -> None:
        self._session = session
        self._today = local(now, PARIS).date()
        self._tell = after_step
        maud = session.scalar(select(Account).where(Account.role == Role.ORGANISER).order_by(Account.id).limit(1))
        if maud is None:
            raise NothingToPlay("d’organisatrice")
        self._maud = maud
        self._first_mail = (session.scalar(select(func.max(OutgoingEmail.id))) or 0) + 1

    def tell(self) -> PlayReport:
        refresh(self._session, now=self._at(4, 18))
        self._after_step("Les propositions sont à jour.")
        meetup = self._organise(self._best_proposal())
        other = self._other_meetup(meetup) or self._organise(self._best_proposal())
        self._reply(first_replies(guest_list(self._session, meetup)), meetup, self._at(2, 8))
        self._after_step(f"Des réponses arrivent : {_summary(self._counts(meetup))}.")
        self._move(meetup)
        self._reply(second_replies(guest_list(self._session, meetup)), meetup, self._at(1, 11))
        self._after_step(f"Après le changement : {_summary(self._counts(meetup))}.")
        self._cancel(other)
        return self._report(meetup, other)

    def _after_step(self, line: str) -> None:
        """Days pass between two steps: what was written is on its way, and no later news takes its place."""
        self._session.flush()
        on_its_way = update(OutgoingEmail).where(OutgoingEmail.state == MailState.PENDING)
        self._session.execute(on_its_way.values(attempts=1, lease_until=self._at(0, 0)))
        self._tell(line)

    def _at(self, days_ago: int, at: int, minute: int = 0) -> datetime:
        return moment(self._today - timedelta(days=days_ago), at, minute)

    def _best_proposal(self) -> Proposal:
        found = [each for each in current_proposals(self._session, self._at(4, 18)) if each.host_id]
        if not found:
            raise NothingToPlay("de proposition à préparer")
        return found[0]

    def _organise(self, proposal: Proposal) -> Meetup:
        """From a proposal to invitations that left."""
        host = proposal.host
        assert host is not None
        meetup = prepare(self._session, proposal, now=self._at(4, 18, 5))
        when = f"{day_date(meetup.starts_at)} à {hour(meetup.starts_at)}"
        self._after_step(f"Maud prépare « {meetup.title} », {when}.")
        request = hosting.request_room(
            self._session,
            meetup,
            host,
            venue=proposal.venue,
            needs=NEEDS,
            asked_by=self._maud,
            now=self._at(4, 18, 20),
        )
        self._after_step(f"Elle demande une salle à : {host.name}.")
        room = None if proposal.venue else hosting.NewRoom(name="Salle polyvalente")
        by_link = HostChannel.LINK if host.email else HostChannel.TELEPHONE
        hosting.accept_request(
            self._session, request, venue=None, new_room=room, note="Volontiers.", channel=by_link, now=self._at(3, 10)
        )
        assert meetup.venue is not None
        self._after_step(f"C’est accepté : {meetup.venue.name}.")
        sent = services.invite(self._session, meetup, now=self._at(3, 18, 30))
        self._after_step(f"Les invitations partent : {_told(sent)}.")
        return meetup

    def _other_meetup(self, meetup: Meetup) -> Meetup | None:
        to_come = select(Meetup).where(
            Meetup.status == MeetupStatus.PUBLISHED, Meetup.starts_at > self._at(0, 0), Meetup.id != meetup.id
        )
        return self._session.scalar(to_come.order_by(Meetup.starts_at, Meetup.id).limit(1))

    def _reply(self, replies: Iterable[Reply], meetup: Meetup, at: datetime) -> None:
        first, last = COLLEAGUE
        colleague = Colleague(first_name=first, last_name=last, email=email_for(first, last, meetup.id))
        for guest, status, source in list(replies):
            actor = None if source in {LINK, AnswerSource.SITE} else self._maud.public_id
            at += timedelta(minutes=7)
            answers.answer(self._session, guest, status, source=source, actor=actor, colleague=colleague, now=at)

    def _move(self, meetup: Meetup) -> None:
        length = meetup.ends_at - meetup.starts_at
        starts_at = next(at for at in weeks_later(meetup.starts_at) if self._is_free(meetup, at, at + length))
        sent = services.reschedule(
            self._session,
            meetup,
            starts_at=starts_at,
            ends_at=starts_at + length,
            venue_id=meetup.venue_id,
            now=self._at(1, 9),
        )
        self._after_step(f"La date change, ce sera le {day_date(starts_at)} : {_told(sent)}.")

    def _is_free(self, meetup: Meetup, starts_at: datetime, ends_at: datetime) -> bool:
        try:
            check_venue(self._session, meetup.venue_id, meetup.capacity, starts_at, ends_at, meetup)
        except VenueTaken:
            return False
        return True

    def _cancel(self, meetup: Meetup) -> None:
        sent = services.cancel(self._session, meetup, reason=CANCEL_REASONS[0], now=self._at(1, 19))
        self._after_step(f"L’autre rencontre, « {meetup.title} », est annulée : {_told(sent)}.")

    def _counts(self, meetup: Meetup) -> AnswerCounts:
        return answer_counts(self._session, [meetup.id])[meetup.id]

    def _report(self, meetup: Meetup, other: Meetup) -> PlayReport:
        counts = self._counts(meetup)
        kinds = self._session.scalars(
            select(OutgoingEmail.kind).where(
                OutgoingEmail.id >= self._first_mail, OutgoingEmail.about.in_([meetup.public_id, other.public_id])
            )
        )
        by_status = {status.value: counts.of(status) for status in RegistrationStatus}
        return PlayReport(
            meetup=meetup.public_id,
            cancelled=other.public_id,
            counts={"invited": counts.asked, "silent": counts.silent, **by_status},
            mails=dict(sorted(Counter(kind.value for kind in kinds).items())),
        )


def _people(count: int) -> str:
    return f"{count} personne" if count < 2 else f"{count} personnes"


def _told(sent: services.Sent) -> str:
    told = f"{_people(sent.mailed)} par courriel"
    return f"{told}, {_people(sent.to_reach)} à joindre autrement" if sent.to_reach else told


def _summary(counts: AnswerCounts) -> str:
    """« 9 vient, 3 peut-être… » without any verb to agree: the label, then how many."""
    found = ((status.label, counts.of(status)) for status in RegistrationStatus)
    return ", ".join(f"{label} ({count})" for label, count in found if count)
