"""Mails to who lends the room and who brings the meal, when the meetup changes. Nothing in them names a guest."""

from datetime import datetime

from meetups.outbox.models import MailKind
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.planning.choices import HostChoice
from meetups.planning.emails import host_url
from meetups.planning.models import HostingRequest, Meetup
from meetups.planning.wording import this_meetup

HOST_MOVED, CATERER_MOVED = "request:{}:moved", "caterer:{}:moved"
"""How the outbox calls the news of a change; the number of the change follows."""


def host_moved_key(request: HostingRequest) -> str:
    """Names one change among all: a draft's have no SEQUENCE, since nobody else knows of it."""
    return f"{HOST_MOVED.format(request.public_id)}:{request.meetup.sequence}.{request.meetup.version}"


def host_moved_mail(request: HostingRequest, former: datetime) -> Mail:
    """Another date, or another of the host's rooms, if they suit; ``former`` is the start that it had agreed to."""
    meetup = request.meetup
    assert request.host.email
    key = host_moved_key(request)
    yes, no = host_url(request, HostChoice.LEND), host_url(request, HostChoice.REFUSE)
    about = _about(meetup) | {"hosting": request, "host": request.host, "yes": yes, "no": no}
    return _mail("host_moved", meetup, key, request.host.email, request.host.name, former=former, **about)


def caterer_moved_mail(meetup: Meetup, former: datetime) -> Mail:
    """Another date or place for the meal; ``former`` is the start that was agreed."""
    key = f"{CATERER_MOVED.format(meetup.public_id)}:{meetup.sequence}"
    name = meetup.caterer_name
    return _mail("caterer_moved", meetup, key, meetup.caterer_email, name, former=former, **_about(meetup))


def caterer_cancelled_mail(meetup: Meetup) -> Mail:
    """No meal is to be brought."""
    key = f"caterer:{meetup.public_id}:cancelled"
    return _mail("caterer_cancelled", meetup, key, meetup.caterer_email, meetup.caterer_name, **_about(meetup))


def _mail(template: str, meetup: Meetup, key: str, recipient: str, name: str, /, **context: object) -> Mail:
    rendered = render_mail(template, **context)
    return Mail(
        kind=MailKind.PROVIDER,
        dedupe_key=key,
        recipient=recipient,
        recipient_name=name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=meetup.public_id,
    )


def _about(meetup: Meetup) -> dict[str, object]:
    venue = meetup.venue
    place = [part for part in (venue.name, venue.address, venue.host.commune.name) if part] if venue else []
    return {
        "meetup": meetup,
        "this_meetup": this_meetup(meetup.format),
        "zone": meetup.zone,
        "room": venue.name if venue else "",
        "place": place or [meetup.commune.name],
    }
