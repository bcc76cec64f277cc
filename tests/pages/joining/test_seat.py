from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.directory.models import Professional
from meetups.invitations import seat_requests, services, signing_up
from meetups.invitations.models import Registration, SeatRequest
from meetups.invitations.rules import RegistrationStatus, SeatRequestStatus
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.pages.joining.state import lunch_state
from meetups.planning.models import MeetupStatus, Openness
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.accounts.test_codes import code_in, last_mail
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import LUNCH, NOW
from tests.pages.forms import submit, text_of
from tests.pages.joining.steps import FORM, LUCIE, come_in, fill_in, give_account, open_to, type_code

Decision = Callable[..., object]


@pytest.fixture
def ines(session: Session, cast: Cast, client: CheckingClient, sign_in: SignIn) -> CheckingClient:
    """Inès's browser, signed in."""
    sign_in(client, give_account(session, cast.ines))
    return client


def lucie(session: Session) -> Professional:
    return session.scalars(select(Professional).where(Professional.email == LUCIE)).one()


def confirmations(session: Session) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.CONFIRMATION)))


def test_a_stranger_goes_from_the_form_to_a_seat_that_is_kept(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    assert cast.lunch.title in text_of(client.get(path))
    fill_in(client, path)
    assert cast.lunch.title in text_of(client.get("/rejoindre/code"))
    entered = type_code(client, session)
    assert entered.location is not None
    assert entered.location.startswith("/i/")
    assert "Votre place est gardée" in text_of(client.get(entered.location))
    assert cast.lunch.seats_taken == 1
    assert not lucie(session).is_listed, "coming to a lunch is not standing in the directory"
    assert [mail.recipient for mail in confirmations(session)] == [LUCIE]


def test_who_ticks_the_box_stands_in_the_directory(client: CheckingClient, session: Session, cast: Cast) -> None:
    come_in(client, session, open_to(session, cast.lunch, Openness.EVERYONE), listed="y")
    assert lucie(session).is_listed


def test_a_table_of_members_is_joined_by_joining(client: CheckingClient, session: Session, cast: Cast) -> None:
    path = open_to(session, cast.lunch, Openness.MEMBERS)
    assert "ces lignes vous font entrer dans le réseau, puis votre place est gardée" in text_of(client.get(path))
    entered = come_in(client, session, path)
    assert (entered.location or "").startswith("/i/")
    assert lucie(session).is_listed
    assert cast.lunch.seats_taken == 1


def test_a_table_that_the_organiser_composes_gets_a_request(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    path = open_to(session, cast.lunch, Openness.INVITED)
    assert "elle lit votre demande et vous répond" in text_of(client.get(path))
    entered = come_in(client, session, path, message="Je commence\nà la Motte.")
    assert entered.location == path
    (asked,) = session.scalars(select(SeatRequest)).all()
    assert (asked.professional, asked.message) == (lucie(session), "Je commence\nà la Motte.")
    assert "Votre demande est chez l’équipe" in text_of(client.get(path))
    assert cast.lunch.seats_taken == 0


def test_a_member_confirms_and_has_a_seat(ines: CheckingClient, session: Session, cast: Cast) -> None:
    path = open_to(session, cast.lunch, Openness.MEMBERS)
    assert "Inès, une place pour vous" in text_of(ines.get(path))
    entered = submit(ines, path)
    assert (entered.location or "").startswith("/i/")
    again = ines.post(path, data={})
    assert again.location == entered.location
    assert cast.lunch.seats_taken == 1
    assert len(confirmations(session)) == 1


def test_a_member_asks_for_a_seat_and_takes_the_request_back(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    path = open_to(session, cast.lunch, Openness.INVITED)
    assert submit(ines, path, message="Une voisine").location == path
    assert submit(ines, path, f"{path}/retirer").location == path
    (asked,) = session.scalars(select(SeatRequest)).all()
    assert asked.status is SeatRequestStatus.WITHDRAWN
    shown = text_of(ines.get(path))
    assert "Votre demande est retirée" in shown
    assert "Demander une place" in shown


@pytest.mark.parametrize(
    ("decide", "said"),
    [(seat_requests.grant, "a déjà gardé une place"), (seat_requests.decline, "avait déjà répondu")],
)
def test_a_request_decided_meanwhile_is_not_said_to_be_taken_back(
    ines: CheckingClient, session: Session, cast: Cast, decide: Decision, said: str
) -> None:
    path = open_to(session, cast.lunch, Openness.INVITED)
    submit(ines, path)
    (asked,) = session.scalars(select(SeatRequest)).all()
    decide(session, asked, actor=cast.maud, now=NOW)
    shown = text_of(ines.post(f"{path}/retirer", follow_redirects=True))
    assert said in shown
    assert "Votre demande est retirée" not in shown


def test_a_long_word_for_the_team_is_refused_and_stays(ines: CheckingClient, session: Session, cast: Cast) -> None:
    page = ines.post(open_to(session, cast.lunch, Openness.INVITED), data={"message": "mot " * 100})
    assert page.status_code == 422
    assert "mot mot" in page.text


def test_one_takes_back_only_ones_own_request(ines: CheckingClient, session: Session, cast: Cast) -> None:
    path = open_to(session, cast.lunch, Openness.INVITED)
    seat_requests.ask_for_seat(session, cast.lunch, cast.karim, message="", now=NOW)
    assert ines.post(f"{path}/retirer").status_code == 404
    assert session.scalars(select(SeatRequest.status)).all() == [SeatRequestStatus.ASKED]


def test_someone_without_a_profile_has_no_request_to_take_back(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(client, cast.stranger)
    assert client.post(f"{open_to(session, cast.lunch, Openness.INVITED)}/retirer").status_code == 404


def test_someone_invited_goes_to_their_own_page(ines: CheckingClient, session: Session, cast: Cast) -> None:
    factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    assert (ines.get(path).location or "").startswith("/i/")
    assert (ines.post(path).location or "").startswith("/i/")
    assert cast.lunch.seats_taken == 0, "an invitation is answered on its own page"


def test_someone_invited_who_came_as_a_stranger_finds_their_invitation(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    entered = come_in(client, session, path, first_name="Inès", contact="ines@sante.example")
    assert entered.location == path
    assert (client.get(path).location or "").startswith("/i/")


def test_nobody_takes_a_seat_in_the_name_of_a_colleague_who_shares_the_mailbox(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    give_account(session, cast.ines)
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    entered = come_in(client, session, path, contact="ines@sante.example")
    assert entered.location == path
    assert cast.lunch.seats_taken == 0
    shown = text_of(client.get(path))
    assert "cette adresse est déjà celle de Inès" in shown
    assert "Inès, une place pour vous" in shown


def test_the_last_seat_may_go_while_one_types_the_code(client: CheckingClient, session: Session, cast: Cast) -> None:
    path = open_to(session, cast.lunch, Openness.EVERYONE, capacity=1)
    fill_in(client, path)
    digits = code_in(last_mail(session))
    signing_up.sign_up(session, cast.lunch, cast.karim, now=NOW)
    entered = client.post("/rejoindre/code", data={"code": digits})
    assert "Vous êtes sur la liste d’attente" in text_of(client.get(entered.location))
    assert lucie(session).account is not None, "she is of the network all the same"
    assert cast.lunch.seats_taken == 1


def test_the_last_seat_may_go_between_the_look_and_the_click(
    ines: CheckingClient, session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = open_to(session, cast.lunch, Openness.EVERYONE, capacity=1, seats_taken=1)
    monkeypatch.setattr("meetups.pages.joining.entering.lunch_state", lambda *_: _Open())
    monkeypatch.setattr("meetups.pages.joining.seat_pages.lunch_state", lambda *_: _Open())
    assert "/i/" in ines.post(path, data={}).location
    assert session.scalars(select(Registration.status)).all() == [RegistrationStatus.WAITING]


def test_someone_we_know_waits_for_a_place_in_one_tap_and_finds_it_again(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    path = open_to(session, cast.lunch, Openness.EVERYONE, capacity=1, seats_taken=1)
    assert "attendre une place" in text_of(ines.get(path))
    for _ in range(2):
        waiting = ines.post(path, data={}).location
    assert "Vous êtes sur la liste d’attente" in text_of(ines.get(waiting))
    assert ines.get(path).location == waiting
    lunch = text_of(ines.get(f"/rencontres/{cast.lunch.public_id}"))
    assert "Vous êtes sur la liste d’attente" in lunch
    assert session.scalars(select(Registration.status)).all() == [RegistrationStatus.WAITING]
    assert cast.lunch.seats_taken == 1


class _Open:
    mode, answer_url = "open", None


def test_a_full_a_cancelled_and_a_past_lunch_say_so(
    client: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock
) -> None:
    path = open_to(session, cast.lunch, Openness.EVERYONE, capacity=2, seats_taken=2)
    full = text_of(client.get(path))
    assert "La table est complète" in full
    assert "04 65 71 00 12" in full
    assert "Rejoindre la liste d’attente" in full
    session.rollback()
    cast.lunch.openness = Openness.INVITED
    assert "Appelez l’équipe : une place peut se libérer" in text_of(client.get(path))
    assert fill_in(client, path).status_code == 200
    session.rollback()
    cast.lunch.openness, cast.lunch.answer_by = Openness.EVERYONE, NOW
    assert "Les repas sont commandés" in text_of(client.get(path))
    assert fill_in(client, path).status_code == 200
    frozen_clock.now = LUNCH
    assert "a déjà eu lieu" in text_of(client.get(path))
    frozen_clock.now = NOW
    client.post(path)
    factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    open_to(session, cast.lunch, Openness.EVERYONE, status=MeetupStatus.CANCELLED, cancel_reason="Il neige.")
    gone = text_of(client.get(path))
    assert "est annulée" in gone
    assert "Il neige." in gone
    assert session.scalars(select(OutgoingEmail)).all() == []


def test_a_draft_and_an_unknown_lunch_are_the_same(client: CheckingClient, cast: Cast) -> None:
    draft = client.get(f"/rencontres/{cast.lunch.public_id}/place")
    unknown = client.get("/rencontres/abcdefghijkl/place")
    assert (draft.status_code, unknown.status_code) == (404, 404)
    assert draft.text == unknown.text.replace("abcdefghijkl", cast.lunch.public_id)
    assert fill_in(client, f"/rencontres/{cast.lunch.public_id}/place").status_code == 404


def test_a_lunch_called_off_before_anyone_was_invited_is_unknown(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    services.cancel(session, cast.lunch, reason="Nous avons changé d’avis.", now=NOW)
    session.commit()
    gone = client.get(f"/rencontres/{cast.lunch.public_id}/place")
    unknown = client.get("/rencontres/abcdefghijkl/place")
    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert gone.text == unknown.text.replace("abcdefghijkl", cast.lunch.public_id)
    thanks = client.get(f"/rejoindre/merci?rencontre={cast.lunch.public_id}")
    assert cast.lunch.title not in text_of(thanks)


def test_an_organiser_without_a_profile_makes_one_and_takes_a_seat(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(client, cast.maud)
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    assert 'value="Maud"' in client.get(path).text
    entered = client.post(path, data=FORM | {"first_name": "Maud"})
    assert (entered.location or "").startswith("/i/")
    made = session.scalars(select(Professional).where(Professional.account_id == cast.maud.id)).one()
    assert made.email == cast.maud.email


def test_a_person_on_pause_may_come_by_herself(ines: CheckingClient, session: Session, cast: Cast) -> None:
    cast.ines.paused_until = NOW + timedelta(days=300)
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    assert (submit(ines, path).location or "").startswith("/i/")


def test_the_same_statements_for_known_and_unknown_addresses(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    give_account(session, cast.ines)
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    seen = []
    for address in ("ines@sante.example", LUCIE):
        with recorded_statements() as statements:
            answered = fill_in(client, path, contact=address)
        seen.append((answered.status_code, answered.location, answered.text, statements))
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("openness", "stranger", "member"),
    [(Openness.EVERYONE, "open", "open"), (Openness.MEMBERS, "members", "open"), (Openness.INVITED, "ask", "ask")],
)
def test_what_a_lunch_offers(session: Session, cast: Cast, openness: Openness, stranger: str, member: str) -> None:
    open_to(session, cast.lunch, openness)
    cast.ines.is_listed = True
    assert lunch_state(session, cast.lunch, None, NOW).mode == stranger
    assert lunch_state(session, cast.lunch, cast.ines, NOW).mode == member


def test_where_someone_stands_with_a_lunch(session: Session, cast: Cast) -> None:
    open_to(session, cast.lunch, Openness.INVITED)
    asked = seat_requests.ask_for_seat(session, cast.lunch, cast.karim, message="", now=NOW)
    assert lunch_state(session, cast.lunch, cast.karim, NOW).mode == "asked"
    seat_requests.grant(session, asked, actor=cast.maud, now=NOW)
    state = lunch_state(session, cast.lunch, cast.karim, NOW)
    assert state.mode == "going"
    assert (state.answer_url or "").startswith("/i/")
    refused = seat_requests.ask_for_seat(session, cast.lunch, cast.ines, message="", now=NOW)
    seat_requests.decline(session, refused, actor=cast.maud, now=NOW)
    assert lunch_state(session, cast.lunch, cast.ines, NOW).mode == "declined"
    factories.invitation(session, cast.lunch, cast.odile, invited_at=NOW)
    assert lunch_state(session, cast.lunch, cast.odile, NOW).mode == "invited"


def test_a_stranger_costs_no_query_and_a_member_two(session: Session, cast: Cast) -> None:
    open_to(session, cast.lunch, Openness.INVITED)
    session.refresh(cast.lunch)
    session.refresh(cast.ines)
    with recorded_statements() as for_stranger:
        lunch_state(session, cast.lunch, None, NOW)
    with recorded_statements() as for_member:
        lunch_state(session, cast.lunch, cast.ines, NOW)
    assert (len(for_stranger), len(for_member)) == (0, 2)


def test_seats_are_posted_with_a_token(ines: CheckingClient, session: Session, cast: Cast) -> None:
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    ines.application.config["WTF_CSRF_ENABLED"] = True
    assert ines.post(path).status_code == 400
    assert ines.post(f"{path}/retirer").status_code == 400
    assert cast.lunch.seats_taken == 0


def test_an_account_keeps_one_professional_whatever_is_posted(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(client, cast.maud)
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    client.post("/rejoindre", data=FORM | {"first_name": "Maud"})
    client.post(path, data=FORM | {"first_name": "Autre", "contact": "autre@sante.example"})
    linked = session.scalars(select(Professional).where(Professional.account_id.is_not(None))).all()
    assert [person.first_name for person in linked] == ["Maud"]
    assert session.scalars(select(Account).where(Account.email == "autre@sante.example")).all() == []
