"""Health checks, and the demo's mailbox: each mail as it would be received."""

from datetime import timedelta

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DatabaseError

from meetups import clock
from meetups.database import db
from meetups.outbox import queries
from meetups.outbox.message import ReadableMail, describe
from meetups.outbox.models import OutgoingEmail
from meetups.web.access_marks import demo_only, public

LATE = timedelta(minutes=10)

# A mail is a stranger's page: it gets an origin of its own, no script, nothing from elsewhere. Its links open outside.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)

blueprint = Blueprint("outbox", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers. Asks nothing of the database."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Whether people are served: the database answers, and mails leave in time."""
    now = clock.utc_now()
    try:
        since = queries.oldest_due(db.session(), now=now)
    except DatabaseError:
        db.session.rollback()
        return jsonify(status="unavailable", database="away"), 503
    late = now - since if since else timedelta()
    status = "late" if late > LATE else "ok"
    answer = jsonify(status=status, database="ok", oldest_due_mail_seconds=int(late.total_seconds()))
    return answer, 503 if status == "late" else 200


@blueprint.get("/courriels")
@demo_only
def mailbox() -> ResponseReturnValue:
    """Every mail, newest first."""
    before = _find(request.args["avant"]) if "avant" in request.args else None
    mails, has_older = queries.mailbox_page(db.session(), before)
    return render_template("outbox/mailbox.html", mails=mails, has_older=has_older, is_first_page=before is None)


@blueprint.get("/courriels/<public_id>")
@demo_only
def mail(public_id: str) -> ResponseReturnValue:
    """One mail as it is received: headers, HTML in a sandbox, text, calendar file."""
    row = _find(public_id)
    received = describe(row.mime) if row.mime is not None else None
    return render_template("outbox/mail.html", mail=row, received=received)


@blueprint.get("/courriels/<public_id>/html")
@demo_only
def mail_html(public_id: str) -> ResponseReturnValue:
    """What the mail's frame shows. Links open in a new tab, as mail programs do."""
    page = _received(public_id).html.replace("<head>", '<head><base target="_blank">', 1)
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    # Browsers refuse to show a sandboxed document that also asks for a group of its own.
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@blueprint.get("/courriels/<public_id>/invitation.ics")
@demo_only
def mail_calendar(public_id: str) -> ResponseReturnValue:
    """The calendar file of a mail that carries one."""
    content = _received(public_id).calendar
    if content is None:
        abort(404)
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="invitation.ics"'
    return response


def _find(public_id: str) -> OutgoingEmail:
    return queries.find_mail(db.session(), public_id) or abort(404)


def _received(public_id: str) -> ReadableMail:
    mime = _find(public_id).mime
    return describe(mime) if mime is not None else abort(404)
