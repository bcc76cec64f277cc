"""A link that one can dictate: ``/r/`` and nine characters lead to the guest's page."""

import re
from collections import deque
from datetime import datetime, timedelta

import structlog
from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from meetups import clock
from meetups.accounts.access import guest_link
from meetups.database import db
from meetups.invitations.blueprint import blueprint
from meetups.invitations.models import Invitation
from meetups.web.links import absolute_url
from meetups.web.tokens import BadLink, Purpose, sign_link

WINDOW = timedelta(hours=1)
MOST_MISSES = 120
"""Unknown codes from one address in an hour: people mistype, programs guess."""
MOST_ADDRESSES = 5000
_BETWEEN = re.compile(r"[\s.-]")

log = structlog.get_logger()


def short_url(invitation: Invitation) -> str:
    """« https://reseau.exemple.fr/r/abc-def-ghj »: in threes, as it is read aloud."""
    code = invitation.short_code
    return absolute_url("invitations.short_link", code="-".join((code[:3], code[3:6], code[6:])))


@blueprint.get("/r/<code>")
@guest_link
def short_link(code: str) -> ResponseReturnValue:
    """Lead to the guest's page; capitals, hyphens and spaces do not matter. An unknown code is an unknown link."""
    now, origin = clock.utc_now(), request.remote_addr or ""
    misses = _misses(origin)
    if len(misses) == MOST_MISSES and misses[0] > now - WINDOW:
        log.warning("short_links_guessed")
        abort(429)
    wanted = _BETWEEN.sub("", code).lower()
    invitation = db.session.scalar(select(Invitation).where(Invitation.short_code == wanted))
    if invitation is None:
        _missed(origin, misses, now)
        raise BadLink
    token = sign_link(Purpose.INVITATION, invitation.public_id, invitation.link_version)
    return redirect(url_for("invitations.answer", token=token))


def _misses(origin: str) -> deque[datetime]:
    """The last unknown codes from one address, in this process: reading writes nothing elsewhere."""
    kept: dict[str, deque[datetime]] = current_app.extensions.setdefault("short_link_misses", {})
    return kept.get(origin) or deque(maxlen=MOST_MISSES)


def _missed(origin: str, misses: deque[datetime], now: datetime) -> None:
    kept: dict[str, deque[datetime]] = current_app.extensions["short_link_misses"]
    if origin not in kept and len(kept) >= MOST_ADDRESSES:
        kept.clear()
    misses.append(now)
    kept[origin] = misses
