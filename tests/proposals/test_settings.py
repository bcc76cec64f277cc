"""What organisers set, and what is kept of it."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.planning.models import MeetupFormat
from meetups.proposals import settings
from meetups.proposals.errors import StaleSettings, WrongPreference
from meetups.proposals.models import ProposalSettings
from meetups.proposals.rules import Weights
from meetups.proposals.settings import DEFAULTS, Preferences
from tests.factories import NOW

OTHERS = replace(
    DEFAULTS,
    weights=Weights(never_invited=3.5),
    weekdays=(0, 4),
    formats=(MeetupFormat.EVENING, MeetupFormat.LUNCH),
    unavailable={ProfessionFamily.PHARMACY: frozenset({MeetupFormat.LUNCH})},
)


def kept(session: Session) -> dict[str, object]:
    return session.scalars(select(ProposalSettings)).one().chosen


def test_nothing_said_the_defaults_hold(session: Session) -> None:
    assert settings.load(session) == DEFAULTS
    assert settings.stored(session).version == 0
    settings.check(DEFAULTS)


def test_what_is_saved_is_read_back_and_only_the_difference_is_kept(session: Session) -> None:
    saved = settings.save(session, OTHERS, version=0, by="maud", now=NOW)
    session.commit()
    session.expire_all()
    assert settings.load(session) == OTHERS
    assert (saved.version, saved.changed_at, saved.changed_by) == (1, NOW, "maud")
    assert set(kept(session)) == {"weights", "weekdays", "formats", "unavailable"}
    assert kept(session)["weights"] == {"never_invited": 3.5}
    settings.save(session, replace(DEFAULTS, gathering=30), version=1, by="maud", now=NOW)
    assert kept(session) == {"gathering": 30}


def test_stale_settings_are_refused_and_the_same_twice_is_kept_once(session: Session) -> None:
    settings.save(session, OTHERS, version=0, by="maud", now=NOW)
    assert settings.save(session, OTHERS, version=0, by="maud", now=NOW).version == 1
    with pytest.raises(StaleSettings):
        settings.save(session, replace(OTHERS, gathering=12), version=0, by="ahmed", now=NOW)
    assert settings.load(session) == OTHERS


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ("weights.never_invited", {"weights": Weights(never_invited=-1)}),
        ("weights.newcomer", {"weights": Weights(newcomer=float("nan"))}),
        ("weights.everyone", {"weights": Weights(everyone=0)}),
        ("gathering", {"gathering": 7}),
        ("meetups", {"meetups": 0}),
        ("max_share", {"max_share": 1.5}),
        ("max_share", {"max_share": float("nan")}),
        ("minimum_families", {"minimum_families": 0}),
        ("notice_days", {"notice_days": 121}),
        ("minutes_at_most", {"minutes_at_most": 4}),
        ("weekdays", {"weekdays": ()}),
        ("weekdays", {"weekdays": (7,)}),
        ("formats", {"formats": ()}),
        ("unavailable", {"unavailable": {ProfessionFamily.NURSING: frozenset(MeetupFormat)}}),
    ],
)
def test_a_wrong_item_is_named(session: Session, item: str, wrong: dict[str, object]) -> None:
    preferences = Preferences(**wrong)  # type: ignore[arg-type]
    with pytest.raises(WrongPreference) as refusal:
        settings.save(session, preferences, version=0, by="maud", now=NOW)
    assert refusal.value.item == item
    assert str(refusal.value).endswith((".", ":"))
    assert settings.load(session) == DEFAULTS
