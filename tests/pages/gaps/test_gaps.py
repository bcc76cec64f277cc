"""Where nobody ever met, by commune and pathway; who is left out: by name for the team, as counts for anyone."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.directory.models import CarePathway, PracticePlace
from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus
from meetups.pages.gaps import reading
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import text_of

PAGE, PUBLIC = "/organisation/manques", "/territoire"
AIX, CHAMBERY, MOTTE = "73008", "73065", "73179"
MOST_STATEMENTS = 16


def came(
    session: Session,
    cast: Cast,
    pathway: CarePathway | None = None,
    *,
    status: RegistrationStatus = RegistrationStatus.GOING,
    attendance: Attendance = Attendance.ATTENDED,
) -> None:
    """Inès, of La Motte-Servolex, answered one past lunch."""
    at = NOW - timedelta(days=20)
    lunch = factories.meetup(
        session, cast.room, starts_at=at, ends_at=at + timedelta(hours=1), status=MeetupStatus.PUBLISHED
    )
    lunch.pathway = pathway or factories.pathway(session)
    session.add(
        Registration(
            meetup=lunch,
            professional=cast.ines,
            status=status,
            source=AnswerSource.SITE,
            answered_at=at,
            attendance=attendance,
        )
    )
    session.commit()


def missing(session: Session) -> dict[str, int]:
    """Commune → people × pathways that never met."""
    found = {place.commune.insee: place.missing() for place in reading.gaps(session, NOW).places}
    session.rollback()
    return found


def table(maud: CheckingClient, url: str = PAGE) -> dict[str, list[str]]:
    """Commune → what its line of the table says."""
    rows = [each for each in parse(maud.get(url).text).iter("tr") if each.find("td") is not None]
    return {
        "".join(row.find("th").itertext()): [cell.text or "" for cell in row.iter("td")]  # type: ignore[union-attr]
        for row in rows
    }


def test_a_commune_that_met_on_a_pathway_lacks_it_no_more_and_lacks_the_others(session: Session, cast: Cast) -> None:
    cast.karim.pathways.append(factories.pathway(session, "perinatalite", "Périnatalité"))
    session.commit()
    assert missing(session) == {MOTTE: 4}
    came(session, cast)
    assert missing(session) == {MOTTE: 1}


@pytest.mark.parametrize(
    ("status", "attendance"),
    [
        (RegistrationStatus.GOING, Attendance.ABSENT),
        (RegistrationStatus.DECLINED, Attendance.UNKNOWN),
        (RegistrationStatus.MAYBE, Attendance.UNKNOWN),
    ],
)
def test_whoever_did_not_come_met_nobody(
    session: Session, cast: Cast, status: RegistrationStatus, attendance: Attendance
) -> None:
    came(session, cast, status=status, attendance=attendance)
    assert missing(session) == {MOTTE: 3}


def test_the_table_counts_people_by_commune_and_pathway(maud: CheckingClient, session: Session, cast: Cast) -> None:
    factories.professional(session, "Ada", AIX, pathways=[factories.pathway(session, "perinatalite", "Périnatalité")])
    came(session, cast)
    assert table(maud) == {"Aix-les-Bains": ["–", "1"]}
    assert table(maud, f"{PAGE}?parcours=grand-age") == {}
    assert "Aix-les-Bains" in text_of(maud.get(PAGE))
    assert maud.get(f"{PAGE}?parcours=inconnu").status_code == 404


def test_a_lunch_that_would_fill_a_gap_is_one_click_away_and_one_that_is_planned_is_said(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    area = factories.area(session)
    session.commit()
    page = maud.get(PAGE)
    assert "3 personnes sans rencontre" in text_of(page)
    links = [str(link.get("href")) for link in parse(page.text).iter("a")]
    (blank,) = [link for link in links if "/nouvelle?" in link]
    written = text_of(maud.get(blank))
    assert 'value="La Motte-Servolex (73)"' in maud.get(blank).text
    assert "Grand âge" in written
    session.rollback()
    cast.lunch.area = area
    session.commit()
    assert "Déjà prévu le mardi 19 janvier" in text_of(maud.get(PAGE))


def test_whoever_works_in_two_communes_is_counted_once_in_a_lunch(session: Session, cast: Cast) -> None:
    factories.area(session, MOTTE, radius_km=15.0)
    near = factories.commune(session, AIX)
    cast.odile.places.append(PracticePlace(commune_insee=near.insee, lat=near.lat, lon=near.lon))
    session.commit()
    (draft,) = reading.drafts(session, reading.gaps(session, NOW), NOW)
    assert draft.people == 3


def test_those_whom_no_area_holds_are_named_to_the_team_page_after_page(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    factories.area(session, MOTTE, radius_km=2.0)
    for number in range(60):
        factories.professional(session, f"Personne {number:02}", AIX)
    session.commit()
    first, second = text_of(maud.get(PAGE)), text_of(maud.get(f"{PAGE}?page=2"))
    assert "60 personnes exercent hors de tous vos secteurs" in first
    assert "Personne 49" in first
    assert "Personne 50" not in first
    assert "Personne 50" in second
    assert "Inès" not in first + second


def test_whoever_works_in_two_places_is_within_reach_by_one(session: Session, cast: Cast) -> None:
    factories.area(session, MOTTE, radius_km=2.0)
    far = factories.professional(session, "Ada", AIX)
    session.commit()
    assert reading.out_of_reach(session, NOW) == [far.id]
    session.rollback()
    near = factories.commune(session, MOTTE)
    far.places.append(PracticePlace(commune_insee=near.insee, lat=near.lat, lon=near.lon))
    session.commit()
    assert reading.out_of_reach(session, NOW) == []


def test_a_stranger_reads_counts_without_a_name_nor_a_small_number(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    said = text_of(client.get(PUBLIC))
    assert "jamais invitées encore : moins de 5" in said
    assert "Hors de portée de nos déjeuners : moins de 5" in said
    for name in ("Inès", "Karim", "Odile"):
        assert name not in said
    assert "La Motte-Servolex, moins de 5" in client.get(PUBLIC).text
    session.rollback()
    for number in range(20):
        factories.professional(session, f"Personne {number}", AIX)
    session.commit()
    assert "jamais invitées encore : 23" in text_of(client.get(PUBLIC))


def test_without_anybody_both_pages_say_what_to_do(maud: CheckingClient, session: Session, cast: Cast) -> None:
    for person in (cast.ines, cast.karim, cast.odile):
        person.left_at = NOW
    session.commit()
    assert "Inscrire une personne" in text_of(maud.get(PAGE))
    assert "Rejoindre le réseau" in text_of(maud.get(PUBLIC))


def test_the_pages_ask_no_more_for_fifty_communes_than_for_one(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    factories.area(session)
    for insee in (AIX, CHAMBERY):
        for number in range(30):
            factories.professional(session, f"Personne {number}", insee)
    session.commit()
    for page in (PAGE, PUBLIC):
        with recorded_statements() as statements:
            assert maud.get(page).status_code == 200
        assert len(statements) <= MOST_STATEMENTS
