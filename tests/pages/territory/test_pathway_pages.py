"""Care pathways as organisers add, name, describe and remove them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.models import CarePathway, professional_pathways
from meetups.outbox.models import ScheduledTask
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.pages.forms import submit, text_of
from tests.pages.test_dashboard import proposal

PAGE = "/organisation/parcours"
NEW = f"{PAGE}/nouveau"


@pytest.fixture
def maud(client: CheckingClient, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """Maud's browser, signed in."""
    sign_in(client, cast.maud)
    return client


@pytest.fixture
def unused(session: Session, cast: Cast) -> CarePathway:
    """A pathway that two people share, one of whom left, and no meetup bears."""
    made = factories.pathway(session, "sante-mentale", "Santé mentale")
    cast.ines.pathways.append(made)
    cast.karim.pathways.append(made)
    cast.karim.left_at = NOW
    session.commit()
    return made


def pathway(session: Session, name: str) -> CarePathway | None:
    return session.scalar(select(CarePathway).where(CarePathway.name == name))


def test_the_list_says_what_a_pathway_is_and_who_shares_each(
    maud: CheckingClient, session: Session, cast: Cast, unused: CarePathway
) -> None:
    factories.pathway(session, "e", "Épilepsie")
    said = text_of(maud.get(PAGE))
    assert "Un parcours réunit les personnes qui accompagnent les mêmes gens" in said
    order = ["Épilepsie 0 personne", "Grand âge 2 personnes 1 rencontre", "Santé mentale 1 personne aucune rencontre"]
    assert sorted(order, key=said.index) == order


def test_without_any_pathway_the_list_says_what_to_do(maud: CheckingClient, session: Session, cast: Cast) -> None:
    session.delete(cast.lunch)
    session.flush()
    session.delete(factories.pathway(session))
    assert "Pas encore de parcours" in text_of(maud.get(PAGE))


def test_the_list_sends_as_many_queries_for_many(maud: CheckingClient, session: Session) -> None:
    session.commit()
    with recorded_statements() as few:
        maud.get(PAGE)
    session.rollback()  # that was a transaction that only reads
    for number in range(30):
        factories.pathway(session, f"p{number}", f"Parcours {number}")
    session.commit()
    with recorded_statements() as many:
        maud.get(PAGE)
    assert len(many) == len(few) <= 7


def test_a_pathway_is_added_and_proposals_will_know(maud: CheckingClient, session: Session) -> None:
    done = submit(
        maud, NEW, None, follow=True, public_id="abcdefghijkl", name=" Soins  palliatifs ", description="À la maison."
    )
    assert "Le parcours « Soins palliatifs » est ajouté" in text_of(done)
    made = pathway(session, "Soins palliatifs")
    assert made
    assert (made.slug, made.description, made.public_id) == ("soins-palliatifs", "À la maison.", "abcdefghijkl")
    assert session.get(ScheduledTask, "proposals")
    again = maud.post(NEW, data={"public_id": "abcdefghijkl", "name": "Soins palliatifs", "description": ""})
    assert again.location == PAGE, "its twin changes nothing"


@pytest.mark.parametrize(
    ("name", "said"), [("", "Donnez un nom"), ("GRAND AGE", "« Grand âge »"), ("x" * 61, "un peu long")]
)
def test_a_name_is_needed_short_and_its_own(maud: CheckingClient, session: Session, name: str, said: str) -> None:
    page = submit(maud, NEW, name=name, description="Une phrase gardée.")
    assert page.status_code == 422
    assert said in text_of(page)
    assert "Une phrase gardée." in page.text


def test_a_new_name_keeps_the_slug_and_lets_the_old_name_go(
    maud: CheckingClient, session: Session, unused: CarePathway
) -> None:
    url = f"{PAGE}/{unused.public_id}"
    submit(maud, url, name="Psychiatrie", description="Soigner.")
    assert (unused.name, unused.slug, unused.description) == ("Psychiatrie", "sante-mentale", "Soigner.")
    submit(maud, NEW, name="Santé mentale")
    other = pathway(session, "Santé mentale")
    assert other
    assert other.slug == "sante-mentale-2"
    refused = submit(maud, url, name="santé mentale")
    assert refused.status_code == 422
    assert pathway(session, "Psychiatrie") is unused


def test_a_pathway_that_a_meetup_bears_stays_even_a_past_one(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.lunch.starts_at, cast.lunch.ends_at = NOW - timedelta(days=9), NOW - timedelta(days=8)
    url = f"{PAGE}/{cast.lunch.pathway.public_id}"
    assert "Ce n’est plus possible : 1 rencontre le porte" in text_of(maud.get(url))
    refused = maud.post(f"{url}/supprimer", follow_redirects=True)
    assert "1 rencontre porte ce parcours" in text_of(refused)
    assert pathway(session, "Grand âge")


def test_before_it_goes_the_page_says_how_many_people_lose_it(
    maud: CheckingClient, session: Session, cast: Cast, unused: CarePathway
) -> None:
    proposal(session, cast, pathway=unused)
    url = f"{PAGE}/{unused.public_id}"
    assert "1 personne ne l’aura plus sur sa fiche" in text_of(maud.get(url))
    done = maud.post(f"{url}/supprimer", follow_redirects=True)
    assert "Le parcours « Santé mentale » est supprimé" in text_of(done)
    assert pathway(session, "Santé mentale") is None
    assert session.scalar(select(func.count()).select_from(professional_pathways)) == 3, (
        "Grand âge stays with all three"
    )
    assert [each.name for each in cast.ines.pathways] == ["Grand âge"]


@pytest.mark.parametrize("path", ["/inconnu", "/inconnu/supprimer"])
@pytest.mark.parametrize("page", [PAGE, "/organisation/secteurs"])
def test_an_unknown_one_is_not_found(maud: CheckingClient, page: str, path: str) -> None:
    answer = maud.post(page + path) if path.endswith("supprimer") else maud.get(page + path)
    assert answer.status_code == 404
