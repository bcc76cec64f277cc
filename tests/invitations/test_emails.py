"""The words of mails to guests, in their three versions."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.installation import Installation, find_installation
from meetups.invitations import emails
from meetups.invitations.answers import answer
from meetups.invitations.colleagues import Colleague
from meetups.invitations.emails import Former, answer_url
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation
from meetups.invitations.preferences import preferences_url
from meetups.invitations.rules import AnswerChoice, AnswerSource, RegistrationStatus
from meetups.invitations.services import cancel, invite, reschedule
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.planning.models import MeetupFormat
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.page_checks import parse

WEEK = timedelta(days=7)
REASONS: list[dict[str, object]] = [
    {"code": "pathway", "name": "Grand âge"},
    {"code": "distance", "km": 4.3},
    {"code": "never_invited"},
    {"code": "months_since", "months": 4},
    {"code": "months_since", "months": 0},
    {"code": "family", "label": "Soins infirmiers"},
    {"code": "new_people", "count": 11},
    {"code": "added_by_hand"},
]
GOING = RegistrationStatus.GOING


@pytest.fixture
def team(session: Session) -> Installation:
    found = find_installation(session)
    assert found
    return found


@pytest.fixture
def ines(session: Session, cast: Cast) -> Invitation:
    """Inès, really asked, beside Karim."""
    cast.lunch.why = "Une sortie d’hôpital se joue à plusieurs.\nOn se connaît mieux à table."
    cast.room.address, cast.room.access_notes = "12 rue de l’Église", "Porte bleue."
    first, _ = [add_guest(session, cast.lunch, each, reasons=REASONS, now=NOW) for each in (cast.ines, cast.karim)]
    invite(session, cast.lunch, now=NOW)
    return first


def plain(text: str) -> str:
    """Blanks made plain, so that what is compared can be read."""
    return " ".join(text.split())


def shown(mail: Mail) -> str:
    """What the HTML version says."""
    return plain(" ".join(parse(mail.html).find("body").itertext()))  # type: ignore[union-attr]


def links(mail: Mail) -> list[str]:
    """The addresses of the HTML version, in order."""
    return [link.get("href") or "" for link in parse(mail.html).iter("a")]


def every_mail(session: Session, guest: Invitation, team: Installation) -> list[Mail]:
    """One of each kind, for the same guest."""
    written = [
        emails.invitation_mail(guest, team, NOW),
        emails.update_mail(guest, team, NOW),
        emails.withdrawal_mail(guest, team, NOW),
    ]
    for status in (GOING, RegistrationStatus.MAYBE, RegistrationStatus.DECLINED, RegistrationStatus.WITHDRAWN):
        written.append(confirmation(session, guest, status, team))
    cancel(session, guest.meetup, reason="La salle est inondée.", now=NOW)
    return [*written, emails.cancellation_mail(guest, team, NOW)]


def confirmation(session: Session, guest: Invitation, status: RegistrationStatus, team: Installation) -> Mail:
    """The confirmation of an answer."""
    colleague = Colleague("Léa", "", "", "0639980012") if status is RegistrationStatus.SUBSTITUTED else None
    answer(session, guest, status, source=AnswerSource.EMAIL_LINK, now=NOW, colleague=colleague)
    assert guest.registration
    return emails.confirmation_mail(guest, guest.registration.changes[-1], team, NOW)


def test_the_subject_of_a_lunch_asks_whether_one_comes_to_lunch(ines: Invitation, team: Installation) -> None:
    mail = emails.invitation_mail(ines, team, NOW)
    assert mail.subject == "Mardi 19\u00a0janvier\u00a0: vous venez déjeuner\u00a0?"


@pytest.mark.parametrize("kind", [kind for kind in MeetupFormat if kind is not MeetupFormat.LUNCH])
def test_nobody_is_asked_to_lunch_at_anything_else(
    cast: Cast, ines: Invitation, team: Installation, kind: MeetupFormat
) -> None:
    cast.lunch.format = kind
    mail = emails.invitation_mail(ines, team, NOW)
    assert plain(mail.subject) == "Mardi 19 janvier : vous venez ?"
    assert "Bonjour Inès, vous venez ?" in plain(mail.text)
    assert "Bonjour Inès, vous venez ?" in shown(mail)


def test_both_versions_say_when_where_why_and_why_this_person(ines: Invitation, team: Installation) -> None:
    mail = emails.invitation_mail(ines, team, NOW)
    for version in (plain(mail.text), shown(mail)):
        for expected in (
            "Bonjour Inès, vous venez déjeuner ?",
            "« Bien rentrer chez soi après l’hôpital »",
            "Une sortie d’hôpital se joue à plusieurs.",
            "On se connaît mieux à table.",
            "mardi 19 janvier",
            "12 h 15 à 13 h 45",
            "salle des Tilleuls",
            "12 rue de l’Église, 73290 La Motte-Servolex",
            "De plain-pied.",
            "Porte bleue.",
            "vous partagez le parcours « Grand âge »",
            "vous travaillez à 4,3 km, à vol d’oiseau",
            "c’est la première fois que nous vous invitons",
            "notre dernière rencontre avec vous date de 4 mois",
            "notre dernière rencontre avec vous est toute récente",
            "votre famille de métiers compte à cette table : Soins infirmiers",
            "vous y croiseriez 11 personnes pour la première fois à nos déjeuners",
            "l’équipe a pensé à vous",
            "plus qu’un appui",
            "L’invitation pour votre agenda est jointe",
        ):
            assert expected in version, expected


def test_the_four_answers_come_in_order_in_both_versions(ines: Invitation, team: Installation) -> None:
    expected = [answer_url(ines, choice) for choice in AnswerChoice]
    assert [url.rsplit("=")[-1] for url in expected] == ["oui", "peut-etre", "non", "collegue"]
    for mail in (emails.invitation_mail(ines, team, NOW), emails.update_mail(ines, team, NOW)):
        assert [url for url in links(mail) if "/i/" in url] == expected
        assert [url for url in re.findall(r"http\S+", mail.text) if "/i/" in url] == expected
        for choice in AnswerChoice:
            assert f"{choice.label} :" in mail.text.replace("\u00a0", " ")


def test_every_mail_says_how_to_call_and_promises_nothing_that_is_not_there(
    session: Session, ines: Invitation, team: Installation
) -> None:
    for mail in every_mail(session, ines, team):
        assert "tel:0465710012" in mail.html
        assert "04 65 71 00 12" in plain(mail.text)
        assert "Faire une pause, ou ne plus recevoir d’invitations" in plain(mail.text)
        assert preferences_url(ines.professional) in mail.text
        assert preferences_url(ines.professional) in links(mail)
        for version in (mail.text, mail.html):
            assert "clic" not in version
            assert "désabonner" not in version.lower()
        known = "/i/", "/preferences/", "tel:"
        assert all(any(part in url for part in known) for url in links(mail)), "no dead link"


def test_no_mail_needs_an_image_or_a_script_or_asks_anything_of_anybody_else(
    session: Session, ines: Invitation, team: Installation
) -> None:
    for mail in every_mail(session, ines, team):
        page = parse(mail.html)
        assert not {"img", "script", "link", "iframe", "form"} & {element.tag for element in page.iter()}
        assert not re.search(r"url\(|@import|src=", mail.html)
        assert all(table.get("role") == "presentation" for table in page.iter("table"))
        assert page.get("lang") == "fr"
        assert mail.html.count("style=") > 10, "styles are inline"


def test_no_mail_says_anything_of_another_guest(
    session: Session, cast: Cast, ines: Invitation, team: Installation
) -> None:
    for mail in every_mail(session, ines, team):
        for version in (mail.subject, mail.text, mail.html, (mail.calendar.content.decode() if mail.calendar else "")):
            assert "Karim" not in version
            assert cast.karim.last_name not in version
            assert "karim@" not in version


def test_a_colleague_learns_who_gave_the_address_and_may_ignore_the_mail(
    session: Session, cast: Cast, ines: Invitation, team: Installation
) -> None:
    zoe = factories.professional(session, "Zoé", email="zoe@cabinet.example")
    reason: dict[str, object] = {"code": "instead_of", "first_name": "Inès"}
    theirs = add_guest(session, cast.lunch, zoe, reasons=[reason], now=NOW)
    mail = emails.invitation_mail(theirs, team, NOW)
    assert plain(mail.subject) == "Mardi 19 janvier : Inès vous propose sa place"
    for version in (plain(mail.text), shown(mail)):
        assert "Bonjour Zoé, Inès vous propose de venir à sa place" in version
        assert "Inès nous a donné votre adresse pour vous inviter" in version
        assert "Vous pouvez aussi ignorer ce message" in version
        assert "Pour la faire effacer, un mot à l’équipe suffit" in version
        assert "Pourquoi vous" not in version
        assert cast.ines.last_name not in version


def test_an_update_says_the_new_date_and_that_the_seat_is_held(
    session: Session, cast: Cast, ines: Invitation, team: Installation
) -> None:
    answer(session, ines, GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    later = LUNCH + WEEK
    reschedule(
        session, cast.lunch, starts_at=later, ends_at=later + timedelta(hours=1), venue_id=cast.room.id, now=NOW
    )
    mail = emails.update_mail(ines, team, NOW)
    assert plain(mail.subject) == "Changement : mardi 26 janvier, 12 h 15"
    for version in (plain(mail.text), shown(mail)):
        assert "mardi 26 janvier" in version
        assert "12 h 15 à 13 h 15" in version
        assert "Votre place est gardée. Dites-nous si vous venez" in version
    assert "Votre place est gardée" not in emails.update_mail(karims(session, cast), team, NOW).text


def karims(session: Session, cast: Cast) -> Invitation:
    """The invitation of someone who said nothing."""
    return session.query(Invitation).filter_by(meetup_id=cast.lunch.id, professional_id=cast.karim.id).one()


def test_an_update_that_knows_the_former_date_or_place_says_which_changed(
    session: Session, cast: Cast, ines: Invitation, team: Installation
) -> None:
    here = Former(cast.lunch.starts_at, cast.lunch.ends_at, cast.lunch.venue_id)
    week_before = replace(here, starts_at=here.starts_at - WEEK, ends_at=here.ends_at - WEEK)
    dated = emails.update_mail(ines, team, NOW, week_before)
    assert plain(dated.subject) == "Nouvelle date : mardi 19 janvier, 12 h 15"
    assert "Bonjour Inès, la date change" in plain(dated.text)
    assert "Il remplace celui du mardi 12 janvier, 12 h 15." in plain(dated.text)
    assert "mardi 12 janvier" in shown(dated)
    placed = emails.update_mail(ines, team, NOW, replace(here, venue_id=None))
    assert plain(placed.subject) == "Mardi 19 janvier : nouveau lieu, salle des Tilleuls"
    assert "Bonjour Inès, le lieu change" in shown(placed)
    both = emails.update_mail(ines, team, NOW, replace(week_before, venue_id=None))
    assert "Bonjour Inès, la date et le lieu changent" in shown(both)


def test_a_cancellation_says_why(session: Session, cast: Cast, ines: Invitation, team: Installation) -> None:
    cast.lunch.format = MeetupFormat.EVENING
    cancel(session, cast.lunch, reason="La salle est inondée.", now=NOW)
    mail = emails.cancellation_mail(ines, team, NOW)
    assert plain(mail.subject) == "Mardi 19 janvier : cette soirée n’aura pas lieu"
    for version in (plain(mail.text), shown(mail)):
        assert "Bonjour Inès, cette soirée n’aura pas lieu" in version
        assert "Pourquoi : La salle est inondée." in version
        assert "Vous n’avez rien à faire" in version
    cast.lunch.cancel_reason = ""
    assert "Pourquoi" not in emails.cancellation_mail(ines, team, NOW).text


def test_an_invitation_taken_back_is_said_plainly(ines: Invitation, team: Installation) -> None:
    mail = emails.withdrawal_mail(ines, team, NOW)
    assert plain(mail.subject) == "Mardi 19 janvier : votre invitation est retirée"
    for version in (plain(mail.text), shown(mail)):
        assert "votre invitation est retirée" in version
        assert "appelez-la" in version


@pytest.mark.parametrize(
    ("status", "said", "has_calendar"),
    [
        (GOING, "Votre place est gardée", True),
        (RegistrationStatus.MAYBE, "Aucune place n’est gardée pour l’instant", True),
        (RegistrationStatus.DECLINED, "vous ne venez pas", False),
        (RegistrationStatus.SUBSTITUTED, "Une place pour votre collègue", False),
    ],
)
def test_a_confirmation_says_what_was_noted_and_how_to_change_it(
    session: Session, ines: Invitation, team: Installation, status: RegistrationStatus, said: str, has_calendar: bool
) -> None:
    mail = confirmation(session, ines, status, team)
    assert "mardi 19 janvier" in plain(mail.subject)
    for version in (plain(mail.text), shown(mail)):
        assert said in version
        assert ("jointe" in version) is has_calendar
        assert "Léa" not in version
    assert (mail.calendar is not None) is has_calendar
    assert answer_url(ines) in links(mail)
    assert answer_url(ines) in mail.text.split()


def test_giving_a_seat_back_is_not_said_like_declining(session: Session, ines: Invitation, team: Installation) -> None:
    confirmation(session, ines, GOING, team)
    mail = confirmation(session, ines, RegistrationStatus.DECLINED, team)
    assert "votre place est libérée" in mail.subject


@pytest.mark.parametrize(
    "name", ["D’Arc-“Zoé”", "É" * 80, "مريم عبد الله", "O'Neil & fils", "<script>{{7*7777}}</script>"]
)
def test_what_people_write_stays_as_they_wrote_it(
    session: Session, cast: Cast, ines: Invitation, team: Installation, name: str
) -> None:
    cast.ines.first_name = cast.lunch.title = cast.lunch.why = cast.room.name = name
    cast.room.address = cast.room.access_notes = name
    ines.reasons = [{"code": "pathway", "name": name}]
    for mail in every_mail(session, ines, team):
        assert name in mail.text
        assert name in shown(mail)
        assert "54439" not in mail.text
        assert "&amp;" not in mail.text
        assert not list(parse(mail.html).iter("script"))


def test_the_first_name_of_whoever_proposes_a_colleague_never_breaks_the_subject(
    session: Session, cast: Cast, ines: Invitation, team: Installation
) -> None:
    ines.reasons = [{"code": "instead_of", "first_name": "Zoé\r\nBcc: autre@cabinet.example"}]
    assert "\n" not in emails.invitation_mail(ines, team, NOW).subject


def test_stairs_are_said_and_silence_about_them_stays_silent(cast: Cast, ines: Invitation, team: Installation) -> None:
    cast.room.is_step_free = False
    assert "Il y a des marches" in plain(emails.invitation_mail(ines, team, NOW).text)
    cast.room.is_step_free = None
    said = emails.invitation_mail(ines, team, NOW).text
    assert "marches" not in said
    assert "plain-pied" not in said


@pytest.mark.parametrize("first_name", ["Inès", "d'Arc", "Jo <b> & fils", "שרה", "A \u00a0: b", "a  b"])
def test_what_guests_share_is_rendered_once_and_each_mail_is_what_it_would_be_alone(
    ines: Invitation, team: Installation, monkeypatch: pytest.MonkeyPatch, first_name: str
) -> None:
    ines.professional.first_name = first_name
    former = Former(LUNCH - WEEK, LUNCH - WEEK + timedelta(hours=1), None)
    written = [
        emails.invitation_mail(ines, team, NOW),
        emails.update_mail(ines, team, NOW, former),
        emails.cancellation_mail(ines, team, NOW),
        emails.withdrawal_mail(ines, team, NOW),
    ]
    monkeypatch.setattr(
        emails, "render_alike", lambda name, own, words, **more: render_mail(name, **words(*own), **more)
    )
    assert written == [
        emails.invitation_mail(ines, team, NOW),
        emails.update_mail(ines, team, NOW, former),
        emails.cancellation_mail(ines, team, NOW),
        emails.withdrawal_mail(ines, team, NOW),
    ]
    assert emails._own(ines)[3] == answer_url(ines, AnswerChoice.COMING)
