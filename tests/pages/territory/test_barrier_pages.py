"""Barriers as organisers draw them: two sides to tick, a season, nothing kept before the last button."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.accounts.models import AuditEntry
from meetups.geography.areas import create_circle
from meetups.geography.barriers import Closure, closures, create_barrier
from meetups.geography.models import Barrier, Commune
from meetups.geography.suggestions import CLOSURES
from meetups.outbox.models import ScheduledTask
from tests.accounts.statements import recorded_statements
from tests.conftest import CheckingClient
from tests.page_checks import parse
from tests.pages.forms import form_at, text_of

PAGE = "/organisation/secteurs/barrieres"
NEW = f"{PAGE}/nouvelle"
BONNEVAL, BESSANS, VAL_D_ISERE, TIGNES = "73047", "73040", "73304", "73296"
WINTER = {"from_day": "15", "from_month": "10", "until_day": "15", "until_month": "6"}


def filled(response: TestResponse, action: str) -> dict[str, Any]:
    """What the form that posts to ``action`` would send, every box ticked included."""
    values: dict[str, Any] = {}
    for field in form_at(response, action).iter():
        name, kind = field.get("name"), field.get("type")
        if not name or field.tag == "button" or (kind in {"checkbox", "radio"} and field.get("checked") is None):
            continue
        if field.tag == "select":
            chosen = [each.get("value") for each in field.iter("option") if each.get("selected") is not None]
            values[name] = chosen[0] if chosen else field.findall("option")[0].get("value")
        else:
            values.setdefault(name, []).append(field.get("value") or "")
    return values


def press(browser: CheckingClient, page: str, before: TestResponse, gesture: str, **changes: Any) -> TestResponse:
    return browser.post(page, data=filled(before, page) | changes | {"geste": gesture})


def draw(browser: CheckingClient, **changes: Any) -> TestResponse:
    """A new barrier, its sides typed, then kept."""
    page = press(browser, NEW, browser.get(NEW), "ajouter", name="Col de l’Iseran")
    sides = {"here-commune": "Bonneval-sur-Arc", "there-commune": "Val-d’Isère"}
    return press(browser, NEW, page, "enregistrer", **(sides | WINTER | changes))


def iseran(session: Session) -> Barrier:
    here, there = (
        [session.get_one(Commune, code) for code in side] for side in ((BONNEVAL, BESSANS), (VAL_D_ISERE, TIGNES))
    )
    made = create_barrier(session, "Col de l’Iseran", here, there, "10-15", "06-15")
    session.commit()
    return made


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Barrier)) or 0


@pytest.fixture
def network(session: Session, maud: CheckingClient) -> CheckingClient:
    """Maud's browser, where the network works in Savoie."""
    create_circle(session, "Modane", session.get_one(Commune, "73157"), 20)
    session.commit()
    return maud


def test_without_any_barrier_the_list_says_what_one_is_for(maud: CheckingClient) -> None:
    said = text_of(maud.get(PAGE))
    assert "tant qu’un col est fermé, personne d’un côté n’est invité de l’autre" in said
    assert "Aucune barrière" in said
    assert "Fermetures habituelles" not in said, "no area: we do not know where the network works"


def test_a_commune_is_named_ticked_and_those_around_it_are_offered(maud: CheckingClient, session: Session) -> None:
    page = press(maud, NEW, maud.get(NEW), "ajouter", **{"here-commune": "bonneval sur arc", "here-autour": "20"})
    assert page.status_code == 200
    assert filled(page, NEW)["here"] == [BONNEVAL]
    offered = {box.get("value") for box in parse(page.text).iter("input") if box.get("name") == "here"}
    assert {BONNEVAL, VAL_D_ISERE} <= offered, "near as the crow flies"
    assert count(session) == 0, "naming keeps nothing"
    both = press(maud, NEW, page, "ajouter", **{"there-commune": "Val-d’Isère", "there-autour": "10"})
    left = {box.get("value") for box in parse(both.text).iter("input") if box.get("name") == "here"}
    assert VAL_D_ISERE not in left, "what is ticked on one side is not offered on the other"


def test_a_barrier_is_drawn_and_said_in_a_plain_sentence(maud: CheckingClient, session: Session) -> None:
    done = draw(maud)
    assert (done.status_code, done.location) == (302, PAGE)
    (closure,) = closures(session)
    assert closure == Closure(frozenset({BONNEVAL}), frozenset({VAL_D_ISERE}), "10-15", "06-15")
    said = text_of(maud.get(PAGE))
    assert "La barrière « Col de l’Iseran » est enregistrée." in said
    assert "Fermé du 15 octobre au 15 juin" in said
    assert "D’un côté : Bonneval-sur-Arc De l’autre : Val-d’Isère" in said
    assert session.get(ScheduledTask, "proposals"), "proposals are computed anew"
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first() == "barrier_created"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Donnez un nom à cette barrière"),
        ({"name": "x" * 81}, "C’est un peu long"),
        ({"there-commune": ""}, "cochez au moins une commune de chaque côté"),
        ({"there": [BONNEVAL]}, "Une commune ne peut pas être des deux côtés : décochez d’un côté Bonneval-sur-Arc"),
        ({"here-commune": "Nullepart"}, "Nous ne connaissons pas cette commune"),
        ({"here-commune": "73480"}, "Plusieurs communes correspondent"),
        ({"from_day": ""}, "Donnez le premier et le dernier jour de fermeture"),
        ({"from_day": "", "from_month": ""}, "Donnez le premier et le dernier jour de fermeture"),
        ({"from_day": "40"}, "Une ligne à revoir"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_lost(
    maud: CheckingClient, session: Session, changes: dict[str, Any], said: str
) -> None:
    page = draw(maud, **changes)
    assert page.status_code == 422
    assert said in text_of(page)
    kept = filled(page, NEW)
    assert kept["until_month"] == "6"
    assert BONNEVAL in kept.get("here", []) or kept["here-commune"] == [changes["here-commune"]]
    assert count(session) == 0


def test_a_code_that_several_communes_share_is_asked_about(maud: CheckingClient, session: Session) -> None:
    asked = draw(maud, **{"here-commune": "73480"})
    assert "Laquelle ?" in text_of(asked)
    done = press(maud, NEW, asked, "enregistrer", **{"here-laquelle": BESSANS})
    assert done.status_code == 302
    assert closures(session)[0].here == {BESSANS}


def test_without_dates_the_road_is_closed_all_year(maud: CheckingClient, session: Session) -> None:
    draw(maud, **dict.fromkeys(WINTER, ""))
    assert closures(session)[0][2:] == ("", "")
    assert "Fermé toute l’année" in text_of(maud.get(PAGE))


def test_sent_twice_a_new_barrier_is_made_once(maud: CheckingClient, session: Session) -> None:
    page = maud.get(NEW)
    sent = {"name": "Col", "here-commune": "Bessans", "there-commune": "Tignes"}
    for _ in range(2):
        assert press(maud, NEW, page, "enregistrer", **sent).location == PAGE
    assert count(session) == 1


def test_a_barrier_opens_as_it_was_kept_and_changes(maud: CheckingClient, session: Session) -> None:
    url = f"{PAGE}/{iseran(session).public_id}"
    page = maud.get(url)
    kept = filled(page, url)
    assert (sorted(kept["here"]), sorted(kept["there"])) == ([BESSANS, BONNEVAL], [TIGNES, VAL_D_ISERE])
    assert {name: kept[name] for name in WINTER} == WINTER
    done = press(maud, url, page, "enregistrer", name="Iseran", here=[BESSANS], until_day="1", until_month="7")
    assert done.status_code == 302
    assert closures(session) == [Closure(frozenset({BESSANS}), frozenset({TIGNES, VAL_D_ISERE}), "10-15", "07-01")]
    assert "Fermé du 15 octobre au 1er juillet" in text_of(maud.get(PAGE))


def test_two_organisers_do_not_overwrite_each_other_unseen(maud: CheckingClient, session: Session) -> None:
    made = iseran(session)
    url = f"{PAGE}/{made.public_id}"
    page = maud.get(url)
    session.rollback()  # that was a transaction that only reads
    made.closed_until = "05-31"
    session.commit()
    refused = press(maud, url, page, "enregistrer", name="Iseran")
    assert refused.status_code == 409
    assert "Quelqu’un a modifié cette page en même temps que vous" in text_of(refused)
    assert closures(session)[0].closed_until == "05-31"
    assert press(maud, url, refused, "enregistrer").status_code == 302
    assert closures(session)[0].closed_until == "06-15"


def test_a_barrier_is_removed_and_one_button_puts_it_back(maud: CheckingClient, session: Session) -> None:
    made = iseran(session)
    public_id, before = made.public_id, closures(session)
    url = f"{PAGE}/{public_id}"
    assert "pourront réunir les deux côtés en toute saison" in text_of(maud.get(url))
    done = maud.post(f"{url}/retirer")
    assert count(session) == 0
    page = maud.get(done.location)
    assert "« Col de l’Iseran » vient d’être retirée" in text_of(page)
    back = maud.post(NEW, data=filled(page, NEW))
    assert back.status_code == 302
    assert closures(session) == before
    assert session.scalars(select(Barrier.public_id)).all() == [public_id]
    assert "vient d’être retirée" not in text_of(maud.get(done.location)), "put back, it is not offered again"
    assert maud.post(f"{url}/retirer").status_code == 302
    assert maud.post(f"{url}/retirer").status_code == 404
    assert maud.get(url).status_code == 404


@pytest.mark.parametrize("word", ["", "x", "eyJuYW1lIjoiYSJ9.aaaa.bbbb"])
def test_an_address_that_we_did_not_sign_offers_nothing(maud: CheckingClient, word: str) -> None:
    page = maud.get(f"{PAGE}?retire={word}")
    assert page.status_code == 200
    assert "La remettre" not in text_of(page)


def test_a_known_closure_is_added_in_one_click_and_no_longer_offered(
    network: CheckingClient, session: Session
) -> None:
    page = network.get(PAGE)
    assert "entre Haute-Maurienne et Haute-Tarentaise" in text_of(page)
    sent = filled(page, NEW)
    for _ in range(2):
        assert network.post(NEW, data=sent).location == PAGE
    (closure,) = closures(session)
    assert closure == CLOSURES[0].closure
    after = text_of(network.get(PAGE))
    assert "entre Haute-Maurienne et Haute-Tarentaise" not in after
    assert "Col de la Madeleine" in after


def test_neither_list_nor_page_sends_more_queries_for_many(maud: CheckingClient, session: Session) -> None:
    made = iseran(session)

    def sent(path: str) -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as statements:
            assert maud.get(path).status_code == 200
        session.rollback()  # that was a transaction that only reads
        return len(statements)

    url = f"{PAGE}/{made.public_id}"
    few = sent(PAGE), sent(url)
    places = session.scalars(select(Commune).where(Commune.department == "73").order_by(Commune.insee)).all()
    barrier = session.scalars(select(Barrier)).one()
    barrier.here = [*barrier.here, *(each for each in places[:80] if each not in {*barrier.here, *barrier.there})]
    for number in range(20):
        create_barrier(session, f"Col {number}", places[:40], places[40:90])
    assert (sent(PAGE), sent(url)) == few
    assert few[0] <= 8
    assert few[1] <= 10


def test_the_areas_page_leads_to_barriers_and_days(maud: CheckingClient) -> None:
    links = [link.get("href") for link in parse(maud.get("/organisation/secteurs").text).iter("a")]
    assert {PAGE, "/organisation/secteurs/jours"} <= set(links)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"from_day": "30", "from_month": "2"}, "Le 30 février n’existe pas"),
        ({"until_day": "31", "until_month": "4"}, "Le 31 avril n’existe pas"),
    ],
)
def test_a_day_that_no_year_has_is_named(maud: CheckingClient, typed: dict[str, str], said: str) -> None:
    refused = draw(maud, **typed)
    assert refused.status_code == 422
    assert said in text_of(refused)


def test_a_road_may_close_over_new_year_or_on_a_leap_day(maud: CheckingClient, session: Session) -> None:
    days = {"from_day": "15", "from_month": "12", "until_day": "29", "until_month": "2"}
    assert draw(maud, **days).status_code == 302
    session.rollback()
    assert (closures(session)[0].closed_from, closures(session)[0].closed_until) == ("12-15", "02-29")
