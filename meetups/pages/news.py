"""What leaves and to whom, when a meetup changes, moves or is called off: shown before anything does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from meetups.invitations import block_news, seat_closing, undoing
from meetups.invitations.block_news import live_blocks
from meetups.invitations.emails import Former, is_plain
from meetups.invitations.hearing import how_they_hear
from meetups.invitations.models import Invitation, SeatBlock, SeatRequest
from meetups.invitations.provider_news import hears_no_undoing
from meetups.invitations.providers import News as Learns
from meetups.invitations.providers import Provider, concerned_by_end, concerned_by_move, reachable
from meetups.invitations.seat_queries import open_seat_requests
from meetups.invitations.telling import mailable
from meetups.pages.loading import guests_of
from meetups.planning.models import Meetup
from meetups.planning.services import is_its_day
from meetups.venues.models import Venue


@dataclass(frozen=True)
class News:
    """Who learns of a change, and how. ``with_calendar`` get a mail and the object of their calendar, ``plain`` a
    mail alone, ``to_call`` are reached by a person; ``besides`` get a mail and are called, since it is today.
    ``unheard`` were not told of the meetup yet, and are not now; ``spared`` were not told of a move that is undone.
    """

    with_calendar: list[Invitation]
    plain: list[Invitation | SeatRequest] = field(default_factory=list)
    to_call: list[Invitation | SeatRequest] = field(default_factory=list)
    besides: list[Invitation] = field(default_factory=list)
    unheard: list[Invitation] = field(default_factory=list)
    spared: list[Invitation] = field(default_factory=list)
    providers: list[Provider] = field(default_factory=list)

    @property
    def mailed(self) -> int:
        """How many mails leave: to guests, to who asked for a place, hosts, caterer and managers of structures."""
        return len(self.with_calendar) + len(self.plain) + len(self.written_to)

    @property
    def invited(self) -> int:
        """How many guests get a mail."""
        return len(self.with_calendar) + sum(isinstance(each, Invitation) for each in self.plain)

    @property
    def written_to(self) -> list[Provider]:
        """The providers that get a mail."""
        return [provider for provider in self.providers if provider.email]

    @property
    def writes(self) -> bool:
        """Whether any mail leaves."""
        return self.mailed > 0

    @property
    def is_empty(self) -> bool:
        """Nobody to tell."""
        return not (self.mailed or self.to_call or self.providers)


def of_programme(session: Session, meetup: Meetup) -> News:
    """Another title or text: those who read mails learn of it, nobody is called for that."""
    readers = mailable(session, _asked(meetup))
    return News([guest for guest in readers if not is_plain(guest)], [guest for guest in readers if is_plain(guest)])


def of_move(session: Session, meetup: Meetup, venue: Venue | None, to: Former, *, now: datetime) -> News:
    """Another date or room (``to``), for the meetup as it still is. Where it was before a move that nobody heard of
    yet, nobody hears of this one either.
    """
    asked, requests = _asked(meetup), open_seat_requests(session, meetup.id)
    providers, blocks = concerned_by_move(session, meetup, venue), live_blocks(session, meetup)
    origin, spared = undoing.origin_of(session, meetup), []
    if origin is not None and origin.known == to:
        since = origin.at
        spared = undoing.spared(session, asked, since)
        asked = [guest for guest in asked if guest not in spared]
        requests = [one for one in requests if not seat_closing.hears_no_undoing(session, one, since)]
        providers = [one for one in providers if not hears_no_undoing(session, one, meetup, since)]
        blocks = [block for block in blocks if not block_news.hears_no_undoing(session, block, since)]
    readers = mailable(session, asked)
    told_besides = providers + _managers(session, blocks, Learns.MOVED)
    return replace(_news(meetup, asked, readers, requests, told_besides, now), spared=spared)


def of_end(session: Session, meetup: Meetup, *, now: datetime) -> News:
    """The meetup is called off."""
    hearing, requests = how_they_hear(session, _asked(meetup), now), open_seat_requests(session, meetup.id)
    blocks = [block for block in live_blocks(session, meetup) if block_news.has_heard(session, block)]
    told_besides = concerned_by_end(session, meetup) + _managers(session, blocks, Learns.CALLED_OFF)
    return _news(meetup, hearing.told, hearing.by_mail, requests, told_besides, now, hearing.nobody)


def _news(
    meetup: Meetup,
    told: Sequence[Invitation],
    readers: Sequence[Invitation],
    requests: Sequence[SeatRequest],
    providers: list[Provider],
    now: datetime,
    unheard: Sequence[Invitation] = (),
) -> News:
    coming = [guest for guest in readers if guest.registration and guest.registration.status.holds_seat]
    by_hand = [guest for guest in told if guest not in readers]
    return News(
        with_calendar=[guest for guest in readers if not is_plain(guest)],
        plain=[*(guest for guest in readers if is_plain(guest)), *(one for one in requests if one.is_mailed)],
        to_call=[*by_hand, *(one for one in requests if not one.is_mailed)],
        besides=coming if is_its_day(meetup, now) else [],
        unheard=list(unheard),
        providers=providers,
    )


def _managers(session: Session, blocks: Iterable[SeatBlock], news: Learns) -> list[Provider]:
    """Of the structures that hold places: one query at most."""
    named = ((f"{block.contact_name}, {block.structure}", block) for block in blocks)
    return reachable(session, [Provider(name, block.email, block.phone, news) for name, block in named])


def _asked(meetup: Meetup) -> list[Invitation]:
    return [guest for guest in guests_of(meetup) if guest.invited_at is not None]
