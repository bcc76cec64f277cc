"""The quarter's proposals on one page, and computing them again."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.proposals.models import Proposal
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.pages.forms import text_of

PAGE = "/organisation/propositions"
MOST_STATEMENTS = 10


def test_each_proposal_opens_and_the_whole_is_counted(maud: CheckingClient, stored: Proposal) -> None:
    with recorded_statements() as statements:
        page = maud.get(PAGE)
    said = text_of(page)
    counted = ("personnes réunies 20", "jamais invitées jusqu’ici 20", "commune où se retrouver 1")
    for part in ("La Motte-Servolex", *counted):
        assert part in said
    assert f"{PAGE}/{stored.public_id}" in page.text
    assert len(statements) <= MOST_STATEMENTS


def test_without_a_proposal_it_says_why_and_what_to_do(maud: CheckingClient, cast: Cast) -> None:
    said = text_of(maud.get(PAGE))
    assert "Pas de proposition pour l’instant" in said
    assert "Recalculer" in said


def test_computing_again_twice_leaves_the_same_rows(maud: CheckingClient, session: Session, stored: Proposal) -> None:
    for _ in range(2):
        assert maud.post(f"{PAGE}/recalculer").location == PAGE
    assert "1 proposition calculée" in text_of(maud.get(PAGE))
    session.rollback()
    assert session.scalar(select(func.count(Proposal.id))) == 1
