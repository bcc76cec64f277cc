"""What every change of an area or a pathway does: it is logged, and proposals are computed anew by the worker.

Somebody must lend a room there: the town hall of each area's commune is whom proposals think of first.
"""

from flask import flash
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import require_account
from meetups.accounts.records import record_audit
from meetups.database import HasPublicId, db
from meetups.outbox.ticks import run_soon
from meetups.venues.services import add_town_halls


def keep(action: str, thing: HasPublicId | str, done: str) -> None:
    """Commit, then say what was done."""
    session, now = db.session(), clock.utc_now()
    record_audit(session, actor=require_account(), action=action, object=thing, now=now)
    add_town_halls(session)
    run_soon(session, "proposals", now=now)
    session.commit()
    soon = gettext("Les propositions se recalculent : elles en tiendront compte dans un instant.")
    flash(f"{done} {soon}", "succes")
