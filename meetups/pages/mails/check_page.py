"""« Nos courriels arriveront-ils ? »: what is set, and what a mail to ourselves says of the way."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.outbox import checking
from meetups.outbox.checking import Finding, Level
from meetups.pages.blueprint import blueprint
from meetups.pages.navigation import association
from meetups.web.links import settings

PATIENCE = timedelta(seconds=90)
"""How long the page looks for its own mail, again every few seconds."""


@blueprint.route("/organisation/courriels/verifier", methods=["GET", "POST"])
@organiser
def mail_check() -> ResponseReturnValue:
    """Posting sends a mail to ourselves; the page then reads it back, by itself, until it is there."""
    values = settings()
    found = checking.findings_of_settings(values)
    may_send = not association().is_demo and not any(finding.level is Level.BAD for finding in found)
    if request.method == "POST":
        return _begin(found) if may_send else _page(found, may_send=False, status=409)
    stamp = request.args.get("essai", "")
    if not (may_send and stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return _page(found, may_send=may_send)
    return _go_on(found, stamp)


def _begin(found: list[Finding]) -> ResponseReturnValue:
    session, now = db.session(), clock.utc_now()
    record_audit(session, actor=require_account(), action="mail_check", now=now)
    session.commit()  # the mail server is slow, and no transaction waits for it
    stamp = f"{now.timestamp():.0f}"
    sent = checking.send_checks(settings(), stamp, now=now)
    if any(finding.level is Level.BAD for finding in sent):
        return _page([*found, *sent], may_send=True, status=502)
    if settings().imap_url is None:  # nothing to read back: what the server said is all there is
        return _page([*found, *sent], may_send=True, is_done=True)
    return redirect(url_for("pages.mail_check", essai=stamp))


def _go_on(found: list[Finding], stamp: str) -> ResponseReturnValue:
    back = checking.read_back(settings(), stamp)
    if back is not None:
        return _page([*found, *back], may_send=True, is_done=True)
    if clock.utc_now().timestamp() - int(stamp) > PATIENCE.total_seconds():
        return _page([*found, checking.not_arrived()], may_send=True, is_done=True)
    return _page(found, may_send=True, is_waiting=True)


def _page(
    found: list[Finding], *, may_send: bool, is_waiting: bool = False, is_done: bool = False, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "pages/mails/check.html", found=found, may_send=may_send, is_waiting=is_waiting, is_done=is_done
    )
    return page, status, {"Refresh": "5"} if is_waiting else {}
