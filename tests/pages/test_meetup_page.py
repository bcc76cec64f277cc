"""One meetup as an organiser sees it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import services as invitations
from meetups.invitations.answers import answer
from meetups.invitations.guests import add_guest
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, text_of


def page_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}"


@pytest.fixture
def invited(session: Session, cast: Cast) -> Cast:
    """Inès and Odile are asked; Karim's is on the list since."""
    for person, reasons in ((cast.ines, [{"code": "distance", "km": 2.5}]), (cast.odile, [{"code": "never_invited"}])):
        add_guest(session, cast.lunch, person, reasons=reasons, now=NOW)  # type: ignore[arg-type]
    invitations.invite(session, cast.lunch, now=NOW)
    add_guest(session, cast.lunch, cast.karim, reasons=[{"code": "added_by_hand"}], now=NOW)
    session.commit()
    return cast


def test_the_page_says_when_where_for_whom_and_the_next_gesture(maud: CheckingClient, cast: Cast) -> None:
    page = maud.get(page_of(cast))
    said = text_of(page)
    for words in (
        "mardi 19 janvier",
        "12 h 15 à 13 h 45, salle des Tilleuls, La Motte-Servolex",
        "aucune gardée sur 24",
        "Grand âge",
        "Choisie à la main",
        "La liste est vide",
        "Ajouter des personnes",
    ):
        assert words in said, words


def test_guests_are_listed_with_reasons_answer_source_and_date(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    hers = next(each for each in invitations.guest_list(session, invited.lunch) if each.professional is invited.ines)
    answer(session, hers, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    said = text_of(maud.get(page_of(invited)))
    assert "travaille à 2,5 km à vol d’oiseau" in said
    assert "vient par le lien du courriel, lun. 23 nov." in said
    assert "ajout de l’équipe pas encore d’invitation" in said
    assert "Inviter 1 personne ajoutée" in said


def test_someone_without_an_address_is_to_be_called_with_answers_in_one_touch(
    maud: CheckingClient, invited: Cast
) -> None:
    page = maud.get(page_of(invited))
    assert "À joindre de vive voix" in text_of(page)
    assert "tel:0639980042" in {link.get("href") for link in parse(page.text).iter("a")}
    buttons = [each.get("value") for each in parse(page.text).iter("button") if each.get("name") == "reponse"]
    assert buttons == ["oui", "peut-etre", "non"]


def test_mails_are_counted_by_kind_and_state(maud: CheckingClient, session: Session, invited: Cast) -> None:
    said = text_of(maud.get(page_of(invited)))
    assert "Invitation 0 1 0" in said, "none left, one waits, none failed"
    session.rollback()
    mail = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.INVITATION)).one()
    mail.state = MailState.FAILED
    said = text_of(maud.get(page_of(invited)))
    assert "Invitation 0 0 1" in said
    assert f"Un courriel n’a pas pu partir vers : {invited.ines.full_name} (06 39 98 00 01)." in said


def test_a_cancelled_meetup_says_why_and_offers_nothing(maud: CheckingClient, session: Session, invited: Cast) -> None:
    invitations.cancel(session, invited.lunch, reason="La salle est inondée.", now=NOW)
    page = maud.get(page_of(invited))
    assert "La salle est inondée." in text_of(page)
    main = parse(page.text).find(".//main")
    assert main is not None
    assert [form.get("action") for form in main.iter("form")] == []


def test_a_past_meetup_can_be_read_and_not_changed(
    client: CheckingClient, invited: Cast, sign_in: SignIn, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = LUNCH + timedelta(hours=3)
    sign_in(client, invited.maud)
    page = client.get(page_of(invited))
    main = parse(page.text).find(".//main")
    assert main is not None
    assert [form.get("action") for form in main.iter("form")] == []
    for path in ("modifier", "invites", "lieu", "invitations", "deplacer"):
        refused = client.get(f"{page_of(invited)}/{path}", follow_redirects=True)
        assert "a déjà commencé" in text_of(refused), path


def test_what_a_host_answered_stays_readable(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(
        session, request, venue=None, new_room=None, note="Clés à l’accueil.", channel=HostChannel.TELEPHONE, now=NOW
    )
    said = text_of(maud.get(page_of(cast)))
    assert "demande acceptée, lun. 23 nov., par téléphone. Salle prêtée de 11 h 30 à 14 h 15." in said
    assert "« Clés à l’accueil. »" in said
    assert "Choisie à la main" not in said


def test_names_are_sorted_as_a_person_sorts_them(maud: CheckingClient, session: Session, cast: Cast) -> None:
    for name in ("Zoé", "Éléonore", "Fatou"):
        factories.invitation(session, cast.lunch, factories.professional(session, name))
    said = text_of(maud.get(page_of(cast)))
    assert said.index("Éléonore") < said.index("Fatou") < said.index("Zoé")


def test_one_page_has_one_filled_button(maud: CheckingClient, invited: Cast) -> None:
    page = parse(maud.get(page_of(invited)).text)
    assert len([each for each in page.iter() if "btn-primary" in (each.get("class") or "").split()]) == 1


@pytest.mark.parametrize(
    "path",
    ["", "/modifier", "/invites", "/lieu", "/lieu/reponse", "/invitations", "/deplacer", "/annuler"],
)
def test_an_unknown_meetup_is_not_found(maud: CheckingClient, path: str) -> None:
    unknown = maud.get(f"{MEETUPS}/inconnue{path}")
    assert unknown.status_code == 404
    assert unknown.text == maud.get("/nulle-part").text


@pytest.mark.parametrize("path", ["reponse", "retirer"])
def test_another_meetups_guest_is_as_unknown_as_nobody(
    maud: CheckingClient, session: Session, cast: Cast, path: str
) -> None:
    other = factories.meetup(session, starts_at=LUNCH + timedelta(days=2), ends_at=LUNCH + timedelta(days=2, hours=1))
    elsewhere = factories.invitation(session, other, cast.ines)
    theirs = maud.post(f"{page_of(cast)}/invites/{elsewhere.public_id}/{path}", data={"reponse": "oui"})
    nobody = maud.post(f"{page_of(cast)}/invites/inconnue/{path}", data={"reponse": "oui"})
    assert theirs.status_code == nobody.status_code == 404
    assert theirs.text == nobody.text
