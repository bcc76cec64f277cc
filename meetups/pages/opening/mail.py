"""The guide's third screen: who writes, by which server, and a mail to see for oneself."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.models import Account
from meetups.accounts.records import record_audit
from meetups.adapters.smtp import BadSmtpUrl, SmtpTransport
from meetups.config import Settings
from meetups.database import db
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.readiness import RESERVED
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail, enqueue
from meetups.pages.blueprint import blueprint
from meetups.pages.opening.guard import not_in_a_demo
from meetups.pages.opening.reasons import plain_reason
from meetups.pages.opening.showing import show
from meetups.pages.opening.state import Screen
from meetups.web.links import settings


@dataclass(frozen=True)
class MailSettings:
    """How mails leave, without the password nor the user's name."""

    sender: str
    server: str | None
    """« smtp.exemple.fr, port 465 »; ``None`` when no server is set, or when what is set makes no sense."""
    is_url_wrong: bool
    base_url: str
    is_sender_invented: bool
    is_loopback: bool


def mail_settings(values: Settings) -> MailSettings:
    """What the screen says of the environment."""
    server = _server(values.smtp_url) if values.smtp_url else None
    return MailSettings(
        sender=values.mail_from,
        server=server,
        is_url_wrong=values.smtp_url is not None and server is None,
        base_url=values.base_url,
        is_sender_invented=values.mail_from.endswith(RESERVED),
        is_loopback=values.is_loopback,
    )


def _server(url: str) -> str | None:
    try:
        server = SmtpTransport(url)
    except BadSmtpUrl:
        return None
    return gettext("%(host)s, port %(port)d", host=server.host, port=server.port)


@blueprint.get("/organisation/ouverture/courriels")
@organiser
@not_in_a_demo
def guide_mail() -> ResponseReturnValue:
    """Third screen. Reading it again says where the test mail is."""
    account = require_account()
    last = last_test(db.session(), account)
    return show(
        "pages/opening/mail.html",
        Screen.MAIL,
        account=account,
        mail=last,
        reason=plain_reason(last.last_error) if last and last.last_error else None,
        is_sent=last is not None and last.state is MailState.SENT,
        mailing=mail_settings(settings()),
    )


@blueprint.post("/organisation/ouverture/courriels/essai")
@organiser
@not_in_a_demo
def send_test() -> ResponseReturnValue:
    """Put a test mail in the outbox, for the person who asks; the worker sends it like any other."""
    session, account, now = db.session(), require_account(), clock.utc_now()
    enqueue(session, test_mail(account, now), now=now)
    record_audit(session, actor=account, action="test_mail_asked", now=now)
    session.commit()
    flash(gettext("Le courriel d’essai est dans la file d’envoi."), "attente")
    return redirect(url_for("pages.guide_mail"))


def test_mail(account: Account, now: datetime) -> Mail:
    """One a minute at most, however often the button is pressed."""
    rendered = render_mail("test", first_name=account.first_name)
    return Mail(
        kind=MailKind.TEST,
        dedupe_key=f"test:{account.public_id}:{now:%Y%m%d%H%M}",
        recipient=account.email,
        recipient_name=account.first_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )


def last_test(session: Session, account: Account) -> OutgoingEmail | None:
    """The last test mail that this person asked for."""
    mine = (OutgoingEmail.kind == MailKind.TEST, OutgoingEmail.recipient == account.email)
    return session.scalar(select(OutgoingEmail).where(*mine).order_by(OutgoingEmail.id.desc()).limit(1))
