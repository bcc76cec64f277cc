"""The guide's second screen: sectors are made on their own pages, pathways are ticked from a list to start with."""

from collections.abc import Collection, Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from wtforms import SelectMultipleField, widgets

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.directory.models import CarePathway
from meetups.directory.nomenclature import CARE_PATHWAYS, PathwayEntry
from meetups.directory.pathways import offered
from meetups.pages.blueprint import blueprint
from meetups.pages.opening.guard import not_in_a_demo
from meetups.pages.opening.showing import show
from meetups.pages.opening.state import Screen
from meetups.pages.queries import areas


class PathwaysForm(FlaskForm):  # type: ignore[misc]
    """Which of the usual pathways this network is about."""

    slugs = SelectMultipleField(option_widget=widgets.CheckboxInput())

    def offer(self, entries: Sequence[PathwayEntry]) -> None:
        """One box for each pathway that is not there yet."""
        self.slugs.choices = {entry.slug: entry.name for entry in entries}


@blueprint.route("/organisation/ouverture/territoire", methods=["GET", "POST"])
@organiser
@not_in_a_demo
def guide_territory() -> ResponseReturnValue:
    """Second screen. Ticked pathways are added; then on to the mails, once a sector and a pathway exist."""
    known = offered(db.session())
    form, missing = PathwaysForm(), usual_pathways(known)
    form.offer(missing)
    if not form.validate_on_submit():
        page = show(
            "pages/opening/territory.html",
            Screen.TERRITORY,
            form=form,
            missing=missing,
            pathways=known,
            areas=areas(db.session()),
        )
        return page, 422 if form.errors else 200
    added = add_usual_pathways(db.session(), form.slugs.data or ())
    if added:
        record_audit(db.session(), actor=require_account(), action="pathways_added", now=clock.utc_now())
        flash(ngettext("%(num)d parcours ajouté.", "%(num)d parcours ajoutés.", added), "succes")
    db.session.commit()
    still_needed = _still_needed(db.session())
    if still_needed:
        flash(still_needed, "attente")
    return redirect(url_for("pages.guide_territory" if still_needed else "pages.guide_mail"))


def _still_needed(session: Session) -> str | None:
    """What to do before going on; ``None`` once a sector and a pathway exist."""
    if not offered(session):
        return gettext("Il manque un parcours : cochez-en au moins un, ou choisissez « Plus tard ».")
    if not areas(session):
        return gettext("Il manque un secteur : créez-en un, ou choisissez « Plus tard ».")
    return None


def usual_pathways(known: Collection[CarePathway]) -> list[PathwayEntry]:
    """Those of the nomenclature that nobody added yet, alphabetically."""
    slugs = {pathway.slug for pathway in known}
    return [entry for entry in CARE_PATHWAYS if entry.slug not in slugs]


def add_usual_pathways(session: Session, slugs: Collection[str]) -> int:
    """Add pathways of the nomenclature; those already there are kept. Returns how many are new."""
    wanted = [entry._asdict() for entry in CARE_PATHWAYS if entry.slug in slugs]
    if not wanted:
        return 0
    before = set(session.scalars(select(CarePathway.slug)))
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(CarePathway).on_conflict_do_nothing(index_elements=["slug"]), wanted)
    return len({row["slug"] for row in wanted} - before)
