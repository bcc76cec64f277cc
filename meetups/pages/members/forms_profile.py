"""What a person says of themselves, and who may read it."""

from collections.abc import Callable, Sequence

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, RadioField, SelectField, SelectMultipleField, StringField, TelField
from wtforms.validators import DataRequired, Length, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from meetups.accounts.rules import check_first_name, normalise_email
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import CarePathway, ContactChannel, Professional, Visibility
from meetups.directory.names import check_last_name
from meetups.directory.phones import normalise_phone
from meetups.directory.profiles import ProfileDetails, SharingChoices
from meetups.errors import DomainError
from meetups.pages.forms import TOO_LONG
from meetups.pages.half_days import HalfDaysField
from meetups.planning.typed import one_line
from meetups.web.filters import phone

SHARING_TEXT_VERSION = "2026-11"
"""Of the three sentences of ``SharingForm`` and of their help in ``profile.html``: change them together."""

_MISSING_NAME = lazy_gettext("Dites-nous votre prénom.")
_MISSING_PROFESSION = lazy_gettext("Dites votre métier avec vos mots, comme « infirmière de nuit ».")


def _sentence(label: str) -> str:
    return label[0].upper() + label[1:]


_WHO = {each.value: _sentence(each.label) for each in Visibility}


class SharingForm(FlaskForm):  # type: ignore[misc]
    """Who may read what, among members."""

    is_listed = BooleanField(lazy_gettext("Montrer ma fiche dans l’annuaire, que lisent les membres du réseau"))
    phone_visibility = RadioField(lazy_gettext("Qui peut voir mon téléphone ?"), choices=_WHO)
    email_visibility = RadioField(lazy_gettext("Qui peut voir mon courriel ?"), choices=_WHO)
    # The words of invitations.forms.SeenForm, whose version is invitations.visibility.SEEN_TEXT_VERSION.
    is_seen = BooleanField(lazy_gettext("Montrer mon prénom et mon métier aux autres personnes invitées"))

    @property
    def sharing(self) -> SharingChoices:
        """What the services take; read it once the form is valid."""
        return SharingChoices(
            is_listed=bool(self.is_listed.data),
            phone=Visibility(self.phone_visibility.data),
            email=Visibility(self.email_visibility.data),
        )


class ProfileForm(SharingForm):
    """The whole page: only these fields are read, whatever else is posted."""

    first_name = StringField(
        lazy_gettext("Votre prénom"), filters=[one_line], validators=[DataRequired(message=_MISSING_NAME)]
    )
    last_name = StringField(lazy_gettext("Votre nom"), filters=[one_line])
    profession_text = StringField(
        lazy_gettext("Votre métier, avec vos mots"),
        filters=[one_line],
        validators=[DataRequired(message=_MISSING_PROFESSION), Length(max=120, message=TOO_LONG)],
    )
    family = SelectField(
        lazy_gettext("Famille de métiers"), choices={each.value: each.label for each in ProfessionFamily}
    )
    pathways = SelectMultipleField(
        lazy_gettext("Les parcours que vous suivez"),
        validate_choice=False,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    meals = HalfDaysField(lazy_gettext("Les moments qui vous vont"))
    phone = TelField(lazy_gettext("Votre téléphone"), filters=[one_line])
    secretary_email = EmailField(lazy_gettext("Le courriel de votre secrétariat"), filters=[one_line])
    contact_channel = RadioField(lazy_gettext("Comment préférez-vous que nous vous joignions ?"))

    def offer(self, pathways: Sequence[CarePathway], person: Professional) -> None:
        """Fill the lists: our care pathways, and the ways by which this person can be reached."""
        self._pathways = {pathway.public_id: pathway for pathway in pathways}
        self.pathways.choices = {public_id: pathway.name for public_id, pathway in self._pathways.items()}
        ways = [way for way in ContactChannel if way is not ContactChannel.EMAIL or person.email]
        self.contact_channel.choices = {way.value: _sentence(way.label) for way in ways}

    def validate_first_name(self, field: StringField) -> None:
        """Mails carry it to other people: to a colleague whom one sends, among others."""
        _refuse_with(check_first_name, field)

    def validate_last_name(self, field: StringField) -> None:
        """The same."""
        _refuse_with(check_last_name, field)

    def validate_phone(self, field: TelField) -> None:
        """A number that can be called, kept in one spelling."""
        if not field.data:
            return
        try:
            self._phone = normalise_phone(field.data)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    def validate_secretary_email(self, field: EmailField) -> None:
        """An address, when there is one."""
        if field.data:
            _refuse_with(normalise_email, field)

    def validate_contact_channel(self, field: RadioField) -> None:
        """Being telephoned takes a number."""
        if field.data == ContactChannel.TELEPHONE and not self.phone.data:
            raise StopValidation(gettext("Donnez un numéro un peu plus haut, ou choisissez une autre façon."))

    _phone: str | None = None

    @property
    def details(self) -> ProfileDetails:
        """What the services take; read it once the form is valid."""
        return ProfileDetails(
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            profession_text=self.profession_text.data or "",
            family=ProfessionFamily(self.family.data),
            contact_channel=ContactChannel(self.contact_channel.data),
            phone=self._phone,
            meals=self.meals.data or [],
            pathways=[self._pathways[chosen] for chosen in self.pathways.data or [] if chosen in self._pathways],
        )


def _refuse_with(check: Callable[[str], object], field: StringField) -> None:
    try:
        check(field.data or "")
    except DomainError as refusal:
        raise StopValidation(str(refusal)) from None


def profile_of(person: Professional) -> dict[str, object]:
    """The first values of a ``ProfileForm``."""
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "profession_text": person.profession_text,
        "family": person.family.value,
        "pathways": [pathway.public_id for pathway in person.pathways],
        "meals": person.meals,
        "phone": phone(person.phone or ""),
        "secretary_email": person.secretary_email or "",
        "contact_channel": person.contact_channel.value,
        "is_listed": person.is_listed,
        "phone_visibility": person.phone_visibility.value,
        "email_visibility": person.email_visibility.value,
        "is_seen": person.is_seen_by_guests,
    }
