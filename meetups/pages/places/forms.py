"""What an organiser writes of a host, and of each of its rooms: one form, one button."""

from collections.abc import Sequence
from hashlib import sha256

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, IntegerField, SelectField, TelField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation

from meetups.pages.forms import NO_NUMBER, TOO_LONG, SeatsField, VersionedForm
from meetups.pages.half_days import HalfDaysField
from meetups.planning.typed import one_line
from meetups.venues.editing import MOST_NOTICE_DAYS, MOST_SEATS, HostDetails, RoomDetails
from meetups.venues.models import Host, Venue

_NOTICE = lazy_gettext("Un nombre de jours entre 0 et %(most)d, comme 45 ; laissez vide sinon.", most=MOST_NOTICE_DAYS)
_SAID: dict[bool | None, str] = {None: "", True: "oui", False: "non"}


class DaysField(IntegerField):
    """A number of days; nothing typed is ``None``."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ``ValueError`` with what to write instead."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed and not (typed.isascii() and typed.isdecimal() and len(typed) <= 4):
            raise ValueError(_NOTICE)
        self.data = int(typed) if typed else None


def readable(_form: FlaskForm, field: Field) -> None:
    """Of what could not be read, nothing more is said: no range for what is no number."""
    if field.process_errors:
        raise StopValidation


class HostForm(VersionedForm):
    """How a host is reached, and how early."""

    email = EmailField(lazy_gettext("Courriel"), filters=[one_line], validators=[Length(max=254, message=TOO_LONG)])
    phone = TelField(lazy_gettext("Téléphone"), filters=[one_line], validators=[Length(max=30, message=TOO_LONG)])
    notice_days = DaysField(
        lazy_gettext("Préavis, en jours"),
        validators=[Optional(), readable, NumberRange(0, MOST_NOTICE_DAYS, message=_NOTICE)],
    )

    def details(self) -> HostDetails:
        """What was typed; read it once the form is valid."""
        return HostDetails(self.email.data or "", self.phone.data or "", self.notice_days.data)


class RoomForm(FlaskForm):  # type: ignore[misc]
    """One room, inside its host's form, whose token it shares."""

    class Meta:
        """The host's form is checked."""

        csrf = False

    capacity = SeatsField(
        lazy_gettext("Places assises"),
        validators=[
            InputRequired(message=NO_NUMBER),
            readable,
            NumberRange(1, MOST_SEATS, message=lazy_gettext("Entre 1 et %(most)d places.", most=MOST_SEATS)),
        ],
    )
    step_free = SelectField(lazy_gettext("De plain-pied"))
    kitchen = SelectField(lazy_gettext("Cuisine"))
    free = HalfDaysField(lazy_gettext("Demi-journées où elle peut être prêtée"))

    def details(self) -> RoomDetails:
        """What was typed; read it once the form is valid."""
        said = {text: value for value, text in _SAID.items()}
        return RoomDetails(
            self.capacity.data or 0, said[self.step_free.data], said[self.kitchen.data], self.free.data or []
        )


def host_form(host: Host) -> HostForm:
    """The form of a host, as it is now."""
    known = {"email": host.email or "", "phone": host.phone or "", "notice_days": host.notice_days}
    return HostForm(data=known | {"version": mark_of(host)})


def room_forms(host: Host) -> list[tuple[Venue, RoomForm]]:
    """One form a room."""
    return [(room, _room_form(room)) for room in host.venues]


def mark_of(host: Host) -> str:
    """A short text that changes with the host and its rooms, so that nobody overwrites what they did not see."""
    rooms: Sequence[tuple[object, ...]] = sorted(
        (room.public_id, room.capacity, room.is_step_free, room.has_kitchen, tuple(room.free or ()))
        for room in host.venues
    )
    return sha256(repr((host.email, host.phone, host.notice_days, rooms)).encode()).hexdigest()[:16]


def _room_form(room: Venue) -> RoomForm:
    known = {
        "capacity": room.capacity,
        "step_free": _SAID[room.is_step_free],
        "kitchen": _SAID[room.has_kitchen],
        "free": list(room.free or ()),
    }
    form = RoomForm(prefix=f"salle-{room.public_id}-", data=known)
    for field in (form.step_free, form.kitchen):
        field.choices = {"": gettext("on ne sait pas"), "oui": gettext("oui"), "non": gettext("non")}
    return form
