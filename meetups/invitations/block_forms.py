"""What a structure's manager writes about the people who come. The link is the authority: no form token."""

import re
from collections.abc import Callable

from flask_babel import gettext, lazy_gettext
from wtforms import EmailField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation

from meetups.accounts.rules import normalise_email
from meetups.directory.names import check_last_name, check_their_first_name
from meetups.directory.phones import normalise_phone
from meetups.errors import DomainError
from meetups.invitations.block_errors import NamedUnreachable
from meetups.invitations.forms import TOO_LONG, LinkForm
from meetups.invitations.newcomers import Named
from meetups.planning.typed import one_line, several_lines

_LONGEST_WORDS = 120
_BETWEEN_CELLS = re.compile(r"[,;\t]")


class NamedForm(LinkForm):
    """One person: a first name, and an address or a number."""

    first_name = StringField(
        lazy_gettext("Son prénom"),
        filters=[one_line],
        validators=[InputRequired(message=lazy_gettext("Il manque le prénom."))],
    )
    last_name = StringField(lazy_gettext("Son nom"), filters=[one_line])
    profession = StringField(
        lazy_gettext("Son métier"),
        filters=[one_line],
        validators=[Length(max=_LONGEST_WORDS, message=TOO_LONG)],
    )
    email = EmailField(lazy_gettext("Son courriel"), filters=[one_line])
    phone = TelField(lazy_gettext("Ou son téléphone"), filters=[one_line])

    def validate_first_name(self, field: StringField) -> None:
        """A mail carries it to an address that anyone may type."""
        _refuse_with(check_their_first_name, field.data)

    def validate_last_name(self, field: StringField) -> None:
        """The same."""
        _refuse_with(check_last_name, field.data)

    def validate_email(self, field: EmailField) -> None:
        """An address that can be one, or else a number."""
        if not field.data and not self.phone.data:
            raise StopValidation(gettext("Donnez son courriel, ou son téléphone plus bas : l’un des deux suffit."))
        if field.data:
            _refuse_with(normalise_email, field.data)

    def validate_phone(self, field: TelField) -> None:
        """A number that can be called."""
        if field.data:
            _refuse_with(normalise_phone, field.data)

    @property
    def people(self) -> list[Named]:
        """What the services take; read it once the form is valid."""
        return [
            Named(
                first_name=self.first_name.data or "",
                last_name=self.last_name.data or "",
                profession_text=self.profession.data or "",
                email=normalise_email(self.email.data) if self.email.data else None,
                phone=normalise_phone(self.phone.data) if self.phone.data else None,
            )
        ]


class SeveralForm(LinkForm):
    """Several people: one a line."""

    lines = TextAreaField(
        lazy_gettext("Une personne par ligne"),
        filters=[several_lines],
        validators=[InputRequired(message=lazy_gettext("Écrivez une personne par ligne."))],
    )
    people: list[Named]

    def validate_lines(self, field: TextAreaField) -> None:
        """Every line, or none: each that makes nobody is named with what to do."""
        self.people, problems = [], []
        for number, line in enumerate((field.data or "").split("\n"), start=1):
            if not line.strip():
                continue
            try:
                self.people.append(read_line(line))
            except DomainError as refusal:
                problems.append(gettext("Ligne %(number)d : %(what)s", number=number, what=str(refusal)))
        if problems:
            raise StopValidation(" ".join(problems))


def read_line(line: str) -> Named:
    """« Lucie Bonnet, aide-soignante, lucie@exemple.fr »: in any order after the name. Raises a ``DomainError``."""
    name, *others = [cell.strip() for cell in _BETWEEN_CELLS.split(one_line(line)) if cell.strip()] or [""]
    email = next((cell for cell in others if "@" in cell), None)
    phone = next((cell for cell in others if cell[0] in "+0" and cell is not email), None)
    words = [cell for cell in others if cell not in (email, phone)]
    first_name, _, last_name = name.partition(" ")
    check_their_first_name(first_name)
    check_last_name(last_name)
    if not (email or phone):
        raise NamedUnreachable
    return Named(
        first_name=first_name,
        last_name=last_name,
        profession_text=" ".join(words)[:_LONGEST_WORDS],
        email=normalise_email(email) if email else None,
        phone=normalise_phone(phone) if phone else None,
    )


def _refuse_with(check: Callable[[str], object], typed: str | None) -> None:
    try:
        check(typed or "")
    except DomainError as refusal:
        raise StopValidation(str(refusal)) from None
