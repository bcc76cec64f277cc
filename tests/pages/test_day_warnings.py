"""Days to mind, said beside the date of a meetup: on its page, and on the forms that give it one."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.geography.day_notes import create_day_note
from meetups.geography.models import Commune
from meetups.planning.models import MeetupStatus
from meetups.proposals import services
from tests import factories
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, text_of

SAID = "Ce jour-là : Marché sur la place. Jours à surveiller"
NEW = f"{MEETUPS}/nouvelle"


@pytest.fixture
def maud(client: CheckingClient, cast: Cast, session: Session, sign_in: SignIn) -> CheckingClient:
    """Maud's browser; on Tuesdays there is a market in the commune of the lunch, which is on a Tuesday."""
    create_day_note(session, "Marché sur la place", [1], communes=[session.get_one(Commune, cast.lunch.commune_insee)])
    session.commit()
    sign_in(client, cast.maud)
    return client


def test_the_page_of_a_meetup_says_what_to_mind_that_day(maud: CheckingClient, session: Session, cast: Cast) -> None:
    assert cast.lunch.starts_at.weekday() == 1
    url = f"{MEETUPS}/{cast.lunch.public_id}"
    assert SAID in text_of(maud.get(url))
    session.rollback()  # that was a transaction that only reads
    cast.lunch.starts_at += timedelta(days=1)
    cast.lunch.ends_at += timedelta(days=1)
    session.commit()
    assert "Ce jour-là" not in text_of(maud.get(url))


def test_a_meetup_called_off_or_past_is_not_worth_a_warning(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.lunch.starts_at -= timedelta(days=7 * 52)
    cast.lunch.ends_at -= timedelta(days=7 * 52)
    session.commit()
    assert cast.lunch.ends_at < NOW
    assert "Ce jour-là" not in text_of(maud.get(f"{MEETUPS}/{cast.lunch.public_id}"))


def test_the_forms_that_give_a_date_say_it_too(maud: CheckingClient, session: Session, cast: Cast) -> None:
    lunch = cast.lunch
    gesture = "modifier" if lunch.status is MeetupStatus.DRAFT else "deplacer"
    assert SAID in text_of(maud.get(f"{MEETUPS}/{lunch.public_id}/{gesture}"))


def test_a_blank_page_says_it_once_the_date_is_typed(maud: CheckingClient, session: Session, cast: Cast) -> None:
    page = maud.get(NEW)
    assert "Ce jour-là" not in text_of(page)
    place = session.get_one(Commune, cast.lunch.commune_insee)
    typed = {"commune": place.name, "day": str(date(2027, 2, 2)), "title": ""}
    refused = maud.post(NEW, data=fields_of(form_at(page, NEW)) | typed)
    assert refused.status_code == 422
    assert SAID in text_of(refused)


def test_a_blank_page_that_is_given_a_commune_says_which_days_to_mind_there(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    place = session.get_one(Commune, cast.lunch.commune_insee)
    create_day_note(session, "Vacances des stations", last_day=NOW.date() - timedelta(days=1))
    session.commit()
    page = maud.get(NEW, query_string={"commune": f"{place.name} ({place.department})"})
    assert page.status_code == 200
    assert "À surveiller ici : Marché sur la place (le mardi)." in text_of(page)
    assert "Vacances des stations" not in text_of(page), "gone by"
    assert "À surveiller" not in text_of(maud.get(NEW, query_string={"commune": "Nulle-Part"}))


def test_a_blank_page_that_is_given_a_day_too_says_what_holds_then(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    place = session.get_one(Commune, cast.lunch.commune_insee)
    given = {"commune": f"{place.name} ({place.department})", "jour": "2027-02-02"}
    page = maud.get(NEW, query_string=given)
    assert SAID in text_of(page)
    assert 'value="2027-02-02"' in page.text
    assert "Ce jour-là" not in text_of(maud.get(NEW, query_string=given | {"jour": "2027-02-03"}))
    assert maud.get(NEW, query_string=given | {"jour": "2027-02-30"}).status_code == 200


def test_it_is_said_again_before_invitations_leave(maud: CheckingClient, cast: Cast) -> None:
    assert SAID in text_of(maud.get(f"{MEETUPS}/{cast.lunch.public_id}/invitations"))


def test_a_proposal_says_it_beside_its_date(maud: CheckingClient, session: Session, cast: Cast) -> None:
    place = session.get_one(Commune, cast.lunch.commune_insee)
    cast.lunch.status = MeetupStatus.CANCELLED
    create_day_note(session, "Ski", [3], communes=[place])
    factories.area(session, place.insee, radius_km=12)
    for number in range(12):
        factories.professional(session, f"Personne {number:02}")
    session.commit()
    services.refresh(session, now=NOW)
    session.commit()
    page = text_of(maud.get("/organisation"))
    assert "Ce jour-là : Marché sur la place" in page or "Ce jour-là : Ski" in page
