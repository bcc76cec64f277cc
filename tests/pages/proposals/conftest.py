"""A small association: forty people around La Motte-Servolex, two rooms of its town hall, one proposal computed."""

import pytest
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.planning.models import MeetupStatus
from meetups.proposals import services
from meetups.proposals.models import Proposal
from meetups.proposals.queries import current_proposals
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

FAMILIES = list(ProfessionFamily)


@pytest.fixture
def stored(session: Session, cast: Cast) -> Proposal:
    """The proposal, with twenty of the people: the room seats twenty, another one nineteen."""
    cast.room.capacity = 20
    cast.lunch.status = MeetupStatus.CANCELLED  # to come on the same pathway, it would leave nothing to propose
    factories.venue(session, cast.mairie, "grande salle", capacity=19)
    factories.area(session, "73179", radius_km=12)
    for number in range(40):
        factories.professional(session, f"Personne {number:02}", family=FAMILIES[number % len(FAMILIES)])
    session.commit()
    services.refresh(session, now=NOW)
    session.commit()
    found = current_proposals(session, NOW)[0]
    session.rollback()
    return found
