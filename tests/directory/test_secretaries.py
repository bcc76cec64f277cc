"""A second address that answers for somebody."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.accounts.rules import InvalidAddress
from meetups.directory.secretaries import NotASecretary, set_secretary
from tests.conftest import Cast
from tests.factories import NOW


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_it_is_kept_in_our_spelling_and_logged_once(session: Session, cast: Cast) -> None:
    for _ in range(2):
        set_secretary(session, cast.ines, " Accueil@Cabinet.example ", actor=cast.maud, now=NOW)
    assert cast.ines.secretary_email == "accueil@cabinet.example"
    for _ in range(2):
        set_secretary(session, cast.ines, "", actor=cast.maud, now=NOW)
    assert cast.ines.secretary_email is None
    assert actions(session) == ["secretary_set", "secretary_removed"]


def test_one_secretary_answers_for_several_people(session: Session, cast: Cast) -> None:
    for person in (cast.ines, cast.karim):
        set_secretary(session, person, "accueil@cabinet.example", actor=cast.maud, now=NOW)
    assert cast.karim.secretary_email == "accueil@cabinet.example"


@pytest.mark.parametrize("address", ["KARIM@sante.example", "ines@sante.example", "maud@parenthese.example"])
def test_nobody_s_own_address_is_a_secretary_s(session: Session, cast: Cast, address: str) -> None:
    with pytest.raises(NotASecretary):
        set_secretary(session, cast.ines, address, actor=None, now=NOW)
    with pytest.raises(InvalidAddress):
        set_secretary(session, cast.ines, "pas une adresse", actor=None, now=NOW)
    assert cast.ines.secretary_email is None
    assert actions(session) == []
