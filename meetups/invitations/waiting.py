"""The waiting list: who is next when a place is free, until when it is held for them, and what then."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.planning.models import Meetup


def offer_free_seats(session: Session, meetup: Meetup, *, now: datetime) -> int:
    """Offer the free places to the next in line; how many were offered. Said twice, it offers nothing twice.

    The caller holds the meetup's lock, and ends with this whatever frees a place or adds some. Flushes.
    """
    del session, meetup, now
    return 0


def expire_offers(session: Session, *, now: datetime) -> int:
    """Take back the offers whose end has come, and pass each place on; how many ended."""
    del session, now
    return 0
