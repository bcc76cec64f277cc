"""What came back to our mailbox: what waits for somebody first, then what was made of the rest."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from meetups.accounts.access import organiser
from meetups.database import db
from meetups.invitations.inbound import queries
from meetups.invitations.inbound.marks import returned_to
from meetups.invitations.inbound.wording import answer_said, what_became
from meetups.pages.blueprint import blueprint
from meetups.planning.queries import meetup_by_public_id
from meetups.web.links import settings

MESSAGES = "/organisation/messages"
SHOWN = 30
"""Messages a page."""


@blueprint.get(MESSAGES)
@organiser
def messages() -> ResponseReturnValue:
    """``?rencontre=`` shows those about one meetup; ``?apres=`` skips so many."""
    session, about = db.session(), request.args.get("rencontre") or None
    meetup = (meetup_by_public_id(session, about) or abort(404)) if about else None
    skip = min(max(request.args.get("apres", 0, type=int), 0), 1_000_000)
    found = queries.received(session, about=about, skip=skip, limit=SHOWN + 1)
    return render_template(
        "pages/mails/messages.html",
        meetup=meetup,
        rows=found[:SHOWN],
        waiting=queries.WAITING,
        unread=queries.waiting_count(session, about),
        skip=skip,
        next_skip=skip + SHOWN if len(found) > SHOWN else None,
        meetups=queries.meetups_written_about(session),
        answer_said=answer_said,
        returned_to=returned_to,
        what_became=what_became,
        is_read=settings().imap_url is not None,
    )
