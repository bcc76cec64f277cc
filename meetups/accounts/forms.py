"""The two forms of signing in. Their fields keep what was typed; errors say what is missing."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import StopValidation

from meetups.accounts import rules
from meetups.errors import DomainError


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Where to send the code, and where to go afterwards."""

    email = EmailField(lazy_gettext("Votre adresse de courriel"))
    next = HiddenField()

    address = ""
    """The normalised address, once valid."""

    def validate_email(self, field: EmailField) -> None:
        """Say in French what an address lacks."""
        try:
            self.address = rules.normalise_email(field.data or "")
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code received by mail."""

    code = StringField(lazy_gettext("Le code reçu"))

    digits = ""
    """The code without what separates its digits, once valid."""

    def validate_code(self, field: StringField) -> None:
        """Refuse what cannot be a code, without counting a try."""
        try:
            self.digits = rules.normalise_code(field.data or "")
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None
