"""What every change of an area or a pathway does: it is logged, and proposals are computed anew by the worker."""

from flask import flash
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import require_account
from meetups.accounts.records import record_audit
from meetups.database import HasPublicId, db
from meetups.outbox.ticks import run_soon


def keep(action: str, thing: HasPublicId | str, done: str) -> None:
    """Commit, then say what was done."""
    session, now = db.session(), clock.utc_now()
    record_audit(session, actor=require_account(), action=action, object=thing, now=now)
    run_soon(session, "proposals", now=now)
    session.commit()
    soon = gettext("Les propositions se recalculent : elles en tiendront compte dans un instant.")
    flash(f"{done} {soon}", "succes")
