"""What a guest may write on their page. The link is the authority: no form token (RFC 8058)."""

import re
from hashlib import sha256

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation

from meetups.accounts.rules import normalise_email
from meetups.directory.names import check_last_name, check_their_first_name
from meetups.errors import DomainError
from meetups.invitations.colleagues import Colleague
from meetups.planning.typed import one_line, several_lines

LONGEST_NEEDS = 500
TOO_LONG = lazy_gettext("C’est un peu long : gardez l’essentiel.")
_AROUND_DIGITS = re.compile(r"[\s.()/-]")
_PHONE = re.compile(r"\+?[0-9]{6,15}")


class LinkForm(FlaskForm):  # type: ignore[misc]
    """A form whose link is its authority: it carries no token."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False


class ColleagueForm(LinkForm):
    """Who comes instead: a first name, and an address or a number."""

    first_name = StringField(
        lazy_gettext("Son prénom"),
        filters=[one_line],
        validators=[
            InputRequired(message=lazy_gettext("Il manque le prénom de votre collègue.")),
        ],
    )
    last_name = StringField(lazy_gettext("Son nom"), filters=[one_line])
    email = StringField(lazy_gettext("Son courriel"), filters=[one_line])
    phone = StringField(lazy_gettext("Ou son téléphone"), filters=[one_line])

    def validate_first_name(self, field: StringField) -> None:
        """A mail carries it to an address that anyone may type."""
        try:
            check_their_first_name(field.data or "")
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    def validate_last_name(self, field: StringField) -> None:
        """The same."""
        try:
            check_last_name(field.data or "")
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    def validate_email(self, field: StringField) -> None:
        """An address that can be one, or else a number."""
        if not field.data:
            if not self.phone.data:
                raise StopValidation(gettext("Donnez son courriel, ou son téléphone plus bas : l’un des deux suffit."))
            return
        try:
            normalise_email(field.data)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    def validate_phone(self, field: StringField) -> None:
        """A number that can be called."""
        if field.data and not _PHONE.fullmatch(_digits(field.data)):
            raise StopValidation(gettext("Écrivez le numéro avec ses chiffres, comme 06 39 98 00 12."))

    @property
    def colleague(self) -> Colleague:
        """What the services take."""
        return Colleague(
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            email=self.email.data or "",
            phone=_digits(self.phone.data or ""),
        )


class SeenForm(LinkForm):
    """Whether the other people invited may read one's first name and profession."""

    shown = BooleanField(lazy_gettext("Montrer mon prénom et mon métier aux autres personnes invitées"))


class NeedsForm(LinkForm):
    """What one cannot eat, and what one needs to come in."""

    needs = TextAreaField(
        lazy_gettext("Ce qu’il nous faut savoir"),
        filters=[several_lines],
        validators=[Length(max=LONGEST_NEEDS, message=TOO_LONG)],
    )

    @property
    def digest(self) -> str:
        """What the second button of a warning sends back: the very text that was warned about."""
        return sha256((self.needs.data or "").encode()).hexdigest()[:32]


def _digits(text: str) -> str:
    return _AROUND_DIGITS.sub("", text)
