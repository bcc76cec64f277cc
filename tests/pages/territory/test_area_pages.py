"""Areas as organisers draw them: two steps, nothing lost, nothing kept before the last button."""

import re
from datetime import timedelta
from time import perf_counter
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.accounts.models import AuditEntry
from meetups.geography.areas import create_circle, create_set
from meetups.geography.models import Area, Commune
from meetups.geography.services import load_geography
from meetups.outbox.models import ScheduledTask
from meetups.pages.territory import wording
from meetups.planning.models import MeetupStatus
from meetups.proposals.models import Proposal
from meetups.venues.models import Host
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import text_of
from tests.pages.test_bounded import crowd
from tests.pages.test_dashboard import FACTS, proposal

PAGE = "/organisation/secteurs"
NEW = f"{PAGE}/nouveau"
SVG = "{http://www.w3.org/2000/svg}"
CIRCLE = {"name": "Combe", "commune": "Chambéry", "kind": "cercle", "radius": "8,5", "around": "20"}
SET = CIRCLE | {"kind": "communes", "radius": "", "around": "10"}


def fields(response: TestResponse) -> dict[str, Any]:
    """What the page's main form would send, boxes ticked included."""
    form = next(form for form in parse(response.text).iter("form") if form.get("method") == "post" and has_name(form))
    values: dict[str, Any] = {"communes": []}
    for field in form.iter():
        name, kind, value = field.get("name"), field.get("type"), field.get("value") or ""
        if field.tag == "select" and name:
            values[name] = next(each.get("value") for each in field.iter("option") if each.get("selected") is not None)
        elif field.tag != "input" or not name or (kind in {"radio", "checkbox"} and field.get("checked") is None):
            continue
        elif name == "communes":
            values["communes"].append(value)
        else:
            values[name] = value
    return values


def has_name(form: Element) -> bool:
    return any(field.get("name") == "name" for field in form.iter("input"))


def send(browser: CheckingClient, page: str, before: TestResponse, gesture: str, **changes: object) -> TestResponse:
    """Press a button of the form as it stands on ``before``."""
    return browser.post(page, data=fields(before) | changes | {"geste": gesture})


def draw(browser: CheckingClient, **changes: object) -> TestResponse:
    """The first step of a new area, sent."""
    return send(browser, NEW, browser.get(NEW), "continuer", **changes)


def map_of(page: TestResponse) -> Element:
    (drawing,) = [each for each in parse(page.text).iter(SVG + "svg") if each.get("role") == "img"]
    return drawing


def area(session: Session) -> Area:
    return session.scalars(select(Area)).one()


def test_the_list_says_what_an_area_is_and_what_to_do_when_there_is_none(maud: CheckingClient) -> None:
    page = maud.get(PAGE)
    assert "un cercle autour d’une commune, ou des communes choisies" in text_of(page)
    assert "Pas encore de secteur" in text_of(page)
    assert [link.get("href") for link in parse(page.text).iter("a")].count(NEW) == 1


def test_the_list_is_alphabetical_with_what_each_area_is_and_who_works_there(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    chambery, motte, modane = (session.get_one(Commune, code) for code in ("73065", "73179", "73157"))
    create_circle(session, "Épierre", modane, 2.5)
    create_circle(session, "Zone", chambery, 15)
    create_set(session, "Deux communes", motte, [motte, modane])
    used = create_circle(session, "aussi Chambéry", chambery, 9)
    cast.lunch.area = used
    cast.ines.left_at = NOW
    said = text_of(maud.get(PAGE))
    order = ["aussi Chambéry", "Deux communes", "Épierre", "Zone"]
    assert sorted(order, key=said.index) == order
    assert "9 km autour de Chambéry, à vol d’oiseau 2 professionnels 1 rencontre à venir" in said
    assert "Deux communes 2 communes 2 professionnels" in said, "Inès left; Karim and Odile work there"
    assert "2,5 km autour de Modane, à vol d’oiseau 0 professionnel" in said


def test_the_list_sends_as_many_queries_for_a_region_as_for_a_village(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    def count() -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as sent:
            assert maud.get(PAGE).status_code == 200
        session.rollback()  # that was a transaction that only reads
        return len(sent)

    create_circle(session, "Un", session.get_one(Commune, "73065"), 10)
    few = count()
    crowd(session, 500)
    for number, commune in enumerate(session.scalars(select(Commune).limit(30)).all()):
        create_set(session, f"Secteur {number}", commune, [commune])
    assert count() == few <= 8


@pytest.mark.parametrize("radius", ["", "0", "61", "NaN", "inf", "-3", "douze", "1e1", "0,9"])
def test_a_radius_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    maud: CheckingClient, session: Session, radius: str
) -> None:
    page = draw(maud, **(CIRCLE | {"radius": radius}))
    assert page.status_code == 422
    assert "entre 1 et 60, comme 12 ou 12,5" in text_of(page)
    kept = {name: value for name, value in fields(page).items() if name in CIRCLE}
    assert kept == CIRCLE | {"radius": radius}


@pytest.mark.parametrize(("typed", "kept"), [("12,5", 12.5), ("12.5", 12.5), ("1", 1), ("60", 60), ("8 km", 8)])
def test_a_circle_is_seen_before_it_is_kept(maud: CheckingClient, session: Session, typed: str, kept: float) -> None:
    page = draw(maud, **(CIRCLE | {"radius": typed}))
    assert page.status_code == 200
    assert "Rien n’est enregistré avant le dernier bouton" in text_of(page)
    assert session.scalars(select(Area)).all() == [], "seeing keeps nothing"
    done = send(maud, NEW, page, "enregistrer")
    assert (done.status_code, done.location) == (302, PAGE)
    assert (area(session).name, area(session).radius_km, area(session).commune_insee) == ("Combe", kept, "73065")
    assert "Les propositions se recalculent" in text_of(maud.get(PAGE))
    assert "Mairie de Chambéry" in session.scalars(select(Host.name)).all(), "somebody to ask for a room"


def test_the_map_says_its_conclusion_and_the_figures_stand_beside(maud: CheckingClient, session: Session) -> None:
    page = draw(maud, **CIRCLE)
    drawing = map_of(page)
    said = (drawing.get("aria-label") or "").replace("\u00a0", " ").replace("\u202f", " ")
    found = re.fullmatch(
        r"Carte : 8,5 km autour de Chambéry, à vol d’oiseau\. "
        r"(\d+) communes, [\d ]+ habitants, (\d+) professionnels\.",
        said,
    )
    assert found, said
    rows = [row for row in parse(page.text).iter("tr") if row.find("td") is not None]
    assert len(rows) == int(found[1]) > 10
    assert int(found[2]) == 3, "Inès, Karim and Odile"
    paths = [path.get("class") for path in drawing.iter(SVG + "path")]
    assert paths.count("dedans") == int(found[1])
    assert "dehors" in paths


def test_outside_the_departments_that_we_can_draw_communes_are_points(maud: CheckingClient, session: Session) -> None:
    load_geography(session, ["48"])
    page = draw(maud, **(CIRCLE | {"commune": "Mende"}))
    drawing = map_of(page)
    assert not list(drawing.iter(SVG + "path"))
    assert [dot.get("class") for dot in drawing.iter(SVG + "circle")].count("dedans") > 3
    assert "Un point : le centre d’une commune" in text_of(page)


def test_communes_are_ticked_by_hand_or_a_whole_group_at_once(maud: CheckingClient, session: Session) -> None:
    page = draw(maud, **SET)
    assert fields(page)["communes"] == ["73065"], "the commune typed, to begin with"
    groups = [each.text for each in parse(page.text).iter("legend")]
    assert groups == sorted(groups, key=lambda name: (name or "").casefold())
    assert "CA du Grand Chambéry" in groups
    all_of_it = send(maud, NEW, page, "tout:200069110")
    assert {"73065", "73179", "73008"} & set(fields(all_of_it)["communes"]) == {"73065", "73179"}
    assert session.scalars(select(Area)).all() == []
    none_of_it = send(maud, NEW, all_of_it, "rien:200069110")
    assert fields(none_of_it)["communes"] == []
    refused = send(maud, NEW, none_of_it, "enregistrer")
    assert refused.status_code == 422
    assert "Cochez au moins une commune" in text_of(refused)
    done = send(maud, NEW, refused, "enregistrer", communes=["73065", "73179", "99999", "x\x00"])
    assert done.status_code == 302
    assert {each.insee for each in area(session).communes} == {"73065", "73179"}
    assert (area(session).radius_km, area(session).commune_insee) == (None, "73065")


def test_when_the_commune_typed_is_unticked_the_most_populous_is_the_main_one(
    maud: CheckingClient, session: Session
) -> None:
    page = draw(maud, **(SET | {"commune": "Barby"}))
    send(maud, NEW, page, "enregistrer", communes=["73179", "73029"])
    assert area(session).commune.name == "La Motte-Servolex"


def test_going_back_and_further_loses_neither_ticks_nor_words(maud: CheckingClient) -> None:
    page = send(maud, NEW, draw(maud, **SET), "actualiser", communes=["73065", "73179"])
    back = send(maud, NEW, page, "revenir")
    assert (fields(back)["name"], fields(back)["commune"]) == ("Combe", "73000 Chambéry")
    again = send(maud, NEW, back, "continuer", name="Combe de Savoie", around="40")
    assert sorted(fields(again)["communes"]) == ["73065", "73179"]
    far = send(maud, NEW, again, "actualiser", communes=["73065", "73157"], around="10")
    assert "73157" in fields(far)["communes"], "Modane is far, and stays"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "  "}, "Donnez un nom à ce secteur"),
        ({"name": "combe"}, "Un secteur s’appelle déjà « Combe »"),
        ({"name": "x" * 81}, "C’est un peu long"),
        ({"commune": ""}, "Écrivez une commune"),
        ({"commune": "Nullepart"}, "Nous ne connaissons pas cette commune"),
        ({"kind": "triangle"}, "Choisissez l’un des deux"),
        ({"around": "7000"}, ""),
    ],
)
def test_what_cannot_be_is_refused_in_words_at_the_first_step(
    maud: CheckingClient, session: Session, changes: dict[str, str], said: str
) -> None:
    create_circle(session, "Combe", session.get_one(Commune, "73008"), 10)
    page = draw(maud, **(SET | {"name": "Autre"} | changes))
    assert page.status_code == 422
    assert said in text_of(page)
    assert len(session.scalars(select(Area)).all()) == 1


def test_sent_twice_a_new_area_is_made_once(maud: CheckingClient, session: Session) -> None:
    page = draw(maud, **CIRCLE)
    assert send(maud, NEW, page, "enregistrer").status_code == 302
    twin = send(maud, NEW, page, "enregistrer")
    assert (twin.status_code, twin.location) == (302, PAGE)
    assert area(session).name == "Combe"


def test_a_circle_becomes_communes_and_proposals_are_computed_anew(
    maud: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock
) -> None:
    made = create_circle(session, "Combe", session.get_one(Commune, "73065"), 8.5)
    session.add(ScheduledTask(name="proposals", next_run_at=NOW + timedelta(hours=1)))
    session.commit()
    url = f"{PAGE}/{made.public_id}"
    first = maud.get(url)
    assert fields(first)["radius"] == "8,5"
    assert "Modifier ce secteur" in text_of(first)
    page = send(maud, url, first, "continuer", kind="communes")
    assert send(maud, url, page, "enregistrer", communes=["73065", "73008"]).status_code == 302
    assert {commune.insee for commune in area(session).communes} == {"73065", "73008"}
    assert session.get_one(ScheduledTask, "proposals").next_run_at == NOW
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry
    assert (entry.action, entry.object, entry.actor) == ("area_changed", made.public_id, cast.maud.public_id)
    assert wording.kind_of(area(session)) == "2 communes"


def test_two_organisers_do_not_overwrite_each_other_unseen(maud: CheckingClient, session: Session) -> None:
    made = create_circle(session, "Combe", session.get_one(Commune, "73065"), 8)
    session.commit()
    url = f"{PAGE}/{made.public_id}"
    page = send(maud, url, maud.get(url), "continuer", radius="9")
    made.radius_km = 20
    refused = send(maud, url, page, "enregistrer")
    assert refused.status_code == 409
    assert "Ce secteur a changé pendant que vous le modifiiez" in text_of(refused)
    assert area(session).radius_km == 20
    assert send(maud, url, refused, "enregistrer").status_code == 302
    assert area(session).radius_km == 9


def test_an_area_that_a_meetup_to_come_uses_stays(maud: CheckingClient, session: Session, cast: Cast) -> None:
    made = create_circle(session, "Combe", session.get_one(Commune, "73065"), 8)
    cast.lunch.area = made
    session.commit()
    url = f"{PAGE}/{made.public_id}"
    assert "Pas maintenant : 1 rencontre à venir s’y tient" in text_of(maud.get(url))
    refused = maud.post(f"{url}/supprimer", follow_redirects=True)
    assert "On ne peut pas supprimer ce secteur : 1 rencontre à venir s’y tient" in text_of(refused)
    assert area(session) is made


@pytest.mark.parametrize("kept", ["past", "cancelled"])
def test_an_area_goes_with_its_proposals_and_past_meetups_keep_their_commune(
    maud: CheckingClient, session: Session, cast: Cast, kept: str
) -> None:
    main = session.get_one(Commune, "73179")
    made = create_set(session, "Combe", main, [main, session.get_one(Commune, "73065")])
    cast.lunch.area = made
    if kept == "past":
        cast.lunch.starts_at, cast.lunch.ends_at = NOW - timedelta(days=9), NOW - timedelta(days=8)
    else:
        cast.lunch.status, cast.lunch.cancelled_at = MeetupStatus.CANCELLED, NOW
    proposal(session, cast, area=made)
    url = f"{PAGE}/{made.public_id}"
    page = maud.get(url)
    assert "les rencontres passées gardent leur commune" in text_of(page)
    done = maud.post(f"{url}/supprimer", follow_redirects=True)
    assert "Le secteur « Combe » est supprimé" in text_of(done)
    assert session.scalars(select(Proposal)).all() == []
    assert "Combe" not in session.scalars(select(Area.name)).all()
    assert (cast.lunch.area_id, cast.lunch.commune_insee) == (None, "73179")
    assert maud.get(f"/organisation/rencontres/{cast.lunch.public_id}").status_code == 200
    assert maud.get(url).status_code == 404
    assert maud.post(f"{url}/supprimer").status_code == 404


def test_the_dashboard_shows_a_proposal_of_an_area_of_communes(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    facts = FACTS | {"radius_km": None, "communes": 14}
    proposal(session, cast, facts=facts)
    proposal(session, cast, "73065", rank=2, facts=facts)
    said = text_of(maud.get("/organisation"))
    assert "personnes à inviter sur ce parcours dans les 14 communes du secteur" in said
    assert "64 personnes à inviter dans les 14 communes du secteur, 9 jamais invitées" in said


def test_with_all_of_france_the_second_step_reads_near_communes_alone(maud: CheckingClient, session: Session) -> None:
    load_geography(session)
    session.commit()
    page = maud.get(NEW)
    with recorded_statements() as sent:
        began = perf_counter()
        shown = send(maud, NEW, page, "continuer", **(SET | {"commune": "75056", "around": "40"}))
        spent = perf_counter() - began
    assert shown.status_code == 200
    assert len(fields(shown)["communes"]) == 1
    assert shown.text.count('type="checkbox"') > 300
    assert len(sent) <= 16
    assert spent < 5, "a slow machine; half a second on a quiet one"


def test_a_code_that_several_communes_share_is_asked_about_once(maud: CheckingClient, session: Session) -> None:
    asked = send(maud, NEW, maud.get(NEW), "continuer", **CIRCLE | {"commune": "73210"})
    assert asked.status_code == 422
    assert "Plusieurs communes correspondent" in asked.text
    assert "Aime-la-Plagne (73210)" in text_of(asked)
    second = send(maud, NEW, asked, "continuer", **CIRCLE | {"commune": "73210", "commune_choice": "73006"})
    assert second.status_code == 200
    assert send(maud, NEW, second, "enregistrer").status_code == 302
    assert "73006" in session.scalars(select(Area.commune_insee)).all()
