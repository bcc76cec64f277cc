"""Who lends the room and who brings the meal, and how they are told that the meetup moves or is off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from meetups.outbox import services as outbox
from meetups.planning.models import HostingRequest, Meetup, RequestStatus
from meetups.venues.models import Venue


class News(StrEnum):
    """What a host or a caterer learns."""

    MOVED = "moved"
    RELEASED = "released"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Provider:
    """A host, with its request, the caterer, or the manager of a structure that holds places, without any.

    ``email`` is empty for those whom somebody rings; ``is_refused``, since their address sends our mails back.
    """

    name: str
    email: str | None
    phone: str | None
    news: News
    request: HostingRequest | None = None
    is_refused: bool = False

    def who(self, meetup: Meetup) -> str:
        """How the outbox and the calls name everything said to this host or caterer."""
        return f"request:{self.request.public_id}" if self.request else caterer_event(meetup)


def concerned_by_move(session: Session, meetup: Meetup, venue: Venue | None) -> list[Provider]:
    """Whom another date, or this room, concerns: the host that keeps lending, or that could not at the last date; one
    whose room is left; the caterer. One query.
    """
    hosts = [
        host_of(request, News.MOVED if venue and venue.host_id == request.host_id else News.RELEASED)
        for request in meetup.requests
        if request.status is RequestStatus.ACCEPTED or request is _refused(meetup, venue)
    ]
    return reachable(session, hosts + _caterer(meetup, News.MOVED))


def concerned_by_end(session: Session, meetup: Meetup) -> list[Provider]:
    """Who must know that the meetup is off: a host that lends its room or still thinks about it, the caterer.

    One query.
    """
    asked = [each for each in meetup.requests if each.status.is_open or each.status is RequestStatus.ACCEPTED]
    hosts = [host_of(request, News.CANCELLED) for request in asked]
    return reachable(session, hosts + _caterer(meetup, News.CANCELLED))


def reachable(session: Session, providers: Sequence[Provider]) -> list[Provider]:
    """The same, without the addresses that sent our mails back: one query at most."""
    dead = outbox.suspended_among(session, {each.email.lower() for each in providers if each.email})
    return [
        replace(each, email=None, is_refused=True) if each.email and each.email.lower() in dead else each
        for each in providers
    ]


def host_of(request: HostingRequest, news: News) -> Provider:
    """Who lends the room that was asked for."""
    return Provider(request.host.name, request.host.email, request.host.phone, news, request)


def caterer_event(meetup: Meetup) -> str:
    """How the outbox and the calls name everything said to the caterer."""
    return f"caterer:{meetup.public_id}"


def caterer_name(meetup: Meetup) -> str:
    """How one calls the caterer, named or not."""
    return meetup.caterer_name or "le traiteur"


def _caterer(meetup: Meetup, news: News) -> list[Provider]:
    if not (meetup.caterer_name or meetup.caterer_email or meetup.caterer_phone):
        return []
    return [Provider(caterer_name(meetup), meetup.caterer_email or None, meetup.caterer_phone or None, news)]


def _refused(meetup: Meetup, venue: Venue | None) -> HostingRequest | None:
    """The last question to the host of this room, if it said no and guests are told to come there all the same."""
    if meetup.is_draft or venue is None:
        return None
    asked = [request for request in meetup.requests if request.host_id == venue.host_id]
    return asked[-1] if asked and asked[-1].status is RequestStatus.REFUSED else None
