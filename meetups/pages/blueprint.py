"""The blueprint that every file of this folder adds its views to; ``routes.py`` brings them together."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from meetups.database import db
from meetups.errors import DomainError

blueprint = Blueprint("pages", __name__)

MEETUPS = "/organisation/rencontres"
"""Under it, everything about the organisers' meetups."""


@blueprint.errorhandler(DomainError)
def _refused(refusal: DomainError) -> ResponseReturnValue:
    """A refusal that no form shows: nothing was changed, and the meetup's page says why."""
    db.session.rollback()
    flash(str(refusal), "erreur")
    return redirect(url_for("pages.meetup", public_id=(request.view_args or {})["public_id"]))
