"""What anyone may read of one lunch. Statements are built once: building one costs more than running it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session, aliased, joinedload, load_only

from meetups.accounts.models import Account
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import CarePathway, Professional
from meetups.geography.models import Area, Commune
from meetups.invitations.models import Registration
from meetups.invitations.rules import RegistrationStatus
from meetups.pages.public.lists import was_announced
from meetups.planning.models import Meetup
from meetups.venues.models import Host, Venue


def lunch_facts(session: Session, public_id: str) -> tuple[Any, ...] | None:
    """All that the page of one lunch is made of, drafts apart, as plain values: one query.

    A third of what the same objects cost: whoever holds the page that these facts gave needs no more. ``STARTS_AT``
    and ``ID`` say where two of them stand.
    """
    found = session.execute(_FACTS, {"public_id": public_id}).one_or_none()
    return tuple(found) if found is not None else None


def public_lunch(session: Session, public_id: str) -> Meetup | None:
    """One lunch with its place, pathway and sector, unless it is a draft: one query."""
    return session.scalar(_LUNCH, {"public_id": public_id})


class Coming(NamedTuple):
    """People of one family who said that they come; ``is_seen``: who agreed to be shown to the others invited."""

    family: ProfessionFamily
    is_seen: bool
    people: int


def who_comes(session: Session, meetup_id: int) -> Sequence[Coming]:
    """Who comes, in numbers: one query."""
    return [Coming(*row) for row in session.execute(_COMING, {"meetup_id": meetup_id})]


def professional_of(session: Session, account: Account) -> Professional | None:
    """Who an account is, without places or pathways: one query."""
    return session.scalar(_PROFESSIONAL, {"account_id": account.id})


def _lunch() -> Select[*tuple[Any, ...]]:
    town = load_only(Commune.name, Commune.postal_codes)
    return (
        select(Meetup)
        .where(Meetup.public_id == bindparam("public_id"), was_announced())
        .options(
            joinedload(Meetup.pathway, innerjoin=True).load_only(CarePathway.name, CarePathway.slug),
            joinedload(Meetup.area).load_only(Area.name),
            joinedload(Meetup.commune, innerjoin=True).options(town),
            joinedload(Meetup.venue)
            .joinedload(Venue.host)
            .options(load_only(Host.commune_insee), joinedload(Host.commune).options(town)),
        )
    )


def _facts() -> Select[*tuple[Any, ...]]:
    town = aliased(Commune)
    return (
        select(
            Meetup.id,
            Meetup.starts_at,
            *(column for column in inspect(Meetup).columns if column.key not in {"id", "starts_at"}),
            *(column for column in inspect(Venue).columns if column.key != "free"),  # no page says when a room is free
            *(CarePathway.name, CarePathway.slug, Area.name),
            *(Commune.name, Commune.postal_codes, town.name, town.postal_codes),
        )
        .join(Meetup.pathway)
        .join(Meetup.commune)
        .outerjoin(Meetup.area)
        .outerjoin(Meetup.venue)
        .outerjoin(Venue.host)
        .outerjoin(town, town.insee == Host.commune_insee)
        .where(Meetup.public_id == bindparam("public_id"), was_announced())
    )


ID, STARTS_AT = 0, 1
_FACTS = _facts()
_LUNCH = _lunch()
_PROFESSIONAL = select(Professional).where(Professional.account_id == bindparam("account_id"))
_COMING = (
    select(Professional.family, Professional.is_seen_by_guests, func.count())
    .join(Registration, Registration.professional_id == Professional.id)
    .where(
        Registration.meetup_id == bindparam("meetup_id"),
        Registration.status == RegistrationStatus.GOING,
    )
    .group_by(Professional.family, Professional.is_seen_by_guests)
)
