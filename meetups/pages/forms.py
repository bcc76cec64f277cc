"""What the organisers' forms share: how text is cleaned, when a meetup is, and which version of it was read."""

from datetime import datetime

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, TimeField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import TextInput

from meetups.errors import DomainError
from meetups.planning.models import Meetup
from meetups.planning.moments import Moment, moment
from meetups.web.filters import PARIS, local

TOO_LONG = lazy_gettext("C’est un peu long : gardez l’essentiel.")
NO_NUMBER = lazy_gettext("Écrivez un nombre de places, comme 24.")
NO_WHOLE_NUMBER = lazy_gettext("Écrivez un nombre entier, comme 4.")
_DAY = lazy_gettext("Choisissez un jour, comme le 26/01/2027.")
_HOUR = lazy_gettext("Choisissez une heure, comme 12:15.")


class SeatsField(IntegerField):
    """A number of seats; nothing typed is ``None``."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ``ValueError`` with what to write instead."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed and not (typed.isdecimal() and len(typed) < 7):
            raise ValueError(NO_NUMBER)
        self.data = int(typed) if typed else None

    def pre_validate(self, form: BaseForm) -> None:
        """What is no number is neither too small nor too big: one message says it."""
        if self.process_errors:
            raise StopValidation


class WholeField(IntegerField):
    """A whole number that must be written; what is not one is said in our words."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ``ValueError`` with what to write instead."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 7):
            raise ValueError(NO_WHOLE_NUMBER)
        self.data = int(typed)


class VersionedForm(FlaskForm):  # type: ignore[misc]
    """Remembers which version of the meetup was on the screen, so that nobody overwrites what they did not see."""

    version = HiddenField()

    def read(self, meetup: Meetup) -> bool:
        """Whether the meetup is still the one that was on the screen; from now on, it is this one."""
        same = self.version.data == str(meetup.version)
        self.version.data = str(meetup.version)
        return same


class WhenForm(VersionedForm):
    """A day and two hours on the clocks of the meetup's zone."""

    # The types of WTForms are a version behind.
    day = DateField(  # type: ignore[call-arg]
        lazy_gettext("Jour"), invalid_value_message=_DAY, validators=[InputRequired(message=_DAY)]
    )
    start = TimeField(  # type: ignore[call-arg]
        lazy_gettext("De"), invalid_value_message=_HOUR, validators=[InputRequired(message=_HOUR)]
    )
    end = TimeField(  # type: ignore[call-arg]
        lazy_gettext("À"), invalid_value_message=_HOUR, validators=[InputRequired(message=_HOUR)]
    )
    zone = PARIS

    _starts: Moment | None = None
    _ends: Moment | None = None

    def validate_start(self, field: TimeField) -> None:
        """An hour that clocks show that day."""
        self._starts = self._moment(field)

    def validate_end(self, field: TimeField) -> None:
        """An hour that clocks show that day, after the start."""
        self._ends = self._moment(field)
        if self._starts and self._ends and self._ends.at <= self._starts.at:
            raise StopValidation(gettext("La fin doit venir après le début."))

    def _moment(self, field: TimeField) -> Moment | None:
        if not self.day.data or field.data is None:
            return None
        try:
            return moment(self.day.data, field.data, self.zone)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    @property
    def starts_at(self) -> datetime:
        """The instant typed, in UTC; read it once the form is valid."""
        assert self._starts
        return self._starts.at

    @property
    def ends_at(self) -> datetime:
        """The instant typed, in UTC; read it once the form is valid."""
        assert self._ends
        return self._ends.at

    @property
    def notices(self) -> list[str]:
        """What was decided for the person who typed, to be said to them."""
        return [
            gettext(
                "Cette nuit-là, les montres reculent et %(hour)s arrive deux fois : nous avons pris la première.",
                hour=f"{field.data:%H:%M}",
            )
            for field, at in ((self.start, self._starts), (self.end, self._ends))
            if at and at.is_repeated
        ]


def when(meetup: Meetup) -> dict[str, object]:
    """The first values of a ``WhenForm``."""
    starts, ends = local(meetup.starts_at, meetup.zone), local(meetup.ends_at, meetup.zone)
    return {"day": starts.date(), "start": starts.time(), "end": ends.time()}
