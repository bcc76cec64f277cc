"""A host answers the date that it read: another one, chosen while its page was open, is shown before it counts."""

import re
from datetime import timedelta

from sqlalchemy.orm import Session

from meetups.planning.models import HostingRequest
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH
from tests.pages.forms import text_of
from tests.pages.hosts.test_new_date import BACK, DAY, lent, move, path

__all__ = ["lent"]


def test_a_yes_to_a_date_that_changed_while_the_page_was_open_is_asked_again(
    client: CheckingClient, session: Session, cast: Cast, lent: HostingRequest, frozen_clock: FrozenClock
) -> None:
    move(session, cast)
    (seen, _) = re.findall(r'name="vu" value="([^"]+)"', client.get(path(lent)).text)
    move(session, cast, LUNCH + 2 * DAY, BACK)
    frozen_clock.now = BACK + timedelta(minutes=1)
    refused = client.post(path(lent), data={"reponse": "oui", "vu": seen})
    assert refused.status_code == 409
    assert "a encore changé" in text_of(refused)
    assert "jeudi 21 janvier vous convient-il toujours ?" in text_of(refused)
    assert lent.is_to_confirm
    (seen, _) = re.findall(r'name="vu" value="([^"]+)"', client.get(path(lent)).text)
    assert client.post(path(lent), data={"reponse": "oui", "vu": seen}).status_code == 302
    assert not lent.is_to_confirm
