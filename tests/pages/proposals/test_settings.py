"""How proposals are weighed: typed, looked at, then saved; nothing typed is lost."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.pages.proposals.settings_forms import typed_from
from meetups.proposals import settings
from meetups.proposals.models import Proposal, ProposalSettings
from meetups.proposals.settings import DEFAULTS
from tests.conftest import Cast, CheckingClient
from tests.page_checks import parse
from tests.pages.forms import text_of

PAGE, LIST = "/organisation/propositions/reglages", "/organisation/propositions"
EFFECT = "L’effet de ces réglages"


def typed(**changed: Any) -> dict[str, Any]:
    """The form as it stands first, with changes; numbers as people write them."""
    values = typed_from(DEFAULTS) | {"version": "0"} | changed
    return {name: value if isinstance(value, list) else str(value).replace(".", ",") for name, value in values.items()}


def saved(session: Session) -> settings.Preferences:
    session.rollback()
    found = settings.load(session)
    session.rollback()
    return found


def test_the_page_shows_what_holds(maud: CheckingClient, session: Session, cast: Cast) -> None:
    page = maud.get(PAGE)
    assert 'name="gathering" type="text" value="24"' in page.text
    assert "Jamais invitée : en plus" in text_of(page)


def test_the_effect_is_shown_and_nothing_is_saved(maud: CheckingClient, session: Session, stored: Proposal) -> None:
    page = maud.post(PAGE, data=typed(gathering=12))
    assert page.status_code == 200
    assert EFFECT in text_of(page)
    assert 'name="gathering" type="text" value="12"' in page.text
    assert saved(session) == DEFAULTS


def test_saved_they_hold_and_the_proposals_follow(maud: CheckingClient, session: Session, stored: Proposal) -> None:
    for _ in range(2):
        answer = maud.post(PAGE, data=typed(gathering=12, never_invited="0,5") | {"enregistrer": "1"})
        assert answer.location == LIST
    assert (saved(session).gathering, saved(session).weights.never_invited) == (12, 0.5)
    assert len(session.get_one(Proposal, stored.id).guests) == 12
    assert session.scalars(select(AuditEntry.action)).all().count("proposal_settings_changed") == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"gathering": "beaucoup"}, "Écrivez un nombre entier"),
        ({"never_invited": "nan"}, "Le poids"),
        ({"everyone": "0"}, "écrivez plus que 0"),
        ({"max_share": ""}, "Écrivez un nombre"),
        ({"formats": []}, "Cochez au moins un format"),
        ({"weekdays": []}, "Cochez au moins un jour"),
        ({"busy": ["soins:lunch", "soins:coffee", "soins:breakfast", "soins:evening"]}, "laissez-leur au moins un"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_everything_typed_stays(
    maud: CheckingClient, session: Session, cast: Cast, changed: dict[str, Any], said: str
) -> None:
    page = maud.post(PAGE, data=typed(notice_days=33, **changed) | {"enregistrer": "1"})
    assert page.status_code == 422
    assert said in text_of(page)
    assert 'name="notice_days" type="text" value="33"' in page.text
    assert saved(session) == DEFAULTS


def test_saved_meanwhile_by_somebody_else_theirs_are_shown(maud: CheckingClient, session: Session, cast: Cast) -> None:
    maud.post(PAGE, data=typed(gathering=12) | {"enregistrer": "1"})
    answer = maud.post(PAGE, data=typed(gathering=30) | {"enregistrer": "1"}, follow_redirects=True)
    assert "Quelqu’un d’autre a changé ces réglages" in answer.text
    assert saved(session).gathering == 12


def test_the_first_values_come_back_to_the_form(maud: CheckingClient, session: Session, cast: Cast) -> None:
    maud.post(PAGE, data=typed(gathering=12) | {"enregistrer": "1"})
    assert 'name="gathering" type="text" value="12"' in maud.get(PAGE).text
    assert 'name="gathering" type="text" value="24"' in maud.get(f"{PAGE}?origine=1").text
    session.rollback()
    assert session.scalars(select(ProposalSettings.version)).one() == 1


def test_what_was_not_touched_stays_as_it_is_a_third_and_hours_not_shown_included(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    as_shown = {"max_share": "33,3", "month_of_waiting": "0,08"}
    maud.post(PAGE, data=typed(gathering=12, **as_shown) | {"enregistrer": "1"})
    assert saved(session) == replace(DEFAULTS, gathering=12)


def test_all_that_cannot_be_is_said_at_once_in_the_order_of_the_page(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    changed = {"everyone": "200", "gathering": "4", "meetups": "trois", "max_share": "0", "notice_days": "999"}
    page = maud.post(PAGE, data=typed(**changed, formats=[], busy=["soins:lunch"]))
    assert page.status_code == 422
    (summary,) = [part for part in parse(page.text).iter("div") if part.get("role") == "alert"]
    named = [str(link.get("href"))[1:] for link in summary.iter("a")]
    assert named == ["everyone", "gathering", "meetups", "max_share", "notice_days", "formats"]
    said = text_of(page)
    assert "Écrivez un nombre entier, comme 4." in said, "what could not be read keeps its own words"
    assert "Le nombre de personnes d’une rencontre doit être un nombre entier entre 8 et 400." in said
    for name, value in changed.items():
        assert f'name="{name}" type="text" value="{value}"' in page.text
    assert saved(session) == DEFAULTS
