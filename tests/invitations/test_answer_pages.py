"""The page of a guest: what it shows in each state, what one tap records, and what it never says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.accounts.models import ConsentEntry
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.answers import answer
from meetups.invitations.colleagues import Colleague
from meetups.invitations.emails import answer_url
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerChoice, AnswerSource, RegistrationStatus
from meetups.invitations.services import cancel, invite, remove_guest, reschedule
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.emails import host_url
from meetups.planning.hosting import request_room
from meetups.planning.models import MeetupFormat
from meetups.web.tokens import Purpose, sign_link
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.snapshots import everything

WEEK = timedelta(days=7)
REASONS: list[dict[str, object]] = [{"code": "pathway", "name": "Grand âge"}, {"code": "distance", "km": 4.3}]
GOING, MAYBE, DECLINED = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.DECLINED


@pytest.fixture
def ines(session: Session, cast: Cast) -> Invitation:
    """Inès, really asked, with Karim and Odile."""
    cast.lunch.why = "Une sortie d’hôpital se joue à plusieurs.\nOn se connaît mieux à table."
    cast.room.address, cast.room.access_notes = "12 rue de l’Église", "Porte bleue.\nParking gratuit."
    people = cast.ines, cast.karim, cast.odile
    first, *_ = [add_guest(session, cast.lunch, person, reasons=REASONS, now=NOW) for person in people]
    invite(session, cast.lunch, now=NOW)
    session.commit()
    return first


def guest(session: Session, cast: Cast, person: Professional) -> Invitation:
    return session.scalars(
        select(Invitation).where(Invitation.meetup_id == cast.lunch.id, Invitation.professional_id == person.id)
    ).one()


def path(invitation: Invitation, choice: AnswerChoice | None = None) -> str:
    """Where the mail leads, or one of its four buttons."""
    parts = urlsplit(answer_url(invitation, choice))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def words(response: TestResponse) -> str:
    """What a person reads, blanks made plain."""
    main = parse(response.text).find(".//main")
    assert main is not None
    return " ".join(" ".join(main.itertext()).split())


def buttons(response: TestResponse) -> list[str]:
    """What can be posted, by the values of the buttons."""
    return [each.get("value") or "" for each in parse(response.text).iter("button") if each.get("name") == "reponse"]


def say(session: Session, invitation: Invitation, status: RegistrationStatus, **given: object) -> None:
    """An answer that reached us before."""
    session.commit()  # ends what a page was reading
    values: dict[str, object] = {"source": AnswerSource.TELEPHONE, "now": NOW} | given
    answer(session, invitation, status, **values)  # type: ignore[arg-type]
    session.commit()


def status(invitation: Invitation) -> RegistrationStatus | None:
    return invitation.registration.status if invitation.registration else None


def confirmations(session: Session) -> int:
    kind = OutgoingEmail.kind == MailKind.CONFIRMATION
    return len(session.scalars(select(OutgoingEmail).where(kind)).all())


def test_the_page_says_when_where_why_and_offers_four_answers(client: CheckingClient, ines: Invitation) -> None:
    page = client.get(path(ines))
    said = words(page)
    for expected in (
        "mardi 19 janvier",
        "Bien rentrer chez soi après l’hôpital",
        "12 h 15 à 13 h 45",
        "salle des Tilleuls",
        "12 rue de l’Église",
        "73290 La Motte-Servolex",
        "De plain-pied.",
        "Porte bleue.",
        "Pourquoi ce déjeuner",
        "Une sortie d’hôpital se joue à plusieurs.",
        "vous partagez le parcours « Grand âge »",
        "vous travaillez à 4,3 km, à vol d’oiseau",
        "Bonjour Inès , vous venez ?",
        "Il reste 24 places sur 24.",
        "Ajouter à mon agenda",
    ):
        assert expected in said, expected
    assert buttons(page) == ["oui", "peut-etre", "non"]
    assert path(ines, AnswerChoice.COLLEAGUE) in page.text
    assert 'href="tel:0465710012"' in page.text


def test_reading_changes_nothing_however_often_scanners_come(
    client: CheckingClient, session: Session, ines: Invitation
) -> None:
    links, before = [path(ines), *(path(ines, choice) for choice in AnswerChoice)], everything(session)
    for link in links:
        for _ in range(20):
            assert client.get(link).status_code == 200
            assert client.head(link).status_code == 200
    assert everything(session) == before


@pytest.mark.parametrize(
    ("choice", "recorded", "said"),
    [
        ("oui", GOING, "Votre place est gardée"),
        ("peut-etre", MAYBE, "C’est noté : peut-être"),
        ("non", DECLINED, "C’est noté : vous ne venez pas"),
    ],
)
def test_one_tap_records_an_answer_and_the_page_says_so(
    client: CheckingClient,
    session: Session,
    ines: Invitation,
    choice: str,
    recorded: RegistrationStatus,
    said: str,
) -> None:
    response = client.post(path(ines), data={"reponse": choice})
    assert response.status_code == 302
    assert response.location == path(ines)
    assert status(ines) is recorded
    assert ines.registration is not None
    assert ines.registration.source is AnswerSource.EMAIL_LINK
    assert ines.registration.answered_at == NOW
    page = client.get(path(ines))
    assert said in words(page)
    assert "Changer ma réponse" in words(page)
    assert confirmations(session) == 1


def test_a_button_of_the_mail_prepares_its_answer_and_one_more_tap_records_it(
    client: CheckingClient, ines: Invitation
) -> None:
    page = client.get(path(ines, AnswerChoice.COMING))
    assert "Vous venez ?" in words(page)
    assert "Plus qu’un appui" in words(page)
    assert "Confirmer : je viens" in words(page)
    assert buttons(page) == ["oui"], "one button, the one expected"
    assert status(ines) is None
    assert client.get(f"{path(ines)}?reponse=toujours").status_code == 200


def test_a_prepared_answer_already_given_shows_that_it_was(
    client: CheckingClient, session: Session, ines: Invitation
) -> None:
    say(session, ines, GOING)
    page = client.get(path(ines, AnswerChoice.COMING))
    assert "Votre place est gardée" in words(page)
    assert buttons(page) == []
    say(session, ines, DECLINED)
    assert buttons(client.get(path(ines, AnswerChoice.NOT_COMING))) == []
    assert buttons(client.get(path(ines, AnswerChoice.MAYBE))) == ["peut-etre"]


def test_changing_ones_mind_shows_the_answer_held_and_the_others(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    say(session, ines, GOING)
    page = client.get(f"{path(ines)}?changer=1")
    assert "Votre réponse : vous venez." in words(page)
    assert buttons(page) == ["peut-etre", "non"]
    client.post(path(ines), data={"reponse": "non"})
    assert status(ines) is RegistrationStatus.WITHDRAWN
    assert cast.lunch.seats_taken == 0
    assert "votre place est libérée" in words(client.get(path(ines)))
    assert buttons(client.get(f"{path(ines)}?changer=1")) == ["oui", "peut-etre"]


def test_the_same_answer_twice_is_one_seat_and_one_mail(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    for _ in range(3):
        assert client.post(path(ines), data={"reponse": "oui"}).status_code == 302
    assert cast.lunch.seats_taken == 1
    assert confirmations(session) == 1


def test_the_same_form_sent_many_times_at_once_is_one_answer_and_one_mail(
    app: Flask, session: Session, cast: Cast, ines: Invitation
) -> None:
    where, together = path(ines), Barrier(8)

    def post(_number: int) -> int:
        browser = FlaskClient(app, TestResponse)
        together.wait()
        return browser.post(where, data={"reponse": "oui"}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(post, range(8))) == {302}
    session.expire_all()
    assert status(ines) is GOING
    assert cast.lunch.seats_taken == 1
    assert confirmations(session) == 1


def test_someone_without_an_address_is_not_told_that_a_mail_left(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    odile = guest(session, cast, cast.odile)
    client.post(path(odile), data={"reponse": "oui"})
    said = words(client.get(path(odile)))
    assert "nous n’avons pas votre courriel" in said
    assert "Pas de courriel ? Appelez l’équipe, elle notera votre réponse" in said
    client.post(path(ines), data={"reponse": "oui"})
    assert "aussi par courriel" in words(client.get(path(ines)))


def test_a_colleague_comes_instead_and_receives_their_own_invitation(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    page = client.get(path(ines, AnswerChoice.COLLEAGUE))
    assert "Ces coordonnées servent à inviter cette personne" in words(page)
    data = {"reponse": "collegue", "first_name": "Zoé", "last_name": "", "email": "Zoe@Cabinet.example", "phone": ""}
    for _ in range(2):
        assert client.post(path(ines), data=data).status_code == 302
    assert status(ines) is RegistrationStatus.SUBSTITUTED
    assert "Une place pour votre collègue" in words(client.get(path(ines)))
    zoe = session.scalars(select(Professional).where(Professional.email == "zoe@cabinet.example")).one()
    theirs = guest(session, cast, zoe)
    assert status(theirs) is RegistrationStatus.OFFERED
    assert cast.lunch.seats_taken == 1
    assert "Inès vous la laisse" in words(client.get(path(theirs)))


def test_a_telephone_is_enough_for_a_colleague(client: CheckingClient, session: Session, ines: Invitation) -> None:
    data = {"reponse": "collegue", "first_name": "Zoé", "phone": "06.39.98 00-12"}
    assert client.post(path(ines), data=data).status_code == 302
    assert session.scalars(select(Professional.phone).where(Professional.first_name == "Zoé")).one() == "0639980012"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first_name": "", "email": "zoe@cabinet.example"}, "Il manque le prénom"),
        ({"first_name": "Zoé"}, "Donnez son courriel, ou son téléphone"),
        ({"first_name": "Zoé", "email": "zoe.cabinet.example"}, "Il manque le signe @"),
        ({"first_name": "Zoé", "phone": "demain"}, "Écrivez le numéro avec ses chiffres"),
        ({"first_name": "Z" * 121, "phone": "0639980012"}, "un peu long"),
        ({"first_name": "Madame, voyez evil.example", "phone": "0639980012"}, "prénom avec des lettres"),
        ({"first_name": "Zoé", "last_name": "evil.example", "phone": "0639980012"}, "avec des lettres, quarante"),
    ],
)
def test_a_colleague_who_cannot_be_reached_is_asked_for_again_and_nothing_typed_is_lost(
    client: CheckingClient, session: Session, ines: Invitation, typed: dict[str, str], said: str
) -> None:
    client.allowed_addresses = frozenset({"lucie@exemple.fr"})
    before = everything(session)
    response = client.post(path(ines), data={"reponse": "collegue", "last_name": "L’Hôte"} | typed)
    assert response.status_code == 422
    assert said in words(response)
    values = {field.get("name"): field.get("value") for field in parse(response.text).iter("input")}
    assert values | {"last_name": "L’Hôte"} | typed == values
    assert everything(session) == before


def test_a_colleague_already_invited_answers_for_themselves(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    say(session, ines, GOING)
    before = everything(session)
    data = {"reponse": "collegue", "first_name": "Karim", "email": "karim@sante.example"}
    response = client.post(path(ines), data=data)
    assert response.status_code == 409
    assert "appelez l’équipe, elle s’en occupe" in words(response)
    assert 'value="karim@sante.example"' in response.text
    assert everything(session) == before


def test_a_full_table_refuses_a_colleague_politely_and_loses_nothing(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    say(session, ines, MAYBE)
    cast.lunch.capacity = 1
    say(session, guest(session, cast, cast.karim), GOING)
    before = everything(session)
    data = {"reponse": "collegue", "first_name": "Zoé", "email": "zoe@cabinet.example"}
    response = client.post(path(ines), data=data)
    assert response.status_code == 409
    assert "La table est complète. Votre réponse n’a pas changé. Appelez l’équipe" in words(response)
    assert 'value="zoe@cabinet.example"' in response.text
    assert everything(session) == before


def test_a_full_table_is_said_before_anyone_tries(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    cast.lunch.capacity = 1
    say(session, guest(session, cast, cast.karim), GOING)
    page = client.get(path(ines))
    assert "La table est complète" in words(page)
    assert buttons(page) == ["oui", "peut-etre", "non"]
    assert "Rejoindre la liste d’attente" in words(page)
    assert "Rejoindre la liste d’attente" in words(client.get(path(ines, AnswerChoice.COMING)))
    say(session, guest(session, cast, cast.karim), DECLINED)
    say(session, ines, GOING)
    assert "La table est complète" not in words(client.get(f"{path(ines)}?changer=1")), "this seat is theirs"


def test_a_cancelled_meetup_says_so_and_why(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    cancel(session, cast.lunch, reason="La salle est inondée.", now=NOW)
    session.commit()
    for link in (path(ines), path(ines, AnswerChoice.COMING)):
        page = client.get(link)
        assert page.status_code == 200
        assert "Ce déjeuner n’aura pas lieu" in words(page)
        assert "La salle est inondée." in words(page)
        assert buttons(page) == []
    response = client.post(path(ines), data={"reponse": "oui"})
    assert response.status_code == 409
    assert "n’aura pas lieu" in words(response)
    assert status(ines) is None


def test_a_meetup_that_has_begun_says_so(
    client: CheckingClient, session: Session, ines: Invitation, frozen_clock: FrozenClock
) -> None:
    say(session, ines, GOING)
    frozen_clock.now = LUNCH
    page = client.get(path(ines))
    assert "Cette date est passée" in words(page)
    assert "Votre réponse : vous venez." in words(page)
    assert client.post(path(ines), data={"reponse": "non"}).status_code == 409
    assert status(ines) is GOING


def test_after_a_move_the_seat_is_held_and_the_page_asks_again(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    say(session, ines, GOING)
    moved = {"starts_at": LUNCH + WEEK, "ends_at": LUNCH + WEEK + timedelta(hours=1)}
    reschedule(session, cast.lunch, venue_id=cast.room.id, now=NOW, **moved)
    session.commit()
    page = client.get(path(ines))
    assert "Votre place est gardée : la date ou le lieu a changé, dites-nous si vous venez." in words(page)
    assert "mardi 26 janvier" in words(page)
    assert buttons(page) == ["oui", "peut-etre", "non"]
    client.post(path(ines), data={"reponse": "oui"})
    assert status(ines) is GOING
    assert cast.lunch.seats_taken == 1


def test_only_those_who_come_and_agreed_are_named(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    cast.karim.is_seen_by_guests = True
    assert "Personne n’a encore dit oui." in words(client.get(path(ines)))
    session.commit()
    assert "Karim" not in client.get(path(ines)).text
    session.commit()
    cast.karim.is_seen_by_guests = True
    say(session, guest(session, cast, cast.karim), GOING)
    say(session, guest(session, cast, cast.odile), GOING)
    page = client.get(path(ines))
    assert "2 personnes ont dit qu’elles viennent." in words(page)
    assert "Karim" in words(page)
    assert cast.karim.last_name not in page.text
    assert "Odile" not in page.text


def test_people_are_listed_by_family_and_first_name_and_homonyms_get_an_initial(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    people = [
        ("Zoé", "Ravel", ProfessionFamily.HOME_HELP),
        ("Éric", "Ravel", ProfessionFamily.HOME_HELP),
        ("Claire", "Roux", ProfessionFamily.NURSING),
        ("claire", "martin", ProfessionFamily.PHARMACY),
    ]
    for first, last, family in people:
        person = factories.professional(
            session, first, last_name=last, family=family, email=None, is_seen_by_guests=True
        )
        factories.invitation(session, cast.lunch, person, invited_at=NOW)
        say(session, guest(session, cast, person), GOING)
    said = words(client.get(path(ines)))
    assert "Aide à domicile 2 Éric, Zoé Pharmacie 1 claire M. Soins infirmiers 1 Claire R." in said


def test_being_named_is_a_choice_logged_once_and_taken_back_as_easily(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    say(session, ines, GOING)
    assert "Montrer mon prénom et mon métier aux autres personnes invitées" in words(client.get(path(ines)))
    for data in ({"montrer": "1", "shown": "y"}, {"montrer": "1", "shown": "y"}, {"montrer": "1"}):
        response = client.post(path(ines), data=data)
        assert response.location == f"{path(ines)}#montrer"
    assert cast.ines.is_seen_by_guests is False
    entries = session.scalars(select(ConsentEntry).where(ConsentEntry.purpose == "seen_by_guests")).all()
    assert [(entry.subject, entry.given, entry.source) for entry in entries] == [
        (cast.ines.public_id, True, "invitation_link"),
        (cast.ines.public_id, False, "invitation_link"),
    ]
    assert status(ines) is GOING


def test_only_someone_who_comes_is_asked_to_be_named(
    client: CheckingClient, session: Session, ines: Invitation
) -> None:
    say(session, ines, MAYBE)
    assert "Montrer mon prénom" not in words(client.get(path(ines)))


def test_the_calendar_file_holds_the_guests_own_event_and_nobody(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation, frozen_clock: FrozenClock
) -> None:
    response = client.get(f"{path(ines)}/agenda.ics")
    assert response.mimetype == "text/calendar"
    assert response.headers["Content-Disposition"].startswith("attachment")
    calendar = Calendar.from_ical(response.data)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == ines.uid
    assert event["DTSTART"].dt == LUNCH
    assert event["LOCATION"] == "salle des Tilleuls, 12 rue de l’Église, 73290 La Motte-Servolex"
    assert b"ATTENDEE" not in response.data
    assert b"/i/" not in response.data
    frozen_clock.now = NOW + WEEK
    assert client.get(f"{path(ines)}/agenda.ics").data == response.data, "it changes with the meetup, not with time"
    session.commit()
    cancel(session, cast.lunch, reason="", now=NOW)
    session.commit()
    assert b"STATUS:CANCELLED" in client.get(f"{path(ines)}/agenda.ics").data


def test_nothing_of_the_persons_other_invitations_shows(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    other = factories.meetup(session, cast.room, title="Autre table", starts_at=LUNCH + WEEK, ends_at=LUNCH + 2 * WEEK)
    factories.invitation(session, other, cast.ines, invited_at=NOW)
    assert "Autre table" not in client.get(path(ines)).text


def test_wrong_links_all_get_the_same_page(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    draft = factories.meetup(session, None, title="Brouillon")
    not_asked = factories.invitation(session, draft, cast.ines)
    request = request_room(session, draft, cast.mairie, venue=None, needs="", asked_by=None, now=NOW)
    tampered = path(ines)[:-1] + ("A" if path(ines)[-1] != "A" else "B")
    wrong = [
        tampered,
        path(not_asked),
        "/i/" + sign_link(Purpose.INVITATION, "inconnu"),
        "/i/" + urlsplit(host_url(request)).path.removeprefix("/h/"),
        "/i/rien",
    ]
    pages = [client.get(url) for url in wrong]
    assert {page.status_code for page in pages} == {404}
    assert len({words(page) for page in pages}) == 1
    assert {client.get(f"{url}/agenda.ics").status_code for url in wrong} == {404}


def test_an_invitation_taken_back_is_gone(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    remove_guest(session, ines, now=NOW)
    session.commit()
    assert client.get(path(ines)).status_code == 410
    assert client.post(path(ines), data={"reponse": "oui"}).status_code == 410
    assert client.get(f"{path(ines)}/agenda.ics").status_code == 410


def test_the_link_is_the_authority_without_any_form_token(
    app: Flask, client: CheckingClient, session: Session, ines: Invitation
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post(path(ines), data={"reponse": "oui"}).status_code == 302
    assert client.post(path(ines), data={"montrer": "1", "shown": "y"}).status_code == 302
    assert ines.professional.is_seen_by_guests
    data = {"reponse": "collegue", "first_name": "Zoé", "phone": "0639980012"}
    assert client.post(path(ines), data=data).status_code == 302
    assert status(ines) is RegistrationStatus.SUBSTITUTED


def test_an_answer_that_does_not_exist_changes_nothing(client: CheckingClient, ines: Invitation) -> None:
    assert client.post(path(ines), data={"reponse": "toujours"}).status_code == 422
    assert client.post(path(ines), data={"List-Unsubscribe": "One-Click"}).status_code == 422
    assert status(ines) is None


def test_what_people_write_is_never_run(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    payload = "<script>alert(1)</script>{{7*7777}}\"'"
    cast.lunch.title = cast.lunch.why = cast.room.name = cast.room.address = cast.room.access_notes = payload
    cast.ines.first_name = cast.karim.first_name = payload
    cast.karim.is_seen_by_guests = True
    ines.reasons = [{"code": "pathway", "name": payload}]
    say(session, guest(session, cast, cast.karim), GOING)
    fields = {"first_name": payload, "last_name": payload, "email": payload, "phone": payload}
    pages = [client.get(path(ines)), client.post(path(ines), data={"reponse": "collegue"} | fields)]
    say(session, ines, GOING)
    pages.append(client.get(path(ines)))
    session.commit()
    cancel(session, cast.lunch, reason=payload, now=NOW)
    pages.append(client.get(path(ines)))
    for page in pages:
        assert not list(parse(page.text).iter("script"))
        assert payload in words(page)
        assert "54439" not in words(page)


@pytest.mark.parametrize("name", ["D’Arc-“Zoé”", "É" * 80, "مريم", "שירה", "O'Neil & fils"])
def test_people_are_greeted_as_they_write_their_name(
    client: CheckingClient, cast: Cast, ines: Invitation, name: str
) -> None:
    cast.ines.first_name = name
    page = client.get(path(ines))
    assert f"Bonjour {name} , vous venez ?" in words(page)
    assert name in [element.text for element in parse(page.text).iter("bdi")], "a direction of its own"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (MeetupFormat.EVENING, "Pourquoi cette soirée"),
        (MeetupFormat.DISCUSSION, "Pourquoi cet espace de parole"),
        (MeetupFormat.GOOD_NEWS, "Pourquoi ce café bonnes nouvelles"),
    ],
)
def test_each_format_is_named_with_its_article(
    client: CheckingClient, cast: Cast, ines: Invitation, kind: MeetupFormat, said: str
) -> None:
    cast.lunch.format = kind
    assert said in words(client.get(path(ines)))


def test_a_colleague_who_was_telephoned_keeps_their_name_clean(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    say(session, ines, RegistrationStatus.SUBSTITUTED, colleague=Colleague("Léa", "", "", "0639980012"))
    said = words(client.get(f"{path(ines)}?changer=1"))
    assert "votre collègue garde sa place" in said
    assert "Léa" not in said


def test_the_page_costs_the_same_few_queries_whatever_the_guests(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    session.expire_all()
    with recorded_statements() as few:
        client.get(path(ines))
    session.commit()
    for _ in range(20):
        person = factories.professional(session, "Léa", email=None, is_seen_by_guests=True)
        factories.invitation(session, cast.lunch, person, invited_at=NOW)
        say(session, guest(session, cast, person), GOING)
    session.expire_all()
    with recorded_statements() as many:
        page = client.get(path(ines))
    assert page.text.count("Léa") == 20
    assert len(many) == len(few) <= 9
