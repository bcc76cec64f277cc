"""What is typed in a hurry: off or put off, to when, and why."""

from enum import StrEnum

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation

from meetups.errors import DomainError
from meetups.pages.forms import TOO_LONG
from meetups.planning.moments import Moment, moment
from meetups.planning.typed import one_line
from meetups.web.filters import PARIS


class Gesture(StrEnum):
    """What is done."""

    CANCEL = "annuler"
    POSTPONE = "reporter"

    @property
    def label(self) -> str:
        """What the choice says, in the first person."""
        return {Gesture.CANCEL: "J’annule", Gesture.POSTPONE: "Je reporte à une autre date"}[self]


class TodayForm(FlaskForm):  # type: ignore[misc]
    """Nothing is chosen beforehand: a slip of the thumb calls nothing off."""

    gesture = RadioField(
        lazy_gettext("Que faites-vous ?"),
        choices={each.value: each.label for each in Gesture},
        validators=[InputRequired(message=lazy_gettext("Choisissez : annuler, ou reporter."))],
    )
    # The types of WTForms are a version behind.
    day = DateField(  # type: ignore[call-arg]
        lazy_gettext("Pour reporter : le jour"),
        invalid_value_message=lazy_gettext("Choisissez un jour, comme le 26/01/2027."),
        validators=[Optional()],
    )
    start = TimeField(  # type: ignore[call-arg]
        lazy_gettext("Pour reporter : l’heure"),
        invalid_value_message=lazy_gettext("Choisissez une heure, comme 12:15."),
        validators=[Optional()],
    )
    reason = StringField(
        lazy_gettext("Pourquoi"),
        filters=[one_line],
        validators=[
            DataRequired(message=lazy_gettext("Dites pourquoi, en un mot : les personnes invitées le liront.")),
            Length(max=1000, message=TOO_LONG),
        ],
    )
    version = HiddenField()
    zone = PARIS

    to: Moment | None = None
    """The new start; read it once the form is valid and the gesture puts off."""

    @property
    def postpones(self) -> bool:
        """Whether another date is wanted."""
        return bool(self.gesture.data == Gesture.POSTPONE.value)

    def validate_gesture(self, _field: RadioField) -> None:
        """Another date needs a day and an hour; said beside the choice, where the eyes are."""
        if not self.postpones:
            return
        if not self.day.data or self.start.data is None:
            raise StopValidation(gettext("Pour reporter, donnez le nouveau jour et l’heure."))
        try:
            self.to = moment(self.day.data, self.start.data, self.zone)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None
