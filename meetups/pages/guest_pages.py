"""The list of one meetup: whom to add, whom to take off."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.directory.models import Professional
from meetups.geography.distances import crow_km
from meetups.invitations import services as invitations
from meetups.invitations.guests import add_guest
from meetups.invitations.queries import people_to_add
from meetups.invitations.telling import Sent
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import guests_of, invitation_or_404, meetup_or_404, meetup_to_change
from meetups.pages.queries import professional_by_public_id
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change
from meetups.planning.typed import one_line

SHOWN = 20


@blueprint.route(f"{MEETUPS}/<public_id>/invites", methods=["GET", "POST"])
@organiser
def guests(public_id: str) -> ResponseReturnValue:
    """Search people by name or profession, without accents if one likes; posting adds one. Nothing leaves."""
    if request.method == "POST":
        return _add(meetup_to_change(public_id), request.form.get("professional", ""))
    meetup, session, now = meetup_or_404(public_id), db.session(), clock.utc_now()
    check_can_change(meetup, now)
    typed = one_line(request.args.get("q"))[:100]
    return render_template(
        "pages/guests.html",
        meetup=meetup,
        typed=typed,
        found=people_to_add(session, meetup, typed, now, SHOWN) if typed else [],
        shown=SHOWN,
        guests=guests_of(meetup),
    )


def _add(meetup: Meetup, professional_id: str) -> ResponseReturnValue:
    session, now = db.session(), clock.utc_now()
    person = professional_by_public_id(session, professional_id)
    if person is None:
        flash(gettext("Choisissez une personne dans la liste."), "attente")
        return redirect(url_for("pages.guests", public_id=meetup.public_id))
    invitation = add_guest(session, meetup, person, reasons=_reasons(meetup, person), now=now)
    record_audit(session, actor=require_account(), action="guest_added", object=invitation, now=now)
    session.commit()
    flash(gettext("%(name)s est sur la liste. Rien n’est parti.", name=person.first_name), "succes")
    return redirect(url_for("pages.guests", public_id=meetup.public_id, q=request.form.get("q") or None))


def _reasons(meetup: Meetup, person: Professional) -> list[dict[str, object]]:
    """The facts that go with someone whom the team thought of."""
    reasons: list[dict[str, object]] = [{"code": "added_by_hand"}]
    if meetup.pathway_id in {pathway.id for pathway in person.pathways}:
        reasons.append({"code": "pathway", "name": meetup.pathway.name})
    if person.places:
        lat, lon = (meetup.venue.lat, meetup.venue.lon) if meetup.venue else meetup.commune.point
        nearest = min(crow_km(lat, lon, place.lat, place.lon) for place in person.places)
        reasons.append({"code": "distance", "km": round(nearest, 1)})
    return reasons


@blueprint.post(f"{MEETUPS}/<public_id>/invites/<invitation_public_id>/retirer")
@organiser
def remove_guest(public_id: str, invitation_public_id: str) -> ResponseReturnValue:
    """Take someone off the list. Someone who was invited is told by mail, so that is confirmed first."""
    session, now = db.session(), clock.utc_now()
    meetup, number = meetup_to_change(public_id), request.args.get("page")
    invitation = invitation_or_404(meetup, invitation_public_id)
    person, was_asked = invitation.professional, invitation.invited_at is not None
    if was_asked and invitation.is_active and "confirmer" not in request.form:
        return redirect(
            url_for(
                "pages.record_answer",
                public_id=public_id,
                invitation_public_id=invitation_public_id,
                page=number,
                _anchor="retirer",
            )
        )
    if invitation.is_active:
        record_audit(session, actor=require_account(), action="guest_removed", object=invitation, now=now)
        invitations.remove_guest(session, invitation, now=now)
        session.commit()
    flash(_removed(person, invitations.told_of_removal(session, invitation) if was_asked else None), "succes")
    return redirect(url_for("pages.meetup", public_id=public_id, page=number, _anchor="invites"))


def _removed(person: Professional, told: Sent | None) -> str:
    """``told``: what leaves for someone who was invited."""
    off = gettext("%(name)s n’est plus sur la liste.", name=person.first_name)
    if told is None:
        return off
    if told.mailed:
        return " ".join([off, gettext("Un courriel le lui dit.")])
    if told.to_reach:
        return " ".join([off, gettext("Personne d’autre que vous ne peut le lui dire : appelez.")])
    return " ".join([off, gettext("Son invitation ne lui était pas parvenue : rien ne lui est envoyé.")])
