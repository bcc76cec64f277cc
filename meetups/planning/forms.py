"""What a host may write on the page of a request. The link is the authority: no form token (RFC 8058)."""

from datetime import datetime

from flask import request
from flask_babel import gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, StopValidation

from meetups.errors import DomainError
from meetups.planning.choices import HostChoice
from meetups.planning.models import HostingRequest
from meetups.planning.moments import Moment, moment
from meetups.planning.typed import one_line, several_lines
from meetups.venues.models import Venue
from meetups.web.filters import local

ANOTHER_ROOM = "autre"
"""What the list of rooms says when the host names one that we do not know."""

_DAY = lazy_gettext("Choisissez un jour, comme le 26/01/2027.")
_HOUR = lazy_gettext("Choisissez une heure, comme 12:15.")
_TOO_LONG = lazy_gettext("C’est un peu long : gardez l’essentiel.")


class _HostForm(FlaskForm):  # type: ignore[misc]
    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

    note = TextAreaField(
        lazy_gettext("Un mot pour l’équipe"), filters=[several_lines], validators=[Length(max=1000, message=_TOO_LONG)]
    )

    @property
    def words(self) -> str:
        """The word for the team, maybe empty."""
        return self.note.data or ""


class RefuseForm(_HostForm):
    """No. A word is welcome, never required."""


class _RoomForm(_HostForm):
    """A host chooses among its own rooms, never among another's."""

    room = SelectField(lazy_gettext("Salle"))

    def __init__(self, hosting: HostingRequest, **kwargs: object) -> None:
        super().__init__(**kwargs)
        asked = [hosting.venue] if hosting.venue else []
        self._rooms = {room.public_id: room for room in asked + hosting.host.venues}
        another = {} if asked else {ANOTHER_ROOM: gettext("Une autre salle")}
        self.room.choices = {key: _label(room) for key, room in self._rooms.items()} | another
        self.offers_rooms = len(self.room.choices) > 1
        if self.room.data is None:
            self.room.data = next(iter(self.room.choices))

    @property
    def chosen(self) -> Venue | None:
        """The room taken from the list, if any."""
        return self._rooms.get(self.room.data)


class AcceptForm(_RoomForm):
    """Yes, and in which room."""

    room_name = StringField(
        lazy_gettext("Nom de la salle"), filters=[one_line], validators=[Length(max=120, message=_TOO_LONG)]
    )
    room_address = StringField(
        lazy_gettext("Son adresse"), filters=[one_line], validators=[Length(max=200, message=_TOO_LONG)]
    )

    @property
    def new_name(self) -> str:
        """The room that the host names, when none of the list was taken."""
        return "" if self.chosen else self.room_name.data or ""

    @property
    def new_address(self) -> str:
        """Where that room is, if the host says."""
        return self.room_address.data or "" if self.new_name else ""


class OtherSlotForm(_RoomForm):
    """Another start of the meetup itself."""

    # The types of WTForms are a version behind.
    day = DateField(  # type: ignore[call-arg]
        lazy_gettext("Un autre jour"), invalid_value_message=_DAY, validators=[InputRequired(message=_DAY)]
    )
    hour = TimeField(  # type: ignore[call-arg]
        lazy_gettext("Heure où l’on se met à table"),
        invalid_value_message=_HOUR,
        validators=[InputRequired(message=_HOUR)],
    )

    def __init__(self, hosting: HostingRequest, **kwargs: object) -> None:
        super().__init__(hosting, **kwargs)
        self._zone = hosting.meetup.zone

    def validate_hour(self, field: TimeField) -> None:
        """An hour that clocks show on that day."""
        if self.day.data and field.data:
            try:
                self._moment()
            except DomainError as refusal:
                raise StopValidation(str(refusal)) from None

    @property
    def starts_at(self) -> datetime:
        """The instant that was typed, in UTC; an hour that autumn repeats is the first of the two."""
        return self._moment().at

    def _moment(self) -> Moment:
        assert self.day.data, "read after validation"
        assert self.hour.data is not None
        return moment(self.day.data, self.hour.data, self._zone)


class HostForms:
    """The three answers of a page; only the one that was posted holds what was typed."""

    def __init__(self, hosting: HostingRequest, posted: HostChoice | None = None) -> None:
        def typed(choice: HostChoice) -> dict[str, object]:
            return {"prefix": choice.value, "formdata": request.form if choice is posted else None}

        hour = local(hosting.meetup.starts_at, hosting.meetup.zone).time()
        self.accept = AcceptForm(hosting, **typed(HostChoice.LEND))
        self.other = OtherSlotForm(hosting, data={"hour": hour}, **typed(HostChoice.OTHER_SLOT))
        self.refuse = RefuseForm(**typed(HostChoice.REFUSE))

    def of(self, choice: HostChoice) -> _HostForm:
        """The form of one answer."""
        return {
            HostChoice.LEND: self.accept,
            HostChoice.OTHER_SLOT: self.other,
            HostChoice.REFUSE: self.refuse,
        }[choice]


def _label(room: Venue) -> str:
    return ngettext(
        "%(room)s (%(num)d place assise)", "%(room)s (%(num)d places assises)", room.capacity, room=room.name
    )
