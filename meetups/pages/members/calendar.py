"""« Mon agenda »: the address that a calendar program subscribes to, shown once since only its hash is kept."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import signed_in
from meetups.accounts.gestures import browser_nonce
from meetups.calendars.links import webcal_url
from meetups.database import db
from meetups.directory.models import Professional
from meetups.errors import DomainError
from meetups.invitations import feeds
from meetups.pages.blueprint import blueprint
from meetups.pages.members.member import member
from meetups.web.links import absolute_url


@blueprint.route("/moi/agenda", methods=["GET", "POST"])
@signed_in
def my_calendar() -> ResponseReturnValue:
    """Posting makes the address, or another one instead; ``?refaire`` asks first. The same form twice makes one."""
    session, person = db.session(), member()
    if request.method != "POST":
        return _page(person)
    replaces = request.form.get("remplace", "")
    token = browser_nonce("calendar-feed", person.public_id, replaces)
    try:
        feeds.open_feed(session, person, token, replaces=replaces, now=clock.utc_now())
    except DomainError as refusal:
        session.rollback()
        return _page(member(), refusal=refusal, status=409)
    session.commit()
    return _page(person, url=absolute_url("invitations.feed", token=token))


def _page(
    person: Professional, *, url: str | None = None, refusal: DomainError | None = None, status: int = 200
) -> ResponseReturnValue:
    feed = feeds.feed_of(db.session(), person)
    page = render_template(
        "pages/members/calendar.html",
        feed=feed,
        mark=feeds.mark(feed),
        url=url,
        days=feeds.KEPT.days,
        webcal=webcal_url(url) if url else None,
        asks=feed is not None and url is None and "refaire" in request.args,
        refusal=refusal,
    )
    return page, status
