"""A host's rooms, month by month, and what they made possible. Opened by the link of any mail that it received."""

from flask import render_template
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import host_link
from meetups.database import db
from meetups.pages.blueprint import blueprint
from meetups.pages.hosts.bookings import bookings_of
from meetups.pages.hosts.months import PARIS, month_start, months_of
from meetups.pages.hosts.tally import tally_of
from meetups.pages.places.wording import free_said
from meetups.planning.queries import request_by_link
from meetups.planning.wording import a_meetup


@blueprint.get("/h/<token>/salles")
@host_link
def host_rooms(token: str) -> ResponseReturnValue:
    """Head counts only: no guest is ever named here."""
    session, now = db.session(), clock.utc_now()
    host = request_by_link(session, token).host
    bookings = bookings_of(session, host, since=month_start(now), now=now)
    return render_template(
        "pages/hosts/rooms.html",
        token=token,
        host=host,
        months=months_of(bookings, now),
        today=now.astimezone(PARIS).date(),
        to_come=[booking for booking in bookings if booking.ends_at > now],
        tally=tally_of(session, host, now),
        a_meetup=a_meetup,
        free_said=free_said,
    )
