"""Reads about professionals that every feature shares."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from meetups.directory.models import Professional


def may_be_invited(now: datetime) -> ColumnElement[bool]:
    """``Professional.can_be_invited`` as a condition."""
    return and_(
        Professional.confirmed_at.is_not(None),
        Professional.left_at.is_(None),
        Professional.unsubscribed_at.is_(None),
        or_(Professional.paused_until.is_(None), Professional.paused_until <= now),
    )
