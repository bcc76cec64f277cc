"""Somebody who is to organise too."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, StopValidation

from meetups.accounts.rules import check_first_name, normalise_email
from meetups.accounts.team import organisers
from meetups.database import db
from meetups.errors import DomainError
from meetups.planning.typed import one_line


class TeamForm(FlaskForm):  # type: ignore[misc]
    """A first name, and the address that will receive codes."""

    first_name = StringField(
        lazy_gettext("Prénom"),
        filters=[one_line],
        validators=[DataRequired(message=lazy_gettext("Écrivez son prénom."))],
    )
    email = EmailField(
        lazy_gettext("Courriel"),
        filters=[one_line],
        validators=[DataRequired(message=lazy_gettext("Écrivez son adresse, comme lucie@exemple.fr"))],
    )

    address = ""
    """The normalised address, once valid."""

    def validate_first_name(self, field: StringField) -> None:
        """A name: mails to that address begin with it."""
        try:
            check_first_name(field.data or "")
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    def validate_email(self, field: EmailField) -> None:
        """Say in French what an address lacks."""
        try:
            self.address = normalise_email(field.data or "")
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None


def team_shown(form: TeamForm | None = None) -> dict[str, object]:
    """What the page shows of the team: who organises, and the form to add somebody, empty unless one was refused."""
    return {"team": organisers(db.session()), "team_form": form or TeamForm(formdata=None)}
