"""The words of mails about rooms, in their three versions."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.outbox.services import Mail
from meetups.planning import emails, hosting
from meetups.planning.choices import HostChoice
from meetups.planning.emails import host_url
from meetups.planning.models import HostChannel, HostingRequest, MeetupFormat, RequestStatus
from meetups.planning.services import call_off
from meetups.planning.wording import default_needs
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.page_checks import parse


@pytest.fixture
def request_(session: Session, cast: Cast) -> HostingRequest:
    """Maud asks for the lunch, without naming a room; Inès is on the list."""
    factories.invitation(session, cast.lunch, cast.ines)
    cast.lunch.venue = None
    needs = default_needs(24, MeetupFormat.LUNCH)
    return hosting.request_room(session, cast.lunch, cast.mairie, venue=None, needs=needs, asked_by=cast.maud, now=NOW)


def plain(text: str) -> str:
    """Blanks made plain, so that what is compared can be read."""
    return " ".join(text.split())


def shown(mail: Mail) -> str:
    """What the HTML version says."""
    return plain(" ".join(parse(mail.html).find("body").itertext()))  # type: ignore[union-attr]


def links(mail: Mail) -> list[str]:
    return [link.get("href") or "" for link in parse(mail.html).iter("a")]


def every_mail(session: Session, request: HostingRequest, cast: Cast) -> list[Mail]:
    """One of each kind, and each answer told to the organiser."""
    written = [emails.hosting_request(request, cast.maud), emails.slot_taken(request)]
    request.other_starts_at = LUNCH + timedelta(days=7)
    for status in (RequestStatus.ACCEPTED, RequestStatus.REFUSED, RequestStatus.OTHER_SLOT):
        request.status = status
        written.append(emails.host_answered(request, cast.maud))
    return [*written, emails.request_withdrawn(request)]


def test_the_question_says_how_many_when_what_for_and_until_when(request_: HostingRequest, cast: Cast) -> None:
    mail = emails.hosting_request(request_, cast.maud)
    assert plain(mail.subject) == "Mardi 19 janvier : une salle pour 24 personnes ?"
    assert mail.recipient == "mairie.73179@mairie.example"
    for version in (plain(mail.text), shown(mail)):
        for expected in (
            "L’association Parenthèse Savoie réunit",
            "un déjeuner",
            "mardi 19 janvier",
            "de 11 h 30 à 14 h 15",
            "installation et rangement compris",
            "24 personnes assises, 4 tables.",
            "plus qu’un appui",
            "Refuser ne demande aucune explication.",
            "Sans réponse de votre part, nous vous appellerons le jeudi 3 décembre.",
            "Maud, pour l’association Parenthèse Savoie",
            "04 65 71 00 12",
        ):
            assert expected in version, expected
        assert "ans quelle salle ?" in version


def test_the_three_answers_lead_to_the_same_page_in_both_versions(request_: HostingRequest, cast: Cast) -> None:
    mail = emails.hosting_request(request_, cast.maud)
    expected = [f"{host_url(request_)}?reponse={value}" for value in ("oui", "autre", "non")]
    assert [url for url in links(mail) if "/h/" in url] == expected
    assert [word for word in mail.text.split() if word.startswith("http")] == expected
    for choice in HostChoice:
        assert choice.label in mail.text


def test_the_head_count_is_said_once_even_when_the_needs_do_not(request_: HostingRequest, cast: Cast) -> None:
    assert "personnes attendues" not in emails.hosting_request(request_, cast.maud).text
    request_.needs = "Une cuisine."
    mail = emails.hosting_request(request_, cast.maud)
    for version in (plain(mail.text), shown(mail)):
        assert "24 personnes attendues. Une cuisine." in version


def test_a_host_without_a_telephone_is_not_told_that_it_will_be_called(request_: HostingRequest, cast: Cast) -> None:
    cast.mairie.phone = None
    mail = emails.hosting_request(request_, cast.maud)
    for version in (plain(mail.text), shown(mail)):
        assert "nous reviendrons vers vous le jeudi 3 décembre" in version
        assert "nous vous appellerons" not in version


def test_a_room_asked_for_is_named(request_: HostingRequest, cast: Cast) -> None:
    request_.venue = cast.room
    mail = emails.hosting_request(request_, cast.maud)
    for version in (mail.text, mail.html):
        assert "salle des Tilleuls" in version
        assert "quelle salle" not in version


def test_no_mail_about_a_room_names_a_guest_or_needs_an_image(
    session: Session, request_: HostingRequest, cast: Cast
) -> None:
    for mail in every_mail(session, request_, cast):
        for version in (mail.subject, mail.text, mail.html):
            assert "Inès" not in version
            assert cast.ines.last_name not in version
            assert "clic" not in version
        page = parse(mail.html)
        assert not {"img", "script", "link", "form"} & {element.tag for element in page.iter()}
        assert all(table.get("role") == "presentation" for table in page.iter("table"))
        assert "tel:0465710012" in mail.html


def test_a_request_taken_back_says_that_the_room_is_free(
    session: Session, request_: HostingRequest, cast: Cast
) -> None:
    mail = emails.request_withdrawn(request_)
    assert plain(mail.subject) == "Mardi 19 janvier : nous n’avons plus besoin de la salle"
    for version in (plain(mail.text), shown(mail)):
        assert "vous n’avez rien à faire" in version
        assert "n’aura pas lieu" not in version
    cast.lunch.format = MeetupFormat.BREAKFAST
    call_off(session, cast.lunch, reason="Maud est malade.", now=NOW)
    mail = emails.request_withdrawn(request_)
    for version in (plain(mail.text), shown(mail)):
        assert "Ce petit-déjeuner n’aura pas lieu." in version
        assert "malade" not in version, "why is the association's own affair"


def test_a_slot_that_was_not_taken_is_declined_with_thanks(request_: HostingRequest) -> None:
    request_.other_starts_at = LUNCH + timedelta(days=7)
    mail = emails.request_withdrawn(request_)
    for version in (plain(mail.text), shown(mail)):
        assert "Nous n’avons pas pu prendre le créneau que vous proposiez." in version


def test_a_slot_taken_says_the_new_hours_and_asks_for_the_room_if_it_is_missing(
    session: Session, request_: HostingRequest, cast: Cast
) -> None:
    later = LUNCH + timedelta(days=7)
    hosting.propose_other_slot(session, request_, starts_at=later, note="", channel=HostChannel.TELEPHONE, now=NOW)
    hosting.take_other_slot(session, request_, now=NOW)
    mail = emails.slot_taken(request_)
    assert plain(mail.subject) == "C’est entendu pour le mardi 26 janvier"
    for version in (plain(mail.text), shown(mail)):
        assert "de 11 h 30 à 14 h 15" in version
        assert "Il nous manque le nom de la salle" in version
    request_.venue = cast.room
    assert "Il nous manque" not in emails.slot_taken(request_).text


@pytest.mark.parametrize(
    ("status", "subject", "said"),
    [
        (RequestStatus.ACCEPTED, "une salle vous est prêtée", "Vous pouvez préparer les invitations."),
        (RequestStatus.REFUSED, "pas de salle cette fois", "demander ailleurs"),
        (RequestStatus.OTHER_SLOT, "un autre créneau est proposé", "décider"),
    ],
)
def test_the_organiser_learns_what_was_answered_and_what_to_do_next(
    request_: HostingRequest, cast: Cast, status: RequestStatus, subject: str, said: str
) -> None:
    request_.status, request_.answer_note = status, "Clés à l’accueil."
    request_.other_starts_at = LUNCH + timedelta(days=7)
    mail = emails.host_answered(request_, cast.maud)
    assert plain(mail.subject) == f"Mairie de La Motte-Servolex : {subject}"
    assert mail.recipient == "maud@parenthese.example"
    for version in (plain(mail.text), shown(mail)):
        assert said in version
        assert "Clés à l’accueil." in version
        assert ("mardi 26 janvier" in version) is (status is RequestStatus.OTHER_SLOT)
    assert any("/organisation/rencontres/" in url for url in links(mail))


def test_the_room_that_a_host_just_named_is_in_the_mail_to_the_organiser(
    session: Session, request_: HostingRequest, cast: Cast
) -> None:
    room = hosting.NewRoom("Salle des fêtes")
    hosting.accept_request(
        session, request_, venue=None, new_room=room, note="", channel=HostChannel.TELEPHONE, now=NOW
    )
    assert "Salle des fêtes" in emails.host_answered(request_, cast.maud).text


@pytest.mark.parametrize(
    "name", ["L’Écrin « d’Émile »", "É" * 80, "قاعة البلدية", "R&D", "<script>{{7*7777}}</script>"]
)
def test_what_people_write_stays_as_they_wrote_it(
    session: Session, request_: HostingRequest, cast: Cast, name: str
) -> None:
    cast.mairie.name = cast.room.name = name
    request_.venue = cast.room
    request_.needs = request_.answer_note = name
    for mail in every_mail(session, request_, cast):
        assert name in mail.text
        assert name in plain(shown(mail)) or plain(name) in shown(mail)
        assert "54439" not in mail.text
        assert "&amp;" not in mail.text
        assert not list(parse(mail.html).iter("script"))
