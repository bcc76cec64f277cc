"""What an organiser writes about a meetup: on a blank page, on a draft, once published, and to call it off."""

import re
from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp, StopValidation

from meetups.directory.models import CarePathway
from meetups.geography.models import Area
from meetups.pages.commune_forms import WhereForm
from meetups.pages.forms import NO_NUMBER, TOO_LONG, SeatsField, VersionedForm, WhenForm
from meetups.pages.place_forms import PlaceForm
from meetups.planning.models import Meetup, MeetupFormat, Openness
from meetups.planning.rules import MAX_CAPACITY
from meetups.planning.typed import one_line, several_lines

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{12}\Z")


class AboutForm(VersionedForm):
    """What a meetup is about, and for how many."""

    title = StringField(
        lazy_gettext("Titre"),
        filters=[one_line],
        validators=[
            DataRequired(message=lazy_gettext("Donnez un titre : c’est lui que liront les personnes invitées.")),
            Length(max=120, message=TOO_LONG),
        ],
    )
    format = SelectField(lazy_gettext("Format"), choices={each.value: each.label for each in MeetupFormat})
    why = TextAreaField(
        lazy_gettext("Pourquoi se retrouver"),
        filters=[several_lines],
        validators=[Length(max=1000, message=TOO_LONG)],
    )
    pathway = SelectField(lazy_gettext("Parcours"))
    capacity = SeatsField(
        lazy_gettext("Nombre de places"),
        validators=[
            InputRequired(message=NO_NUMBER),
            NumberRange(
                2, MAX_CAPACITY, message=lazy_gettext("Entre %(low)d et %(high)d places.", low=2, high=MAX_CAPACITY)
            ),
        ],
    )

    openness = SelectField(
        lazy_gettext("Ouvert"),
        choices={each.value: each.label for each in Openness},
        filters=[lambda value: value or Openness.INVITED.value],
    )

    def offer_pathways(self, pathways: Sequence[CarePathway]) -> None:
        """Fill the list of care pathways."""
        self.pathway.choices = {pathway.public_id: pathway.name for pathway in pathways}
        self._pathways = {pathway.public_id: pathway.id for pathway in pathways}

    @property
    def pathway_id(self) -> int:
        """The pathway chosen; read it once the form is valid."""
        return self._pathways[self.pathway.data]


class BlankForm(AboutForm, WhereForm, WhenForm):
    """A blank page. It carries the public id that its draft will bear: sent twice, it makes one draft."""

    public_id = HiddenField(validators=[Regexp(_PUBLIC_ID)])


class DraftForm(AboutForm, WhereForm, PlaceForm):
    """Everything of a draft may change."""


class PublishedForm(AboutForm):
    """What may change without a new calendar object."""


class MoveForm(PlaceForm):
    """Another date or place, for people who were told of the first."""


class CancelForm(FlaskForm):  # type: ignore[misc]
    """Why a meetup is called off: its guests read it."""

    reason = TextAreaField(
        lazy_gettext("Pourquoi"), filters=[several_lines], validators=[Length(max=1000, message=TOO_LONG)]
    )
    must_say_why = False

    def validate_reason(self, field: TextAreaField) -> None:
        """People who were invited are owed a reason."""
        if self.must_say_why and not field.data:
            raise StopValidation(gettext("Dites pourquoi, en quelques mots : les personnes invitées le liront."))


def about(meetup: Meetup) -> dict[str, object]:
    """The first values of an ``AboutForm``."""
    return {
        "title": meetup.title,
        "format": meetup.format.value,
        "why": meetup.why,
        "pathway": meetup.pathway.public_id,
        "capacity": meetup.capacity,
        "openness": meetup.openness.value,
        "version": str(meetup.version),
    }


def area_id_in(areas: Sequence[Area], insee: str) -> int | None:
    """The sector drawn around a commune, if any."""
    return next((area.id for area in areas if area.commune_insee == insee), None)
