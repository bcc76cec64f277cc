"""A link that one can dictate: ``/r/`` and ten characters lead to the guest's page."""

import re
from collections import deque
from datetime import datetime, timedelta

import structlog
from flask import abort, current_app, redirect, url_for
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
MOST_MISSES = 600
"""Unknown codes that one process hears out in an hour: people mistype, programs guess. A code that is right always
opens: behind a proxy everybody has the same address, and nobody must be able to shut the door for the others.
"""
_BETWEEN = re.compile(r"[\s.-]")

log = structlog.get_logger()


def short_url(invitation: Invitation) -> str:
    """« https://reseau.exemple.fr/r/abc-def-ghjk »: in groups, as it is read aloud."""
    code = invitation.short_code
    return absolute_url("invitations.short_link", code="-".join((code[:3], code[3:6], code[6:])))


@blueprint.get("/r/<code>")
@guest_link
def short_link(code: str) -> ResponseReturnValue:
    """Lead to the guest's page; capitals, hyphens and spaces do not matter. An unknown code is an unknown link."""
    wanted = _BETWEEN.sub("", code).lower()
    invitation = db.session.scalar(select(Invitation).where(Invitation.short_code == wanted))
    if invitation is None:
        _count_miss(clock.utc_now())
        raise BadLink
    token = sign_link(Purpose.INVITATION, invitation.public_id, invitation.link_version)
    return redirect(url_for("invitations.answer", token=token))


def _count_miss(now: datetime) -> None:
    """Answers 429, and logs it for whoever runs the application, once there were too many."""
    misses: deque[datetime] = current_app.extensions.setdefault("short_link_misses", deque(maxlen=MOST_MISSES))
    if len(misses) == MOST_MISSES and misses[0] > now - WINDOW:
        log.warning("short_links_guessed")
        abort(429)
    misses.append(now)
