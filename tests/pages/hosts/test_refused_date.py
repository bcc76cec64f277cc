"""A host that could not lend its room at a new date is asked again when the meetup moves once more."""

from datetime import timedelta

from sqlalchemy.orm import Session

from meetups.outbox.models import MailKind
from meetups.planning.models import HostingRequest, RequestStatus
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH
from tests.pages.hosts.test_new_date import BACK, DAY, lent, mails, move, path, read, room_of

__all__ = ["lent"]
LATER = BACK + timedelta(minutes=1)


def refuse(client: CheckingClient, session: Session, cast: Cast, lent: HostingRequest, clock: FrozenClock) -> None:
    """The lunch moves by a day, and the town hall cannot."""
    move(session, cast)
    clock.now = BACK
    assert client.post(path(lent), data={"reponse": "non"}).status_code == 302
    assert lent.status is RequestStatus.REFUSED


def test_a_host_that_said_no_is_asked_about_the_next_date(
    client: CheckingClient,
    maud: CheckingClient,
    session: Session,
    cast: Cast,
    lent: HostingRequest,
    frozen_clock: FrozenClock,
) -> None:
    refuse(client, session, cast, lent, frozen_clock)
    move(session, cast, LUNCH + 2 * DAY, LATER)
    assert lent.is_to_confirm
    assert any("La salle est-elle toujours libre ?" in mail for mail in mails(session, MailKind.PROVIDER))
    assert "jeudi 21 janvier vous convient-il toujours ?" in read(client, path(lent))
    assert "24 personnes à confirmer" in read(client, path(lent) + "/salles")
    assert "À confirmer par la mairie pour le jeudi 21 janvier" in room_of(maud, cast)


def test_a_host_that_said_no_is_asked_about_the_first_date_again(
    client: CheckingClient, session: Session, cast: Cast, lent: HostingRequest, frozen_clock: FrozenClock
) -> None:
    refuse(client, session, cast, lent, frozen_clock)
    move(session, cast, LUNCH, LATER)
    assert lent.is_to_confirm, "its no freed the room, that day too for all we know"


def test_undoing_a_move_that_nobody_heard_of_is_no_yes_to_what_was_refused(
    client: CheckingClient, session: Session, cast: Cast, lent: HostingRequest, frozen_clock: FrozenClock
) -> None:
    refuse(client, session, cast, lent, frozen_clock)
    factories.mails_leave(session)
    move(session, cast, LUNCH + 2 * DAY, LATER)
    move(session, cast, LUNCH + DAY, LATER + timedelta(minutes=1))
    assert lent.is_to_confirm
