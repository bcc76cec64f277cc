"""A published lunch for eight, and three of its places offered to a structure."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.invitations import blocks
from meetups.invitations.models import SeatBlock
from meetups.planning.models import MeetupStatus
from tests.conftest import Cast
from tests.factories import LUNCH, NOW


@pytest.fixture
def three(session: Session, cast: Cast) -> SeatBlock:
    """The manager reads mails, and names people until a week before."""
    cast.lunch.status, cast.lunch.capacity = MeetupStatus.PUBLISHED, 8
    wanted = blocks.Offer(
        structure="l’EHPAD des Tilleuls",
        contact_name="Hélène",
        seats=3,
        name_by=LUNCH - timedelta(days=7),
        email="direction@tilleuls.example",
    )
    block = blocks.offer(session, cast.lunch, wanted, now=NOW, public_id="bloc-tilleul")
    session.commit()
    return block
