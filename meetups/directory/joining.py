"""Someone joins the network: by a code sent to an address, or by a telephone number that the team will call."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.accounts.records import record_consent
from meetups.directory.models import ContactChannel, PracticePlace, Professional
from meetups.directory.professions import family_of, find_profession
from meetups.errors import DomainError
from meetups.geography.models import Commune
from meetups.geography.text import words
from meetups.installation import lock_installation

MEMBERSHIP_TEXT_VERSION = "2026-11"
"""Of the privacy sentences in ``templates/pages/joining/_privacy.html``: change both together."""
MAX_CALLS_AN_HOUR = 60
"""Numbers typed by strangers, on the whole site. A browser without cookies cannot be counted: this bounds what a
program could pour into the list that the team calls, far above what a good day brings."""


class TooManyCalls(DomainError):
    """The team has more people to call than the hour holds."""

    def __init__(self) -> None:
        super().__init__(
            "Beaucoup de personnes demandent un appel en ce moment. Appelez l’équipe, ou donnez un courriel."
        )


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """What a person says of themselves. ``email`` is normalised, ``phone`` too; one of the two is there."""

    first_name: str
    last_name: str = ""
    profession_text: str
    commune: Commune
    email: str | None = None
    phone: str | None = None


def join(
    session: Session,
    newcomer: Newcomer,
    *,
    account: Account | None,
    is_listed: bool,
    source: str,
    now: datetime,
    confirmed: bool,
) -> Professional:
    """A new professional, who works at their commune's centre until they say better, with their consent logged.

    ``source`` is the channel, as the consent log names it. Flushes.
    """
    profession = find_profession(session, newcomer.profession_text)
    person = Professional(
        account=account,
        first_name=newcomer.first_name,
        last_name=newcomer.last_name,
        profession=profession,
        profession_text=newcomer.profession_text,
        family=family_of(profession),
        contact_channel=ContactChannel.EMAIL if newcomer.email else ContactChannel.TELEPHONE,
        email=newcomer.email,
        phone=newcomer.phone,
        is_listed=is_listed,
        created_at=now,
        confirmed_at=now if confirmed else None,
        places=[_place(newcomer.commune)],
    )
    session.add(person)
    session.flush()
    _log_consent(session, person, is_listed, source, now)
    return person


def enter(
    session: Session, newcomer: Newcomer, account: Account, *, is_listed: bool, source: str, now: datetime
) -> Professional:
    """The professional of an account whose address was just proved: theirs, else one to link, else a new one.

    Nothing of someone who is already a member changes. Someone whom the team had added by hand with this address is
    linked when the first name is the same: a mailbox may be shared, and a colleague's record is not one's own.
    """
    own = session.scalar(select(Professional).where(Professional.account_id == account.id))
    if own is not None:
        return own
    known = _find(session, newcomer)
    if known is None:
        return join(session, newcomer, account=account, is_listed=is_listed, source=source, now=now, confirmed=True)
    known.account = account
    known.confirmed_at = known.confirmed_at or now
    known.is_listed = known.is_listed or is_listed
    if not known.profession_text:
        known.profession_text, known.profession = (
            newcomer.profession_text,
            find_profession(session, newcomer.profession_text),
        )
        known.family = family_of(known.profession)
    if not known.places:
        known.places.append(_place(newcomer.commune))
    session.flush()
    _log_consent(session, known, is_listed, source, now)
    return known


def ask_to_be_called(
    session: Session, newcomer: Newcomer, *, is_listed: bool, source: str, now: datetime
) -> Professional:
    """Someone who leaves a telephone number: unseen by everyone until the team has spoken with them.

    The same number with the same first name is the same person, who is left as they are. Raises ``TooManyCalls``.
    """
    lock_installation(session)
    recent = select(func.count(Professional.id)).where(
        Professional.confirmed_at.is_(None), Professional.created_at > now - timedelta(hours=1)
    )
    if (session.scalar(recent) or 0) >= MAX_CALLS_AN_HOUR:
        raise TooManyCalls
    return _find(session, newcomer) or join(
        session, newcomer, account=None, is_listed=is_listed, source=source, now=now, confirmed=False
    )


def is_same_first_name(one: str, other: str) -> bool:
    """« Marie-Claude » is « marie claude »."""
    return words(one) == words(other)


def _find(session: Session, newcomer: Newcomer) -> Professional | None:
    """Who has this address and no account yet, or this number, under the same first name."""
    if newcomer.email:
        reached = select(Professional).where(
            func.lower(Professional.email) == newcomer.email, Professional.account_id.is_(None)
        )
    else:
        reached = select(Professional).where(Professional.phone == newcomer.phone)
    namesakes = session.scalars(reached.where(Professional.left_at.is_(None)).order_by(Professional.id))
    return next((each for each in namesakes if is_same_first_name(each.first_name, newcomer.first_name)), None)


def _place(commune: Commune) -> PracticePlace:
    return PracticePlace(commune=commune, lat=commune.lat, lon=commune.lon, is_exact=False)


def _log_consent(session: Session, person: Professional, is_listed: bool, source: str, now: datetime) -> None:
    for purpose, given in (("membership", True), ("directory", is_listed)):
        record_consent(
            session,
            subject=person,
            purpose=purpose,
            text_version=MEMBERSHIP_TEXT_VERSION,
            given=given,
            source=source,
            now=now,
        )
