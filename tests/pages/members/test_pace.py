"""The directory is read as a person reads."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.directory.models import Visibility
from meetups.pages.members import pace
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import NOW


@pytest.fixture
def reader(client: CheckingClient, cast: Cast, sign_in: SignIn) -> CheckingClient:
    sign_in(client, cast.stranger)
    return client


def test_pages_are_counted_over_an_hour_and_for_each_account_alone(
    reader: CheckingClient,
    session: Session,
    cast: Cast,
    sign_in: SignIn,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "MOST_PAGES", 3)
    answers = [reader.get("/annuaire").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert reader.get("/annuaire/inconnue").status_code == 429
    session.rollback()
    sign_in(reader, cast.maud)
    assert reader.get("/annuaire").status_code == 200
    session.rollback()
    sign_in(reader, cast.stranger)
    frozen_clock.now = NOW + timedelta(minutes=61)
    assert reader.get("/annuaire").status_code == 200


def test_contact_details_are_shown_thirty_times_an_hour_at_most(
    reader: CheckingClient, session: Session, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST_REVEALED", 2)
    person = factories.professional(session, is_listed=True, phone_visibility=Visibility.MEMBERS)
    url = f"/annuaire/{person.public_id}/coordonnees"
    assert [reader.post(url).status_code for _ in range(3)] == [200, 200, 429]
    revealed = select(func.count()).where(AuditEntry.action == pace.REVEALED)
    assert session.scalar(revealed) == 2
    frozen_clock.now = NOW + timedelta(minutes=61)
    assert reader.post(url).status_code == 200
