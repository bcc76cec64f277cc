"""Workers killed outright, and several at once, in short; the long form is ``make soak``."""

from flask import Flask

from tests.soak.kills import AFTER, BEFORE, LATER, killed, together


def test_killed_workers_lose_nothing_and_double_one_mail_each_at_most(app: Flask, database_url: str) -> None:
    """The copies are the same bytes: the same Message-ID, UID and SEQUENCE."""
    left = killed(database_url, mails=24, kills=6, seed=1)
    assert left.kills == {BEFORE: 2, AFTER: 2, LATER: 2}
    assert (left.lost, left.invented, left.unsent, left.differing) == (0, 0, 0, [])
    assert left.extra <= 4, "a worker killed before its mail is heard doubles nothing"
    assert left.extra >= 2, "the kill between sending and marking is real: without one, nothing would be shown"


def test_workers_at_once_send_each_mail_once(app: Flask, database_url: str) -> None:
    left = together(database_url, mails=90, workers=3)
    assert (left.lost, left.extra, left.invented, left.unsent) == (0, 0, 0, 0)
