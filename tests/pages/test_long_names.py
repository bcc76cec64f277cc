"""A person's name that is too long to be one: said once, wherever it is typed, and nothing typed is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations import blocks, services
from meetups.invitations.block_emails import block_url
from meetups.invitations.emails import answer_url
from meetups.invitations.models import Invitation
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, text_of

LONG = "Bernard-" * 5 + "Perrier"
FIRST = "C’est un peu long pour un prénom : gardez celui qu’on lui donne."
LAST = "Un nom s’écrit avec des lettres, quarante au plus, comme Perrier ou Le Goff."


@pytest.fixture
def ines(session: Session, cast: Cast) -> Invitation:
    guest = factories.invitation(session, cast.lunch, cast.ines)
    services.invite(session, cast.lunch, now=NOW)
    cast.lunch.status = MeetupStatus.PUBLISHED
    session.commit()
    return guest


@pytest.mark.parametrize(("field", "words"), [("first_name", FIRST), ("last_name", LAST)])
@pytest.mark.parametrize("where", ["organiser", "guest", "manager"])
def test_one_message_says_it_and_what_was_typed_stays(
    maud: CheckingClient, session: Session, cast: Cast, ines: Invitation, where: str, field: str, words: str
) -> None:
    typed = {"first_name": "Zélie", "last_name": "Martin", "email": "zelie@sante.example", "reponse": "collegue"}
    values = typed | {"source": "telephone", "geste": "une", field: LONG}
    refused = maud.post(_url(session, cast, ines, where), data=values)
    assert refused.status_code == 422
    page = text_of(refused)
    assert page.count(words) == 1
    for other in (FIRST, LAST, "C’est un peu long : gardez", "Il faut le prénom", "avec des lettres, comme Lucie"):
        assert other == words or other not in page, other
    kept = {each.get("name"): each.get("value") for each in parse(refused.text).iter("input")}
    assert (kept[field], kept["email"]) == (LONG, "zelie@sante.example")
    assert session.scalar(select(func.count()).where(Professional.first_name == "Zélie")) == 0


def _url(session: Session, cast: Cast, ines: Invitation, where: str) -> str:
    if where == "organiser":
        return f"{MEETUPS}/{cast.lunch.public_id}/invites/{ines.public_id}/reponse"
    if where == "guest":
        return answer_url(ines).partition("5000")[2].partition("?")[0]
    wanted = blocks.Offer("l’EHPAD", "Hélène", 2, LUNCH - timedelta(days=7), email="direction@tilleuls.example")
    block = blocks.offer(session, cast.lunch, wanted, now=NOW)
    session.commit()
    return block_url(block).partition("5000")[2]
