"""Which meetup a visitor may read of: published, or called off since. Drafts exist for organisers alone."""

from flask import abort

from meetups.database import db
from meetups.planning.models import Meetup
from meetups.planning.queries import meetup_by_public_id


def open_lunch(public_id: str) -> Meetup | None:
    """The meetup, or ``None``: unknown and draft are the same."""
    found = meetup_by_public_id(db.session(), public_id) if public_id else None
    return found if found is not None and not found.is_draft else None


def open_lunch_or_404(public_id: str) -> Meetup:
    """The meetup that a page is about."""
    return open_lunch(public_id) or abort(404)
