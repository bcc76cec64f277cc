"""A poll that was answered."""

import pytest
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from tests.conftest import Cast
from tests.polls.polls import IF_NEEDED, NO, YES, Asked, another, ask, say


@pytest.fixture
def voted(session: Session, cast: Cast) -> Asked:
    """Three nurses can come on the first date; on the second two of them and the pharmacist, if needed."""
    cast.karim.family = ProfessionFamily.NURSING
    zoe = another(session, "Zoé")
    asked = ask(session, cast, cast.ines, cast.karim, cast.odile, zoe)
    say(session, asked, "Inès", YES, YES, NO)
    say(session, asked, "Karim", YES, YES, NO)
    say(session, asked, "Odile", YES, NO, NO)
    say(session, asked, "Zoé", NO, IF_NEEDED, NO)
    session.commit()
    return asked
