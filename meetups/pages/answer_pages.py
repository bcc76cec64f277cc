"""One guest of one meetup: the answer that came by voice or by letter, and how it changed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations.answers import answer
from meetups.invitations.errors import ColleagueUnreachable, MeetupFull
from meetups.invitations.hearing import how_they_hear
from meetups.invitations.models import Invitation
from meetups.invitations.needs import note_needs
from meetups.invitations.rules import AnswerChoice, AnswerSource, RegistrationStatus
from meetups.invitations.wording import sentence
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.guest_forms import AnswerForm, usual_source
from meetups.pages.loading import invitation_or_404, meetup_or_404, meetup_to_change
from meetups.pages.queries import history
from meetups.planning.models import Meetup


class TableFull(DomainError):
    """``MeetupFull``, said to an organiser: only a colleague is refused, anyone else waits."""

    def __init__(self) -> None:
        super().__init__(
            "La table est complète : la réponse n’a pas changé. Ajoutez des places, ou libérez-en une d’abord."
        )


class NameNeeded(DomainError):
    """``ColleagueUnreachable``, said to an organiser."""

    def __init__(self) -> None:
        super().__init__("Il faut le prénom du ou de la collègue, et son courriel ou son téléphone.")


@blueprint.route(f"{MEETUPS}/<public_id>/invites/<invitation_public_id>/reponse", methods=["GET", "POST"])
@organiser
def record_answer(public_id: str, invitation_public_id: str) -> ResponseReturnValue:
    """See one guest's answers; posting notes one that was heard or read."""
    posted = request.method == "POST"
    meetup = meetup_to_change(public_id) if posted else meetup_or_404(public_id)
    invitation = invitation_or_404(meetup, invitation_public_id)
    if posted and not invitation.is_active:
        return _off_the_list(meetup, invitation)
    needs = invitation.registration.needs if invitation.registration else ""
    form = AnswerForm(source=usual_source(invitation.channel).value, needs=needs)
    if not posted:
        return _page(meetup, invitation, form, 200)
    choice = _choice(request.form.get("reponse"))
    if choice is None or not form.validate():
        return _page(meetup, invitation, form, 422, choice=choice)
    try:
        _record(invitation, choice, form)
    except DomainError as refusal:
        db.session.rollback()
        meetup = meetup_or_404(public_id)
        return _page(meetup, invitation_or_404(meetup, invitation_public_id), form, 409, _said_to_us(refusal), choice)
    flash(_said(invitation), "succes")
    if request.form.get("depuis") == "appels":
        return redirect(url_for("pages.calls", public_id=public_id))
    return redirect(url_for("pages.meetup", public_id=public_id, page=request.args.get("page"), _anchor="invites"))


def _off_the_list(meetup: Meetup, invitation: Invitation) -> ResponseReturnValue:
    """Somebody else took them off since this page was opened."""
    name = invitation.professional.first_name
    flash(gettext("%(name)s n’est plus sur la liste : la réponse n’est pas notée.", name=name), "attente")
    page = request.args.get("page")
    return redirect(url_for("pages.meetup", public_id=meetup.public_id, page=page, _anchor="invites"))


def _record(invitation: Invitation, choice: AnswerChoice, form: AnswerForm) -> None:
    session, now, account = db.session(), clock.utc_now(), require_account()
    answer(
        session,
        invitation,
        choice.status,
        source=AnswerSource(form.source.data),
        now=now,
        actor=account.public_id,
        colleague=form.colleague if choice is AnswerChoice.COLLEAGUE else None,
    )
    note_needs(session, invitation, form.needs.data or "", source=AnswerSource(form.source.data), now=now)
    record_audit(session, actor=account, action="answer_recorded", object=invitation, now=now)
    session.commit()


def _said(invitation: Invitation) -> str:
    name, answered = invitation.professional.first_name, invitation.registration
    if answered is not None and answered.status is RegistrationStatus.WAITING:
        return gettext("La table est complète : %(name)s est sur la liste d’attente.", name=name)
    return gettext("C’est noté pour %(name)s.", name=name)


def _said_to_us(refusal: DomainError) -> DomainError:
    """Some refusals speak to the guest; here an organiser reads them."""
    if isinstance(refusal, MeetupFull):
        return TableFull()
    return NameNeeded() if isinstance(refusal, ColleagueUnreachable) else refusal


def _choice(text: str | None) -> AnswerChoice | None:
    return AnswerChoice(text) if text in set(AnswerChoice) else None


def _page(
    meetup: Meetup,
    invitation: Invitation,
    form: AnswerForm,
    status: int,
    refusal: DomainError | None = None,
    choice: AnswerChoice | None = None,
) -> ResponseReturnValue:
    can_change = not meetup.is_cancelled and not meetup.is_past(clock.utc_now())
    told = how_they_hear(db.session(), [invitation], clock.utc_now())
    page = render_template(
        "pages/guest.html",
        told=told,
        is_refused=told.is_refused(invitation),
        meetup=meetup,
        invitation=invitation,
        person=invitation.professional,
        form=form,
        refusal=refusal,
        choice=choice,
        nothing_chosen=status == 422 and not form.errors,
        can_change=can_change,
        can_answer=can_change and invitation.is_active and invitation.invited_at is not None,
        history=history(db.session(), invitation.registration),
        sentence=sentence,
    )
    return page, status
