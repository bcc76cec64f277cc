"""Find what a page is about, or answer 404: one body, whether the row is unknown or belongs to another meetup."""

from collections.abc import Iterable
from typing import TypeVar

from flask import abort
from sqlalchemy import select

from meetups.database import db
from meetups.geography.text import fold
from meetups.invitations.models import Invitation
from meetups.invitations.queries import guest_list, invitation_of
from meetups.planning.models import HostingRequest, Meetup, RequestStatus
from meetups.planning.queries import meetup_by_public_id
from meetups.proposals.models import ProposalGuest

R = TypeVar("R", Invitation, ProposalGuest)


def meetup_or_404(public_id: str) -> Meetup:
    """The meetup to show."""
    return meetup_by_public_id(db.session(), public_id) or abort(404)


def meetup_to_change(public_id: str) -> Meetup:
    """The meetup as it is now, its row held until the transaction ends: two forms sent at once take turns."""
    session = db.session()
    session.execute(select(Meetup.id).where(Meetup.public_id == public_id).with_for_update())
    session.expire_all()
    return meetup_or_404(public_id)


def invitation_or_404(meetup: Meetup, public_id: str) -> Invitation:
    """A line of this meetup's list; another meetup's is unknown here."""
    return invitation_of(db.session(), meetup, public_id) or abort(404)


def guests_of(meetup: Meetup) -> list[Invitation]:
    """Everyone on the list, by first name, with the places where they work."""
    return alphabetical(guest_list(db.session(), meetup, with_places=True))


def alphabetical(rows: Iterable[R]) -> list[R]:
    """Rows about people, by first name as a person sorts them: databases put « Éléonore » after « Zoé »."""

    def key(row: R) -> tuple[str, str, int]:
        person = row.professional
        return fold(person.first_name), fold(person.last_name), person.id

    return sorted(rows, key=key)


def open_request(meetup: Meetup) -> HostingRequest | None:
    """The question that still waits for the host, or for our decision: one at most."""
    return next((request for request in meetup.requests if request.status.is_open), None)


def lender_of(meetup: Meetup) -> HostingRequest | None:
    """The question by which the meetup's room was granted; ``None`` for a room chosen by hand."""
    granted = (each for each in meetup.requests if each.status is RequestStatus.ACCEPTED)
    return next((each for each in granted if each.venue_id == meetup.venue_id), None)
