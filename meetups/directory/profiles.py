"""What people say of themselves: who they are, where they work, who may read it, and their role profile."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.records import record_consent
from meetups.accounts.rules import check_first_name
from meetups.directory.families import ProfessionFamily
from meetups.directory.half_days import CODES
from meetups.directory.models import (
    CarePathway,
    ContactChannel,
    PracticePlace,
    Professional,
    RoleProfile,
    Visibility,
)
from meetups.directory.names import check_last_name
from meetups.directory.professions import find_profession
from meetups.errors import DomainError
from meetups.geography.models import Commune

MAX_PLACES = 12


class NoWayToReach(DomainError):
    """The channel chosen needs a number or an address that we do not have."""


class RoleIncomplete(DomainError):
    """One of the three questions of a role profile has no answer."""

    def __init__(self) -> None:
        super().__init__("Les trois premières questions font la fiche\u00a0: répondez-y en quelques mots.")


class TooManyPlaces(DomainError):
    """More places than anyone reads."""

    def __init__(self) -> None:
        super().__init__(f"{MAX_PLACES} lieux, c’est déjà beaucoup\u00a0: gardez ceux où l’on vous trouve le plus.")


@dataclass(frozen=True)
class ProfileDetails:
    """What a person may change of themselves; nothing else can be written by the service below."""

    first_name: str
    profession_text: str
    family: ProfessionFamily
    contact_channel: ContactChannel
    last_name: str = ""
    phone: str | None = None
    meals: Sequence[str] = ()
    pathways: Sequence[CarePathway] = ()


@dataclass(frozen=True)
class SharingChoices:
    """Who may read what, among members."""

    is_listed: bool
    phone: Visibility
    email: Visibility


@dataclass(frozen=True)
class RoleAnswers:
    """A role profile as it was written: the first three are required, one item a line in the second and third."""

    mission: str
    call_me_for: str
    not_for: str
    methods: str = ""
    constraints: str = ""
    limits: str = ""
    channels: str = ""
    reachable: Sequence[str] = ()


def edit_profile(session: Session, person: Professional, details: ProfileDetails) -> None:
    """Write what the person says of themselves. Flushes.

    Raises ``InvalidFirstName``, ``InvalidLastName`` or ``NoWayToReach``. A profession that we know
    brings its family, when its words changed and the family was left as it stood.
    """
    check_first_name(details.first_name)
    check_last_name(details.last_name)
    _check_reach(person, details)
    is_new_wording = details.profession_text != person.profession_text
    family_kept = details.family is person.family
    person.first_name, person.last_name = details.first_name, details.last_name
    person.profession_text, person.family = details.profession_text, details.family
    person.phone, person.contact_channel = details.phone, details.contact_channel
    person.meals = sorted(CODES.intersection(details.meals))
    person.pathways = list(details.pathways)
    if is_new_wording:
        person.profession = find_profession(session, details.profession_text)
        if person.profession is not None and family_kept:
            person.family = person.profession.family
    if person.account is not None:
        person.account.first_name = details.first_name
    session.flush()


def _check_reach(person: Professional, details: ProfileDetails) -> None:
    if details.contact_channel is ContactChannel.EMAIL and not person.email:
        raise NoWayToReach("Nous n’avons pas votre courriel\u00a0: choisissez une autre façon de vous joindre.")
    if details.contact_channel is ContactChannel.TELEPHONE and not details.phone:
        raise NoWayToReach("Pour que l’on vous joigne par téléphone, donnez un numéro, ou choisissez une autre façon.")


def set_sharing(
    session: Session,
    person: Professional,
    choices: SharingChoices,
    *,
    text_version: str,
    source: str,
    now: datetime,
) -> None:
    """Show or hide; each change is a line of the consent log, the same choice said twice is none. Flushes."""
    session.execute(select(Professional.id).where(Professional.id == person.id).with_for_update(key_share=True))
    session.refresh(person, ["is_listed", "phone_visibility", "email_visibility"])
    before, after = _purposes(sharing_of(person)), _purposes(choices)
    person.is_listed = choices.is_listed
    person.phone_visibility, person.email_visibility = choices.phone, choices.email
    for purpose in sorted(before ^ after):
        record_consent(
            session,
            subject=person,
            purpose=purpose,
            text_version=text_version,
            given=purpose in after,
            source=source,
            now=now,
        )


def sharing_of(person: Professional) -> SharingChoices:
    """What the person chose so far."""
    return SharingChoices(person.is_listed, person.phone_visibility, person.email_visibility)


def _purposes(choices: SharingChoices) -> set[str]:
    """What is agreed to: « directory », « phone_to_met », « email_to_members »…"""
    levels = {"phone": choices.phone, "email": choices.email}
    shown = {f"{what}_to_{who}" for what, who in levels.items() if who is not Visibility.NOBODY}
    return shown | ({"directory"} if choices.is_listed else set())


def write_role_profile(session: Session, person: Professional, answers: RoleAnswers, *, now: datetime) -> RoleProfile:
    """Write the role profile, new or not. Raises ``RoleIncomplete``. Flushes."""
    if not (answers.mission and answers.call_me_for and answers.not_for):
        raise RoleIncomplete
    profile = person.role_profile or RoleProfile(mission="")
    for name, value in (asdict(answers) | {"reachable": sorted(CODES.intersection(answers.reachable))}).items():
        setattr(profile, name, value)
    profile.updated_at = now
    person.role_profile = profile
    session.flush()
    return profile


def add_place(
    session: Session,
    person: Professional,
    commune: Commune,
    *,
    address: str = "",
    point: tuple[float, float] | None = None,
) -> PracticePlace:
    """A place where the person works: ``point`` (degrees, WGS 84) when it is known, else the commune's centre.

    The same place said twice is one. Raises ``TooManyPlaces``. Flushes.
    """
    for known in person.places:
        if known.commune_insee == commune.insee and (known.address or "") == address:
            return known
    if len(person.places) >= MAX_PLACES:
        raise TooManyPlaces
    lat, lon = point or commune.point
    place = PracticePlace(commune=commune, address=address or None, lat=lat, lon=lon, is_exact=point is not None)
    person.places.append(place)
    session.flush()
    return place


def remove_place(session: Session, person: Professional, place_id: int) -> PracticePlace | None:
    """Take one of this person's places away; somebody else's, or one already gone, is ``None``. Flushes."""
    found = next((place for place in person.places if place.id == place_id), None)
    if found is not None:
        person.places.remove(found)
        session.flush()
    return found
