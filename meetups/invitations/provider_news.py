"""Telling who lends the room and who brings the meal that the meetup moves or is off: by a mail, or by a call."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.invitations.calls import add_provider_call, is_untold, provider_event, take_back_calls
from meetups.invitations.emails import Former
from meetups.invitations.providers import News, Provider, concerned_by_end, concerned_by_move, host_of, reachable
from meetups.invitations.telling import Sent
from meetups.invitations.unsent import leaves_at, say_anew, take_back_all, untold_keys, untouched_keys
from meetups.outbox import services as outbox
from meetups.outbox.services import Mail
from meetups.planning import hosting, provider_emails
from meetups.planning.asking_again import ask_again, keeps_its_word, take_question_back
from meetups.planning.models import Meetup
from meetups.planning.provider_emails import CATERER_MOVED, HOST_MOVED

MAIL, CALL, NOTHING = Sent(1, 0), Sent(0, 1), Sent(0, 0)


def tell_providers_of_move(
    session: Session,
    meetup: Meetup,
    former: Former,
    *,
    leaves: datetime,
    rings: bool = False,
    undoes: datetime | None = None,
    now: datetime,
) -> Sent:
    """The meetup stands at its new date and place; ``former`` is what they knew. Flushes.

    ``rings``: who gets a mail is called besides. ``undoes``: as in ``say_anew``.
    """
    sent = NOTHING
    for provider in concerned_by_move(session, meetup, meetup.venue):
        sent += _ring_besides(session, meetup, provider, rings, now)
        if provider.news is News.RELEASED:
            sent += _release(session, meetup, provider, now)
        else:
            sent += _tell_move(session, meetup, provider, former, leaves, undoes, now)
    return sent


def tell_providers_of_end(session: Session, meetup: Meetup, *, rings: bool = False, now: datetime) -> Sent:
    """The meetup is off: rooms are free again, and no meal is brought. ``rings``: a call besides. Flushes."""
    sent = NOTHING
    for provider in concerned_by_end(session, meetup):
        sent += _ring_besides(session, meetup, provider, rings, now)
        sent += _release(session, meetup, provider, now)
    return sent


def release_undecided(session: Session, meetup: Meetup, *, now: datetime) -> None:
    """A room was found elsewhere: whoever still thinks about lending theirs learns that. Flushes."""
    undecided = [host_of(request, News.RELEASED) for request in meetup.requests if request.status.is_open]
    for provider in reachable(session, undecided):
        _release(session, meetup, provider, now)


def tell_hosts_of_draft(session: Session, meetup: Meetup, former: Former, *, now: datetime) -> None:
    """A draft has another date or room: whoever lends theirs is told of the new loan, and whoever had lent another
    one that it is free. The caterer was told of nothing yet. Flushes.
    """
    leaves = leaves_at(former.starts_at, meetup.starts_at, now)
    has_moved = former != Former(meetup.starts_at, meetup.ends_at, meetup.venue_id)
    for provider in concerned_by_move(session, meetup, meetup.venue):
        if provider.request is None:
            continue
        if provider.news is News.RELEASED:
            _release(session, meetup, provider, now)
        elif has_moved:
            _tell_move(session, meetup, provider, former, leaves, None, now)


def hears_no_undoing(session: Session, provider: Provider, meetup: Meetup, undoes: datetime) -> bool:
    """Whether this provider learns nothing of a move that takes back what was decided since ``undoes``."""
    if provider.news is not News.MOVED:
        return False
    if provider.request is not None and not keeps_its_word(provider.request, undoes):
        return False
    event = _moved_event(provider, meetup)
    if provider.email:
        return bool(untold_keys(session, event, undoes))
    return is_untold(session, provider_event(event), undoes)


def _release(session: Session, meetup: Meetup, provider: Provider, now: datetime) -> Sent:
    """The room, or the meal, is not needed any more."""
    request = provider.request
    news = _moved_event(provider, meetup) if request else provider.who(meetup)
    take_back_all(session, untouched_keys(session, news))
    if request:
        hosting.release_host(session, request, writes=bool(provider.email), now=now)
    elif provider.email:
        outbox.enqueue(session, provider_emails.caterer_cancelled_mail(meetup), now=now)
    if provider.email:
        return MAIL
    return _ring(session, meetup, provider, "released" if request else "cancelled", now)


def _tell_move(
    session: Session,
    meetup: Meetup,
    provider: Provider,
    former: Former,
    leaves: datetime,
    undoes: datetime | None,
    now: datetime,
) -> Sent:
    if (request := provider.request) is not None:
        if undoes is not None and not keeps_its_word(request, undoes):
            undoes = None
        ask_again(session, request, now=now)
    event = _moved_event(provider, meetup)
    if provider.email:
        mail = _moved_mail(provider, meetup, former.starts_at)
        if say_anew(session, mail, event, now=now, not_before=leaves, undoes=undoes):
            return MAIL
        return _unsaid(session, provider, undoes)
    if undoes is not None and take_back_calls(session, provider_event(event), undoes):
        return _unsaid(session, provider, undoes)
    change = f"{meetup.sequence}.{meetup.version}" if request else str(meetup.sequence)
    return _ring(session, meetup, provider, f"moved:{change}", now)


def _unsaid(session: Session, provider: Provider, undoes: datetime | None) -> Sent:
    """Taken back before anybody said it: what the host had granted stands."""
    if provider.request is not None and undoes is not None:
        take_question_back(session, provider.request, since=undoes)
    return NOTHING


def _moved_event(provider: Provider, meetup: Meetup) -> str:
    if provider.request:
        return HOST_MOVED.format(provider.request.public_id)
    return CATERER_MOVED.format(meetup.public_id)


def _moved_mail(provider: Provider, meetup: Meetup, former: datetime) -> Mail:
    if provider.request:
        return provider_emails.host_moved_mail(provider.request, former)
    return provider_emails.caterer_moved_mail(meetup, former)


def _ring_besides(session: Session, meetup: Meetup, provider: Provider, rings: bool, now: datetime) -> Sent:
    if rings and provider.email:
        return _ring(session, meetup, provider, f"besides:{meetup.sequence}", now)
    return NOTHING


def _ring(session: Session, meetup: Meetup, provider: Provider, event: str, now: datetime) -> Sent:
    who, name, phone = provider.who(meetup), provider.name, provider.phone
    add_provider_call(session, meetup, name, phone, who=who, event=event, now=now)
    return CALL
