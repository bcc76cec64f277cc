"""The demo's tour: eight steps, each ticked once it really happened."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Role
from meetups.accounts.records import record_audit
from meetups.directory.adding import PersonDetails, add_person
from meetups.directory.joining import Newcomer, join
from meetups.directory.models import ContactChannel
from meetups.installation import Installation
from meetups.invitations import services
from meetups.invitations.answers import answer
from meetups.invitations.guests import add_guest
from meetups.invitations.queries import guest_list
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.pages.opening.tour import read_trail, steps_of
from meetups.planning import hosting
from meetups.planning.models import HostChannel
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.pages.forms import text_of

LOADED = NOW - timedelta(hours=10)
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _loaded(session: Session, cast: Cast) -> None:
    """A demo loaded this morning: what it holds was written before, so that nothing is done yet."""
    record_audit(session, actor=None, action="demo_loaded", now=LOADED)
    cast.lunch.created_at = LOADED - timedelta(days=1)
    session.commit()


def done(session: Session) -> list[int]:
    """Numbers of the steps that are ticked."""
    session.flush()
    return [number for number, step in enumerate(steps_of(read_trail(session), None), start=1) if step.is_done]


def test_nothing_is_done_on_a_demo_just_loaded_and_the_first_step_is_next(
    client: CheckingClient, session: Session
) -> None:
    page = client.get("/visite")
    assert page.text.count("Y aller") == 8
    assert page.text.count("btn-primary") == 1
    assert "étape faite" not in text_of(page)
    assert "étapes faites" not in text_of(page)


def test_each_step_is_ticked_by_what_really_happened(client: CheckingClient, session: Session, cast: Cast) -> None:
    assert done(session) == []
    record_audit(session, actor=cast.maud, action="sign_in_demo", now=NOW)
    assert done(session) == [1]
    cast.lunch.created_at = NOW
    assert done(session) == [1, 2]
    request = hosting.request_room(
        session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=cast.maud, now=NOW
    )
    assert done(session) == [1, 2, 3]
    hosting.accept_request(
        session, request, venue=cast.room, new_room=None, note="", channel=HostChannel.LINK, now=LATER
    )
    assert done(session) == [1, 2, 3, 4]
    add_guest(session, cast.lunch, cast.ines, reasons=[], now=LATER)
    services.invite(session, cast.lunch, now=LATER)
    assert done(session) == [1, 2, 3, 4, 5]
    (guest,) = guest_list(session, cast.lunch)
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=LATER)
    assert done(session) == [1, 2, 3, 4, 5, 6]
    _join(session, cast)
    assert done(session) == [1, 2, 3, 4, 5, 6, 7]
    member = factories.account(session, "ines@sante.example", "Inès", Role.PROFESSIONAL)
    record_audit(session, actor=member, action="sign_in_demo", now=LATER)
    assert done(session) == [1, 2, 3, 4, 5, 6, 7, 8]
    session.commit()
    assert "Le tour est fait" in text_of(client.get("/visite"))


def _join(session: Session, cast: Cast) -> None:
    """Somebody joins by the public page's own verb."""
    newcomer = Newcomer(
        first_name="Nouvelle", profession_text="infirmière", commune=factories.commune(session), phone="0639980002"
    )
    join(session, newcomer, account=None, is_listed=False, source="join_page", now=LATER, confirmed=False)


def test_someone_added_by_the_team_did_not_join_by_themselves(session: Session, cast: Cast) -> None:
    details = PersonDetails(
        first_name="Lucie",
        profession_text="infirmière",
        commune=factories.commune(session),
        contact_channel=ContactChannel.TELEPHONE,
        phone="0639980003",
    )
    add_person(session, details, actor=cast.maud, now=LATER)
    assert 7 not in done(session)
    _join(session, cast)
    assert 7 in done(session)


def test_a_step_ticked_by_signing_in_promises_no_more_than_that(app: Flask, session: Session) -> None:
    with app.test_request_context():
        steps = steps_of(read_trail(session), None)
    assert [steps[index].title.split()[0] for index in (0, 7)] == ["Entrer", "Entrer"]


def test_an_answer_taken_on_the_telephone_is_not_the_guests_own(session: Session, cast: Cast) -> None:
    add_guest(session, cast.lunch, cast.odile, reasons=[], now=NOW)
    cast.lunch.venue = cast.room
    services.invite(session, cast.lunch, now=NOW)
    (guest,) = guest_list(session, cast.lunch)
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
    assert 6 not in done(session)


def test_every_link_leads_somewhere_for_everyone(
    app: Flask, client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=cast.maud, now=NOW)
    cast.lunch.created_at = NOW
    session.commit()
    client.allowed_addresses = frozenset({"mairie.73179@mairie.example", "reseau@parenthese.example"})
    for account in (None, cast.stranger, cast.maud):
        if account:
            session.rollback()
            sign_in(client, account)
        with app.test_request_context():
            urls = {step.url for step in steps_of(read_trail(session), account)}
        assert {client.get(url).status_code for url in urls} == {200}


def test_the_tour_sends_as_many_queries_whatever_the_demo_holds(session: Session, cast: Cast) -> None:
    with recorded_statements() as sent:
        read_trail(session)
    assert len(sent) <= 6


def test_outside_a_demo_there_is_no_tour(client: CheckingClient, session: Session) -> None:
    session.scalars(select(Installation)).one().is_demo = False
    assert client.get("/visite").status_code == 404
