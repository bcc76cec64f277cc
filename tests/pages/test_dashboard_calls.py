"""Whom a person has to reach stands on the dashboard, under each meetup."""

from sqlalchemy.orm import Session

from meetups.invitations.calls import add_calls, add_provider_call
from meetups.invitations.rules import CallReason
from meetups.planning.services import publish
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, text_of
from tests.pages.test_bounded import queries

PAGE = "/organisation"


def calls_link(maud: CheckingClient, cast: Cast) -> list[str]:
    """What the link to the meetup's calls says."""
    links = parse(maud.get(PAGE).text).iter("a")
    found = [link for link in links if link.get("href") == f"{MEETUPS}/{cast.lunch.public_id}/appels"]
    return [" ".join("".join(link.itertext()).replace("\u00a0", " ").split()).split(",")[0] for link in found]


def test_a_meetup_says_how_many_are_still_to_be_reached(maud: CheckingClient, session: Session, cast: Cast) -> None:
    guests = [factories.invitation(session, cast.lunch, each, invited_at=NOW) for each in (cast.ines, cast.odile)]
    publish(session, cast.lunch, now=NOW)
    session.commit()
    assert calls_link(maud, cast) == []
    session.rollback()
    calls = add_calls(session, guests, CallReason.INVITED, now=NOW)
    add_provider_call(session, cast.lunch, "Chez Lou", None, who="caterer:x", event="moved:1", now=NOW)
    session.commit()
    assert calls_link(maud, cast) == ["Joindre 3 personnes"], "nothing else waits: it is the next gesture"
    assert "Trois personnes à joindre." in text_of(maud.get(PAGE))
    session.rollback()
    factories.invitation(session, cast.lunch, cast.karim)
    calls[0].reached_at = NOW
    session.commit()
    assert calls_link(maud, cast) == ["2 personnes à joindre"], "somebody is to be invited first"


def test_a_draft_says_it_too_and_more_calls_cost_no_more_queries(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    before = queries(session, maud, PAGE)
    session.rollback()
    lunch = session.merge(cast.lunch)
    for number in range(3):
        add_provider_call(session, lunch, "Chez Lou", None, who=f"caterer:{number}", event="moved:1", now=NOW)
    assert queries(session, maud, PAGE) == before <= 16
    assert "3 personnes à joindre" in text_of(maud.get(PAGE))
