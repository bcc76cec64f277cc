"""The short form of joining, and what a lunch adds to it."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, StopValidation

from meetups.accounts.rules import check_first_name, normalise_email
from meetups.directory.joining import Newcomer
from meetups.directory.phones import normalise_phone
from meetups.errors import DomainError
from meetups.pages.commune_forms import CommuneForm
from meetups.pages.forms import TOO_LONG
from meetups.planning.typed import one_line, several_lines

LONGEST_MESSAGE = 300
"""It waits in the browser's cookie, which holds four kilobytes."""


class JoinForm(CommuneForm):
    """Four lines: who, what, where, and how to be reached."""

    first_name = StringField(lazy_gettext("Votre prénom"), filters=[one_line])
    profession = StringField(
        lazy_gettext("Votre métier, avec vos mots"),
        filters=[one_line],
        validators=[
            DataRequired(message=lazy_gettext("Écrivez votre métier, comme vous le dites à un collègue.")),
            Length(max=120, message=TOO_LONG),
        ],
    )
    commune = StringField(
        lazy_gettext("La commune où vous travaillez"),
        filters=[one_line],
        validators=[
            DataRequired(message=lazy_gettext("Écrivez une commune ou un code postal.")),
            Length(max=120, message=TOO_LONG),
        ],
    )
    contact = StringField(lazy_gettext("Votre courriel ou votre téléphone"), filters=[one_line])

    email: str | None = None
    phone: str | None = None

    def validate_first_name(self, field: StringField) -> None:
        """A mail carries it to an address that anyone may type."""
        try:
            check_first_name(field.data or "")
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    def validate_contact(self, field: StringField) -> None:
        """An address when there is an @ or a letter, a number otherwise."""
        typed = field.data or ""
        if not typed:
            raise StopValidation(gettext("Écrivez votre courriel, ou un numéro où vous appeler."))
        try:
            if "@" in typed or any(map(str.isalpha, typed)):
                self.email = normalise_email(typed)
            else:
                self.phone = normalise_phone(typed)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    @property
    def newcomer(self) -> Newcomer:
        """What the directory takes; read it once the form is valid."""
        return Newcomer(
            first_name=self.first_name.data or "",
            profession_text=self.profession.data or "",
            commune=self.found,
            email=self.email,
            phone=self.phone,
        )


class RequestForm(FlaskForm):  # type: ignore[misc]
    """A word to the organiser, for someone whom we know."""

    message = TextAreaField(
        lazy_gettext("Un mot pour l’équipe"),
        filters=[several_lines],
        validators=[Length(max=LONGEST_MESSAGE, message=TOO_LONG)],
    )


class SeatForm(JoinForm, RequestForm):
    """The four lines of someone who comes to a lunch."""

    listed = BooleanField(lazy_gettext("Je veux aussi figurer dans l’annuaire, que lisent les membres"))
