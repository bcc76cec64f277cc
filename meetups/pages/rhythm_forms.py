"""When a meetup writes to its guests, and until when they answer: what an organiser types."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, EmailField, IntegerField, StringField, TelField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation

from meetups.accounts.rules import normalise_email
from meetups.directory.phones import normalise_phone
from meetups.errors import DomainError
from meetups.invitations.rhythm import FURTHEST_DAYS, DeadlinePast, Pace, Rhythm, check_deadline
from meetups.pages.forms import TOO_LONG, VersionedForm
from meetups.planning.models import Meetup, ReminderAudience
from meetups.planning.moments import moment
from meetups.planning.rules import MAX_CAPACITY
from meetups.planning.typed import one_line
from meetups.web.filters import PARIS, local

_DAY = lazy_gettext("Choisissez un jour, comme le 26/01/2027.")
_HOUR = lazy_gettext("Choisissez une heure, comme 12:00.")
_DAYS = lazy_gettext("Écrivez un nombre de jours, de 1 à %(most)d.", most=FURTHEST_DAYS)
_PEOPLE = lazy_gettext("Écrivez un nombre de personnes, de 1 à %(most)d.", most=MAX_CAPACITY)
_HOW_MANY = lazy_gettext("Écrivez combien de personnes par vague : sans nombre, tout le monde est invité d’un coup.")
_WORDS = Length(max=120, message=TOO_LONG)


class CountField(IntegerField):
    """A whole number; nothing typed is ``None``. ``said`` tells what to write instead of anything else."""

    def __init__(self, label: Any, said: object, **given: Any) -> None:
        super().__init__(label, **given)
        self._said = said

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ``ValueError`` with what to write instead."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed and not (typed.isascii() and typed.isdecimal()):
            raise ValueError(self._said)
        self.data = int(typed) if typed else None


def _days(rank: Any) -> CountField:
    return CountField(rank, _DAYS, validators=[Optional(), NumberRange(1, FURTHEST_DAYS, message=_DAYS)])


class RhythmForm(VersionedForm):
    """The deadline, three reminders at most for each audience, the waves, the caterer."""

    # The types of WTForms are a version behind.
    answer_day = DateField(  # type: ignore[call-arg]
        lazy_gettext("Jour limite pour répondre"), invalid_value_message=_DAY, validators=[Optional()]
    )
    answer_hour = TimeField(lazy_gettext("Heure"), invalid_value_message=_HOUR, validators=[Optional()])  # type: ignore[call-arg]
    silent_1 = _days(lazy_gettext("Premier rappel"))
    silent_2 = _days(lazy_gettext("Deuxième rappel"))
    silent_3 = _days(lazy_gettext("Troisième rappel"))
    coming_1 = _days(lazy_gettext("Premier rappel"))
    coming_2 = _days(lazy_gettext("Deuxième rappel"))
    coming_3 = _days(lazy_gettext("Troisième rappel"))
    wave_size = CountField(
        lazy_gettext("Personnes par vague"),
        _PEOPLE,
        validators=[Optional(), NumberRange(1, MAX_CAPACITY, message=_PEOPLE)],
    )
    silence_days = CountField(
        lazy_gettext("Jours de silence"),
        _DAYS,
        validators=[InputRequired(message=_DAYS), NumberRange(1, FURTHEST_DAYS, message=_DAYS)],
    )
    waves_are_automatic = BooleanField(lazy_gettext("La vague suivante part d’elle-même"))
    caterer_name = StringField(lazy_gettext("Nom"), filters=[one_line], validators=[_WORDS])
    caterer_email = EmailField(lazy_gettext("Courriel"), filters=[one_line], validators=[_WORDS])
    caterer_phone = TelField(lazy_gettext("Téléphone"), filters=[one_line], validators=[_WORDS])

    zone = PARIS
    answer_by: datetime | None = None
    _meetup: Meetup
    _now: datetime

    def about(self, meetup: Meetup, now: datetime) -> None:
        """Whose deadline is checked, and when."""
        self.zone, self._meetup, self._now = meetup.zone, meetup, now

    def validate(self, extra_validators: object = None) -> bool:
        """Each field, then the deadline's two halves together: a day alone says nothing, nor waves without size."""
        is_valid: bool = super().validate(extra_validators)
        if self.waves_are_automatic.data and self.wave_size.data is None and not self.wave_size.errors:
            self.wave_size.errors = [str(_HOW_MANY)]
            is_valid = False
        if self.answer_day.errors or self.answer_hour.errors:
            return False
        try:
            self.answer_by = self._deadline()
        except DeadlinePast as refusal:
            self.answer_day.errors = [str(refusal)]
        except DomainError as refusal:
            self.answer_hour.errors = [str(refusal)]
        except ValueError as missing:
            field = self.answer_hour if self.answer_day.data else self.answer_day
            field.errors = [str(missing)]
        return is_valid and not (self.answer_day.errors or self.answer_hour.errors)

    def _deadline(self) -> datetime | None:
        day, hour = self.answer_day.data, self.answer_hour.data
        if day is None and hour is None:
            return None
        if day is None or hour is None:
            raise ValueError(_HOUR if day else _DAY)
        at = moment(day, hour, self.zone).at
        check_deadline(at, starts_at=self._meetup.starts_at, known=self._meetup.answer_by, now=self._now)
        return at

    def validate_caterer_email(self, field: EmailField) -> None:
        """An address, when there is one."""
        _read(field, normalise_email)

    def validate_caterer_phone(self, field: TelField) -> None:
        """A number, when there is one."""
        _read(field, normalise_phone)

    def slots(self, audience: ReminderAudience) -> list[CountField]:
        """The fields of one audience's reminders."""
        return [self[f"{audience}_{rank}"] for rank in (1, 2, 3)]

    @property
    def rhythm(self) -> Rhythm:
        """What was typed; read it once the form is valid."""
        paces = [(audience, slot.data) for audience in ReminderAudience for slot in self.slots(audience) if slot.data]
        return Rhythm(
            reminders=paces,
            answer_by=self.answer_by,
            wave_size=self.wave_size.data,
            waves_are_automatic=bool(self.waves_are_automatic.data),
            silence_days=self.silence_days.data or 1,
            caterer_name=self.caterer_name.data or "",
            caterer_email=normalise_email(self.caterer_email.data) if self.caterer_email.data else "",
            caterer_phone=normalise_phone(self.caterer_phone.data) if self.caterer_phone.data else "",
        )


def first_values(meetup: Meetup, paces: list[Pace]) -> dict[str, object]:
    """What the form shows of a meetup and of its reminders."""
    values: dict[str, object] = {"version": str(meetup.version)}
    if meetup.answer_by is not None:
        closes = local(meetup.answer_by, meetup.zone)
        values |= {"answer_day": closes.date(), "answer_hour": closes.time()}
    for audience in ReminderAudience:
        days = sorted((days for each, days in paces if each is audience), reverse=True)
        values |= {f"{audience}_{rank}": count for rank, count in enumerate(days, start=1)}
    for name in ("wave_size", "waves_are_automatic", "silence_days"):
        values[name] = getattr(meetup, name)
    return values | {name: getattr(meetup, name) for name in ("caterer_name", "caterer_email", "caterer_phone")}


def _read(field: StringField, normalise: Callable[[str], str]) -> None:
    try:
        if field.data:
            normalise(field.data)
    except DomainError as refusal:
        raise StopValidation(str(refusal)) from None
