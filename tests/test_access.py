"""Who may open what: every route declares it, the list below says it, and each role is met with the right refusal."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from meetups import clock, create_app
from meetups.accounts import sessions
from meetups.accounts.models import Account, Role
from meetups.database import db
from meetups.web.access_marks import declared_access
from tests import factories
from tests.conftest import make_settings

EXPECTED = {
    "static": "public",
    "accounts.sign_in": "public",
    "accounts.code": "public",
    "accounts.sign_out": "public",
    "demo.sign_in": "demo_only",
    "invitations.answer": "guest_link",
    "invitations.calendar_file": "guest_link",
    "outbox.healthz": "public",
    "outbox.readyz": "public",
    "outbox.mailbox": "demo_only",
    "outbox.mail": "demo_only",
    "outbox.mail_html": "demo_only",
    "outbox.mail_calendar": "demo_only",
    "pages.home": "public",
    "pages.me": "signed_in",
    "pages.organisation": "organiser",
    "pages.meetup": "organiser",
    "pages.new_meetup": "organiser",
    "pages.edit_meetup": "organiser",
    "pages.guests": "organiser",
    "pages.remove_guest": "organiser",
    "pages.request_room": "organiser",
    "pages.record_host_answer": "organiser",
    "pages.withdraw_request": "organiser",
    "pages.decide_slot": "organiser",
    "pages.confirm_invitations": "organiser",
    "pages.record_answer": "organiser",
    "pages.reschedule": "organiser",
    "pages.cancel": "organiser",
    "help.index": "public",
    "help.mark_read": "organiser",
    "help.page": "public",
    "help.remark": "public",
    "help.remarks": "organiser",
    "pages.add_organiser": "organiser",
    "pages.add_person": "organiser",
    "pages.answers": "organiser",
    "pages.answers_csv": "organiser",
    "pages.areas": "organiser",
    "pages.confirm_person": "organiser",
    "pages.decide_seat": "organiser",
    "pages.directory": "signed_in",
    "pages.edit_area": "organiser",
    "pages.edit_pathway": "organiser",
    "pages.edit_person": "organiser",
    "pages.erase_person": "organiser",
    "pages.finish_guide": "organiser",
    "pages.guide": "organiser",
    "pages.guide_association": "organiser",
    "pages.guide_mail": "organiser",
    "pages.guide_people": "organiser",
    "pages.guide_territory": "organiser",
    "pages.host_rooms": "host_link",
    "pages.join": "public",
    "pages.join_code": "public",
    "pages.joined": "public",
    "pages.leave": "signed_in",
    "pages.letterhead": "organiser",
    "pages.lunch": "public",
    "pages.lunch_calendar": "public",
    "pages.lunches": "public",
    "pages.meetups": "organiser",
    "pages.my_places": "signed_in",
    "pages.my_preview": "signed_in",
    "pages.my_profile": "signed_in",
    "pages.my_role": "signed_in",
    "pages.new_area": "organiser",
    "pages.new_pathway": "organiser",
    "pages.opening": "public",
    "pages.pathways": "organiser",
    "pages.pause": "signed_in",
    "pages.pause_person": "organiser",
    "pages.people": "organiser",
    "pages.person": "organiser",
    "pages.remove_area": "organiser",
    "pages.remove_organiser": "organiser",
    "pages.remove_pathway": "organiser",
    "pages.remove_place": "signed_in",
    "pages.resume": "signed_in",
    "pages.resume_person": "organiser",
    "pages.reveal_contact": "signed_in",
    "pages.role_profile": "signed_in",
    "pages.seat": "public",
    "pages.send_test": "organiser",
    "pages.terminal_sign_in": "public",
    "pages.tour": "demo_only",
    "pages.town_halls": "public",
    "pages.withdraw_seat_request": "signed_in",
    "planning.host_request": "host_link",
    "invitations.employer_letter": "guest_link",
    "invitations.feed": "guest_link",
    "invitations.preferences": "guest_link",
    "invitations.seat_block": "guest_link",
    "invitations.short_link": "guest_link",
    "pages.calls": "organiser",
    "pages.close_poll": "organiser",
    "pages.drop_poll": "organiser",
    "pages.guest_employer_letter": "organiser",
    "pages.letter": "organiser",
    "pages.letters": "organiser",
    "pages.lunches_atom": "public",
    "pages.lunches_calendar": "public",
    "pages.mail_check": "organiser",
    "pages.message": "organiser",
    "pages.messages": "organiser",
    "pages.my_calendar": "signed_in",
    "pages.outbox": "organiser",
    "pages.poll": "organiser",
    "pages.reactivate_address": "organiser",
    "pages.rhythm": "organiser",
    "pages.seat_blocks": "organiser",
    "pages.send_again": "organiser",
    "pages.send_now": "organiser",
    "pages.tick_call": "organiser",
    "pages.today": "organiser",
    "pages.waiting_list": "organiser",
    "pages.withdraw_block": "organiser",
    "polls.vote": "guest_link",
    "pages.adjust_tables": "organiser",
    "pages.arrange_tables": "organiser",
    "pages.barriers": "organiser",
    "pages.change_proposal": "organiser",
    "pages.colleagues": "signed_in",
    "pages.compose_tables": "organiser",
    "pages.coverage": "public",
    "pages.day_notes": "organiser",
    "pages.edit_barrier": "organiser",
    "pages.edit_day_note": "organiser",
    "pages.edit_host": "organiser",
    "pages.gaps": "organiser",
    "pages.hosts": "organiser",
    "pages.move_at_tables": "organiser",
    "pages.new_barrier": "organiser",
    "pages.new_day_note": "organiser",
    "pages.pin_at_tables": "organiser",
    "pages.proposal": "organiser",
    "pages.proposal_settings": "organiser",
    "pages.proposals": "organiser",
    "pages.recompute": "organiser",
    "pages.remove_barrier": "organiser",
    "pages.remove_day_note": "organiser",
    "pages.remove_seating_wish": "organiser",
    "pages.seating_wishes": "organiser",
    "pages.table_cards": "organiser",
    "pages.tables": "organiser",
    "pages.tables_to_print": "organiser",
    "pages.undo_tables": "organiser",
    "proposals.prepare": "organiser",
    "proposals.dismiss": "organiser",
    "proposals.restore": "organiser",
}
"""A change of who may open a page is a change of this table."""

REFUSED = {
    "anonymous": {"signed_in": "sign in", "organiser": "sign in"},
    "professional": {"organiser": "forbidden"},
    "relay": {"organiser": "forbidden"},
    "organiser": {},
    "administrator": {},
}
"""Role → access → refusal; what is not listed opens."""

NO_CSRF = {"guest_link", "host_link"}


@dataclass
class World:
    """An application without an outer context, so that each request stands alone, and one browser a role."""

    app: Flask
    browsers: dict[str, FlaskClient]
    accounts: dict[str, int]


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    app = create_app(make_settings(database_url))
    app.config["WTF_CSRF_ENABLED"] = False
    made = World(app, {"anonymous": app.test_client()}, {})
    for role in Role:
        made.browsers[role] = app.test_client()
        with app.app_context():
            account = factories.account(db.session(), f"{role}@parenthese.example", "Camille", role)
            token = sessions.open_session(db.session(), account, now=clock.utc_now())
            db.session.commit()
            made.accounts[role] = account.id
        with made.browsers[role].session_transaction() as cookie:
            sessions.remember(cookie, token, now=clock.utc_now())
    yield made
    with app.app_context():
        db.engine.dispose()


def routes(app: Flask) -> list[tuple[Rule, str, str]]:
    """Every (rule, path, method); the paths name rows that do not exist, so nothing happens behind an open door."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            path = rule.build(dict.fromkeys(rule.arguments, "0"), append_unknown=False)
            assert path
            found += [(rule, path[1], method) for method in sorted((rule.methods or set()) - {"OPTIONS"})]
    return found


def refusal(response: TestResponse) -> str | None:
    if response.status_code == 302 and (response.location or "").startswith("/connexion?next="):
        return "sign in"
    if response.status_code == 302 and response.location == "/connexion":
        return "sign in"
    return "forbidden" if response.status_code == 403 else None


def test_every_route_declares_who_may_open_it(app: Flask) -> None:
    undeclared = [endpoint for endpoint, access in declared_access(app).items() if access is None]
    assert undeclared == []


def test_every_route_is_open_to_those_that_the_table_says(app: Flask) -> None:
    assert declared_access(app) == EXPECTED


@pytest.mark.parametrize("role", REFUSED)
def test_each_role_meets_the_right_refusal_on_every_route(world: World, role: str) -> None:
    declared = declared_access(world.app)
    wrong = []
    for rule, path, method in routes(world.app):
        if rule.endpoint in {"accounts.sign_out", "accounts.code"}:
            continue  # they end the session, or send to sign-in those who did not ask for a code
        expected = REFUSED[role].get(declared[rule.endpoint] or "")
        met = refusal(world.browsers[role].open(path, method=method))
        if met != expected:
            wrong.append((method, rule.endpoint, met, expected))
    assert wrong == []


def test_nobody_signed_in_is_asked_to_come_back_where_a_form_was_posted(world: World) -> None:
    for rule, path, method in routes(world.app):
        if method == "POST" and "GET" not in (rule.methods or ()):
            response = world.browsers["anonymous"].post(path)
            assert "next=" not in (response.location or "")


def test_a_view_that_declares_nothing_opens_to_nobody(world: World) -> None:
    world.app.add_url_rule("/oubliee", "forgotten", lambda: "un secret")
    for browser in world.browsers.values():
        response = browser.get("/oubliee")
        assert response.status_code == 500
        assert "un secret" not in response.text


def test_a_change_of_role_acts_at_once(world: World) -> None:
    browser = world.browsers["organiser"]
    path = "/organisation/propositions/inconnu/preparer"
    assert refusal(browser.post(path)) is None
    with world.app.app_context():
        db.session.get_one(Account, world.accounts["organiser"]).role = Role.PROFESSIONAL
        db.session.commit()
    assert refusal(browser.post(path)) == "forbidden"


def test_disabling_an_account_acts_at_once(world: World) -> None:
    browser = world.browsers["organiser"]
    path = "/organisation/propositions/inconnu/preparer"
    with world.app.app_context():
        db.session.get_one(Account, world.accounts["organiser"]).disabled_at = clock.utc_now()
        db.session.commit()
    assert refusal(browser.post(path)) == "sign in"


def test_pages_opened_by_a_signed_link_take_posts_without_a_form_token_and_no_others(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = True
    declared = declared_access(world.app)
    for rule, path, method in routes(world.app):
        if method == "POST":
            met = world.browsers["organiser"].post(path).status_code
            assert (met == 404) if declared[rule.endpoint] in NO_CSRF else (met == 400), rule.endpoint
