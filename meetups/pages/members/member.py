"""Whose pages these are: the professional of the account that is signed in."""

from flask import abort, redirect, url_for

from meetups.accounts.access import require_account
from meetups.database import db
from meetups.directory.models import Professional
from meetups.pages.queries import own_professional


def member() -> Professional:
    """The person signed in; an account that belongs to nobody is led to « Mon espace », which says why."""
    return own_professional(db.session(), require_account()) or abort(redirect(url_for("pages.me")))
