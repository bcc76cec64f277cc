"""Mails to the manager of a structure to which places are offered. They name nobody but the manager."""

from datetime import datetime

from meetups.invitations.models import SeatBlock
from meetups.invitations.place import address_lines
from meetups.outbox.models import MailKind
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.planning.wording import this_meetup
from meetups.web.links import absolute_url
from meetups.web.tokens import Purpose, sign_link


def block_token(block: SeatBlock) -> str:
    """What follows ``/places/``."""
    return sign_link(Purpose.SEAT_BLOCK, block.public_id, block.link_version)


def block_url(block: SeatBlock) -> str:
    """The manager's page."""
    return absolute_url("invitations.seat_block", token=block_token(block))


def event_of(block: SeatBlock) -> str:
    """How the outbox and the calls name everything said to this manager."""
    return f"block:{block.public_id}"


def link_mail(block: SeatBlock, rank: int) -> Mail:
    """So many places are yours to give: name the people by this link. ``rank`` counts the times it was written."""
    return _mail("block_link", block, f"link:{rank}")


def moved_mail(block: SeatBlock, former: datetime) -> Mail:
    """Another date or place; ``former`` is the start that the manager knew."""
    return _mail("block_moved", block, f"moved:{block.meetup.sequence}", former=former)


def cancelled_mail(block: SeatBlock) -> Mail:
    """The meetup is off."""
    return _mail("block_cancelled", block, "cancelled")


def taken_back_mail(block: SeatBlock, freed: int, named: int) -> Mail:
    """``freed`` places without a name are not kept any more; ``named`` people keep theirs."""
    key = "withdrawn" if block.withdrawn_at else f"closed:{int(block.name_by.timestamp())}"
    return _mail("block_taken_back", block, key, freed=freed, named=named)


def _mail(template: str, block: SeatBlock, event: str, /, **context: object) -> Mail:
    meetup, venue = block.meetup, block.meetup.venue
    assert block.email, "a manager without an address is called, not mailed"
    rendered = render_mail(
        template,
        block=block,
        url=block_url(block),
        meetup=meetup,
        zone=meetup.zone,
        this_meetup=this_meetup(meetup.format),
        place=[venue.name, *address_lines(venue)] if venue else [meetup.commune.name],
        **context,
    )
    return Mail(
        kind=MailKind.SEAT_BLOCK,
        dedupe_key=f"{event_of(block)}:{event}",
        recipient=block.email,
        recipient_name=block.contact_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=meetup.public_id,
    )
