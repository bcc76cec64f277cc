"""The page of a meetup that was called off: only what is true, and only what still serves."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.invitations import services as invitations
from meetups.planning import hosting
from meetups.planning.models import HostChannel
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.pages.forms import MEETUPS, text_of

ANSWERED, OFF = NOW - timedelta(days=17), NOW


@pytest.fixture
def off(session: Session, cast: Cast) -> Cast:
    """A lunch in a room that was lent, published, then called off seventeen days after the host's yes."""
    cast.lunch.venue = None
    lent = hosting.request_room(
        session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=cast.maud, now=ANSWERED
    )
    hosting.accept_request(session, lent, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=ANSWERED)
    factories.invitation(session, cast.lunch, cast.ines)
    invitations.invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    invitations.cancel(session, cast.lunch, reason="Maud est malade.", now=OFF)
    session.commit()
    return cast


def test_the_room_is_given_back_by_the_cancellation_and_nobody_withdrew_anything_by_a_link(
    maud: CheckingClient, off: Cast
) -> None:
    page = text_of(maud.get(f"{MEETUPS}/{off.lunch.public_id}"))
    assert "salle rendue avec l’annulation" in page
    assert "lun. 23 nov." in page
    assert "demande retirée" not in page
    assert "par le lien du courriel" not in page
    assert "6 nov." not in page
    assert "aucune demande n’est partie d’ici" not in page


def test_a_request_taken_back_before_shows_no_answer_that_was_never_given(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=None, needs="", asked_by=cast.maud, now=NOW)
    hosting.propose_other_slot(
        session,
        request,
        starts_at=cast.lunch.starts_at + timedelta(days=1),
        note="",
        channel=HostChannel.LINK,
        now=NOW,
    )
    hosting.keep_looking(session, request, now=NOW)
    session.commit()
    page = text_of(maud.get(f"{MEETUPS}/{cast.lunch.public_id}"))
    assert "demande retirée" in page
    assert "par le lien du courriel" not in page, "that is how another slot came, not how the request went"


def test_only_links_that_still_serve_remain(maud: CheckingClient, off: Cast) -> None:
    page = maud.get(f"{MEETUPS}/{off.lunch.public_id}").text
    assert f"{off.lunch.public_id}/appels" in page, "those without an e-mail are still to be told"
    for gone in ("tables", "attente", "structures", "rythme"):
        assert f'{off.lunch.public_id}/{gone}"' not in page, gone
