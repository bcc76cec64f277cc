"""Roads that close: the list, what is usual in these mountains, and how a barrier is drawn, changed and removed."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups.accounts.access import organiser
from meetups.database import db
from meetups.errors import DomainError
from meetups.geography import barriers as service
from meetups.geography.models import Barrier
from meetups.geography.suggestions import closures_for
from meetups.pages.blueprint import blueprint
from meetups.pages.territory import wording
from meetups.pages.territory.barrier_forms import BarrierForm, barrier_form, mark_of, season_fields
from meetups.pages.territory.changes import SomethingChanged, hold
from meetups.pages.territory.keeping import keep
from meetups.pages.territory.loading import barrier_or_404, usual_departments
from meetups.pages.territory.undoing import pack, removed

SAVE = "enregistrer"
PAGE = "/organisation/secteurs/barrieres"


@blueprint.get(PAGE)
@organiser
def barriers() -> ResponseReturnValue:
    """Every barrier, alphabetically; then the usual closures of the network's mountains that none draws yet."""
    session = db.session()
    drawn = service.barriers(session)
    gone = removed()
    return render_template(
        "pages/territory/barriers.html",
        barriers=drawn,
        suggested=closures_for(usual_departments(), [service.closure_of(barrier) for barrier in drawn]),
        season_fields=season_fields,
        removed=gone if gone and gone["public_id"] not in {barrier.public_id for barrier in drawn} else None,
        wording=wording,
    )


@blueprint.route(f"{PAGE}/nouvelle", methods=["GET", "POST"])
@organiser
def new_barrier() -> ResponseReturnValue:
    """A new barrier. Sent twice, it makes one."""
    return _answer(barrier_form(None, usual_departments()), None)


@blueprint.route(f"{PAGE}/<public_id>", methods=["GET", "POST"])
@organiser
def edit_barrier(public_id: str) -> ResponseReturnValue:
    """One barrier: its sides, its season, and how to remove it."""
    barrier = barrier_or_404(public_id)
    return _answer(barrier_form(barrier, usual_departments()), barrier)


@blueprint.post(f"{PAGE}/<public_id>/retirer")
@organiser
def remove_barrier(public_id: str) -> ResponseReturnValue:
    """Forget a barrier; the list then offers to put it back."""
    barrier = barrier_or_404(public_id)
    form = barrier_form(barrier, ())
    fields = {name: form[name].data for name in ("public_id", "name", "here", "there")}
    word = pack({**fields, **season_fields(barrier.closed_from, barrier.closed_until)})
    name = barrier.name
    service.remove_barrier(db.session(), barrier)
    keep("barrier_removed", public_id, gettext("La barrière « %(name)s » est retirée.", name=name))
    return redirect(url_for("pages.barriers", retire=word))


def _answer(form: BarrierForm, barrier: Barrier | None) -> ResponseReturnValue:
    if not form.is_submitted():
        return _page(form, barrier)
    saves = request.form.get("geste") == SAVE
    if barrier is None and saves and service.barrier_by_public_id(db.session(), str(form.public_id.data)):
        return redirect(url_for("pages.barriers"))  # its twin was kept a moment ago
    if not form.take_typed():
        return _page(form, barrier, 422)
    if not saves:
        return _page(form, barrier)
    if not form.validate():
        return _page(form, barrier, 422)
    return _keep(form, barrier)


def _keep(form: BarrierForm, barrier: Barrier | None) -> ResponseReturnValue:
    public_id = barrier.public_id if barrier else None
    try:
        kept = _write(form, barrier)
    except SomethingChanged as refusal:
        db.session.rollback()
        return _page(form, barrier_or_404(str(public_id)), 409, refusal)
    except DomainError as refusal:
        db.session.rollback()
        form.blame(refusal)
        return _page(form, barrier_or_404(public_id) if public_id else None, 422)
    keep(
        "barrier_changed" if public_id else "barrier_created",
        kept,
        gettext("La barrière « %(name)s » est enregistrée.", name=kept.name),
    )
    return redirect(url_for("pages.barriers"))


def _write(form: BarrierForm, barrier: Barrier | None) -> Barrier:
    session = db.session()
    said = (form.name.data or "", form.here.ticked, form.there.ticked, form.closed_from, form.closed_until)
    if barrier is None:
        return service.create_barrier(session, *said, public_id=str(form.public_id.data))
    hold(session, barrier, form.version, mark_of)
    service.edit_barrier(session, barrier, *said)
    return barrier


def _page(
    form: BarrierForm, barrier: Barrier | None, status: int = 200, refusal: DomainError | None = None
) -> ResponseReturnValue:
    page = render_template(
        "pages/territory/barrier.html", form=form, barrier=barrier, refusal=refusal, wording=wording
    )
    return page, status
