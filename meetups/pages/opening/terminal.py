"""While no mail leaves, no code arrives: whoever starts the application comes back by a link of its terminal."""

from datetime import datetime, timedelta

from flask import redirect, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups import clock
from meetups.accounts import sessions
from meetups.accounts.access import entrance, home_of, public
from meetups.accounts.models import Account, Role
from meetups.accounts.queries import account_by_public_id
from meetups.database import db
from meetups.installation import is_demo
from meetups.outbox.readiness import mails_wait
from meetups.pages.blueprint import blueprint
from meetups.web.links import absolute_url, settings
from meetups.web.tokens import BadLink, ExpiredLink, Purpose, read_link, sign_link

LINK_LIFE = timedelta(days=1)
"""Another start gives another link."""


def terminal_url(session: Session, now: datetime) -> str | None:
    """A way in for the first administrator; ``None`` once a mail server is set, elsewhere than here, and in a demo.

    The link's version says when it was made, in Unix seconds.
    """
    account = _administrator(session) if _is_open(session) else None
    if account is None:
        return None
    token = sign_link(Purpose.TERMINAL, account.public_id, int(now.timestamp()))
    return absolute_url("pages.terminal_sign_in", token=token)


@blueprint.route("/ouverture/retour/<token>", methods=["GET", "POST"])
@public
@entrance
def terminal_sign_in(token: str) -> ResponseReturnValue:
    """Say who is about to come in, then let them in."""
    session, now = db.session(), clock.utc_now()
    account = _account_of(session, token, now)
    if request.method != "POST":
        return render_template("pages/opening/terminal.html", account=account)
    sessions.sign_in(session, cookie, account, action="sign_in_terminal", now=now)
    session.commit()
    return redirect(home_of(account))


def _account_of(session: Session, token: str, now: datetime) -> Account:
    """Raises ``BadLink``, or ``ExpiredLink`` for a link of another day."""
    link = read_link(Purpose.TERMINAL, token)
    account = account_by_public_id(session, link.public_id) if _is_open(session) else None
    if account is None or not account.is_active or not account.is_organiser:
        raise BadLink
    if now.timestamp() - link.version > LINK_LIFE.total_seconds():
        raise ExpiredLink
    return account


def _is_open(session: Session) -> bool:
    return settings().is_loopback and mails_wait(settings(), is_demo=is_demo(session))


def _administrator(session: Session) -> Account | None:
    """The first one; without any, the first organiser."""
    organises = (Account.role.in_([Role.ADMINISTRATOR, Role.ORGANISER]), Account.disabled_at.is_(None))
    first = (Account.role != Role.ADMINISTRATOR, Account.id)
    return session.scalar(select(Account).where(*organises).order_by(*first).limit(1))
