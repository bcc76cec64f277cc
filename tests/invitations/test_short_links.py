"""A link that one can dictate: it leads to one's own page, however it is spelt, and cannot be guessed."""

import re

import pytest
from sqlalchemy.orm import Session

from meetups.invitations import short_links
from meetups.invitations.emails import answer_url
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation
from meetups.invitations.services import invite, remove_guest
from meetups.invitations.short_links import short_url
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import NOW


@pytest.fixture
def odile(session: Session, cast: Cast) -> Invitation:
    made = factories.invitation(session, cast.lunch, cast.odile)
    invite(session, cast.lunch, now=NOW)
    session.commit()
    return made


def test_it_is_short_and_nothing_in_it_is_mistaken(odile: Invitation) -> None:
    address = short_url(odile)
    assert re.fullmatch(
        r"http://127\.0\.0\.1:5000/r/[a-hjkmnp-z2-9]{3}-[a-hjkmnp-z2-9]{3}-[a-hjkmnp-z2-9]{4}", address
    )


def test_however_it_is_written_it_leads_to_one_s_own_page(client: CheckingClient, odile: Invitation) -> None:
    code = odile.short_code
    for written in (code, code.upper(), "-".join(code), f"{code[:3]} {code[3:]}", short_url(odile).rsplit("/", 1)[1]):
        found = client.get(f"/r/{written}")
        assert found.status_code == 302
        assert answer_url(odile).endswith(found.location)


def test_an_unknown_code_is_an_unknown_link(client: CheckingClient, odile: Invitation) -> None:
    assert client.get("/r/aaa-aaa-aaa").get_data() == client.get("/r/zzz").get_data()
    assert client.get("/r/aaa-aaa-aaa").status_code == 404


def test_taken_back_it_says_so_and_put_back_it_is_another(
    client: CheckingClient, session: Session, cast: Cast, odile: Invitation
) -> None:
    old = odile.short_code
    remove_guest(session, odile, now=NOW)
    session.commit()
    assert client.get(f"/r/{old}", follow_redirects=True).status_code == 410
    session.rollback()
    add_guest(session, cast.lunch, cast.odile, reasons=[], now=NOW)
    session.commit()
    assert odile.short_code != old
    assert client.get(f"/r/{old}").status_code == 404


def test_guessing_is_stopped_for_an_hour_and_nobody_else_with_it(
    client: CheckingClient, odile: Invitation, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(short_links, "MOST_MISSES", 3)
    code = odile.short_code
    assert [client.get("/r/faux").status_code for _ in range(4)] == [404, 404, 404, 429]
    assert client.get(f"/r/{code}").status_code == 302
    frozen_clock.now += short_links.WINDOW
    assert client.get("/r/faux").status_code == 404
