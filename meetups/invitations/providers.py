"""Who lends the room and who brings the meal: told when the meetup moves or is off, by a mail or by a call."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from meetups.invitations.calls import add_provider_call, is_untold, provider_event, take_back_calls
from meetups.invitations.emails import Former
from meetups.invitations.unsent import leaves_at, say_anew, take_back_all, untold_keys, untouched_keys
from meetups.outbox import services as outbox
from meetups.planning import hosting, provider_emails
from meetups.planning.models import HostingRequest, Meetup, RequestStatus
from meetups.planning.provider_emails import CATERER_MOVED, HOST_MOVED
from meetups.planning.rules import loan_for
from meetups.venues.models import Venue


class News(StrEnum):
    """What a host or a caterer learns."""

    MOVED = "moved"
    RELEASED = "released"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Provider:
    """A host, with its request, the caterer, or the manager of a structure that holds places, without any."""

    name: str
    email: str | None
    phone: str | None
    news: News
    request: HostingRequest | None = None


def concerned_by_move(meetup: Meetup, venue: Venue | None) -> list[Provider]:
    """Whom another date, or this room, concerns: the host that keeps lending, one whose room is left, the caterer."""
    hosts = [
        _host(request, News.MOVED if venue and venue.host_id == request.host_id else News.RELEASED)
        for request in meetup.requests
        if request.status is RequestStatus.ACCEPTED
    ]
    return hosts + _caterer(meetup, News.MOVED)


def concerned_by_end(meetup: Meetup) -> list[Provider]:
    """Who must know that the meetup is off: a host that lends its room or still thinks about it, the caterer."""
    asked = [each for each in meetup.requests if each.status.is_open or each.status is RequestStatus.ACCEPTED]
    return [_host(request, News.CANCELLED) for request in asked] + _caterer(meetup, News.CANCELLED)


def tell_providers_of_move(
    session: Session,
    meetup: Meetup,
    former: Former,
    *,
    leaves: datetime,
    rings: bool = False,
    undoes: datetime | None = None,
    now: datetime,
) -> None:
    """The meetup stands at its new date and place; ``former`` is what they knew. Flushes.

    ``rings``: who gets a mail is called besides. ``undoes``: as in ``say_anew``.
    """
    for provider in concerned_by_move(meetup, meetup.venue):
        _ring_besides(session, meetup, provider, rings, now)
        if provider.news is News.RELEASED and provider.request:
            release(session, provider.request, now=now)
        elif provider.request:
            _tell_host(session, provider.request, former, leaves, undoes, now)
        else:
            _tell_caterer(session, meetup, former, leaves, undoes, now)


def tell_providers_of_end(session: Session, meetup: Meetup, *, rings: bool = False, now: datetime) -> None:
    """The meetup is off: rooms are free again, and no meal is brought. ``rings``: a call besides. Flushes."""
    for provider in concerned_by_end(meetup):
        _ring_besides(session, meetup, provider, rings, now)
        if provider.request:
            release(session, provider.request, now=now)
            continue
        event = f"caterer:{meetup.public_id}"
        take_back_all(session, untouched_keys(session, event))
        if provider.email:
            outbox.enqueue(session, provider_emails.caterer_cancelled_mail(meetup), now=now)
        else:
            add_provider_call(session, meetup, provider.name, provider.phone, key=f"{event}:cancelled", now=now)


def release(session: Session, request: HostingRequest, *, now: datetime) -> None:
    """The host's room is not needed any more: a mail says so, or somebody calls. Flushes."""
    take_back_all(session, untouched_keys(session, HOST_MOVED.format(request.public_id)))
    hosting.release_host(session, request, now=now)
    if not request.host.email:
        key = f"request:{request.public_id}:released"
        add_provider_call(session, request.meetup, request.host.name, request.host.phone, key=key, now=now)


def tell_hosts_of_draft(session: Session, meetup: Meetup, former: Former, *, now: datetime) -> None:
    """A draft has another date or room: whoever lends theirs is told of the new loan, and whoever had lent another
    one that it is free. The caterer was told of nothing yet. Flushes.
    """
    leaves = leaves_at(former.starts_at, meetup.starts_at, now)
    has_moved = former != Former(meetup.starts_at, meetup.ends_at, meetup.venue_id)
    for provider in concerned_by_move(meetup, meetup.venue):
        if provider.request is None:
            continue
        if provider.news is News.RELEASED:
            release(session, provider.request, now=now)
        elif has_moved:
            _tell_host(session, provider.request, former, leaves, None, now)


def _ring_besides(session: Session, meetup: Meetup, provider: Provider, rings: bool, now: datetime) -> None:
    if rings and provider.email:
        who = provider.request.public_id if provider.request else "caterer"
        key = f"{who}:besides:{meetup.public_id}.{meetup.sequence}"
        add_provider_call(session, meetup, provider.name, provider.phone, key=key, now=now)


def _tell_host(
    session: Session,
    request: HostingRequest,
    former: Former,
    leaves: datetime,
    undoes: datetime | None,
    now: datetime,
) -> None:
    meetup, host = request.meetup, request.host
    loan = loan_for(meetup.starts_at, meetup.ends_at)
    request.starts_at, request.ends_at, request.venue = loan.starts_at, loan.ends_at, meetup.venue
    session.flush()
    event = HOST_MOVED.format(request.public_id)
    if host.email:
        mail = provider_emails.host_moved_mail(request, former.starts_at)
        say_anew(session, mail, event, now=now, not_before=leaves, undoes=undoes)
    else:
        key = provider_emails.host_moved_key(request)
        _ring(session, meetup, host.name, host.phone, event, key, undoes, now)


def _tell_caterer(
    session: Session, meetup: Meetup, former: Former, leaves: datetime, undoes: datetime | None, now: datetime
) -> None:
    event = CATERER_MOVED.format(meetup.public_id)
    if meetup.caterer_email:
        mail = provider_emails.caterer_moved_mail(meetup, former.starts_at)
        say_anew(session, mail, event, now=now, not_before=leaves, undoes=undoes)
    else:
        key = f"{event}:{meetup.sequence}"
        _ring(session, meetup, caterer_name(meetup), meetup.caterer_phone, event, key, undoes, now)


def _ring(
    session: Session,
    meetup: Meetup,
    name: str,
    phone: str | None,
    event: str,
    key: str,
    undoes: datetime | None,
    now: datetime,
) -> None:
    """A change that is taken back before anybody said it is not said at all."""
    if undoes is None or not take_back_calls(session, provider_event(event), undoes):
        add_provider_call(session, meetup, name, phone, key=key, now=now)


def hears_no_undoing(session: Session, provider: Provider, meetup: Meetup, undoes: datetime) -> bool:
    """Whether this provider learns nothing of a move that takes back what was decided since ``undoes``."""
    if provider.news is not News.MOVED:
        return False
    of_host = HOST_MOVED.format(provider.request.public_id) if provider.request else ""
    event = of_host or CATERER_MOVED.format(meetup.public_id)
    if provider.email:
        return bool(untold_keys(session, event, undoes))
    return is_untold(session, provider_event(event), undoes)


def caterer_name(meetup: Meetup) -> str:
    """How one calls the caterer, named or not."""
    return meetup.caterer_name or "le traiteur"


def _host(request: HostingRequest, news: News) -> Provider:
    return Provider(request.host.name, request.host.email, request.host.phone, news, request)


def _caterer(meetup: Meetup, news: News) -> list[Provider]:
    if not (meetup.caterer_name or meetup.caterer_email or meetup.caterer_phone):
        return []
    return [Provider(caterer_name(meetup), meetup.caterer_email or None, meetup.caterer_phone or None, news)]
