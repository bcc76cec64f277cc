"""Where a meetup is: one of the rooms that we know around, or one that the organiser describes."""

from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import SelectField, StringField
from wtforms.validators import Length, StopValidation

from meetups.adapters.geocoder import Geocoder
from meetups.database import db
from meetups.geography.models import Commune
from meetups.pages.forms import TOO_LONG, SeatsField, WhenForm
from meetups.planning.models import Meetup
from meetups.planning.rules import MAX_CAPACITY
from meetups.planning.typed import one_line
from meetups.venues import services
from meetups.venues.models import Host, Venue
from meetups.venues.queries import NearHost, host_by_public_id, hosts_near, venue_by_public_id
from meetups.venues.services import Point
from meetups.web.links import settings

AROUND_KM = 25.0
NEW_ROOM = "nouvelle"
"""What the list of rooms says when the organiser describes one that we do not know."""


@dataclass(frozen=True)
class Place:
    """A room, and whether its point is only its commune's centre."""

    venue: Venue | None
    is_approximate: bool = False

    @property
    def notices(self) -> list[str]:
        """What to say of a point that is not the room's own."""
        if self.venue is None or not self.is_approximate:
            return []
        return [gettext("Point approximatif pour « %(room)s » : le centre de la commune.", room=self.venue.name)]


class PlaceForm(WhenForm):
    """A day, hours and a room."""

    place = SelectField(lazy_gettext("Salle"))
    room_host = SelectField(lazy_gettext("Qui la prête"))
    room_name = StringField(
        lazy_gettext("Nom de la salle"), filters=[one_line], validators=[Length(max=120, message=TOO_LONG)]
    )
    room_address = StringField(
        lazy_gettext("Son adresse"), filters=[one_line], validators=[Length(max=200, message=TOO_LONG)]
    )
    room_capacity = SeatsField(lazy_gettext("Places assises"))

    def offer_rooms(self, meetup: Meetup, *, none: str | None) -> None:
        """Fill both lists with what is known around. ``none``: the words of « no room yet », when that is a choice."""
        near = rooms_around(meetup)
        groups = {each.host.name: {room.public_id: _label(room) for room in each.host.venues} for each in near}
        first = {"": none} if none else {}
        self.place.choices = {
            gettext("Hors de cette liste"): first | {NEW_ROOM: gettext("Une autre salle, à décrire plus bas")},
            **{group: rooms for group, rooms in groups.items() if rooms},
        }
        town_hall = {"": gettext("La mairie de la commune")}
        self.room_host.choices = town_hall | {each.host.public_id: each.host.name for each in near}

    @property
    def describes_room(self) -> bool:
        """Whether the organiser describes a room."""
        return bool(self.place.data == NEW_ROOM)

    def validate_room_name(self, field: StringField) -> None:
        """A new room needs a name."""
        if self.describes_room and not field.data:
            raise StopValidation(gettext("Donnez un nom à cette salle, comme « salle des fêtes »."))

    def validate_room_capacity(self, field: SeatsField) -> None:
        """A new room needs a number of seats, one that a room can have."""
        if self.describes_room and field.data is None and not field.errors:
            raise StopValidation(gettext("Dites combien de personnes peuvent s’y asseoir."))
        if field.data is not None and not 1 <= field.data <= MAX_CAPACITY:
            raise StopValidation(gettext("Entre %(low)d et %(high)d places.", low=1, high=MAX_CAPACITY))

    def look_up(self, commune: Commune) -> Point | None:
        """The point of the address typed. Another service answers, so every transaction is ended before we wait."""
        if not (self.describes_room and self.room_address.data):
            return None
        town, centre = f"{commune.postal_code} {commune.name}", commune.point
        db.session.rollback()
        found = Geocoder(settings().geocoder_url).locate(self.room_address.data, town, near=centre)
        return (found.lat, found.lon) if found else None

    def take_place(self, commune_insee: str, point: Point | None) -> Place:
        """The room chosen, or the one described, added to what we know."""
        session = db.session()
        if not self.describes_room:
            return Place(venue_by_public_id(session, self.place.data) if self.place.data else None)
        host = self._host(commune_insee)
        venue = services.add_venue(
            session,
            host,
            name=self.room_name.data or "",
            address=self.room_address.data or "",
            capacity=self.room_capacity.data or 1,
            point=point,
        )
        return Place(venue, is_approximate=point is None)

    def lender_commune(self, otherwise: Commune) -> Commune:
        """Where the room described is: its host's commune."""
        host = host_by_public_id(db.session(), self.room_host.data) if self.room_host.data else None
        return host.commune if host else otherwise

    def _host(self, commune_insee: str) -> Host:
        host = host_by_public_id(db.session(), self.room_host.data) if self.room_host.data else None
        return host or services.host_of_commune(db.session(), commune_insee)


def rooms_around(meetup: Meetup) -> list[NearHost]:
    """Hosts near a meetup's commune, nearest first; the host of its room is always one of them."""
    lat, lon = meetup.commune.point
    near = hosts_near(db.session(), lat, lon, AROUND_KM)
    own = meetup.venue.host if meetup.venue else None
    if own is not None and own.id not in {each.host.id for each in near}:
        near.insert(0, NearHost(own, 0.0))
    return near


def _label(room: Venue) -> str:
    seats = ngettext("%(num)d place assise", "%(num)d places assises", room.capacity)
    return f"{room.name} ({seats})"
