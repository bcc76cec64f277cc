"""« Aperçu »: one's own page as a colleague sees it, even before it stands in the directory."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import signed_in
from meetups.database import db
from meetups.directory.models import Professional
from meetups.directory.search import name_among, with_namesakes
from meetups.pages.blueprint import blueprint
from meetups.pages.members.contact import reach_of
from meetups.pages.members.member import member
from meetups.pages.members.role_view import RoleView


@blueprint.get("/moi/apercu")
@signed_in
def my_preview() -> ResponseReturnValue:
    """What a colleague who has never met the person would see, and why nobody sees it yet if so."""
    person = member()
    shared = bool(with_namesakes(db.session(), [person]))
    view = RoleView(person, name_among(person, is_shared=shared), reach_of(person, have_met=False), is_self=True)
    return render_template("pages/members/preview.html", view=view, person=person, unseen=why_unseen(person) or None)


def why_unseen(person: Professional) -> str:
    """Why the page does not stand in the directory; empty when it does."""
    if person.confirmed_at is None:
        return gettext(
            "L’équipe ne vous a pas encore appelé : d’ici là, personne d’autre que vous ne voit cette page."
        )
    if not person.is_listed:
        return gettext("Votre fiche n’est pas dans l’annuaire : personne d’autre que vous ne voit cette page.")
    if not person.can_be_invited(clock.utc_now()):
        return gettext("Vous êtes en pause : d’ici là, votre fiche n’est pas dans l’annuaire.")
    return ""
