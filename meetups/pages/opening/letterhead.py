"""The association and its letterhead: the guide's first screen, and the same form at any time later."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import EmailField, Field, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, StopValidation

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.accounts.rules import normalise_email
from meetups.database import db
from meetups.directory.phones import normalise_phone
from meetups.errors import DomainError
from meetups.installation import Installation, find_installation
from meetups.pages.blueprint import blueprint
from meetups.pages.forms import TOO_LONG
from meetups.pages.opening.guard import not_in_a_demo
from meetups.pages.opening.showing import show
from meetups.pages.opening.state import Screen
from meetups.pages.opening.team_forms import TeamForm, team_shown
from meetups.planning.typed import one_line, several_lines


@dataclass(frozen=True)
class Letterhead:
    """What pages and mails show of the association."""

    association: str
    team_name: str
    team_phone: str
    team_email: str
    address: str


class LetterheadForm(FlaskForm):  # type: ignore[misc]
    """Whose network this is, and how to reach the team. What is left empty is shown nowhere."""

    association = StringField(
        lazy_gettext("Nom de l’association"),
        filters=[one_line],
        validators=[
            DataRequired(message=lazy_gettext("Écrivez son nom : il signe chaque courriel et chaque page.")),
            Length(max=120, message=TOO_LONG),
        ],
    )
    team_name = StringField(
        lazy_gettext("Qui signe les courriels"), filters=[one_line], validators=[Length(max=80, message=TOO_LONG)]
    )
    team_phone = TelField(lazy_gettext("Téléphone de l’équipe"), filters=[one_line])
    team_email = EmailField(lazy_gettext("Courriel de l’équipe"), filters=[one_line])
    address = TextAreaField(
        lazy_gettext("Adresse postale"), filters=[several_lines], validators=[Length(max=300, message=TOO_LONG)]
    )

    def validate_team_phone(self, field: TelField) -> None:
        """A number that can be called, if any."""
        _normalise(field, normalise_phone)

    def validate_team_email(self, field: EmailField) -> None:
        """An address that can be written to; or a number, since people must have a way to reach the team."""
        _normalise(field, normalise_email)
        if not field.data and not self.team_phone.data:
            raise StopValidation(
                gettext("Donnez un téléphone ou un courriel : chaque page propose de joindre l’équipe.")
            )

    @property
    def letterhead(self) -> Letterhead:
        """As typed, for the preview."""
        return Letterhead(**{each.name: self[each.name].data or "" for each in fields(Letterhead)})


def _normalise(field: Field, rule: Callable[[str], str]) -> None:
    if not field.data:
        return
    try:
        field.data = rule(field.data)
    except DomainError as refusal:
        raise StopValidation(str(refusal)) from None


def own_installation(session: Session, now: datetime) -> Installation:
    """The only row, made when nobody did."""
    found = find_installation(session)
    if found is None:
        found = Installation(created_at=now)
        session.add(found)
    return found


@blueprint.route("/organisation/ouverture/association", methods=["GET", "POST"])
@organiser
@not_in_a_demo
def guide_association() -> ResponseReturnValue:
    """First screen."""
    return _letterhead_page("pages/opening/association.html", after="pages.guide_territory")


@blueprint.route("/organisation/association", methods=["GET", "POST"])
@organiser
def letterhead() -> ResponseReturnValue:
    """The same form, once the guide is behind."""
    return _letterhead_page("pages/opening/letterhead.html", after="pages.letterhead", **team_shown())


def refused_team(form: TeamForm) -> ResponseReturnValue:
    """The same page, when what was sent about the team cannot be used."""
    known = LetterheadForm(formdata=None, obj=find_installation(db.session()))
    template, context = "pages/opening/letterhead.html", team_shown(form)
    return show(template, Screen.ASSOCIATION, form=known, preview=known.letterhead, **context), 422


def _letterhead_page(template: str, *, after: str, **context: object) -> ResponseReturnValue:
    """Save, or only show what mails and pages would say."""
    form = LetterheadForm(obj=find_installation(db.session()))
    if form.validate_on_submit() and "preview" not in request.form:
        _save(form)
        flash(gettext("C’est enregistré : les pages et les prochains courriels portent ces lignes."), "succes")
        return redirect(url_for(after))
    page = show(template, Screen.ASSOCIATION, form=form, preview=form.letterhead, **context)
    return page, 422 if form.errors else 200


def _save(form: LetterheadForm) -> None:
    session, now = db.session(), clock.utc_now()
    form.populate_obj(own_installation(session, now))
    record_audit(session, actor=require_account(), action="letterhead_changed", now=now)
    session.commit()
