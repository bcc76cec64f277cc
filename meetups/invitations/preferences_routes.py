"""The page behind « ne plus recevoir d’invitations », and the one click that mail programs send (RFC 8058)."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import guest_link
from meetups.database import db
from meetups.directory.models import Professional
from meetups.directory.pauses import PAUSES, UnknownPause
from meetups.errors import DomainError
from meetups.invitations import preferences as verbs
from meetups.invitations.blueprint import blueprint

SOURCE = "email_link"


@blueprint.route("/preferences/<token>", methods=["GET", "POST"])
@guest_link
def preferences(token: str) -> ResponseReturnValue:
    """Reading changes nothing: mail scanners open every link. One post stops, pauses or resumes.

    A mail program's own button posts ``List-Unsubscribe=One-Click`` and follows no redirection (RFC 8058, 3.1).
    """
    session = db.session()
    person = verbs.person_by_link(session, token, to_change=request.method == "POST")
    if request.method != "POST" or person.left_at is not None:
        return _page(person, token, 200)
    is_one_click = request.form.get("List-Unsubscribe") == "One-Click"
    try:
        _change(person, "arreter" if is_one_click else request.form.get("choix", ""))
    except DomainError as refusal:
        session.rollback()
        return _page(verbs.person_by_link(session, token), token, 422, refusal)
    session.commit()
    return _page(person, token, 200) if is_one_click else redirect(url_for("invitations.preferences", token=token))


def _change(person: Professional, choice: str) -> None:
    session, now = db.session(), clock.utc_now()
    months = choice.removeprefix("pause-")
    if choice == "arreter":
        verbs.unsubscribe(session, person, source=SOURCE, now=now)
    elif choice == "reprendre":
        verbs.resume(session, person, source=SOURCE, now=now)
    elif months in {str(count) for count in PAUSES}:
        verbs.pause(session, person, int(months), source=SOURCE, now=now)
    else:
        raise UnknownPause


def _page(person: Professional, token: str, status: int, refusal: DomainError | None = None) -> ResponseReturnValue:
    now = clock.utc_now()
    page = render_template(
        "invitations/preferences.html",
        person=person,
        token=token,
        is_paused=person.paused_until is not None and person.paused_until > now,
        pauses=[months for months in PAUSES if months != 2],
        refusal=refusal,
    )
    return page, status
