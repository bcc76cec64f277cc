"""From the form to the network: a code for an address, a call for a number, nothing to prove when signed in."""

from dataclasses import replace

import structlog
from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts import services
from meetups.accounts.gestures import browser_nonce
from meetups.accounts.models import Account
from meetups.database import db
from meetups.directory import joining
from meetups.directory.models import Professional
from meetups.errors import DomainError
from meetups.invitations.seat_requests import ask_for_seat
from meetups.invitations.signing_up import sign_up
from meetups.pages.joining import waiting
from meetups.pages.joining.forms import JoinForm
from meetups.pages.joining.state import answer_path, lunch_state
from meetups.pages.joining.waiting import Waiting
from meetups.planning.models import Meetup

log = structlog.get_logger()

SOURCE = "site"
"""Of a consent, in the log."""


def begin(form: JoinForm, *, is_listed: bool, lunch: Meetup | None = None, message: str = "") -> ResponseReturnValue:
    """What follows a valid form. Raises ``TooManyCodes`` or ``TooManyCalls``: the form shows them.

    Commits. The answer is the same for every address, and the same for every number.
    """
    if form.phone:
        return _be_called(form, is_listed, lunch, message)
    assert form.email
    data = Waiting(
        first_name=form.newcomer.first_name,
        profession=form.newcomer.profession_text,
        insee=form.newcomer.commune.insee,
        email=form.email,
        is_listed=is_listed,
        browser="",
        asked_at=0,
        lunch=lunch.public_id if lunch else None,
        message=message,
    )
    return send_code(data)


def send_code(data: Waiting) -> ResponseReturnValue:
    """A new code for what waits, in the place of the one before; the same form sent twice at once asks for one."""
    now, nonce = clock.utc_now(), browser_nonce(data.email, request.form.get("autre", ""))
    browser = services.request_joining_code(
        db.session(), data.email, first_name=data.first_name, browser=nonce, now=now
    )
    db.session.commit()
    waiting.keep(session, replace(data, browser=browser, asked_at=int(now.timestamp())))
    return redirect(url_for("pages.join_code"))


def enter_signed_in(
    form: JoinForm, account: Account, *, is_listed: bool, lunch: Meetup | None = None, message: str = ""
) -> ResponseReturnValue:
    """An account without a professional, an organiser's say, makes one: its address is proved already. Commits."""
    newcomer = replace(form.newcomer, email=account.email, phone=None)
    person = joining.enter(db.session(), newcomer, account, is_listed=is_listed, source=SOURCE, now=clock.utc_now())
    place = take_place(lunch, person, message) if lunch else url_for("pages.me")
    db.session.commit()
    return redirect(place)


def take_place(lunch: Meetup, person: Professional, message: str = "") -> str:
    """The seat, a place in the waiting list, or the request for one, as the lunch allows; returns where to go then.

    A refusal (the last seat went, the lunch was called off) undoes nothing else: the page where they go says it.
    """
    database, now = db.session(), clock.utc_now()
    mode = lunch_state(database, lunch, person, now).mode
    try:
        with database.begin_nested():
            if mode in {"open", "wait", "going", "waiting"}:
                return answer_path(sign_up(database, lunch, person, now=now))
            if mode == "ask":
                ask_for_seat(database, lunch, person, message=message, now=now)
    except DomainError as refusal:
        log.info("seat_refused", why=type(refusal).__name__)
    return url_for("pages.seat", public_id=lunch.public_id)


def _be_called(form: JoinForm, is_listed: bool, lunch: Meetup | None, message: str) -> ResponseReturnValue:
    database, now = db.session(), clock.utc_now()
    person = joining.ask_to_be_called(database, form.newcomer, is_listed=is_listed, source=SOURCE, now=now)
    if lunch is not None and lunch_state(database, lunch, person, now).mode in {"open", "members", "ask"}:
        try:
            with database.begin_nested():
                ask_for_seat(database, lunch, person, message=message, now=now, proved=False)
        except DomainError as refusal:  # the page that follows tells a stranger nothing of what we knew
            log.info("seat_refused", why=type(refusal).__name__)
    db.session.commit()
    return redirect(url_for("pages.joined", rencontre=lunch.public_id if lunch else None))
