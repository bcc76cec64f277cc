"""What an organiser writes of days to mind: of what, which days of the week, between which dates, and where."""

from collections.abc import Collection
from hashlib import sha256

from flask_babel import lazy_gettext
from wtforms import DateField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from meetups.database import new_public_id
from meetups.errors import DomainError
from meetups.geography.errors import BadWeekday, DaysBackwards, NoteWithoutLabel
from meetups.geography.models import DayNote
from meetups.pages.forms import TOO_LONG, VersionedForm
from meetups.pages.territory.barrier_forms import PUBLIC_ID
from meetups.pages.territory.communes_field import CommunesField
from meetups.pages.territory.wording import WEEKDAYS
from meetups.planning.typed import one_line

_DAY = lazy_gettext("Choisissez un jour, comme le 26/01/2027, ou laissez vide.")


class DayNoteForm(VersionedForm):
    """On one page, as a barrier is."""

    public_id = HiddenField(validators=[Regexp(PUBLIC_ID)])
    label = StringField(
        lazy_gettext("De quoi prévenir"), filters=[one_line], validators=[Length(max=120, message=TOO_LONG)]
    )
    weekdays = SelectMultipleField(
        lazy_gettext("Quels jours de la semaine"),
        choices={str(number): name for number, name in enumerate(WEEKDAYS)},
        option_widget=CheckboxInput(),
        widget=ListWidget(),
        validate_choice=False,
    )
    # The types of WTForms are a version behind.
    first_day = DateField(  # type: ignore[call-arg]
        lazy_gettext("Premier jour"), invalid_value_message=_DAY, validators=[Optional()]
    )
    last_day = DateField(  # type: ignore[call-arg]
        lazy_gettext("Dernier jour"), invalid_value_message=_DAY, validators=[Optional()]
    )
    communes = CommunesField(lazy_gettext("Dans quelles communes"))

    def take_typed(self) -> bool:
        """Tick the commune typed."""
        return self.communes.take_typed()

    @property
    def days(self) -> list[int]:
        """The weekdays ticked, 0 for Monday."""
        return [int(text) for text in self.weekdays.data or [] if text in set("0123456")]

    def blame(self, refusal: DomainError) -> None:
        """Say a refusal beside what it is about."""
        fields = {NoteWithoutLabel: self.label, BadWeekday: self.weekdays, DaysBackwards: self.last_day}
        fields[type(refusal)].errors = [str(refusal)]


def day_note_form(note: DayNote | None, departments: Collection[str]) -> DayNoteForm:
    """The form of a note, or of a new one; ``departments`` are those whose namesakes are meant."""
    first: dict[str, object] = {"public_id": new_public_id()}
    if note is not None:
        first = {
            "public_id": note.public_id,
            "label": note.label,
            "weekdays": [str(number) for number in note.weekdays],
            "first_day": note.first_day,
            "last_day": note.last_day,
            "communes": [commune.insee for commune in note.communes],
            "version": mark_of(note),
        }
    form = DayNoteForm(data=first)
    form.communes.departments = departments
    return form


def mark_of(note: DayNote) -> str:
    """A short text that changes with the note, so that nobody overwrites what they did not see."""
    communes = sorted(commune.insee for commune in note.communes)
    state = (note.label, note.weekdays, note.first_day, note.last_day, communes)
    return sha256(repr(state).encode()).hexdigest()[:16]
