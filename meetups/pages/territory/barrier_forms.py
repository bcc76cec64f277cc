"""What an organiser writes of a barrier: its name, the communes of each side, and when the road is closed."""

import re
from collections.abc import Collection
from datetime import date
from hashlib import sha256

from babel.dates import get_month_names
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length, Regexp, StopValidation

from meetups.database import new_public_id
from meetups.errors import DomainError
from meetups.geography.barriers import is_season_day
from meetups.geography.errors import BadSeason, BarrierWithoutName, CommuneOnBothSides, EmptySide
from meetups.geography.models import Barrier
from meetups.pages.forms import TOO_LONG, VersionedForm
from meetups.pages.territory.communes_field import CommunesField
from meetups.planning.typed import one_line
from meetups.web.filters import LOCALE

PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{12}\Z")
_DAYS = {str(day): "1er" if day == 1 else str(day) for day in range(1, 32)}
_MONTHS = {str(number): name for number, name in get_month_names("wide", locale=LOCALE).items()}


class BarrierForm(VersionedForm):
    """On one page: communes are added one by one, and nothing is kept before the last button."""

    public_id = HiddenField(validators=[Regexp(PUBLIC_ID)])
    name = StringField(
        lazy_gettext("Nom de la barrière"), filters=[one_line], validators=[Length(max=80, message=TOO_LONG)]
    )
    here = CommunesField(lazy_gettext("D’un côté"))
    there = CommunesField(lazy_gettext("De l’autre côté"))
    from_day = SelectField(lazy_gettext("Fermé du : jour"))
    from_month = SelectField(lazy_gettext("Fermé du : mois"))
    until_day = SelectField(lazy_gettext("Jusqu’au : jour"))
    until_month = SelectField(lazy_gettext("Jusqu’au : mois"))

    def validate_from_day(self, field: SelectField) -> None:
        """A day that some year has."""
        _check_day(field, self.from_month)

    def validate_until_day(self, field: SelectField) -> None:
        """A day that some year has."""
        _check_day(field, self.until_month)

    def take_typed(self) -> bool:
        """Tick the communes typed on each side."""
        return all([self.here.take_typed(), self.there.take_typed()])

    @property
    def closed_from(self) -> str:
        """« MM-DD », or nothing. A day without its month, as « -15 », is refused by the service."""
        return _month_day(self.from_month, self.from_day)

    @property
    def closed_until(self) -> str:
        """As ``closed_from``."""
        return _month_day(self.until_month, self.until_day)

    def blame(self, refusal: DomainError) -> None:
        """Say a refusal beside what it is about."""
        fields = {
            BarrierWithoutName: self.name,
            EmptySide: self.there if self.here.ticked else self.here,
            CommuneOnBothSides: self.there,
            BadSeason: self.from_day,
        }
        fields[type(refusal)].errors = [str(refusal)]


def barrier_form(barrier: Barrier | None, departments: Collection[str]) -> BarrierForm:
    """The form of a barrier, or of a new one; ``departments`` are those whose namesakes are meant."""
    first: dict[str, object] = {"public_id": new_public_id()}
    if barrier is not None:
        first = {
            "public_id": barrier.public_id,
            "name": barrier.name,
            "here": [commune.insee for commune in barrier.here],
            "there": [commune.insee for commune in barrier.there],
            "version": mark_of(barrier),
            **_parts("from", barrier.closed_from),
            **_parts("until", barrier.closed_until),
        }
    form = BarrierForm(data=first)
    for field, choices, none in (
        (form.from_day, _DAYS, gettext("jour")),
        (form.from_month, _MONTHS, gettext("mois")),
        (form.until_day, _DAYS, gettext("jour")),
        (form.until_month, _MONTHS, gettext("mois")),
    ):
        field.choices = {"": none} | choices
    form.here.departments = form.there.departments = departments
    return form


def mark_of(barrier: Barrier) -> str:
    """A short text that changes with the barrier, so that nobody overwrites what they did not see."""
    sides = [sorted(commune.insee for commune in side) for side in (barrier.here, barrier.there)]
    state = (barrier.name, barrier.closed_from, barrier.closed_until, sides)
    return sha256(repr(state).encode()).hexdigest()[:16]


def season_fields(closed_from: str, closed_until: str) -> dict[str, str]:
    """What the form would send of a season, for buttons that keep at once what they offer."""
    return _parts("from", closed_from) | _parts("until", closed_until)


def _parts(prefix: str, month_day: str) -> dict[str, str]:
    if not month_day:
        return {f"{prefix}_day": "", f"{prefix}_month": ""}
    day = date.fromisoformat(f"2000-{month_day}")
    return {f"{prefix}_day": str(day.day), f"{prefix}_month": str(day.month)}


def _check_day(day: SelectField, month: SelectField) -> None:
    if day.data in _DAYS and month.data in _MONTHS and not is_season_day(_month_day(month, day)):
        named = f"{_DAYS[day.data]} {_MONTHS[month.data]}"
        said = gettext("Le %(day)s n’existe pas : choisissez un autre jour.", day=named)
        raise StopValidation(said)


def _month_day(month: SelectField, day: SelectField) -> str:
    if not month.data and not day.data:
        return ""
    return f"{(month.data or ''):0>2}-{(day.data or ''):0>2}"
