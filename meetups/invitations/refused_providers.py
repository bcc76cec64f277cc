"""What hosts, the caterer or managers of structures did not hear, since a mail was refused for good: who is rung."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from meetups.invitations.calls import add_other_call, add_provider_call
from meetups.invitations.models import Call, SeatBlock
from meetups.invitations.providers import caterer_name
from meetups.invitations.rules import CallReason
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.models import HostingRequest, Meetup, RequestStatus

KINDS = {
    MailKind.REQUEST,
    MailKind.REQUEST_ANSWERED,
    MailKind.REQUEST_WITHDRAWN,
    MailKind.PROVIDER,
    MailKind.SEAT_BLOCK,
}
OF_BLOCKS = {
    "link": CallReason.INVITED,
    "moved": CallReason.MOVED,
    "cancelled": CallReason.CANCELLED,
    "withdrawn": CallReason.WITHDRAWN,
    "closed": CallReason.WITHDRAWN,
}
"""By what the mail said to a manager: why that is said by telephone."""


@dataclass(frozen=True)
class Unheard:
    """One refused mail: ``who`` and ``event`` are the parts of its key, as ``request:<id>`` and ``moved:2.5``."""

    meetup: Meetup
    who: str
    event: str
    created_at: datetime

    @property
    def what(self) -> str:
        """What it said: ``moved``."""
        return self.event.partition(":")[0]


def unheard_by_providers(session: Session, now: datetime, *which: ColumnElement[bool]) -> list[Unheard]:
    """Refused news about meetups to come which no newer mail brings, and which nobody was to say since: one query,
    two more when there is some.
    """
    mail = OutgoingEmail
    refused = (mail.state == MailState.FAILED, mail.kind.in_(KINDS), Meetup.starts_at > now)
    called = exists().where(Call.dedupe_key.in_(["call:" + mail.dedupe_key, "call:provider:" + mail.dedupe_key]))
    rows = session.execute(
        select(Meetup, mail.dedupe_key, mail.created_at, mail.id)
        .join(Meetup, Meetup.public_id == mail.about)
        .where(*refused, ~called, *which)
        .order_by(mail.id)
    ).all()
    if not rows:
        return []
    meetups = {meetup.id: meetup.public_id for meetup, *_ in rows}
    latest, rung = _latest_mails(session, meetups.values()), _latest_calls(session, meetups)
    found = [(_unheard(meetup, key, created_at), number) for meetup, key, created_at, number in rows]
    return [
        each
        for each, number in found
        if each and latest.get(each.who) == number and not (each.who in rung and rung[each.who] >= each.created_at)
    ]


def call_providers_instead(session: Session, meetup_id: int, *, now: datetime) -> int:
    """Whoever heard nothing of what is still true is to be rung; how many. The caller holds the meetup's lock.

    Flushes.
    """
    session.flush()
    made = 0
    for each in unheard_by_providers(session, now, Meetup.id == meetup_id):
        made += _call_block(session, each, now) if each.who.startswith("block:") else _call(session, each, now)
    return made


def _unheard(meetup: Meetup, key: str, created_at: datetime) -> Unheard | None:
    who = _who(key)
    event = key.removeprefix(who).lstrip(":")
    return Unheard(meetup, who, event, created_at) if event and not key.endswith(":organiser") else None


def _latest_mails(session: Session, meetups: Collection[str]) -> dict[str, int]:
    """By whom it was written to, the last mail that was not given up."""
    mail = OutgoingEmail
    rows = session.execute(
        select(mail.dedupe_key, mail.id)
        .where(mail.about.in_(meetups), mail.kind.in_(KINDS), mail.state != MailState.SUPPRESSED)
        .order_by(mail.id)
    )
    return {_who(key): number for key, number in rows if not key.endswith(":organiser")}


def _latest_calls(session: Session, meetup_ids: Collection[int]) -> dict[str, datetime]:
    rows = session.execute(
        select(Call.dedupe_key, Call.created_at)
        .where(Call.meetup_id.in_(meetup_ids), Call.invitation_id.is_(None))
        .order_by(Call.created_at)
    )
    return {_who(key.removeprefix("call:").removeprefix("provider:")): at for key, at in rows}


def _who(key: str) -> str:
    return ":".join(key.split(":", 2)[:2])


def _call(session: Session, each: Unheard, now: datetime) -> bool:
    provider = _caterer(each) if each.who.startswith("caterer:") else _host(session, each)
    if provider is None:
        return False
    name, phone = provider
    add_provider_call(session, each.meetup, name, phone, who=each.who, event=each.event, now=now)
    return True


def _caterer(each: Unheard) -> tuple[str, str | None] | None:
    """Name and number, if what was said is still true."""
    meetup = each.meetup
    is_true = meetup.is_cancelled == (each.what == "cancelled")
    return (caterer_name(meetup), meetup.caterer_phone) if is_true else None


def _host(session: Session, each: Unheard) -> tuple[str, str | None] | None:
    """As :func:`_caterer`."""
    public_id = each.who.partition(":")[2]
    request = session.scalar(select(HostingRequest).where(HostingRequest.public_id == public_id))
    if request is None or not _is_true(request, each.what):
        return None
    return request.host.name, request.host.phone


def _is_true(request: HostingRequest, said: str) -> bool:
    if said == "withdrawn":
        return request.status is RequestStatus.WITHDRAWN
    if said == "asked":
        return request.status.is_open
    return request.status is not RequestStatus.WITHDRAWN


def _call_block(session: Session, each: Unheard, now: datetime) -> bool:
    block = session.scalar(select(SeatBlock).where(SeatBlock.public_id == each.who.partition(":")[2]))
    reason = OF_BLOCKS.get(each.what)
    if block is None or reason is None:
        return False
    offers = reason in {CallReason.INVITED, CallReason.MOVED}
    if offers and (block.withdrawn_at is not None or each.meetup.is_cancelled):
        return False
    name, key = f"{block.contact_name}, {block.structure}", f"{each.who}:{each.event}"
    add_other_call(session, each.meetup, name, block.phone, reason, key=key, replaces=each.who, now=now)
    return True
