"""The four screens: what each asks, where the guide resumes, and its end."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.directory.models import CarePathway
from meetups.directory.nomenclature import CARE_PATHWAYS
from meetups.installation import Installation
from meetups.outbox.models import ScheduledTask
from meetups.pages.opening.territory import add_usual_pathways
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import CheckingClient
from tests.factories import NOW
from tests.pages.forms import submit, text_of

GUIDE = "/organisation/ouverture"
ASSOCIATION, TERRITORY, MAIL, PEOPLE = (
    f"{GUIDE}/{end}" for end in ("association", "territoire", "courriels", "personnes")
)
LETTERHEAD = {
    "association": "Tables du Lac",
    "team_name": "Claire",
    "team_phone": "04 79 00 00 01",
    "team_email": "",
    "address": "2 rue du Lac\n73100 Aix-les-Bains",
}


@pytest.fixture(autouse=True)
def _addresses(client: CheckingClient) -> None:
    """Addresses that the mail screen may show: the sender, the reader and the examples."""
    client.allowed_addresses = frozenset(
        {
            "reseau@parenthese.example",
            "claire@asso.example",
            "maud@parenthese.example",
            "reseau@mon-association.fr",
            "motdepasse@smtp.mon-association.fr",
            "lucie@exemple.fr",
        }
    )


def test_the_letterhead_is_saved_and_signs_pages(
    browser: CheckingClient, installation: Installation, session: Session
) -> None:
    done = submit(browser, ASSOCIATION, follow=False, **LETTERHEAD)
    assert (done.status_code, done.location) == (302, TERRITORY)
    assert (installation.association, installation.team_phone) == ("Tables du Lac", "0479000001")
    assert installation.address == "2 rue du Lac\n73100 Aix-les-Bains"
    assert "letterhead_changed" in session.scalars(select(AuditEntry.action)).all()
    assert "un service de l’association Tables du Lac" in browser.get(TERRITORY).text


def test_the_preview_shows_what_was_typed_and_saves_nothing(
    browser: CheckingClient, installation: Installation
) -> None:
    shown = submit(browser, ASSOCIATION, follow=False, preview="1", **LETTERHEAD)
    assert shown.status_code == 200
    assert "Claire, pour l’association Tables du Lac" in text_of(shown)
    assert "73100 Aix-les-Bains" in text_of(shown)
    assert installation.association == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"association": " "}, "Écrivez son nom"),
        ({"team_phone": "12"}, "Nous ne reconnaissons pas ce numéro"),
        ({"team_email": "claire"}, "Il manque le signe @"),
        ({"team_phone": ""}, "Donnez un téléphone ou un courriel"),
        ({"address": "x" * 301}, "C’est un peu long"),
    ],
)
def test_a_letterhead_that_cannot_be_used_is_said(
    browser: CheckingClient, installation: Installation, changes: dict[str, str], words: str
) -> None:
    refused = submit(browser, ASSOCIATION, follow=False, **(LETTERHEAD | changes))
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert "Ce que vous avez écrit est gardé" in text_of(refused)
    assert installation.association == ""


def test_the_same_form_stands_on_the_association_page_with_the_way_back_to_the_guide(
    browser: CheckingClient, installation: Installation
) -> None:
    done = submit(browser, "/organisation/association", **LETTERHEAD, follow=True)
    assert done.request.path == "/organisation/association"
    assert installation.association == "Tables du Lac"
    assert ASSOCIATION in done.text


def test_a_demo_may_change_its_letterhead_but_is_shown_no_guide(maud: CheckingClient) -> None:
    page = maud.get("/organisation/association")
    assert page.status_code == 200
    assert ASSOCIATION not in page.text


def test_ticked_pathways_are_added_with_their_description(browser: CheckingClient, session: Session) -> None:
    factories.area(session)
    page = browser.get(TERRITORY)
    assert all(entry.description in page.text for entry in CARE_PATHWAYS)
    done = browser.post(TERRITORY, data={"slugs": ["grand-age", "cancer"]})
    assert (done.status_code, done.location) == (302, MAIL)
    made = {row.slug: row.description for row in session.scalars(select(CarePathway))}
    assert sorted(made) == ["cancer", "grand-age"]
    assert all(made.values())
    assert 'value="cancer"' not in browser.get(TERRITORY).text


def test_without_a_sector_or_a_pathway_the_screen_says_which_and_stays(
    browser: CheckingClient, session: Session
) -> None:
    nothing = browser.post(TERRITORY, data={}, follow_redirects=True)
    assert nothing.request.path == TERRITORY
    assert "Il manque un parcours" in text_of(nothing)
    no_sector = browser.post(TERRITORY, data={"slugs": ["cancer"]}, follow_redirects=True)
    assert no_sector.request.path == TERRITORY
    assert "Il manque un secteur" in text_of(no_sector)
    assert session.scalars(select(CarePathway.slug)).all() == ["cancer"], "what was ticked is kept"
    session.rollback()
    factories.area(session)
    session.commit()
    assert browser.post(TERRITORY, data={}).location == MAIL


def test_a_pathway_that_does_not_exist_is_refused(browser: CheckingClient, session: Session) -> None:
    assert browser.post(TERRITORY, data={"slugs": ["inconnu"]}).status_code == 422
    assert session.scalar(select(CarePathway)) is None


def test_ticking_a_pathway_that_is_there_already_changes_nothing(session: Session) -> None:
    kept = factories.pathway(session, "cancer", "Le cancer, chez nous")
    assert add_usual_pathways(session, ["cancer", "handicap"]) == 1
    session.refresh(kept)
    assert kept.name == "Le cancer, chez nous"


def test_every_pathway_there_leaves_a_page_that_goes_on(browser: CheckingClient, session: Session) -> None:
    add_usual_pathways(session, [entry.slug for entry in CARE_PATHWAYS])
    factories.area(session)
    session.commit()
    page = submit(browser, TERRITORY)
    assert page.location == MAIL


def test_sectors_made_so_far_are_shown_with_the_way_to_another(browser: CheckingClient, session: Session) -> None:
    factories.area(session)
    page = browser.get(TERRITORY)
    assert "La Motte-Servolex" in text_of(page)
    assert "/organisation/secteurs/nouveau" in page.text
    assert "/organisation/parcours/nouveau" in page.text


def test_the_guide_resumes_where_something_is_missing(
    browser: CheckingClient, session: Session, installation: Installation
) -> None:
    assert browser.get(GUIDE).location == ASSOCIATION
    assert "étape 1 sur 4" in text_of(browser.get("/organisation"))
    session.rollback()
    installation.association, installation.team_email = "Tables du Lac", "equipe@asso.example"
    assert browser.get(GUIDE).location == TERRITORY
    session.rollback()
    factories.area(session)
    assert browser.get(GUIDE).location == TERRITORY, "a sector is not enough"
    session.rollback()
    factories.pathway(session)
    assert browser.get(GUIDE).location == MAIL
    assert "Reprendre l’ouverture (étape 3 sur 4)" in text_of(browser.get("/organisation"))
    session.rollback()
    factories.professional(session)
    assert browser.get(GUIDE).location == MAIL, "what waits is said, whatever was done after it"


@pytest.mark.parametrize(
    ("screen", "following"), [(ASSOCIATION, TERRITORY), (TERRITORY, MAIL), (MAIL, PEOPLE), (PEOPLE, "/organisation")]
)
def test_every_screen_can_wait(browser: CheckingClient, screen: str, following: str) -> None:
    assert f'href="{following}">Plus tard</a>' in browser.get(screen).text


def test_finishing_opens_the_dashboard_and_asks_for_proposals(
    browser: CheckingClient, session: Session, installation: Installation
) -> None:
    factories.area(session)
    done = submit(browser, PEOPLE, f"{GUIDE}/terminer", follow=True)
    assert done.request.path == "/organisation"
    assert installation.opened_at == NOW
    assert "Reprendre l’ouverture" not in text_of(done)
    assert session.get_one(ScheduledTask, "proposals").next_run_at <= NOW
    assert browser.get(ASSOCIATION).status_code == 200, "the guide can be opened again"


def test_a_second_end_keeps_the_first_date(browser: CheckingClient, installation: Installation) -> None:
    installation.opened_at = NOW.replace(year=2025)
    browser.post(f"{GUIDE}/terminer")
    assert installation.opened_at.year == 2025


def test_the_reminder_costs_a_demo_nothing(maud: CheckingClient, session: Session) -> None:
    with recorded_statements() as sent:
        page = maud.get("/organisation")
    assert "/visite" in page.text
    assert not any("opened_at IS NOT NULL" in statement for statement in sent)


def test_pages_that_the_guide_sends_to_show_the_way_back_until_it_is_finished(
    browser: CheckingClient, installation: Installation, session: Session
) -> None:
    way_back = f'href="{GUIDE}"'
    assert way_back in browser.get("/organisation/secteurs/nouveau").text
    assert way_back not in browser.get(TERRITORY).text
    assert browser.get("/organisation").text.count(way_back) == 1
    browser.post(f"{GUIDE}/terminer")
    assert way_back not in browser.get("/organisation/secteurs/nouveau").text
    with recorded_statements() as sent:
        browser.get("/organisation/secteurs/nouveau")
    assert not any("opened_at IS NOT NULL" in statement for statement in sent), "what is finished is not asked again"
