"""The question to a host: whom to ask, for which room, and what we need."""

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, StopValidation

from meetups.database import db
from meetups.geography.queries import commune_by_name_or_code
from meetups.pages.forms import TOO_LONG, VersionedForm
from meetups.pages.place_forms import rooms_around
from meetups.planning.models import Meetup, RequestStatus
from meetups.planning.typed import one_line, several_lines
from meetups.planning.wording import default_needs
from meetups.proposals.queries import proposal_of
from meetups.venues.models import Host, Venue
from meetups.venues.queries import NearHost, host_by_public_id
from meetups.venues.services import host_of_commune
from meetups.web.filters import number

ANOTHER = "autre"
"""What a list says when the choice is not in it."""


class AskForm(VersionedForm):
    """Whom to ask, for which room, and what we need."""

    host = SelectField(lazy_gettext("À qui demander"))
    commune = StringField(lazy_gettext("Commune de cette mairie"), filters=[one_line])
    needs = TextAreaField(
        lazy_gettext("Ce dont nous avons besoin"),
        filters=[several_lines],
        validators=[
            DataRequired(message=lazy_gettext("Dites en une phrase ce dont nous avons besoin.")),
            Length(max=1000, message=TOO_LONG),
        ],
    )
    commune_insee = ""
    department: str | None = None

    def offer(self, near: list[NearHost], seats: int) -> None:
        """Fill the list: each host, then each of its rooms; a room with fewer than ``seats`` says so."""
        groups = {f"{each.host.name}, {_km(each.km)}": dict(_questions(each.host, seats)) for each in near}
        self.host.choices = {**groups, gettext("Hors de cette liste"): {ANOTHER: gettext("Une autre mairie")}}

    def validate_commune(self, field: StringField) -> None:
        """A town hall that is not in the list is named by its commune."""
        if self.host.data != ANOTHER:
            return
        found = commune_by_name_or_code(db.session(), field.data or "", self.department) if field.data else None
        if found is None:
            raise StopValidation(gettext("Écrivez la commune de cette mairie, ou son code postal."))
        self.commune_insee = found.insee

    def chosen(self) -> tuple[Host, Venue | None]:
        """Who is asked, and for which room if we know; a town hall met for the first time is added to what we know."""
        if self.host.data == ANOTHER:
            return host_of_commune(db.session(), self.commune_insee), None
        host_id, _, room_id = str(self.host.data).partition(":")
        host = host_by_public_id(db.session(), host_id)
        assert host, "the list only holds hosts that exist"
        return host, next((room for room in host.venues if room.public_id == room_id), None)


def question_value(host: Host, room: Venue | None) -> str:
    """How the list names a host, or one of its rooms."""
    return f"{host.public_id}:{room.public_id}" if room else host.public_id


def _km(km: float) -> str:
    return gettext("à %(km)s km à vol d’oiseau", km=number(round(km))) if km >= 1 else gettext("sur place")


def _questions(host: Host, seats: int) -> list[tuple[str, str]]:
    unknown = gettext("%(host)s : la salle de son choix", host=host.name)
    rooms = [(question_value(host, room), _room(host, room, seats)) for room in host.venues]
    return [*rooms, (question_value(host, None), unknown)]


def _room(host: Host, room: Venue, seats: int) -> str:
    if room.capacity < seats:
        return ngettext(
            "%(host)s : %(room)s (%(num)d place assise, trop petite pour %(seats)d personnes)",
            "%(host)s : %(room)s (%(num)d places assises, trop petite pour %(seats)d personnes)",
            room.capacity,
            host=host.name,
            room=room.name,
            seats=seats,
        )
    return ngettext(
        "%(host)s : %(room)s (%(num)d place assise)",
        "%(host)s : %(room)s (%(num)d places assises)",
        room.capacity,
        host=host.name,
        room=room.name,
    )


def ask_form(meetup: Meetup) -> AskForm:
    """The form for a meetup, with whom its proposal thought of, and the usual needs."""
    near = rooms_around(meetup)
    advised = _advised(meetup, near)
    form = AskForm(
        data={
            "host": advised,
            "commune": meetup.commune.name if advised == ANOTHER else "",
            "needs": default_needs(meetup.capacity, meetup.format),
            "version": str(meetup.version),
        }
    )
    form.offer(near, meetup.capacity)
    form.department = meetup.commune.department
    return form


def _advised(meetup: Meetup, near: list[NearHost]) -> str:
    """The draft's room, or the one its proposal thought of, or the nearest host; whoever said no is left aside."""
    refused = {request.host_id for request in meetup.requests if request.status is RequestStatus.REFUSED}
    proposal = proposal_of(db.session(), meetup.id)
    thought_of: list[tuple[Host, Venue | None]] = [(meetup.venue.host, meetup.venue)] if meetup.venue else []
    if proposal is not None and proposal.host is not None:
        thought_of.append((proposal.host, proposal.venue))
    known = {each.host.id for each in near}
    for host, room in [*thought_of, *((each.host, None) for each in near)]:
        if host.id in known and host.id not in refused:
            return question_value(host, room)
    return ANOTHER
