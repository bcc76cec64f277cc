"""People whom an organiser writes down: by hand or from a list, with or without an e-mail address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.accounts.moving import change_address
from meetups.accounts.records import record_audit, record_consent
from meetups.accounts.rules import normalise_email
from meetups.database import new_public_id
from meetups.directory.models import CarePathway, ContactChannel, PracticePlace, Professional
from meetups.directory.phones import normalise_phone
from meetups.directory.professions import family_of, find_profession
from meetups.errors import DomainError
from meetups.geography.models import Commune

TOLD_TEXT_VERSION = "2026-11"
"""Of the sentence that reminds organisers to have told the person, in ``templates/pages/people/_told.html``:
change both together."""


class ContactMissing(DomainError):
    """The way chosen to reach somebody leads nowhere: ``field`` is the one to fill in."""

    def __init__(self, field: str, text: str) -> None:
        self.field = field
        super().__init__(text)


@dataclass(frozen=True)
class PersonDetails:
    """What an organiser writes about somebody. ``address`` is where letters go: number and street."""

    first_name: str
    profession_text: str
    commune: Commune
    contact_channel: ContactChannel
    last_name: str = ""
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    pathways: Sequence[CarePathway] = ()

    def normalised(self) -> "PersonDetails":
        """The same, contacts written as we keep them; empty ones are ``None``.

        Raises ``InvalidAddress``, ``InvalidPhone`` or ``ContactMissing``.
        """
        written = vars(self) | {
            "email": normalise_email(self.email) if self.email else None,
            "phone": normalise_phone(self.phone) if self.phone else None,
            "address": self.address or None,
        }
        made = PersonDetails(**written)
        made.check_reachable()
        return made

    def check_reachable(self) -> None:
        """Raises ``ContactMissing`` when the way chosen to reach the person needs what was not written."""
        field, text = NEEDED[self.contact_channel]
        if not getattr(self, field):
            raise ContactMissing(field, text)


NEEDED = {
    ContactChannel.EMAIL: ("email", "Écrivez son courriel, ou choisissez une autre façon de joindre cette personne."),
    ContactChannel.TELEPHONE: ("phone", "Écrivez son téléphone, ou choisissez une autre façon de la joindre."),
    ContactChannel.LETTER: ("address", "Écrivez son adresse postale : les lettres y partent."),
    ContactChannel.EMPLOYER: ("phone", "Écrivez le téléphone de son employeur."),
}
"""What each way to reach somebody needs: a field of ``PersonDetails``, and what to say when it is empty."""


def add_person(
    session: Session, details: PersonDetails, *, actor: Account, now: datetime, public_id: str | None = None
) -> Professional:
    """Somebody new, who may be invited at once and stands in no directory: agreeing to that is theirs alone.

    Raises what ``PersonDetails.normalised`` raises. A ``public_id`` already used breaks the table's constraint: a form
    sent twice makes one person.
    """
    known = details.normalised()
    person = Professional(public_id=public_id or new_public_id(), is_listed=False, created_at=now, confirmed_at=now)
    _write(session, person, known)
    person.places = [_place(known)]
    session.add(person)
    session.flush()
    record_consent(
        session,
        subject=person,
        purpose="membership",
        text_version=TOLD_TEXT_VERSION,
        given=False,
        source="organiser",
        now=now,
    )
    record_audit(session, actor=actor, action="person_added", object=person, now=now)
    return person


def edit_person(
    session: Session, person: Professional, details: PersonDetails, *, actor: Account, now: datetime
) -> None:
    """Change what we know of somebody. Only the first of their places: the others are theirs to describe.

    Their e-mail address is also the one that a member signs in with. An organiser's stays: it opens everybody's
    contacts, and is given on the team's own page alone. Raises what ``PersonDetails.normalised`` raises, or
    ``AddressTaken``.
    """
    known = details.normalised()
    account = person.account
    if account and not account.is_organiser and known.email:
        change_address(session, account, known.email, actor=actor, now=now)
    _write(session, person, known)
    first = person.places[0] if person.places else None
    if first is None:
        person.places = [_place(known)]
    elif (first.commune_insee, first.address) != (known.commune.insee, known.address):
        first.commune, first.address, first.is_exact = known.commune, known.address, False
        first.lat, first.lon = known.commune.point
    session.flush()
    record_audit(session, actor=actor, action="person_edited", object=person, now=now)


def confirm_person(session: Session, person: Professional, *, actor: Account, now: datetime) -> None:
    """The team spoke with someone who had left a telephone number alone. Confirming twice logs one line."""
    if person.confirmed_at is not None:
        return
    person.confirmed_at = now
    record_audit(session, actor=actor, action="person_confirmed", object=person, now=now)


def _write(session: Session, person: Professional, known: PersonDetails) -> None:
    if known.profession_text != person.profession_text:
        person.profession = find_profession(session, known.profession_text)
        person.family = family_of(person.profession)
    person.first_name, person.last_name = known.first_name, known.last_name
    person.profession_text = known.profession_text
    person.contact_channel, person.email, person.phone = known.contact_channel, known.email, known.phone
    person.pathways = list(known.pathways)


def _place(known: PersonDetails) -> PracticePlace:
    lat, lon = known.commune.point
    return PracticePlace(commune=known.commune, address=known.address, lat=lat, lon=lon)
