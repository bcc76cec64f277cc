"""The page of a host: what it shows, what each answer does, and in which states it only informs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.adapters.geocoder import GeocodedPoint, Geocoder
from meetups.database import db
from meetups.invitations.emails import answer_url
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting as verbs
from meetups.planning.emails import host_url
from meetups.planning.models import HostChannel, HostingRequest, MeetupFormat, RequestStatus
from meetups.planning.services import call_off, publish
from meetups.planning.wording import default_needs
from meetups.venues.models import Venue
from meetups.web.tokens import Purpose, sign_link
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.snapshots import everything

Ask = Callable[..., HostingRequest]
NO_BREAK = "\u00a0"


@pytest.fixture
def ask(session: Session, cast: Cast) -> Ask:
    """Maud asks for the lunch; which room is for the host to say unless ``venue`` is given."""

    def asked(**given: object) -> HostingRequest:
        cast.lunch.venue = None
        values = {
            "venue": None,
            "needs": default_needs(24, MeetupFormat.LUNCH),
            "asked_by": cast.maud,
            "now": NOW,
        } | given
        host = values.pop("host", cast.mairie)
        return verbs.request_room(session, cast.lunch, host, **values)  # type: ignore[arg-type]

    return asked


@pytest.fixture
def bare(session: Session, cast: Cast, ask: Ask) -> HostingRequest:
    """A request to a town hall of which no room is known."""
    return ask(host=factories.town_hall(session, "73157"))


def path(request: HostingRequest) -> str:
    """Where its mail leads."""
    return urlsplit(host_url(request)).path


def words(response: TestResponse) -> str:
    """What a person reads, blanks made plain."""
    main = parse(response.text).find(".//main")
    assert main is not None
    return " ".join(" ".join(main.itertext()).split())


def told(session: Session) -> list[OutgoingEmail]:
    """Mails that tell the organiser what a host answered."""
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.REQUEST_ANSWERED)))


def rooms(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Venue)) or 0


def test_the_page_says_what_is_asked_and_no_name(
    client: CheckingClient, session: Session, cast: Cast, ask: Ask
) -> None:
    request = ask(venue=cast.room)
    factories.invitation(session, cast.lunch, cast.ines)
    page = client.get(path(request))
    said = words(page)
    for expected in (
        "Parenthèse Savoie",
        "mardi 19 janvier",
        "De 11 h 30 à 14 h 15, installation et rangement compris",
        "24 personnes assises, 4 tables",
        "Nous apportons le repas",
        "salle des Tilleuls",
        "sans compte ni mot de passe",
        "nous appellerons le jeudi 3 décembre",
        "Refuser ne demande aucune explication",
    ):
        assert expected in said, expected
    assert 'href="tel:0465710012"' in page.text
    assert "Inès" not in page.text
    assert cast.ines.last_name not in page.text


def test_the_head_count_is_said_even_when_the_needs_do_not(client: CheckingClient, ask: Ask) -> None:
    assert "24 personnes attendues" in words(client.get(path(ask(needs="Une cuisine."))))


def test_without_a_known_room_the_page_asks_which(client: CheckingClient, bare: HostingRequest) -> None:
    page = client.get(path(bare))
    assert "Dans quelle salle ?" in words(page)
    assert 'name="oui-room_name"' in page.text
    assert 'name="oui-room"' not in page.text, "there is nothing to choose from"


def test_reading_changes_nothing_however_often_scanners_come(
    client: CheckingClient, session: Session, bare: HostingRequest
) -> None:
    where, before = path(bare), everything(session)
    for suffix in ("", "?reponse=oui", "?reponse=autre", "?reponse=non"):
        for _ in range(5):
            assert client.get(where + suffix).status_code == 200
            assert client.head(where + suffix).status_code == 200
    assert everything(session) == before


@pytest.mark.parametrize(("choice", "opened"), [("autre", "autre"), ("non", "refuser")])
def test_a_link_of_the_mail_opens_its_answer(
    client: CheckingClient, bare: HostingRequest, choice: str, opened: str
) -> None:
    page = parse(client.get(f"{path(bare)}?reponse={choice}").text)
    assert [each.get("id") for each in page.iter("details") if each.get("open") is not None] == [opened]


def test_the_link_that_accepts_says_that_one_tap_is_left(client: CheckingClient, bare: HostingRequest) -> None:
    assert "Plus qu’un appui : « Accepter »" in words(client.get(f"{path(bare)}?reponse=oui"))
    assert "Plus qu’un appui" not in words(client.get(path(bare)))
    assert client.get(f"{path(bare)}?reponse=peut-etre").status_code == 200


def test_accepting_names_the_room_and_the_page_says_what_was_noted(
    client: CheckingClient, session: Session, cast: Cast, bare: HostingRequest
) -> None:
    answer = {"reponse": "oui", "oui-room_name": "Salle\u202e  des fêtes ", "oui-note": "Clés à l’accueil."}
    response = client.post(path(bare), data=answer)
    assert response.status_code == 302
    assert response.location == path(bare)
    assert bare.status is RequestStatus.ACCEPTED
    assert bare.answer_channel is HostChannel.LINK
    assert bare.venue is not None
    assert bare.venue.name == "Salle des fêtes", "invisible controls and stray blanks are gone"
    assert cast.lunch.venue_id == bare.venue_id
    said = words(client.get(path(bare)))
    for expected in ("C’est noté : vous prêtez la salle", "Salle des fêtes", "Clés à l’accueil.", "appelez-nous"):
        assert expected in said
    assert "Accepter" not in said
    (mail,) = told(session)
    assert mail.recipient == "maud@parenthese.example"


def test_the_same_answer_twice_is_one_room_and_one_mail(
    client: CheckingClient, session: Session, bare: HostingRequest
) -> None:
    before = rooms(session)
    for _ in range(2):
        response = client.post(path(bare), data={"reponse": "oui", "oui-room_name": "Salle des fêtes"})
        assert response.status_code == 302
    assert rooms(session) == before + 1
    assert len(told(session)) == 1


def test_a_host_chooses_among_its_own_rooms(client: CheckingClient, session: Session, cast: Cast, ask: Ask) -> None:
    council = factories.venue(session, cast.mairie, "salle du Conseil", 30)
    request = ask(venue=cast.room)
    assert "salle du Conseil (30 places assises)" in words(client.get(path(request)))
    client.post(path(request), data={"reponse": "oui", "oui-room": council.public_id})
    assert request.venue_id == council.id


def test_the_room_asked_for_needs_nothing_more_than_a_tap(client: CheckingClient, cast: Cast, ask: Ask) -> None:
    request = ask(venue=cast.room)
    assert 'name="oui-room"' not in client.get(path(request)).text, "one room is no choice"
    client.post(path(request), data={"reponse": "oui"})
    assert request.status is RequestStatus.ACCEPTED
    assert request.venue_id == cast.room.id


def test_the_room_of_another_host_is_refused(client: CheckingClient, session: Session, cast: Cast, ask: Ask) -> None:
    elsewhere = factories.venue(session, factories.town_hall(session, "73065"), "salle d’ailleurs")
    request = ask(venue=cast.room)
    response = client.post(path(request), data={"reponse": "oui", "oui-room": elsewhere.public_id})
    assert response.status_code == 422
    assert request.status is RequestStatus.SENT


def test_a_room_that_we_know_typed_by_its_name_is_not_described_twice(
    client: CheckingClient, session: Session, cast: Cast, ask: Ask
) -> None:
    request = ask()
    before = rooms(session)
    data = {"reponse": "oui", "oui-room": "autre", "oui-room_name": "SALLE DES TILLEULS"}
    client.post(path(request), data=data)
    assert request.venue_id == cast.room.id
    assert rooms(session) == before


def test_accepting_without_a_room_is_refused_and_keeps_what_was_written(
    client: CheckingClient, bare: HostingRequest
) -> None:
    response = client.post(path(bare), data={"reponse": "oui", "oui-room_name": " ", "oui-note": "Merci à vous"})
    assert response.status_code == 409
    assert "Dites-nous dans quelle salle" in words(response)
    assert "Merci à vous" in response.text
    assert bare.status is RequestStatus.SENT


def test_a_room_too_small_is_refused_in_plain_words(
    client: CheckingClient, session: Session, cast: Cast, ask: Ask
) -> None:
    request = ask(venue=factories.venue(session, cast.mairie, "petite salle", 8))
    response = client.post(path(request), data={"reponse": "oui"})
    assert response.status_code == 409
    assert "8 places assises" in words(response)
    assert request.status is RequestStatus.SENT


def test_an_address_is_looked_up_while_no_transaction_is_open(
    client: CheckingClient, bare: HostingRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def locate(_self: Geocoder, address: str, town: str, near: tuple[float, float]) -> GeocodedPoint | None:
        if address:
            assert not db.session().in_transaction()
            asked.append((address, town))
        return GeocodedPoint(45.2, 6.66, address, 0.9) if address else None

    monkeypatch.setattr(Geocoder, "locate", locate)
    data = {"reponse": "oui", "oui-room_name": "Salle des fêtes", "oui-room_address": "1 place de la Mairie"}
    client.post(path(bare), data=data)
    assert asked == [("1 place de la Mairie", "73500 Modane")]
    assert bare.venue is not None
    assert (bare.venue.lat, bare.venue.lon) == (45.2, 6.66)
    assert bare.venue.address == "1 place de la Mairie"


def test_a_request_that_is_closed_has_no_address_looked_up(
    client: CheckingClient, bare: HostingRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Geocoder, "locate", lambda _self, address, *_rest, **_given: asked.append(address))
    client.post(path(bare), data={"reponse": "non"})
    data = {"reponse": "oui", "oui-room_name": "Salle des fêtes", "oui-room_address": "1 place de la Mairie"}
    assert client.post(path(bare), data=data).status_code == 409
    assert [address for address in asked if address] == []


def test_an_address_that_nobody_finds_takes_the_commune(client: CheckingClient, bare: HostingRequest) -> None:
    data = {"reponse": "oui", "oui-room_name": "Salle des fêtes", "oui-room_address": "1 place de la Mairie"}
    client.post(path(bare), data=data)
    assert bare.status is RequestStatus.ACCEPTED
    assert bare.venue is not None
    assert (bare.venue.lat, bare.venue.lon) == bare.host.commune.point


def test_another_slot_is_noted_in_paris_time_with_the_room_and_a_word(
    client: CheckingClient, session: Session, cast: Cast, ask: Ask
) -> None:
    council = factories.venue(session, cast.mairie, "salle du Conseil")
    request = ask()
    data = {"autre-day": "2027-07-06", "autre-hour": "12:15", "autre-room": council.public_id, "autre-note": "Été"}
    assert client.post(path(request), data={"reponse": "autre"} | data).status_code == 302
    assert request.status is RequestStatus.OTHER_SLOT
    assert request.other_starts_at == datetime(2027, 7, 6, 10, 15, tzinfo=UTC)
    assert request.venue_id == council.id
    assert request.answer_note == "Été"
    assert "Vous proposez le mardi 6 juillet, 12 h 15" in words(client.get(path(request)))
    client.post(path(request), data={"reponse": "autre"} | data)
    assert len(told(session)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"autre-day": "0001-01-01", "autre-hour": "00:00"}, "vérifiez la date"),
        ({"autre-day": "", "autre-hour": "12:15"}, "Choisissez un jour"),
        ({"autre-day": "bientôt", "autre-hour": "12:15"}, "Choisissez un jour"),
        ({"autre-day": "2027-02-02", "autre-hour": "midi"}, "Choisissez une heure"),
        ({"autre-day": "2027-03-28", "autre-hour": "02:30"}, "Cette heure n’existe pas ce jour-là"),
    ],
)
def test_a_slot_that_cannot_be_is_refused_and_stays_as_typed(
    client: CheckingClient, bare: HostingRequest, typed: dict[str, str], said: str
) -> None:
    response = client.post(path(bare), data={"reponse": "autre", "autre-note": "Été"} | typed)
    assert response.status_code == 422
    assert said in words(response)
    for value in (*typed.values(), "Été"):
        assert value in response.text
    assert bare.status is RequestStatus.SENT


def test_a_slot_in_the_past_is_refused_and_leaves_nothing_behind(
    client: CheckingClient, session: Session, cast: Cast, ask: Ask
) -> None:
    request = ask()
    before = everything(session)
    data = {"autre-day": "2026-11-02", "autre-hour": "12:15", "autre-room": cast.room.public_id}
    response = client.post(path(request), data={"reponse": "autre"} | data)
    assert response.status_code == 409
    assert "Cette date est passée" in words(response)
    assert "Dans quelle salle" in words(response), "the room of an answer that was refused is not noted either"
    assert everything(session) == before


def test_refusing_asks_for_no_explanation(client: CheckingClient, session: Session, bare: HostingRequest) -> None:
    for _ in range(2):
        assert client.post(path(bare), data={"reponse": "non"}).status_code == 302
    assert bare.status is RequestStatus.REFUSED
    assert len(told(session)) == 1
    said = words(client.get(path(bare)))
    assert "C’est noté : pas cette fois" in said
    assert "Pour changer d’avis, appelez-nous" in said


def test_of_contrary_answers_at_the_same_moment_one_is_kept_and_the_other_is_told(
    app: Flask, session: Session, bare: HostingRequest
) -> None:
    where, answers = path(bare), [{"reponse": "non"}, {"reponse": "oui", "oui-room_name": "Salle des fêtes"}] * 4
    session.commit()
    together = Barrier(len(answers))

    def post(data: dict[str, str]) -> int:
        browser = FlaskClient(app, TestResponse)
        together.wait()
        return browser.post(where, data=data).status_code

    with ThreadPoolExecutor(len(answers)) as pool:
        statuses = list(pool.map(post, answers))
    session.expire_all()
    refused = bare.status is RequestStatus.REFUSED
    assert statuses == [302 if (data["reponse"] == "non") is refused else 409 for data in answers]
    assert len(told(session)) == 1


def test_an_answered_request_does_not_change_by_its_link(
    client: CheckingClient, session: Session, bare: HostingRequest
) -> None:
    client.post(path(bare), data={"reponse": "non"})
    response = client.post(path(bare), data={"reponse": "oui", "oui-room_name": "Salle des fêtes"})
    assert response.status_code == 409
    assert "n’attend plus de réponse" in words(response)
    assert bare.status is RequestStatus.REFUSED
    assert len(told(session)) == 1


def test_a_request_taken_back_says_so(client: CheckingClient, session: Session, bare: HostingRequest) -> None:
    verbs.withdraw_request(session, bare, now=NOW)
    page = client.get(path(bare))
    assert page.status_code == 200
    assert "Nous n’avons plus besoin de la salle" in words(page)
    assert client.post(path(bare), data={"reponse": "non"}).status_code == 409
    assert bare.status is RequestStatus.WITHDRAWN


def test_a_meetup_that_was_published_elsewhere_needs_no_room(
    client: CheckingClient, session: Session, cast: Cast, bare: HostingRequest
) -> None:
    publish(session, cast.lunch, now=NOW)
    assert "Nous n’avons plus besoin de la salle" in words(client.get(path(bare)))


def test_a_cancelled_meetup_says_so(
    client: CheckingClient, session: Session, cast: Cast, bare: HostingRequest
) -> None:
    call_off(session, cast.lunch, reason="Maud est malade.", now=NOW)
    page = client.get(path(bare))
    assert page.status_code == 200
    assert "Ce déjeuner n’aura pas lieu" in words(page)
    assert "malade" not in page.text, "why is the association's own affair"
    assert "Accepter" not in words(page)


def test_a_date_that_is_past_says_so(client: CheckingClient, bare: HostingRequest, frozen_clock: FrozenClock) -> None:
    frozen_clock.now = LUNCH
    page = client.get(path(bare))
    assert "Cette date est passée" in words(page)
    assert client.post(path(bare), data={"reponse": "non"}).status_code == 409
    assert bare.status is RequestStatus.SENT


def test_wrong_links_all_get_the_same_page(client: CheckingClient, session: Session, cast: Cast, ask: Ask) -> None:
    request, guest = ask(), factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    tampered = path(request)[:-1] + ("A" if path(request)[-1] != "A" else "B")
    unknown = "/h/" + sign_link(Purpose.HOST, "inconnu")
    other_purpose = "/h/" + urlsplit(answer_url(guest)).path.removeprefix("/i/")
    pages = [client.get(url) for url in (tampered, unknown, other_purpose, "/h/rien")]
    assert {page.status_code for page in pages} == {404}
    assert len({words(page) for page in pages}) == 1
    old = path(request)
    session.commit()  # the reads above left a transaction that only reads
    request.link_version += 1
    assert client.get(old).status_code == 410
    assert client.post(old, data={"reponse": "non"}).status_code == 410


def test_the_link_is_the_authority_without_any_form_token(
    app: Flask, client: CheckingClient, bare: HostingRequest
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    data = {"reponse": "autre", "autre-day": "2027-02-02", "autre-hour": "12:15"}
    assert client.post(path(bare), data=data).status_code == 302
    assert bare.status is RequestStatus.OTHER_SLOT


def test_an_answer_that_does_not_exist_changes_nothing(client: CheckingClient, bare: HostingRequest) -> None:
    assert client.post(path(bare), data={"reponse": "jamais"}).status_code == 422
    assert bare.status is RequestStatus.SENT


def test_what_people_write_is_never_run(client: CheckingClient, session: Session, cast: Cast, ask: Ask) -> None:
    payload = "<script>alert(1)</script>{{7*7777}}\"'"
    cast.mairie.name = cast.room.name = payload
    request = ask(venue=cast.room, needs=payload)
    data = {"reponse": "autre", "autre-day": payload, "autre-hour": payload, "autre-note": payload}
    for response in (client.get(path(request)), client.post(path(request), data=data)):
        assert not list(parse(response.text).iter("script"))
        assert payload in words(response)
        assert "54439" not in words(response)
    client.post(path(request), data={"reponse": "non", "non-note": payload})
    answered = client.get(path(request))
    assert not list(parse(answered.text).iter("script"))
    assert payload in words(answered)


@pytest.mark.parametrize("name", ["L’Écrin « d’Émile »", "A" * 80, "قاعة البلدية", "אולם העירייה"])
def test_rooms_are_named_as_their_host_names_them(client: CheckingClient, bare: HostingRequest, name: str) -> None:
    client.post(path(bare), data={"reponse": "oui", "oui-room_name": name})
    assert " ".join(name.split()) in words(client.get(path(bare)))


def test_the_page_costs_the_same_few_queries_whatever_the_rooms(
    client: CheckingClient, session: Session, cast: Cast, ask: Ask
) -> None:
    request = ask()
    session.commit()
    session.expire_all()
    with recorded_statements() as few:
        client.get(path(request))
    session.commit()
    for number in range(30):
        factories.venue(session, cast.mairie, f"salle {number}")
    with recorded_statements() as many:
        client.get(path(request))
    assert len(many) == len(few) <= 5


def test_the_room_stays_free_until_the_answer_is_complete(
    client: CheckingClient, bare: HostingRequest, session: Session
) -> None:
    before = everything(session)
    client.post(path(bare), data={"reponse": "autre", "autre-day": "2027-02-02", "autre-hour": "25:99"})
    client.post(path(bare), data={"reponse": "oui", "oui-room_name": "A" * 121})
    assert everything(session) == before


def test_a_structure_is_not_called_a_town_hall(client: CheckingClient, session: Session, cast: Cast, ask: Ask) -> None:
    cast.mairie.kind = type(cast.mairie.kind).STRUCTURE
    assert "Ce lien est réservé à votre structure" in words(client.get(path(ask())))


def test_a_slot_taken_without_a_room_asks_for_its_name(
    client: CheckingClient, session: Session, bare: HostingRequest
) -> None:
    verbs.propose_other_slot(
        session, bare, starts_at=LUNCH + timedelta(days=7), note="", channel=HostChannel.TELEPHONE, now=NOW
    )
    verbs.take_other_slot(session, bare, now=NOW)
    said = words(client.get(path(bare)))
    assert "mardi 26 janvier" in said
    assert "Nom de la salle" in said
