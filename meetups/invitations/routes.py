"""The page that a guest opens by their link, and the calendar file that goes with it."""

from dataclasses import replace

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import guest_link
from meetups.calendars.events import EventStatus, one_event
from meetups.database import db
from meetups.directory import mailboxes
from meetups.directory.patient_data import patient_traces
from meetups.errors import DomainError
from meetups.installation import find_installation
from meetups.invitations import (
    answers,
    block_routes,
    feed_routes,
    letter_routes,
    preferences_routes,
    short_links,
    visibility,
)
from meetups.invitations.blueprint import blueprint
from meetups.invitations.events import calendar_event
from meetups.invitations.forms import ColleagueForm, NeedsForm, SeenForm
from meetups.invitations.models import Invitation
from meetups.invitations.needs import note_needs
from meetups.invitations.queries import invitation_by_link
from meetups.invitations.rules import AnswerChoice, AnswerSource
from meetups.invitations.views import show_page

__all__ = ["block_routes", "blueprint", "feed_routes", "letter_routes", "preferences_routes", "short_links"]


@blueprint.route("/i/<token>", methods=["GET", "POST"])
@guest_link
def answer(token: str) -> ResponseReturnValue:
    """A guest reads the invitation; posting answers it. ``?reponse=`` prepares an answer, one tap records it."""
    invitation = invitation_by_link(db.session(), token)
    if request.method != "POST":
        wants_to_change = "changer" in request.args
        return show_page(invitation, token, _choice(request.args.get("reponse")), asks_again=wants_to_change)
    if "montrer" in request.form:
        return _show_or_hide(invitation, token)
    if "besoins" in request.form:
        return _note_needs(invitation, token)
    return _record(invitation, token, _choice(request.form.get("reponse")))


@blueprint.get("/i/<token>/agenda.ics")
@guest_link
def calendar_file(token: str) -> ResponseReturnValue:
    """The meetup for the guest's own calendar. DTSTAMP is its last change, so that the file stays the same."""
    session = db.session()
    invitation = invitation_by_link(session, token)
    meetup, team = invitation.meetup, find_installation(session)
    event = calendar_event(invitation, team.association if team else "", meetup.changed_at)
    if meetup.is_cancelled:
        event = replace(event, status=EventStatus.CANCELLED)
    content = one_event(event)
    headers = {"Content-Disposition": 'attachment; filename="rencontre.ics"'}
    return Response(content, content_type="text/calendar; charset=utf-8; method=PUBLISH", headers=headers)


def _record(invitation: Invitation, token: str, choice: AnswerChoice | None) -> ResponseReturnValue:
    form = ColleagueForm() if choice is AnswerChoice.COLLEAGUE else None
    if choice is None or (form is not None and not form.validate()):
        return show_page(invitation, token, choice, form=form, status=422)
    try:
        answers.answer(
            db.session(),
            invitation,
            choice.status,
            source=AnswerSource.EMAIL_LINK,
            now=clock.utc_now(),
            colleague=form.colleague if form is not None else None,
        )
    except DomainError as refusal:
        db.session.rollback()
        invitation = invitation_by_link(db.session(), token)
        return show_page(invitation, token, choice, form=form, refusal=refusal, status=409)
    db.session.commit()
    return redirect(url_for("invitations.answer", token=token))


def _show_or_hide(invitation: Invitation, token: str) -> ResponseReturnValue:
    shown = bool(SeenForm().shown.data)
    visibility.show_to_guests(db.session(), invitation.professional, shown=shown, now=clock.utc_now())
    db.session.commit()
    return redirect(url_for("invitations.answer", token=token, _anchor="montrer"))


def _note_needs(invitation: Invitation, token: str) -> ResponseReturnValue:
    """A text that seems to speak of a person who is cared for is read twice."""
    form = NeedsForm()
    if not form.validate():
        return show_page(invitation, token, None, needs=form, status=422)
    text = form.needs.data or ""
    if not text and mailboxes.is_shared(invitation.professional):
        # What was noted is not shown there: an empty box says nothing about it.
        return redirect(url_for("invitations.answer", token=token, _anchor="besoins"))
    traces = patient_traces(text)
    if traces and request.form.get("relu") != form.digest:
        return show_page(invitation, token, None, needs=form, traces=traces, status=422)
    try:
        note_needs(db.session(), invitation, text, source=AnswerSource.EMAIL_LINK, now=clock.utc_now())
    except DomainError as refusal:
        db.session.rollback()
        form.needs.errors = [str(refusal)]
        return show_page(invitation_by_link(db.session(), token), token, None, needs=form, status=409)
    db.session.commit()
    return redirect(url_for("invitations.answer", token=token, note=1, _anchor="besoins"))


def _choice(text: str | None) -> AnswerChoice | None:
    return AnswerChoice(text) if text in set(AnswerChoice) else None
