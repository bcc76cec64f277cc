"""Mails to someone who asked for a seat. None holds a calendar object: nothing is in their diary yet."""

from flask import url_for

from meetups.invitations.models import SeatRequest
from meetups.outbox.models import MailKind
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.planning.wording import this_meetup
from meetups.web.links import absolute_url


def seat_asked_mail(request: SeatRequest) -> Mail:
    """We have your request; the team answers. At most one a day, however often it is withdrawn and made again."""
    return _mail(MailKind.SEAT_ASKED, "seat_asked", request, f"{request.asked_at:%Y%m%d}")


def seat_refused_mail(request: SeatRequest) -> Mail:
    """Not this time, without a reason: none was asked for."""
    return _mail(MailKind.SEAT_REFUSED, "seat_refused", request, "refused")


def seat_cancelled_mail(request: SeatRequest) -> Mail:
    """The meetup is off, and why: that is the answer. Guests get theirs with a calendar object."""
    return _mail(MailKind.SEAT_REFUSED, "seat_cancelled", request, "cancelled")


def seat_moved_mail(request: SeatRequest) -> Mail:
    """Another date or place: the request still waits, unless it is withdrawn."""
    return _mail(MailKind.UPDATE, "seat_moved", request, f"moved:{request.meetup.sequence}")


def _mail(kind: MailKind, name: str, request: SeatRequest, event: str) -> Mail:
    person, meetup = request.professional, request.meetup
    assert person.email, "someone without an address is called, not mailed"
    lunch = url_for("pages.seat", public_id=meetup.public_id, _external=False)
    rendered = render_mail(
        name,
        person=person,
        meetup=meetup,
        this_meetup=this_meetup(meetup.format),
        place=", ".join(part for part in (meetup.venue.name if meetup.venue else "", meetup.commune.name) if part),
        url=absolute_url("accounts.sign_in", next=lunch),
    )
    return Mail(
        kind=kind,
        dedupe_key=f"seat:{request.public_id}:{event}",
        recipient=person.email,
        recipient_name=person.full_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=meetup.public_id,
    )
