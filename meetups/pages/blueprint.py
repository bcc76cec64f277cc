"""The blueprint that every file of this folder adds its views to; ``routes.py`` brings them together."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from meetups.accounts.access import current_account, home_of
from meetups.database import db
from meetups.errors import DomainError

blueprint = Blueprint("pages", __name__)

MEETUPS = "/organisation/rencontres"
"""Under it, everything about the organisers' meetups."""


@blueprint.errorhandler(DomainError)
def _refused(refusal: DomainError) -> ResponseReturnValue:
    """A refusal that no form shows: nothing was changed, and the page where one goes says why."""
    db.session.rollback()
    flash(str(refusal), "erreur")
    return redirect(_back())


def _back() -> str:
    """The meetup's page for an organiser who acts on one; elsewhere, where each reader starts."""
    public_id = (request.view_args or {}).get("public_id")
    account = current_account()
    if account is not None and account.is_organiser and public_id and request.path.startswith(f"{MEETUPS}/"):
        return url_for("pages.meetup", public_id=public_id)
    return home_of(account) if account else url_for("pages.home")
