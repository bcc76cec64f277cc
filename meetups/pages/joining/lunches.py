"""Which meetup a visitor may read of: published, or called off since. Drafts exist for organisers alone."""

from flask import abort

from meetups.database import db
from meetups.pages.public.showing import public_lunch
from meetups.planning.models import Meetup


def open_lunch(public_id: str) -> Meetup | None:
    """The meetup, or ``None``: unknown, draft, and called off before anybody was invited are the same."""
    return public_lunch(db.session(), public_id) if public_id else None


def open_lunch_or_404(public_id: str) -> Meetup:
    """The meetup that a page is about."""
    return open_lunch(public_id) or abort(404)
