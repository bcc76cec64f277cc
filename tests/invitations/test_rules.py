"""Pure decisions about answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.invitations.rules import (
    AnswerChoice,
    AnswerSource,
    Attendance,
    PartStat,
    RegistrationStatus,
    next_sequence,
    partstat,
    recorded_status,
)


def test_only_going_and_offered_hold_a_seat() -> None:
    holding = {status for status in RegistrationStatus if status.holds_seat}
    assert holding == {RegistrationStatus.GOING, RegistrationStatus.OFFERED}


@pytest.mark.parametrize("kind", [RegistrationStatus, AnswerSource, Attendance, AnswerChoice])
def test_every_code_has_its_french_label(kind: type) -> None:
    labels = [member.label for member in kind]  # type: ignore[attr-defined]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_someone_who_was_coming_withdraws_anyone_else_declines() -> None:
    declined, withdrawn = RegistrationStatus.DECLINED, RegistrationStatus.WITHDRAWN
    assert recorded_status(declined, RegistrationStatus.GOING) is withdrawn
    assert recorded_status(declined, withdrawn) is withdrawn, "said twice, it stays the same answer"
    assert recorded_status(declined, RegistrationStatus.OFFERED) is declined
    assert recorded_status(declined, None) is declined
    assert recorded_status(RegistrationStatus.GOING, withdrawn) is RegistrationStatus.GOING


def test_silence_and_a_held_place_still_need_an_answer() -> None:
    assert partstat(None) is PartStat.NEEDS_ACTION
    assert partstat(RegistrationStatus.OFFERED) is PartStat.NEEDS_ACTION
    assert partstat(RegistrationStatus.GOING) is PartStat.ACCEPTED
    assert partstat(RegistrationStatus.MAYBE) is PartStat.TENTATIVE
    assert partstat(RegistrationStatus.SUBSTITUTED) is PartStat.DECLINED


@given(st.integers(0, 50), st.integers(-1, 50))
def test_a_sequence_always_rises_and_never_trails_the_meetup(meetup: int, mailed: int) -> None:
    new = next_sequence(meetup, mailed)
    assert new > mailed
    assert new >= meetup
