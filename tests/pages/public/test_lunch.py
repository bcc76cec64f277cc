"""One lunch, as anyone reads it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.accounts.models import Role
from meetups.directory.families import ProfessionFamily
from meetups.invitations import services
from meetups.invitations.rules import Attendance, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import text_of
from tests.pages.public.lunching import answered, published
from tests.snapshots import everything

WHY = "On se connaît mal,\nalors qu’on soigne les mêmes personnes."


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    """Published, in the town hall's room, with Inès and Karim coming: only Inès agreed to be seen."""
    cast.ines.is_seen_by_guests = True
    cast.room.address, cast.room.access_notes = "12 rue de l’Église", "Sonnette à gauche."
    made = published(session, cast.room, why=WHY, area=factories.area(session))
    answered(session, made, cast.ines)
    answered(session, made, cast.karim)
    session.commit()
    return made


def at(lunch: Meetup) -> str:
    return f"/rencontres/{lunch.public_id}"


def test_the_page_says_when_where_and_why(client: CheckingClient, lunch: Meetup) -> None:
    page = client.get(at(lunch))
    said = text_of(page)
    for words in (
        "mardi 19 janvier",
        lunch.title,
        "12 h 15 à 13 h 45, salle des Tilleuls, La Motte-Servolex",
        "Pourquoi ce déjeuner On se connaît mal, alors qu’on soigne les mêmes personnes.",
        "Parcours Grand âge",
        "Secteur La Motte-Servolex",
        "12 rue de l’Église",
        "De plain-pied.",
        "Sonnette à gauche.",
        "Voir sur une carte",
        "Ajouter à mon agenda",
        "Appeler l’équipe 04 65 71 00 12",
    ):
        assert words in said
    assert parse(page.text).findtext("head/title") == (
        f"{lunch.title}, mardi 19\u00a0janvier, La Motte-Servolex – Parenthèse Réseau"
    )


def test_a_lunch_is_shown_on_the_clocks_of_paris_in_summer_too(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    summer = published(session, cast.room, at=factories.LUNCH.replace(month=7, hour=22, minute=30))
    said = text_of(client.get(at(summer)))
    assert "mardi 20 juillet" in said
    assert "0 h 30 à 2 h" in said


def test_a_stranger_reads_families_and_numbers_but_no_name(client: CheckingClient, lunch: Meetup) -> None:
    page = client.get(at(lunch))
    said = text_of(page)
    assert "2 personnes ont dit qu’elles viennent." in said
    assert "Soins infirmiers 1" in said
    assert "Et 1 autre personne." in said
    assert "Inès" not in page.text
    assert "Karim" not in page.text


def test_somebody_signed_in_but_not_invited_reads_no_name(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn, lunch: Meetup
) -> None:
    for account in (cast.stranger, cast.maud):
        session.rollback()
        sign_in(client, account)
        main = text_of(client.get(at(lunch)))
        assert "Inès" not in main
        assert "Soins infirmiers 1" in main


@pytest.fixture
def odile_reads(client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """The browser of Odile, signed in, who was not invited yet."""
    cast.odile.account = factories.account(session, "odile@sante.example", "Odile", Role.PROFESSIONAL)
    session.commit()
    sign_in(client, cast.odile.account)
    return client


def test_somebody_invited_reads_the_first_names_of_those_who_agreed(
    odile_reads: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    invitation = factories.invitation(session, lunch, cast.odile)
    assert "Inès" not in text_of(odile_reads.get(at(lunch))), "listed, but not asked yet"
    session.rollback()
    invitation.invited_at = NOW
    said = text_of(odile_reads.get(at(lunch)))
    assert "Soins infirmiers 1 Inès" in said
    assert "Karim" not in said
    session.rollback()
    invitation.withdrawn_at = NOW
    assert "Inès" not in text_of(odile_reads.get(at(lunch))), "taken off the list"


def test_only_those_who_come_are_counted(client: CheckingClient, session: Session, cast: Cast) -> None:
    meetup = published(session, cast.room)
    cast.ines.is_seen_by_guests = True
    answered(session, meetup, cast.ines, RegistrationStatus.MAYBE)
    assert "Personne n’a encore dit oui." in text_of(client.get(at(meetup)))


def test_everyone_who_comes_and_agreed_leaves_no_others(client: CheckingClient, session: Session, cast: Cast) -> None:
    meetup = published(session, cast.room)
    cast.ines.is_seen_by_guests = True
    answered(session, meetup, cast.ines)
    said = text_of(client.get(at(meetup)))
    assert "1 personne a dit qu’elle vient." in said
    assert "autre personne" not in said


def test_a_draft_and_an_unknown_lunch_are_the_same_404(client: CheckingClient, session: Session, cast: Cast) -> None:
    for public_id in (cast.lunch.public_id, "inconnue", "%00", "a" * 300, "é"):
        for end in ("", ".ics"):
            assert client.get(f"/rencontres/{public_id}{end}").status_code == 404


def test_a_draft_that_was_called_off_never_was_public(client: CheckingClient, session: Session, cast: Cast) -> None:
    factories.invitation(session, cast.lunch, cast.ines)
    services.cancel(session, cast.lunch, reason="Autre chose", now=NOW)
    assert client.get(at(cast.lunch)).status_code == 404
    assert client.get(at(cast.lunch) + ".ics").status_code == 404


def test_a_cancelled_lunch_says_so_and_why(client: CheckingClient, session: Session, lunch: Meetup) -> None:
    services.cancel(session, lunch, reason="La salle est inondée.", now=NOW)
    page = client.get(at(lunch))
    assert page.status_code == 200
    said = text_of(page)
    assert "annulée" in said
    assert "La salle est inondée." in said
    assert "Venir sur place" not in said
    assert "Soins infirmiers" not in said


def test_a_past_lunch_is_a_memory_without_names(odile_reads: CheckingClient, session: Session, cast: Cast) -> None:
    before = published(session, cast.room, at=NOW - timedelta(days=30))
    cast.ines.is_seen_by_guests = True
    cast.karim.family = ProfessionFamily.PHARMACY
    answered(session, before, cast.ines, attendance=Attendance.ATTENDED)
    answered(session, before, cast.karim, attendance=Attendance.ATTENDED)
    answered(session, before, cast.odile, attendance=Attendance.ABSENT)
    page = odile_reads.get(at(before))
    said = text_of(page)
    assert "C’était samedi 24 octobre 2026" in said
    assert "2 personnes, 2 familles de métiers." in said
    assert "Inès" not in said
    assert "Ajouter à mon agenda" not in said


def test_a_past_lunch_whose_attendance_nobody_noted_claims_nothing(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    before = published(session, cast.room, at=NOW - timedelta(days=30))
    answered(session, before, cast.ines)
    assert "1 personne avait dit oui, 1 famille de métiers." in text_of(client.get(at(before)))


def test_a_lunch_without_a_room_is_in_its_commune(client: CheckingClient, session: Session) -> None:
    meetup = published(session, None)
    said = text_of(client.get(at(meetup)))
    assert "12 h 15 à 13 h 45, La Motte-Servolex" in said


@pytest.mark.parametrize("title", ["Œdème, cœur & poumons : « ça va ? »", "Rencontre" * 13, "مرحبا Zoë"])
def test_accents_and_long_titles_are_shown_whole(
    client: CheckingClient, session: Session, cast: Cast, title: str
) -> None:
    meetup = published(session, cast.room, title=title)
    assert title in text_of(client.get(at(meetup)))


def test_reading_changes_nothing(client: CheckingClient, session: Session, lunch: Meetup) -> None:
    factories.commune(session, "73065")
    before = everything(session)
    for path in (at(lunch), at(lunch) + ".ics", "/rencontres", "/rencontres?passees=1&commune=chambery", "/"):
        head = client.head(path)
        assert (head.status_code, head.data) == (200, b"")
    for _ in range(20):
        assert client.get(at(lunch)).status_code == 200
    session.rollback()
    assert everything(session) == before


def test_a_stranger_s_page_costs_three_queries_whoever_comes_and_one_more_the_first_time(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    def count() -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as sent:
            assert client.get(at(lunch)).status_code == 200
        return len(sent)

    few = count()
    session.rollback()
    merged = session.merge(lunch)
    for number in range(30):
        person = factories.professional(session, f"Camille {number}", family=list(ProfessionFamily)[number % 11])
        person.is_seen_by_guests = number % 2 == 0
        merged.capacity = 60
        answered(session, merged, person)
    assert (count(), count()) == (4, 3)
    assert few == 4


def test_an_invited_person_s_page_costs_a_bounded_number_of_queries(
    odile_reads: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    factories.invitation(session, lunch, cast.odile, invited_at=NOW)
    session.commit()
    session.expunge_all()
    with recorded_statements() as sent:
        assert odile_reads.get(at(lunch)).status_code == 200
    assert len(sent) <= 8


def test_a_visitor_without_a_cookie_is_answered_not_modified(client: CheckingClient, lunch: Meetup) -> None:
    first = client.get(at(lunch))
    assert first.cache_control.public
    assert first.cache_control.no_cache
    assert "Cookie" in first.vary
    again = client.get(at(lunch), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_page_of_somebody_signed_in_is_kept_nowhere(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn, lunch: Meetup
) -> None:
    anyone = client.get(at(lunch))
    session.rollback()
    sign_in(client, cast.stranger)
    for path in (at(lunch), "/rencontres", "/"):
        hers = client.get(path, headers={"If-None-Match": anyone.headers["ETag"]})
        assert hers.status_code == 200
        assert hers.headers["Cache-Control"] == "no-store"
        assert "ETag" not in hers.headers
        assert "Cookie" in hers.vary


def test_a_seat_taken_makes_another_page(client: CheckingClient, session: Session, cast: Cast, lunch: Meetup) -> None:
    first = client.get(at(lunch))
    session.rollback()
    answered(session, lunch, cast.odile)
    again = client.get(at(lunch), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_a_cancelled_status_needs_somebody_asked(session: Session, cast: Cast, client: CheckingClient) -> None:
    cancelled = published(session, cast.room, status=MeetupStatus.CANCELLED)
    assert client.get(at(cancelled)).status_code == 404
    session.rollback()
    factories.invitation(session, cancelled, cast.ines, invited_at=NOW)
    assert client.get(at(cancelled)).status_code == 200
