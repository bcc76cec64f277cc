"""Hosts and rooms: found by any of their names, and kept up to date."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.outbox.models import ScheduledTask
from meetups.pages.places import wording
from meetups.pages.places.listing import list_hosts
from meetups.venues.models import Host, Venue
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.pages.forms import form_at, text_of
from tests.pages.territory.test_barrier_pages import filled

PAGE = "/organisation/lieux"


@pytest.fixture
def maud(client: CheckingClient, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """Maud's browser, signed in."""
    sign_in(client, cast.maud)
    return client


@pytest.fixture
def host(session: Session, cast: Cast) -> Host:
    """The town hall of La Motte-Servolex, with two rooms."""
    made = session.scalars(select(Host).order_by(Host.id)).first() or factories.town_hall(session)
    names = {room.name for room in made.venues}
    for name in ("Salle de l’Église", "Foyer"):
        if name not in names:
            factories.venue(session, made, name, 60)
    session.commit()
    session.refresh(made)
    return made


def room(host: Host, name: str) -> Venue:
    return next(each for each in host.venues if each.name == name)


def send(browser: CheckingClient, host: Host, **changes: Any) -> Any:
    url = f"{PAGE}/{host.public_id}"
    return browser.post(url, data=filled(browser.get(url), url) | changes)


def test_places_are_listed_with_what_is_known_of_them(maud: CheckingClient, session: Session, host: Host) -> None:
    foyer = room(host, "Foyer")
    foyer.free, foyer.has_kitchen, host.notice_days = ["0-midi", "0-soir", "2-matin"], False, 45
    session.commit()
    said = text_of(maud.get(PAGE))
    assert host.name in said
    assert "45 jours de préavis" in said
    assert "Foyer : 60 places, de plain-pied, sans cuisine ; lundi midi et soir, mercredi matin" in said
    assert "Salle de l’Église : 60 places, de plain-pied" in said
    assert "de plain-pied ;" not in said


@pytest.mark.parametrize("typed", ["motte", "EGLISE", "serv fo", "mairie"])
def test_a_place_is_found_by_the_beginning_of_any_of_its_names(maud: CheckingClient, host: Host, typed: str) -> None:
    assert host.name in text_of(maud.get(f"{PAGE}?q={typed}"))


def test_nothing_found_says_what_to_do(maud: CheckingClient, host: Host) -> None:
    said = text_of(maud.get(f"{PAGE}?q=glise"))
    assert "Aucun lieu à ce nom" in said
    assert host.name not in said


def test_the_list_goes_page_by_page_and_sends_as_many_queries_for_many(
    maud: CheckingClient, session: Session, host: Host
) -> None:
    def sent() -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as statements:
            assert maud.get(f"{PAGE}?q=m").status_code == 200
        session.rollback()  # that was a transaction that only reads
        return len(statements)

    few = sent()
    for number in range(60):
        made = factories.town_hall(session)
        made.name = f"Mairie {number:02d}"
        factories.venue(session, made)
    assert sent() == few <= 7
    seen, after = [], None
    while True:
        page = list_hosts(session, typed="", after=after, limit=25)
        seen += [each.name for each in page.rows]
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == page.total
    assert seen == sorted(seen)
    assert "Les suivants" in text_of(maud.get(PAGE))
    assert list_hosts(session, typed="", after="inconnu", limit=3).rows[0].name == seen[0]


def test_everything_is_kept_with_one_button(maud: CheckingClient, session: Session, host: Host) -> None:
    foyer = room(host, "Foyer")
    prefix = f"salle-{foyer.public_id}-"
    changes = {
        "email": "accueil@mairie.example",
        "phone": "04 65 71 00 99",
        "notice_days": "60",
        f"{prefix}capacity": "35",
        f"{prefix}step_free": "non",
        f"{prefix}kitchen": "oui",
        f"{prefix}free": ["1-midi", "3-soir"],
    }
    other = room(host, "Salle de l’Église")
    before = (other.capacity, other.is_step_free, other.has_kitchen, other.free)
    session.commit()
    done = send(maud, host, **changes)
    assert (done.status_code, done.location) == (302, PAGE)
    session.expire_all()
    assert (host.email, host.phone, host.notice_days) == ("accueil@mairie.example", "0465710099", 60)
    assert (foyer.capacity, foyer.is_step_free, foyer.has_kitchen, foyer.free) == (
        35,
        False,
        True,
        ["1-midi", "3-soir"],
    )
    assert (other.capacity, other.is_step_free, other.has_kitchen, other.free) == before
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first() == "host_changed"
    assert session.get(ScheduledTask, "proposals")
    url = f"{PAGE}/{host.public_id}"
    kept = filled(maud.get(url), url)
    assert kept[f"{prefix}free"] == ["1-midi", "3-soir"]
    assert (kept[f"{prefix}step_free"], kept[f"{prefix}kitchen"]) == ("non", "oui")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "pas une adresse"}, "adresse"),
        ({"phone": "12"}, "Nous ne reconnaissons pas ce numéro"),
        ({"notice_days": "400"}, "entre 0 et 365"),
        ({"notice_days": "bientôt"}, "entre 0 et 365"),
        ({"capacity": "0"}, "Entre 1 et 2000 places"),
        ({"capacity": ""}, "Écrivez un nombre de places"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(
    maud: CheckingClient, session: Session, host: Host, changes: dict[str, str], said: str
) -> None:
    foyer = room(host, "Foyer")
    prefix = f"salle-{foyer.public_id}-"
    sent = {f"{prefix}{name}" if name == "capacity" else name: value for name, value in changes.items()}
    session.commit()
    page = send(maud, host, **(sent | {f"{prefix}free": ["4-soir"]}))
    assert page.status_code == 422
    assert said in text_of(page)
    assert filled(page, f"{PAGE}/{host.public_id}")[f"{prefix}free"] == ["4-soir"]
    session.expire_all()
    assert foyer.free == []


def test_two_organisers_do_not_overwrite_each_other_unseen(maud: CheckingClient, session: Session, host: Host) -> None:
    url = f"{PAGE}/{host.public_id}"
    form = filled(maud.get(url), url)
    session.rollback()  # that was a transaction that only reads
    room(host, "Foyer").free = ["0-matin"]
    session.commit()
    refused = maud.post(url, data=form | {"notice_days": "30"})
    assert refused.status_code == 409
    assert "en même temps que vous" in text_of(refused)
    session.expire_all()
    assert (host.notice_days, room(host, "Foyer").free) == (None, ["0-matin"])
    again = maud.post(url, data=filled(refused, url))
    assert again.status_code == 302
    session.expire_all()
    assert (host.notice_days, room(host, "Foyer").free) == (30, [])


def test_a_host_without_a_room_says_where_rooms_come_from(maud: CheckingClient, session: Session) -> None:
    bare = factories.town_hall(session, "73065")
    session.commit()
    page = maud.get(f"{PAGE}/{bare.public_id}")
    assert "Aucune salle connue ici" in text_of(page)
    assert form_at(page, f"{PAGE}/{bare.public_id}") is not None
    assert wording.rooms_said(bare) == "salle à demander"
    assert send(maud, bare, notice_days="10").status_code == 302


def test_an_unknown_host_is_not_found(maud: CheckingClient) -> None:
    assert maud.get(f"{PAGE}/inconnu").status_code == 404
    assert maud.post(f"{PAGE}/inconnu").status_code == 404


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "beaucoup"])
def test_a_number_that_cannot_be_read_is_refused_once_in_our_words(
    maud: CheckingClient, host: Host, typed: str
) -> None:
    capacity = f"salle-{host.venues[0].public_id}-capacity"
    said = text_of(send(maud, host, **{"notice_days": typed, capacity: typed}))
    assert said.count("Un nombre de jours entre 0 et 365") == 1
    assert said.count("Écrivez un nombre de places, comme 24.") == 1
    assert "Entre 1 et" not in said
    assert "Exceeds" not in said
