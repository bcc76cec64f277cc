"""A meetup that moves keeps its tables: whoever has to confirm the new date keeps their seat, and that is said."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import services as invitations
from meetups.invitations.models import Invitation
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from tests.conftest import Cast
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.tables.conftest import Come, Desk

NO_BREAK = "\u00a0"


def move(session: Session, cast: Cast) -> None:
    session.commit()
    lunch, day = cast.lunch, timedelta(days=1)
    to = {"starts_at": lunch.starts_at + day, "ends_at": lunch.ends_at + day, "venue_id": lunch.venue_id}
    invitations.reschedule(session, lunch, now=NOW + timedelta(hours=1), **to)
    session.commit()


def says(session: Session, desk: Desk, person_id: int, status: RegistrationStatus, source: AnswerSource) -> None:
    session.commit()
    wanted = select(Invitation).where(Invitation.meetup_id == desk.meetup.id, Invitation.professional_id == person_id)
    note_status(session, session.scalars(wanted).one(), status, source, None, NOW + timedelta(hours=2))
    session.commit()


def said(page: str) -> str:
    main = parse(page).find(".//main")
    assert main is not None
    return " ".join(" ".join(main.itertext()).replace(NO_BREAK, " ").split())


def test_after_a_move_everybody_keeps_their_seat_until_they_confirm(
    session: Session, cast: Cast, desk: Desk, come: Come
) -> None:
    come(11)
    desk.after("/composer")
    seats = desk.seats()
    move(session, cast)
    page = desk.page()
    assert "ne viennent plus" not in page
    assert ">Ajuster<" not in page, "there is nothing to adjust"
    assert said(page).count("à confirmer") == 11 + 1, "each of them, and how many they are"
    assert "11 personnes doivent confirmer la nouvelle date : leur place reste gardée, « à confirmer »." in said(page)
    assert "11 personnes placées sur 11" in said(page)
    assert desk.seats() == seats


def test_paper_shows_them_at_their_table_with_a_mark(session: Session, cast: Cast, desk: Desk, come: Come) -> None:
    first, *_others = come(11)
    desk.after("/composer")
    move(session, cast)
    says(session, desk, first.id, RegistrationStatus.GOING, AnswerSource.SITE)
    for verb in ("/imprimer", "/cartes"):
        page = desk.page(verb)
        assert "Alix" in page
        assert "Bastien" in page
        assert said(page).count("à confirmer") == 10, verb


def test_who_says_no_to_the_new_date_is_the_one_who_is_offered_to_leave(
    session: Session, cast: Cast, desk: Desk, come: Come
) -> None:
    first, *_others = come(11)
    desk.after("/composer")
    move(session, cast)
    says(session, desk, first.id, RegistrationStatus.WITHDRAWN, AnswerSource.SITE)
    assert "Alix ne vient plus." in said(desk.page())
    assert "1 personne ne vient plus. Personne d’autre n’a dû changer de table." in said(desk.after("/ajuster"))
    assert len(desk.seats()) == 10


def test_mixing_after_a_move_seats_those_who_have_to_confirm(
    session: Session, cast: Cast, desk: Desk, come: Come
) -> None:
    come(11)
    move(session, cast)
    desk.after("/composer")
    assert len(desk.seats()) == 11


def test_a_place_offered_from_the_waiting_list_sits_nobody_yet(
    session: Session, cast: Cast, desk: Desk, come: Come
) -> None:
    first, *_others = come(11)
    says(session, desk, first.id, RegistrationStatus.OFFERED, AnswerSource.WAITING_LIST)
    desk.after("/composer")
    assert first.id not in desk.seats()
    assert "1 place est proposée, pas encore confirmée." in said(desk.page())


def test_the_first_tables_offer_no_more_places_than_the_meetup(
    session: Session, cast: Cast, desk: Desk, come: Come
) -> None:
    cast.lunch.capacity = 12
    come(11)
    page = desk.after("/composer")
    tables = parse(page).findall(".//section[@data-table]")
    assert sum(int(table.get("data-places") or 0) for table in tables) == 1, "6 + 6 places for 11 people"
    settings = parse(desk.page("/reglages"))
    places = [each.get("value") for each in settings.iter("input") if (each.get("name") or "").startswith("places-")]
    assert places == ["6", "6"]
