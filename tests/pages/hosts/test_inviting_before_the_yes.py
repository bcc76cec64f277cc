"""Invitations say where to come: whoever sends them reads that the host has not confirmed the room yet."""

from sqlalchemy.orm import Session

from meetups.planning import hosting
from meetups.planning.models import HostChannel
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.pages.forms import MEETUPS
from tests.pages.hosts.test_new_date import SAID, move, read

NOT_YET = "n’a pas encore confirmé la salle pour cette date"


def test_before_invitations_leave_a_room_asked_again_is_said_to_be_so(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=SAID)
    factories.invitation(session, cast.lunch, cast.ines)
    session.commit()
    inviting = f"{MEETUPS}/{cast.lunch.public_id}/invitations"
    assert NOT_YET not in read(maud, inviting)
    move(session, cast)
    assert NOT_YET in read(maud, inviting)
