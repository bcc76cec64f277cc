"""What an organiser writes about somebody, to add them or to correct what we know."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from flask_babel import lazy_gettext
from wtforms import EmailField, HiddenField, RadioField, SelectMultipleField, StringField, TelField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import DataRequired, Length, Regexp, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from meetups.accounts.rules import normalise_email
from meetups.directory.adding import NEEDED, PersonDetails
from meetups.directory.models import CarePathway, ContactChannel, Professional
from meetups.directory.names import check_last_name, check_their_first_name
from meetups.directory.phones import normalise_phone
from meetups.errors import DomainError
from meetups.geography.meant import written_in_full
from meetups.pages.commune_forms import WhereForm
from meetups.pages.forms import TOO_LONG
from meetups.planning.typed import one_line

_CHANNELS = {
    ContactChannel.EMAIL: lazy_gettext("Par courriel"),
    ContactChannel.TELEPHONE: lazy_gettext("Par téléphone"),
    ContactChannel.LETTER: lazy_gettext("Par lettre"),
    ContactChannel.EMPLOYER: lazy_gettext("Par son employeur"),
}


class PersonForm(WhereForm):
    """Who, where, and how to reach them. ``public_id`` is the one that somebody new will bear."""

    public_id = HiddenField(validators=[Regexp(r"(?:[A-Za-z0-9_-]{12})?\Z")])
    first_name = StringField(
        lazy_gettext("Prénom"),
        filters=[one_line],
        validators=[DataRequired(message=lazy_gettext("Écrivez au moins un prénom."))],
    )
    last_name = StringField(lazy_gettext("Nom"), filters=[one_line])
    profession = StringField(
        lazy_gettext("Métier"),
        filters=[one_line],
        validators=[
            DataRequired(message=lazy_gettext("Écrivez son métier, avec ses mots.")),
            Length(max=120, message=TOO_LONG),
        ],
    )
    channel = RadioField(
        lazy_gettext("Comment joindre cette personne"),
        choices=[SelectChoice(key.value, text) for key, text in _CHANNELS.items()],
    )
    email = EmailField(lazy_gettext("Courriel"), filters=[one_line])
    phone = TelField(lazy_gettext("Téléphone"), filters=[one_line])
    secretary_email = EmailField(lazy_gettext("Courriel de son secrétariat"), filters=[one_line])
    address = StringField(
        lazy_gettext("Adresse postale"), filters=[one_line], validators=[Length(max=200, message=TOO_LONG)]
    )
    pathways = SelectMultipleField(
        lazy_gettext("Parcours"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def offer_pathways(self, pathways: Sequence[CarePathway]) -> None:
        """Fill the boxes to tick."""
        self.pathways.choices = {pathway.public_id: pathway.name for pathway in pathways}
        self._offered = {pathway.public_id: pathway for pathway in pathways}

    def validate_first_name(self, field: StringField) -> None:
        """As on their own profile: mails carry it."""
        _refuse_with(check_their_first_name, field)

    def validate_last_name(self, field: StringField) -> None:
        """The same."""
        _refuse_with(check_last_name, field)

    def validate_email(self, field: EmailField) -> None:
        """An address, when there is one or when it is how the person is reached."""
        self._check(field, normalise_email)

    def validate_phone(self, field: TelField) -> None:
        """A number, when there is one or when it is how the person is reached."""
        self._check(field, normalise_phone)

    def validate_secretary_email(self, field: EmailField) -> None:
        """An address, when there is one."""
        self._check(field, normalise_email)

    def validate_address(self, field: StringField) -> None:
        """Where letters go, when that is how the person is reached."""
        self._check(field, str)

    def _check(self, field: StringField, normalise: Callable[[str], str]) -> None:
        _refuse_with(normalise, field)
        needed = NEEDED.get(self.channel.data)
        if needed and needed[0] == field.name and not field.data:
            raise StopValidation(needed[1])

    @property
    def details(self) -> PersonDetails:
        """What was written, as the services take it; read it once the form is valid."""
        return PersonDetails(
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            profession_text=self.profession.data or "",
            commune=self.found,
            contact_channel=ContactChannel(self.channel.data),
            email=self.email.data,
            phone=self.phone.data,
            address=self.address.data,
            pathways=[self._offered[public_id] for public_id in self.pathways.data or []],
        ).normalised()


def _refuse_with(check: Callable[[str], object], field: StringField) -> None:
    """What was written, if anything, is as ``check`` wants it."""
    try:
        if field.data:
            check(field.data)
    except DomainError as refusal:
        raise StopValidation(str(refusal)) from None


def known_of(person: Professional) -> dict[str, object]:
    """The first values of a ``PersonForm`` about somebody; ``version`` changes with any of them."""
    place = person.places[0] if person.places else None
    values: dict[str, object] = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "profession": person.profession_text,
        "commune": written_in_full(place.commune) if place else "",
        "channel": person.contact_channel.value,
        "email": person.email or "",
        "phone": person.phone or "",
        "secretary_email": person.secretary_email or "",
        "address": (place.address if place else None) or "",
        "pathways": sorted(pathway.public_id for pathway in person.pathways),
    }
    return values | {"version": sha256(repr(values).encode()).hexdigest()[:16]}
