"""Days to mind, said beside the date of a meetup: on its page, and on the forms that give it one."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.geography.day_notes import create_day_note
from meetups.geography.models import Commune
from meetups.planning.models import MeetupStatus
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
