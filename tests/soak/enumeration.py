"""Whether the time that sign-in takes tells a known address from an unknown one."""

import statistics
import time
from dataclasses import dataclass

from flask import Flask

from meetups.database import db
from tests import factories


@dataclass(frozen=True)
class Timing:
    """Medians in milliseconds."""

    known: float
    unknown: float

    @property
    def gap(self) -> float:
        """In milliseconds."""
        return abs(self.known - self.unknown)


def medians(app: Flask, *, times: int) -> Timing:
    """Ask for a code ``times`` times with a known address and as often with an unknown one, in turn."""
    session = db.session()
    for number in range(times):
        factories.account(session, f"known{number}@sante.example")
    session.commit()
    spent: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(times):
        for kind, seconds in spent.items():
            seconds.append(_one(app, f"{kind}{number}@sante.example"))
    return Timing(*(statistics.median(seconds) * 1000 for seconds in spent.values()))


def _one(app: Flask, address: str) -> float:
    browser = app.test_client()
    started = time.perf_counter()
    answer = browser.post("/connexion", data={"email": address})
    spent = time.perf_counter() - started
    assert answer.status_code == 302, answer.status_code
    return spent
