"""An area in two steps on one address: say what it is, then see its communes before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.errors import DomainError
from meetups.geography import areas
from meetups.geography.meant import written_in_full
from meetups.geography.models import Area, Commune
from meetups.geography.queries import communes_within
from meetups.geography.text import fold
from meetups.pages.blueprint import blueprint
from meetups.pages.territory import wording
from meetups.pages.territory.area_forms import AreaForm, area_form, main_of, mark_of, none_ticked
from meetups.pages.territory.keeping import keep
from meetups.pages.territory.loading import area_or_404, usual_departments
from meetups.pages.territory.picture import Picture, picture_of
from meetups.pages.territory.queries import area_by_public_id, meetups_to_come

CONTINUE, REDRAW, BACK, SAVE = "continuer", "actualiser", "revenir", "enregistrer"
ALL, NONE = "tout:", "rien:"


class AreaChanged(DomainError):
    """Another organiser was there first."""

    def __init__(self) -> None:
        super().__init__(
            "Ce secteur a changé pendant que vous le modifiiez. Ce que vous avez choisi est gardé ici : "
            "vérifiez, puis enregistrez."
        )


@dataclass(frozen=True)
class Group:
    """The communes proposed of one inter-municipality."""

    code: str
    name: str
    communes: list[Commune]
    ticked: int


@blueprint.route("/organisation/secteurs/nouveau", methods=["GET", "POST"])
@organiser
def new_area() -> ResponseReturnValue:
    """A new area. Sent twice, it makes one."""
    return _answer(area_form(None, usual_departments()), None)


@blueprint.route("/organisation/secteurs/<public_id>", methods=["GET", "POST"])
@organiser
def edit_area(public_id: str) -> ResponseReturnValue:
    """One area: its map, its figures, and the same two steps to change it."""
    area = area_or_404(public_id)
    return _answer(area_form(area, ()), area)


def _answer(form: AreaForm, area: Area | None) -> ResponseReturnValue:
    gesture = request.form.get("geste", CONTINUE)
    if not form.is_submitted() or gesture == BACK:
        return _describe(form, area)
    if area is None and gesture == SAVE and area_by_public_id(db.session(), str(form.public_id.data)):
        return redirect(url_for("pages.areas"))  # its twin was kept a moment ago
    if not form.validate():
        return _describe(form, area, 422)
    form.commune.data = written_in_full(form.found)
    _apply(form, gesture)
    if gesture != SAVE:
        return _choose(form, area)
    if not form.is_circle and not form.ticked():
        form.communes.errors = [none_ticked()]
        return _choose(form, area, 422)
    return _keep(form, area)


def _apply(form: AreaForm, gesture: str) -> None:
    """What a button asks of the ticks: the main commune to begin with, or a whole group at once."""
    if form.is_circle:
        return
    ticked = form.ticked()
    if gesture == CONTINUE and form.found not in ticked:
        ticked.append(form.found)
    elif gesture.startswith((ALL, NONE)):
        code = gesture.partition(":")[2]
        ticked = [commune for commune in ticked if commune.epci_code != code]
        if gesture.startswith(ALL):
            ticked.extend(commune for commune in _proposed(form, []) if commune.epci_code == code)
    form.tick(ticked)


def _keep(form: AreaForm, area: Area | None) -> ResponseReturnValue:
    try:
        kept = _write(form, area)
    except DomainError as refusal:
        db.session.rollback()
        return _choose(form, area and area_or_404(area.public_id), 409, refusal)
    keep(
        "area_changed" if area else "area_created",
        kept,
        gettext("Le secteur « %(name)s » est enregistré.", name=kept.name),
    )
    return redirect(url_for("pages.areas"))


def _write(form: AreaForm, area: Area | None) -> Area:
    session, name, public_id = db.session(), form.name.data or "", str(form.public_id.data)
    if area is not None:
        _check_unchanged(form, area)
    if form.is_circle:
        radius = form.radius_km or 0.0
        if area is None:
            return areas.create_circle(session, name, form.found, radius, public_id=public_id)
        areas.edit_circle(session, area, name, form.found, radius)
        return area
    ticked = form.ticked()
    main = main_of(form.found, ticked)
    if area is None:
        return areas.create_set(session, name, main, ticked, public_id=public_id)
    areas.edit_set(session, area, name, main, ticked)
    return area


def _check_unchanged(form: AreaForm, area: Area) -> None:
    session = db.session()
    session.execute(select(Area.id).where(Area.id == area.id).with_for_update())
    session.refresh(area)
    seen, form.version.data = form.version.data, mark_of(area)
    if seen != form.version.data:
        raise AreaChanged


def _describe(form: AreaForm, area: Area | None, status: int = 200) -> ResponseReturnValue:
    """The first step; for an area that exists, what it is now, and how to remove it."""
    session = db.session()
    page = render_template(
        "pages/territory/area.html",
        form=form,
        area=area,
        picture=picture_of(session, area) if area and not form.is_submitted() else None,
        meetups=meetups_to_come(session, clock.utc_now()).get(area.id, 0) if area else 0,
        wording=wording,
    )
    return page, status


def _choose(
    form: AreaForm, area: Area | None, status: int = 200, refusal: DomainError | None = None
) -> ResponseReturnValue:
    """The second step: the communes, ticked or in the circle, on a map and in figures."""
    ticked = [] if form.is_circle else form.ticked()
    proposed = [] if form.is_circle else _proposed(form, ticked)
    page = render_template(
        "pages/territory/area_communes.html",
        form=form,
        area=area,
        picture=_picture(form, ticked, proposed),
        groups=_groups(proposed, set(form.communes.data or ())),
        main=form.found,
        refusal=refusal,
        wording=wording,
    )
    return page, status


def _picture(form: AreaForm, ticked: list[Commune], proposed: list[Commune]) -> Picture:
    main = main_of(form.found, ticked) if ticked else form.found
    # Never added to the session: a drawing of what would be kept.
    sketch = Area(commune=main, radius_km=form.radius_km, communes=ticked)
    return picture_of(db.session(), sketch, proposed)


def _proposed(form: AreaForm, ticked: Sequence[Commune]) -> list[Commune]:
    """Communes around the one typed, and those already ticked however far they are."""
    near = communes_within(db.session(), *form.found.point, form.around_km)
    return list({commune.insee: commune for commune in (*near, *ticked)}.values())


def _groups(communes: Sequence[Commune], ticked: set[str]) -> list[Group]:
    """By inter-municipality, alphabetically; the few communes that belong to none come last."""

    def body(commune: Commune) -> tuple[bool, str, str]:
        return not commune.epci_code, fold(commune.epci_name), commune.epci_code

    rows = sorted(communes, key=lambda commune: (*body(commune), commune.name_key, commune.insee))
    groups = [list(group) for _, group in groupby(rows, key=body)]
    return [
        Group(
            group[0].epci_code,
            group[0].epci_name or gettext("Hors intercommunalité"),
            group,
            sum(commune.insee in ticked for commune in group),
        )
        for group in groups
    ]
