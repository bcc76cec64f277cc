"""Whom a person reaches for one meetup: a call, a message from one's own telephone, a letter; and what they answer."""

from dataclasses import dataclass
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.models import Account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.directory.models import ContactChannel, Professional
from meetups.geography.text import fold
from meetups.installation import Installation, find_installation
from meetups.invitations.models import Call, Invitation
from meetups.invitations.rules import CallReason
from meetups.invitations.short_links import short_url
from meetups.invitations.sms import message_for
from meetups.invitations.waiting import start_delay, stop_delay
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.call_wording import refused, why
from meetups.pages.guest_forms import usual_source
from meetups.pages.loading import meetup_or_404, meetup_to_change
from meetups.planning.models import Meetup

ASKING = {CallReason.INVITED, CallReason.REMINDED, CallReason.MOVED, CallReason.OFFERED}
"""Calls that wait for an answer, not only for somebody to be told."""


@dataclass(frozen=True)
class Line:
    """One call. ``by`` is the first name of who ticked it; ``is_refused``: their address sends our mails back."""

    call: Call
    message: str
    short_url: str | None
    asks: bool
    by: str | None
    is_refused: bool

    @property
    def is_by_post(self) -> bool:
        """Reached by letter, and not yet."""
        guest = self.call.invitation
        return self.call.reached_at is None and guest is not None and guest.channel is ContactChannel.LETTER


@blueprint.get(f"{MEETUPS}/<public_id>/appels")
@organiser
def calls(public_id: str) -> ResponseReturnValue:
    """Those still to reach, then those who know; by first name."""
    session, meetup, now = db.session(), meetup_or_404(public_id), clock.utc_now()
    lines = lines_of(session, meetup)
    return render_template(
        "pages/calls.html",
        meetup=meetup,
        to_reach=[line for line in lines if line.call.reached_at is None],
        reached=[line for line in lines if line.call.reached_at is not None],
        has_letters=any(line.is_by_post for line in lines),
        can_answer=not meetup.is_cancelled and not meetup.is_past(now),
        usual_source=usual_source,
        why=why,
    )


@blueprint.post(f"{MEETUPS}/<public_id>/appels/<call_public_id>")
@organiser
def tick_call(public_id: str, call_public_id: str) -> ResponseReturnValue:
    """Note that somebody was reached, or take the tick back. Said twice, it is noted once."""
    session, now = db.session(), clock.utc_now()
    meetup = meetup_to_change(public_id)
    call = session.scalar(select(Call).where(Call.public_id == call_public_id, Call.meetup_id == meetup.id))
    if call is None:
        abort(404)
    _tick(session, call, now, undo=request.form.get("etat") == "a-joindre")
    session.commit()
    page = "pages.today" if request.form.get("depuis") == "aujourdhui" else "pages.calls"
    return redirect(url_for(page, public_id=public_id, _anchor=f"appel-{call.public_id}"))


def _tick(session: Session, call: Call, now: datetime, *, undo: bool) -> None:
    account = require_account()
    offers = call.reason is CallReason.OFFERED and call.invitation is not None
    if undo:
        if offers:
            stop_delay(session, call)
        call.reached_at = call.reached_by = None
        record_audit(session, actor=account, action="call_unticked", object=call, now=now)
        return
    if call.reached_at is not None:
        return
    if offers and call.invitation is not None:
        start_delay(session, call.invitation, now=now)
    call.reached_at, call.reached_by = now, account.public_id
    record_audit(session, actor=account, action="call_ticked", object=call, now=now)


def lines_of(session: Session, meetup: Meetup) -> list[Line]:
    """Every call of a meetup, by first name: two queries."""
    rows = session.execute(
        select(Call, Account.first_name)
        .outerjoin(Account, Account.public_id == Call.reached_by)
        .where(Call.meetup_id == meetup.id)
        .options(
            joinedload(Call.invitation).options(
                joinedload(Invitation.professional).joinedload(Professional.structure),
                joinedload(Invitation.registration),
            )
        )
    ).all()
    team, dead = find_installation(session), refused(session, [call for call, _ in rows], clock.utc_now())
    lines = [
        Line(call, ready_words(call, meetup, team), _url(call), _asks(call), by, call.id in dead) for call, by in rows
    ]
    return sorted(lines, key=lambda line: (fold(line.call.name), line.call.id))


def ready_words(call: Call, meetup: Meetup, team: Installation | None) -> str:
    """The message that one's own telephone sends, with the short link when there is something to answer."""
    return message_for(call, meetup, team, _url(call))


def _asks(call: Call) -> bool:
    return call.reason in ASKING and call.invitation is not None and call.invitation.is_active


def _url(call: Call) -> str | None:
    return short_url(call.invitation) if call.invitation and _asks(call) else None
