"""What an organiser writes to ask a few people about a few dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Optional, StopValidation

from meetups.errors import DomainError
from meetups.invitations.limits import Held
from meetups.invitations.models import Invitation
from meetups.planning.models import Meetup
from meetups.planning.moments import moment
from meetups.polls.errors import DeadlineTooLate, EndBeforeStart, VotersHeld, WrongSlots, WrongVoters
from meetups.polls.queries import held_too_long
from meetups.polls.rules import FEWEST_SLOTS, MOST_SLOTS, MOST_VOTERS
from meetups.polls.services import Slot

_DAY = lazy_gettext("Choisissez un jour, comme le 26/01/2027.")
_HOUR = lazy_gettext("Choisissez une heure, comme 12:15.")


@dataclass(frozen=True)
class Row:
    """One date on the form: all three fields, or none."""

    day: DateField
    start: TimeField
    end: TimeField

    @property
    def fields(self) -> tuple[DateField, TimeField, TimeField]:
        """In reading order."""
        return self.day, self.start, self.end

    @property
    def is_empty(self) -> bool:
        """No day: two hours left alone make no date."""
        return self.day.data is None and not self.day.errors


class PollForm(FlaskForm):  # type: ignore[misc]
    """Up to six dates, the few people who decide, maybe the host, and until when. Fields of dates are added below."""

    guests = SelectMultipleField(lazy_gettext("À qui demander"), validate_choice=False)
    host = BooleanField(lazy_gettext("Demander aussi pour la salle"))
    # The types of WTForms are a version behind.
    answer_day = DateField(  # type: ignore[call-arg]
        lazy_gettext("Réponses avant le"), invalid_value_message=_DAY, validators=[InputRequired(message=_DAY)]
    )
    answer_hour = TimeField(  # type: ignore[call-arg]
        lazy_gettext("Heure limite"), invalid_value_message=_HOUR, validators=[InputRequired(message=_HOUR)]
    )
    zone = "Europe/Paris"
    _listed: dict[str, Invitation]
    held: Sequence[Held] = ()
    """Those who were written to often enough for now."""

    def offer(self, meetup: Meetup, guests: Sequence[Invitation], held: Sequence[Held]) -> None:
        """Whom one may choose: those of the list, ``held`` only when they may be invited by the deadline."""
        self.zone, self.held = meetup.zone, held
        self._listed = {guest.public_id: guest for guest in guests}
        self.guests.choices = [SelectChoice(key, guest.professional.full_name) for key, guest in self._listed.items()]

    @property
    def rows(self) -> list[Row]:
        """The six dates."""
        return [
            Row(self[f"day_{number}"], self[f"start_{number}"], self[f"end_{number}"]) for number in range(MOST_SLOTS)
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then what they make together."""
        valid = bool(super().validate(extra_validators))
        filled = [row for row in self.rows if not row.is_empty]
        wrong = [row for row in filled if not self._check_row(row)]
        valid = valid and not wrong
        if valid and not FEWEST_SLOTS <= len({start for start, _ in self.slots}) == len(self.slots):
            valid = _refuse(self.rows[0].day, str(WrongSlots()))
        if not 1 <= len(self.chosen) <= MOST_VOTERS:
            valid = _refuse(self.guests, str(WrongVoters()))
        if valid and self.answer_by >= min(start for start, _ in self.slots):
            valid = _refuse(self.answer_day, str(DeadlineTooLate()))
        if valid and self.too_often:
            valid = _refuse(self.guests, str(VotersHeld(self.too_often)))
        return valid

    def _check_row(self, row: Row) -> bool:
        if any(field.errors for field in row.fields):
            return False
        for field, missing in ((row.start, _HOUR), (row.end, _HOUR)):
            if field.data is None:
                return _refuse(field, str(missing))
        try:
            start, end = self._slot(row)
        except DomainError as refusal:
            return _refuse(row.start, str(refusal))
        return end > start or _refuse(row.end, str(EndBeforeStart()))

    def _slot(self, row: Row) -> Slot:
        day, start, end = (field.data for field in row.fields)
        assert isinstance(day, date)
        assert isinstance(start, time)
        assert isinstance(end, time)
        return moment(day, start, self.zone).at, moment(day, end, self.zone).at

    @property
    def slots(self) -> list[Slot]:
        """The dates typed, soonest first; read them once the rows are valid."""
        return sorted(self._slot(row) for row in self.rows if not row.is_empty)

    @property
    def chosen(self) -> list[Invitation]:
        """The people chosen, in the order of the list."""
        wanted = set(self.guests.data or ())
        return [guest for key, guest in self._listed.items() if key in wanted]

    @property
    def too_often(self) -> list[str]:
        """The names of those chosen who could not be invited in time."""
        held = {each.guest.public_id for each in held_too_long(self.held, self.answer_by)}
        return [guest.professional.full_name for guest in self.chosen if guest.public_id in held]

    @property
    def answer_by(self) -> datetime:
        """The deadline typed, in UTC; read it once the form is valid."""
        assert self.answer_day.data
        assert self.answer_hour.data
        return moment(self.answer_day.data, self.answer_hour.data, self.zone).at

    def validate_answer_hour(self, field: TimeField) -> None:
        """An hour that clocks show that day."""
        if self.answer_day.data and field.data:
            try:
                moment(self.answer_day.data, field.data, self.zone)
            except DomainError as refusal:
                raise StopValidation(str(refusal)) from None

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Everything that was typed, as hidden fields of the page that asks to confirm."""
        fields: list[Any] = [field for row in self.rows if not row.is_empty for field in row.fields]
        single = [(field.name, field._value()) for field in [*fields, self.answer_day, self.answer_hour]]
        host = [("host", "1")] if self.host.data else []
        return [*single, *host, *(("guests", guest.public_id) for guest in self.chosen)]


for _number in range(MOST_SLOTS):
    setattr(PollForm, f"day_{_number}", DateField(lazy_gettext("Jour"), [Optional()], invalid_value_message=_DAY))  # type: ignore[call-arg]
    setattr(PollForm, f"start_{_number}", TimeField(lazy_gettext("De"), [Optional()], invalid_value_message=_HOUR))  # type: ignore[call-arg]
    setattr(PollForm, f"end_{_number}", TimeField(lazy_gettext("À"), [Optional()], invalid_value_message=_HOUR))  # type: ignore[call-arg]


def first_values(days: Iterable[date], start: time, end: time) -> dict[str, object]:
    """Rows filled with these days at the same hours."""
    values: dict[str, object] = {}
    for number, day in enumerate(days):
        values |= {f"day_{number}": day, f"start_{number}": start, f"end_{number}": end}
    return values


def _refuse(field: Any, words: str) -> bool:
    field.errors = [*field.errors, words]
    return False
