"""How an organiser draws an area: a name, a commune, then a circle around it or communes ticked one by one."""

import re
from collections.abc import Collection, Sequence
from hashlib import sha256

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Regexp, StopValidation

from meetups.database import db, new_public_id
from meetups.errors import DomainError
from meetups.geography import areas
from meetups.geography.areas import LEAST_KM, MOST_KM
from meetups.geography.errors import BadRadius
from meetups.geography.meant import written_in_full
from meetups.geography.models import Area, Commune
from meetups.pages.commune_forms import WhereForm
from meetups.pages.forms import TOO_LONG
from meetups.planning.typed import one_line
from meetups.web.filters import number

CIRCLE, COMMUNES = "cercle", "communes"
AROUND = (10, 20, 30, 40)
_KILOMETRES = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?")
_INSEE = re.compile(r"\d[\dAB]\d{3}")
_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{12}")


class AreaForm(WhereForm):
    """Both steps: what the second does not show, it carries."""

    public_id = HiddenField(validators=[Regexp(_PUBLIC_ID)])
    name = StringField(
        lazy_gettext("Nom du secteur"), filters=[one_line], validators=[Length(max=80, message=TOO_LONG)]
    )
    kind = RadioField(lazy_gettext("Comment le dessiner"))
    radius = StringField(lazy_gettext("Rayon, en kilomètres"), filters=[one_line])
    around = SelectField(lazy_gettext("Proposer les communes jusqu’à"))
    communes = SelectMultipleField(lazy_gettext("Communes du secteur"), validate_choice=False)

    radius_km: float | None = None

    def validate_name(self, field: StringField) -> None:
        """A name that no other area bears."""
        try:
            areas.free_name(db.session(), field.data or "", self.public_id.data)
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None

    def validate_radius(self, field: StringField) -> None:
        """A number of kilometres, for a circle alone."""
        self.radius_km = None
        if self.kind.data != CIRCLE:
            return
        try:
            self.radius_km = kilometres(field.data or "")
        except BadRadius as refusal:
            raise StopValidation(str(refusal)) from None

    @property
    def is_circle(self) -> bool:
        """Which of the two was chosen."""
        return bool(self.kind.data == CIRCLE)

    @property
    def around_km(self) -> int:
        """How far communes are proposed."""
        return int(self.around.data)

    def ticked(self) -> list[Commune]:
        """The communes ticked, those that exist: one query."""
        codes = [code for code in self.communes.data or [] if _INSEE.fullmatch(code)]
        return list(db.session().scalars(select(Commune).where(Commune.insee.in_(codes))))

    def tick(self, communes: Sequence[Commune]) -> None:
        """Remember these as ticked."""
        self.communes.data = [commune.insee for commune in communes]


def area_form(area: Area | None, departments: Collection[str]) -> AreaForm:
    """The form of an area, or of a new one; ``departments`` are those whose namesakes come first."""
    first: dict[str, object] = {"kind": CIRCLE, "around": "20", "public_id": new_public_id()}
    if area is not None:
        is_circle = area.radius_km is not None
        first |= {
            "name": area.name,
            "commune": written_in_full(area.commune),
            "kind": CIRCLE if is_circle else COMMUNES,
            "radius": number(area.radius_km) if area.radius_km is not None else "",
            "communes": [commune.insee for commune in area.communes],
            "public_id": area.public_id,
            "version": mark_of(area),
        }
    form = AreaForm(data=first)
    form.kind.choices = {CIRCLE: gettext("Un cercle"), COMMUNES: gettext("Des communes à cocher")}
    form.around.choices = {str(km): gettext("%(km)d km", km=km) for km in AROUND}
    form.departments = {area.commune.department} if area else departments
    return form


def kilometres(text: str) -> float:
    """Kilometres typed in French, as « 12,5 » or « 12 km ». Raises ``BadRadius``."""
    typed = text.casefold().removesuffix("km").strip()
    if not _KILOMETRES.fullmatch(typed):
        raise BadRadius(LEAST_KM, MOST_KM)
    value = float(typed.replace(",", "."))
    if not LEAST_KM <= value <= MOST_KM:
        raise BadRadius(LEAST_KM, MOST_KM)
    return value


def main_of(typed: Commune, ticked: Sequence[Commune]) -> Commune:
    """The commune typed when it is ticked, else the most populous: where distances are measured from."""
    return typed if typed in ticked else max(ticked, key=lambda commune: (commune.population, commune.insee))


def mark_of(area: Area) -> str:
    """A short text that changes with the area, so that nobody overwrites what they did not see."""
    state = (area.name, area.commune_insee, area.radius_km, sorted(commune.insee for commune in area.communes))
    return sha256(repr(state).encode()).hexdigest()[:16]


def none_ticked() -> str:
    """What to say of an empty set."""
    return gettext("Cochez au moins une commune.")
