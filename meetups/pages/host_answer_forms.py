"""A host's answer, typed in after a call: yes and where, another slot, or no."""

from datetime import datetime

from flask import request
from flask_babel import gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, StopValidation

from meetups.errors import DomainError
from meetups.geography.text import fold
from meetups.pages.forms import TOO_LONG, when
from meetups.planning.models import HostingRequest
from meetups.planning.moments import Moment, moment
from meetups.planning.typed import one_line, several_lines
from meetups.venues.models import Venue

LENDS, OTHER_SLOT, REFUSES = "oui", "autre", "non"
"""The three answers, as buttons post them."""
ANOTHER_ROOM = "autre"
_DAY = lazy_gettext("Choisissez un jour, comme le 26/01/2027.")
_HOUR = lazy_gettext("Choisissez une heure, comme 12:15.")


class RefuseForm(FlaskForm):  # type: ignore[misc]
    """No. A word is kept if there was one."""

    note = TextAreaField(
        lazy_gettext("Ce qui a été dit"), filters=[several_lines], validators=[Length(max=1000, message=TOO_LONG)]
    )

    @property
    def words(self) -> str:
        """What was said, maybe empty."""
        return self.note.data or ""


class LendForm(RefuseForm):
    """Yes, and in which room."""

    room = SelectField(lazy_gettext("Dans quelle salle"))
    room_name = StringField(
        lazy_gettext("Nom de la salle"), filters=[one_line], validators=[Length(max=120, message=TOO_LONG)]
    )
    room_address = StringField(
        lazy_gettext("Son adresse"), filters=[one_line], validators=[Length(max=200, message=TOO_LONG)]
    )

    def offer(self, hosting: HostingRequest) -> None:
        """Fill the list with the host's rooms, the one that was asked for first."""
        self._rooms = {room.public_id: room for room in rooms_of(hosting)}
        another = {ANOTHER_ROOM: gettext("Une autre salle, à nommer plus bas")}
        self.room.choices = {key: _label(room) for key, room in self._rooms.items()} | another

    def validate_room_name(self, field: StringField) -> None:
        """A room that is not in the list needs a name."""
        if self.room.data == ANOTHER_ROOM and not field.data:
            raise StopValidation(gettext("Dites dans quelle salle : son nom suffit."))

    @property
    def chosen(self) -> Venue | None:
        """The room of the list, or one of the host's that was typed by its name."""
        named = (room for room in self._rooms.values() if fold(room.name) == fold(self.new_name))
        return self._rooms.get(self.room.data) or next(named, None)

    @property
    def new_name(self) -> str:
        """The name of a room that is not in the list."""
        return (self.room_name.data or "") if self.room.data == ANOTHER_ROOM else ""

    @property
    def new_address(self) -> str:
        """Where that room is, if it was said."""
        return (self.room_address.data or "") if self.new_name else ""


class OtherSlotForm(RefuseForm):
    """Another start of the meetup itself, maybe in another room."""

    room = SelectField(lazy_gettext("Dans quelle salle"))

    # The types of WTForms are a version behind.
    day = DateField(  # type: ignore[call-arg]
        lazy_gettext("Un autre jour"), invalid_value_message=_DAY, validators=[InputRequired(message=_DAY)]
    )
    hour = TimeField(  # type: ignore[call-arg]
        lazy_gettext("Heure où l’on se met à table"),
        invalid_value_message=_HOUR,
        validators=[InputRequired(message=_HOUR)],
    )
    zone = ""
    _at: Moment | None = None

    def offer(self, hosting: HostingRequest) -> None:
        """Fill the list with the host's rooms; it may say later which one."""
        self._rooms = {room.public_id: room for room in rooms_of(hosting)}
        later = {} if hosting.venue else {"": gettext("À préciser plus tard")}
        self.room.choices = later | {key: _label(room) for key, room in self._rooms.items()}
        if self.room.data is None:
            self.room.data = next(iter(self.room.choices))

    @property
    def chosen(self) -> Venue | None:
        """The room of the list, if one was said."""
        return self._rooms.get(self.room.data)

    def validate_hour(self, field: TimeField) -> None:
        """An hour that clocks show that day."""
        if not self.day.data or field.data is None:
            return
        try:
            self._at = moment(self.day.data, field.data, self.zone)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    @property
    def starts_at(self) -> datetime:
        """The instant typed, in UTC; read it once the form is valid."""
        assert self._at
        return self._at.at


class HostAnswerForms:
    """The three answers of the page; only the one that was posted holds what was typed."""

    def __init__(self, hosting: HostingRequest, posted: str | None = None) -> None:
        def typed(answer: str) -> dict[str, object]:
            return {"prefix": answer, "formdata": request.form if answer == posted else None}

        self.lend = LendForm(**typed(LENDS))
        self.lend.offer(hosting)
        hour = when(hosting.meetup)["start"]
        self.other = OtherSlotForm(data={"hour": hour}, **typed(OTHER_SLOT))
        self.other.zone = hosting.meetup.zone
        self.other.offer(hosting)
        self.refuse = RefuseForm(**typed(REFUSES))

    def of(self, answer: str | None) -> RefuseForm | None:
        """The form of one answer, or ``None`` for something that is no answer."""
        return {LENDS: self.lend, OTHER_SLOT: self.other, REFUSES: self.refuse}.get(answer or "")


def rooms_of(hosting: HostingRequest) -> list[Venue]:
    """The host's rooms, the one that was asked for first."""
    asked = [hosting.venue] if hosting.venue else []
    return asked + [room for room in hosting.host.venues if room not in asked]


def _label(room: Venue) -> str:
    seats = ngettext("%(num)d place assise", "%(num)d places assises", room.capacity)
    return f"{room.name} ({seats})"
