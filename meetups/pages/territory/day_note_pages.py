"""Days to mind: the list, what is usual around here, and how a note is written, changed and removed."""

from collections.abc import Iterable
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.errors import DomainError
from meetups.geography import day_notes as service
from meetups.geography.models import DayNote
from meetups.geography.suggestions import days_for
from meetups.pages.blueprint import blueprint
from meetups.pages.territory import wording
from meetups.pages.territory.changes import SomethingChanged, hold
from meetups.pages.territory.day_note_forms import DayNoteForm, day_note_form, mark_of
from meetups.pages.territory.keeping import keep
from meetups.pages.territory.loading import day_note_or_404, usual_departments
from meetups.pages.territory.undoing import Fields, pack, removed
from meetups.web.filters import local

SAVE = "enregistrer"
PAGE = "/organisation/secteurs/jours"


@blueprint.get(PAGE)
@organiser
def day_notes() -> ResponseReturnValue:
    """Every note, alphabetically; then usual days that none says yet."""
    written = service.day_notes(db.session())
    known, labels = {note.public_id for note in written}, {note.label for note in written}
    offered = days_for(usual_departments(), local(clock.utc_now()).date())
    gone = removed()
    return render_template(
        "pages/territory/day_notes.html",
        notes=written,
        suggested=[each for each in offered if each.public_id not in known and each.label not in labels],
        fields_of=_fields,
        removed=gone if gone and gone["public_id"] not in known else None,
        wording=wording,
    )


@blueprint.route(f"{PAGE}/nouvelle", methods=["GET", "POST"])
@organiser
def new_day_note() -> ResponseReturnValue:
    """A new note. Sent twice, it makes one."""
    return _answer(day_note_form(None, usual_departments()), None)


@blueprint.route(f"{PAGE}/<public_id>", methods=["GET", "POST"])
@organiser
def edit_day_note(public_id: str) -> ResponseReturnValue:
    """One note, and how to remove it."""
    note = day_note_or_404(public_id)
    return _answer(day_note_form(note, usual_departments()), note)


@blueprint.post(f"{PAGE}/<public_id>/retirer")
@organiser
def remove_day_note(public_id: str) -> ResponseReturnValue:
    """Forget a note; the list then offers to put it back."""
    note = day_note_or_404(public_id)
    communes = [commune.insee for commune in note.communes]
    word = pack(_fields(note.public_id, note.label, note.weekdays, note.first_day, note.last_day, communes))
    label = note.label
    service.remove_day_note(db.session(), note)
    keep("day_note_removed", public_id, gettext("« %(label)s » ne préviendra plus.", label=label))
    return redirect(url_for("pages.day_notes", retire=word))


def _fields(
    public_id: str,
    label: str,
    weekdays: Iterable[int],
    first_day: date | None,
    last_day: date | None,
    communes: Iterable[str],
) -> Fields:
    """What the form would send of a note, for buttons that keep at once what they offer."""
    return {
        "public_id": public_id,
        "label": label,
        "weekdays": [str(number) for number in weekdays],
        "first_day": first_day.isoformat() if first_day else "",
        "last_day": last_day.isoformat() if last_day else "",
        "communes": list(communes),
    }


def _answer(form: DayNoteForm, note: DayNote | None) -> ResponseReturnValue:
    if not form.is_submitted():
        return _page(form, note)
    saves = request.form.get("geste") == SAVE
    if note is None and saves and service.day_note_by_public_id(db.session(), str(form.public_id.data)):
        return redirect(url_for("pages.day_notes"))  # its twin was kept a moment ago
    if not form.take_typed():
        return _page(form, note, 422)
    if not saves:
        return _page(form, note)
    if not form.validate():
        return _page(form, note, 422)
    return _keep(form, note)


def _keep(form: DayNoteForm, note: DayNote | None) -> ResponseReturnValue:
    public_id = note.public_id if note else None
    try:
        kept = _write(form, note)
    except SomethingChanged as refusal:
        db.session.rollback()
        return _page(form, day_note_or_404(str(public_id)), 409, refusal)
    except DomainError as refusal:
        db.session.rollback()
        form.blame(refusal)
        return _page(form, day_note_or_404(public_id) if public_id else None, 422)
    keep(
        "day_note_changed" if public_id else "day_note_created",
        kept,
        gettext("« %(label)s » est enregistré.", label=kept.label),
    )
    return redirect(url_for("pages.day_notes"))


def _write(form: DayNoteForm, note: DayNote | None) -> DayNote:
    session = db.session()
    said = (form.label.data or "", form.days, form.first_day.data, form.last_day.data, form.communes.ticked)
    if note is None:
        return service.create_day_note(session, *said, public_id=str(form.public_id.data))
    hold(session, note, form.version, mark_of)
    service.edit_day_note(session, note, *said)
    return note


def _page(
    form: DayNoteForm, note: DayNote | None, status: int = 200, refusal: DomainError | None = None
) -> ResponseReturnValue:
    page = render_template("pages/territory/day_note.html", form=form, note=note, refusal=refusal, wording=wording)
    return page, status
