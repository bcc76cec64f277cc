"""What an organiser types about one guest: an answer that came by voice or by letter, and who comes instead."""

from collections.abc import Callable

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import Length, StopValidation

from meetups.directory.models import ContactChannel
from meetups.directory.names import check_last_name, check_their_first_name
from meetups.errors import DomainError
from meetups.invitations.colleagues import Colleague
from meetups.invitations.forms import LONGEST_NEEDS
from meetups.invitations.rules import AnswerSource
from meetups.pages.forms import TOO_LONG
from meetups.planning.typed import one_line, several_lines

SOURCES = {
    AnswerSource.TELEPHONE: lazy_gettext("Par téléphone"),
    AnswerSource.LETTER: lazy_gettext("Par lettre"),
    AnswerSource.EMPLOYER: lazy_gettext("Par son employeur"),
    AnswerSource.TEAM: lazy_gettext("De vive voix, à l’équipe"),
}


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """By which channel an answer came, and the colleague's name when one comes instead."""

    source = RadioField(
        lazy_gettext("Comment l’avez-vous su"),
        choices=[SelectChoice(key.value, text) for key, text in SOURCES.items()],
    )
    first_name = StringField(lazy_gettext("Prénom du ou de la collègue"), filters=[one_line])
    last_name = StringField(lazy_gettext("Son nom"), filters=[one_line])
    email = StringField(lazy_gettext("Son courriel"), filters=[one_line])
    phone = StringField(
        lazy_gettext("Ou son téléphone"), filters=[one_line], validators=[Length(max=30, message=TOO_LONG)]
    )

    needs = TextAreaField(
        lazy_gettext("Repas et accès"),
        filters=[several_lines],
        validators=[Length(max=LONGEST_NEEDS, message=TOO_LONG)],
    )

    def validate_first_name(self, field: StringField) -> None:
        """A mail carries it to an address that anyone may type."""
        self._check(field, check_their_first_name)

    def validate_last_name(self, field: StringField) -> None:
        """The same."""
        self._check(field, check_last_name)

    def _check(self, field: StringField, check: Callable[[str], None]) -> None:
        try:
            if field.data:
                check(field.data)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    @property
    def colleague(self) -> Colleague:
        """Who comes instead, as the services take it."""
        return Colleague(
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
        )


def usual_source(channel: ContactChannel) -> AnswerSource:
    """How an answer most likely comes from someone who is reached by ``channel``."""
    return {
        ContactChannel.LETTER: AnswerSource.LETTER,
        ContactChannel.EMPLOYER: AnswerSource.EMPLOYER,
    }.get(channel, AnswerSource.TELEPHONE)
