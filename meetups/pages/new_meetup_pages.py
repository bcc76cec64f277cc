"""A blank page: a meetup that no proposal thought of."""

from datetime import date, time

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db, new_public_id
from meetups.directory.pathways import offered
from meetups.errors import DomainError
from meetups.geography.meant import understand
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.day_warnings import to_mind_in, warnings_of
from meetups.pages.meetup_forms import BlankForm, area_id_in
from meetups.pages.queries import areas
from meetups.planning.models import MeetupFormat, Openness
from meetups.planning.queries import meetup_by_public_id
from meetups.planning.services import MeetupDetails, create_meetup
from meetups.planning.typed import one_line
from meetups.web.filters import local

USUAL_SEATS = 24
LONGEST = 100
USUAL_START, USUAL_END = time(12, 15), time(13, 45)


@blueprint.route(f"{MEETUPS}/nouvelle", methods=["GET", "POST"])
@organiser
def new_meetup() -> ResponseReturnValue:
    """A blank page, where ``?commune=``, ``?jour=`` and ``?parcours=`` stand. Sent twice, it makes one draft."""
    form = _blank_form()
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    try:
        made = _create(form)
    except DomainError as refusal:
        db.session.rollback()
        return _page(form, 409, refusal)
    done = gettext("Le brouillon est prêt. Rien n’est parti : demandez une salle, puis composez la liste.")
    flash(" ".join([done, *form.notices]), "succes")
    return redirect(url_for("pages.meetup", public_id=made))


def _blank_form() -> BlankForm:
    session = db.session()
    known = areas(session)
    pathways = offered(session)
    form = BlankForm(
        public_id=new_public_id(),
        capacity=USUAL_SEATS,
        start=USUAL_START,
        end=USUAL_END,
        day=_day(request.args.get("jour", "")),
        commune=one_line(request.args.get("commune"))[:LONGEST],
        pathway=next((each.public_id for each in pathways if each.slug == request.args.get("parcours")), None),
    )
    form.offer_pathways(pathways)
    form.departments = {area.commune.department for area in known}
    if not form.is_submitted() and form.commune.data:  # what to mind there is said before anything is sent
        meant = understand(session, form.commune.data, form.departments).commune
        form.commune_insee = meant.insee if meant else ""
    return form


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:  # an address is no form: what it does not say is left blank
        return None


def _create(form: BlankForm) -> str:
    """The public id of the draft, made by this post or by its twin."""
    session, now, public_id = db.session(), clock.utc_now(), str(form.public_id.data)
    if meetup_by_public_id(session, public_id) is not None:
        return public_id
    try:
        made = create_meetup(session, _details(form), now=now, public_id=public_id)
        record_audit(session, actor=require_account(), action="meetup_created", object=made, now=now)
        session.commit()
    except IntegrityError:
        # The same form was sent twice at once, and its twin committed first.
        session.rollback()
        if meetup_by_public_id(session, public_id) is None:
            raise
    return public_id


def _details(form: BlankForm) -> MeetupDetails:
    return MeetupDetails(
        title=form.title.data or "",
        format=MeetupFormat(form.format.data),
        why=form.why.data or "",
        pathway_id=form.pathway_id,
        capacity=form.capacity.data or USUAL_SEATS,
        commune_insee=form.commune_insee,
        area_id=area_id_in(areas(db.session()), form.commune_insee),
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        openness=Openness(form.openness.data),
    )


def _page(form: BlankForm, status: int, refusal: DomainError | None = None) -> ResponseReturnValue:
    page = render_template(
        "pages/new_meetup.html",
        form=form,
        refusal=refusal,
        areas=areas(db.session()),
        day_warnings=warnings_of(form, form.commune_insee),
        to_mind=[] if form.day.data else to_mind_in(form.commune_insee, local(clock.utc_now()).date()),
    )
    return page, status
