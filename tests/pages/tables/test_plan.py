"""The organiser's page of a plan of tables: composed by one gesture, looked at, mixed, undone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.seating.models import Seat, SeatingPlan
from tests.conftest import Cast, CheckingClient
from tests.pages.tables.conftest import Come
from tests.page_checks import parse


def url(cast: Cast, verb: str = "") -> str:
    return f"/organisation/rencontres/{cast.lunch.public_id}/tables{verb}"


def version(session: Session, cast: Cast) -> int:
    plan = session.get(SeatingPlan, cast.lunch.id, populate_existing=True)
    return plan.version if plan else 0


def post(maud: CheckingClient, session: Session, cast: Cast, verb: str, **data: str) -> str:
    """Send a form of the page as it is now; the page that follows."""
    sent = {"version": str(version(session, cast)), "tour": "1"} | data
    return maud.post(url(cast, verb), data=sent, follow_redirects=True).text


def seats(session: Session, cast: Cast, round_: int = 0) -> dict[int, int]:
    """Person → table."""
    rows = session.execute(
        select(Seat.professional_id, Seat.table_number).where(Seat.meetup_id == cast.lunch.id, Seat.round == round_)
    )
    return {person: table for person, table in rows}  # noqa: C416


def test_one_gesture_composes_tables_and_says_what_they_are_worth(
    maud: CheckingClient, session: Session, cast: Cast, come: Come
) -> None:
    come(24)
    assert "Composer les tables" in maud.get(url(cast)).text
    page = post(maud, session, cast, "/composer")
    assert "Personne ne se retrouve" in page
    assert len(parse(page).findall(".//section[@data-table]")) == 4
    assert len(seats(session, cast)) == 24
