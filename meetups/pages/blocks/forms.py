"""What an organiser writes to offer places to a structure."""

from datetime import datetime, time, timedelta

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, HiddenField, StringField, TelField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, StopValidation

from meetups.accounts.rules import normalise_email
from meetups.directory.names import are_names
from meetups.directory.phones import normalise_phone
from meetups.errors import DomainError
from meetups.invitations.blocks import Offer
from meetups.pages.forms import NO_NUMBER, TOO_LONG, SeatsField
from meetups.planning.models import Meetup
from meetups.planning.moments import moment
from meetups.planning.rules import MAX_CAPACITY
from meetups.planning.typed import one_line
from meetups.web.filters import PARIS, local

EVENING = time(20)
"""When the day to name people ends, on the clocks of the meetup."""
USUAL = timedelta(days=7)
_DAY = lazy_gettext("Choisissez un jour, comme le 26/01/2027.")
_WORDS = Length(max=80, message=TOO_LONG)


class OfferForm(FlaskForm):  # type: ignore[misc]
    """``public_id`` is the one that the block will bear: a form sent twice makes one."""

    public_id = HiddenField(validators=[Regexp(r"[A-Za-z0-9_-]{12}\Z")])
    structure = StringField(
        lazy_gettext("Structure"),
        filters=[one_line],
        validators=[InputRequired(message=lazy_gettext("Écrivez le nom de la structure.")), _WORDS],
    )
    contact_name = StringField(
        lazy_gettext("Prénom et nom de la personne qui choisit"),
        filters=[one_line],
        validators=[InputRequired(message=lazy_gettext("Écrivez à qui nous nous adressons."))],
    )
    email = EmailField(lazy_gettext("Son courriel"), filters=[one_line])
    phone = TelField(lazy_gettext("Ou son téléphone"), filters=[one_line])
    seats = SeatsField(
        lazy_gettext("Nombre de places"),
        validators=[
            InputRequired(message=NO_NUMBER),
            NumberRange(
                1, MAX_CAPACITY, message=lazy_gettext("Entre %(low)d et %(high)d places.", low=1, high=MAX_CAPACITY)
            ),
        ],
    )
    # The types of WTForms are a version behind.
    name_by = DateField(  # type: ignore[call-arg]
        lazy_gettext("Noms à donner jusqu’au"), invalid_value_message=_DAY, validators=[InputRequired(message=_DAY)]
    )
    zone = PARIS
    _until: datetime | None = None

    def validate_contact_name(self, field: StringField) -> None:
        """A mail greets them by it."""
        first_name, _, last_name = (field.data or "").partition(" ")
        if not are_names(first_name, last_name):
            raise StopValidation(gettext("Un nom s’écrit avec des lettres, quarante au plus, comme Hélène Perrier."))

    def validate_email(self, field: EmailField) -> None:
        """An address, or else a number."""
        if not field.data and not self.phone.data:
            raise StopValidation(gettext("Donnez un courriel, ou un téléphone plus bas."))
        try:
            if field.data:
                normalise_email(field.data)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    def validate_phone(self, field: TelField) -> None:
        """A number that can be called."""
        try:
            if field.data:
                normalise_phone(field.data)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    def validate_name_by(self, field: DateField) -> None:
        """A day that exists."""
        if field.data is None:
            return
        try:
            self._until = moment(field.data, EVENING, self.zone).at
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    @property
    def offer(self) -> Offer:
        """What the services take; read it once the form is valid."""
        assert self._until
        return Offer(
            structure=self.structure.data or "",
            contact_name=self.contact_name.data or "",
            seats=self.seats.data or 0,
            name_by=self._until,
            email=normalise_email(self.email.data) if self.email.data else None,
            phone=normalise_phone(self.phone.data) if self.phone.data else None,
        )


def usual_day(meetup: Meetup, now: datetime) -> dict[str, object]:
    """When the meals are ordered, else a week before; nothing when that is over."""
    until = meetup.answer_by or meetup.starts_at - USUAL
    day = local(until, meetup.zone).date()
    if moment(day, EVENING, meetup.zone).at > until and meetup.answer_by:
        day -= timedelta(days=1)
    return {"name_by": day} if moment(day, EVENING, meetup.zone).at > now else {}
