"""« Mes lieux »: where one works or visits."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups.accounts.access import signed_in
from meetups.adapters.geocoder import GeocodedPoint
from meetups.database import db
from meetups.directory import profiles
from meetups.directory.models import PracticePlace, Professional
from meetups.errors import DomainError
from meetups.pages.blueprint import blueprint
from meetups.pages.members import place_maps
from meetups.pages.members.forms_places import PracticePlaceForm
from meetups.pages.members.member import member


@blueprint.route("/moi/lieux", methods=["GET", "POST"])
@signed_in
def my_places() -> ResponseReturnValue:
    """The list, and one place more. Nothing blocks: without a point, the commune's centre is taken, and said."""
    person, form = member(), PracticePlaceForm()
    form.departments = {place.commune.department for place in person.places}
    if not form.validate_on_submit():
        return _page(person, form, 422 if form.errors else 200)
    point = form.look_up()
    try:
        place = _add(member(), form, point)
    except DomainError as refusal:
        db.session.rollback()
        return _page(member(), form, 409, refusal)
    flash(_done(place, form.address.data or "", point), "succes" if point or not form.address.data else "attente")
    return redirect(url_for("pages.my_places"))


@blueprint.post("/moi/lieux/<int:number>/retirer")
@signed_in
def remove_place(number: int) -> ResponseReturnValue:
    """One place less; somebody else's is unknown here."""
    person = member()
    gone = profiles.remove_place(db.session(), person, number)
    db.session.commit()
    if gone is not None:
        flash(gettext("Lieu retiré : %(commune)s.", commune=gone.commune.name), "succes")
    return redirect(url_for("pages.my_places"))


def _add(person: Professional, form: PracticePlaceForm, point: GeocodedPoint | None) -> PracticePlace:
    place = profiles.add_place(
        db.session(),
        person,
        form.found,
        address=point.label if point else form.address.data or "",
        point=(point.lat, point.lon) if point else None,
    )
    db.session.commit()
    return place


def _done(place: PracticePlace, typed: str, point: GeocodedPoint | None) -> str:
    if point is not None:
        return gettext("Point exact trouvé : %(address)s.", address=point.label)
    if typed:
        return gettext(
            "Lieu ajouté. Nous n’avons pas pu situer cette adresse : le centre de %(commune)s sert de point.",
            commune=place.commune.name,
        )
    return gettext("Lieu ajouté : %(commune)s.", commune=place.commune.name)


def _page(
    person: Professional, form: PracticePlaceForm, status: int, refusal: DomainError | None = None
) -> ResponseReturnValue:
    page = render_template(
        "pages/members/places.html",
        person=person,
        form=form,
        refusal=refusal,
        drawing_of=place_maps.drawing_of,
        metres_from_centre=place_maps.metres_from_centre,
        map_url=place_maps.map_url,
    )
    return page, status
