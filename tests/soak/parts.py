"""The parts of ``make soak``: each runs its full count on one database, and says in a line what it found."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask

from meetups.invitations.rules import RegistrationStatus
from tests.soak import enumeration, kills, races
from tests.soak.applications import Fresh
from tests.soak.controls import without_locks

GOING, WAITING = RegistrationStatus.GOING, RegistrationStatus.WAITING
SEATS, PEOPLE, THREADS = 24, 1_000, 32
CLOSEST = 5.0
"""Milliseconds between the medians of known and unknown addresses, at most."""


@dataclass(frozen=True)
class Verdict:
    """Whether what was promised held, and the figures."""

    is_good: bool
    figures: str


Part = Callable[[Fresh, str, Namespace, kills.Progress], Iterator[Verdict]]


def seats(fresh: Fresh, database: str, counts: Namespace, progress: kills.Progress) -> Iterator[Verdict]:
    """So many attempts, by fewer people who click again, for the last seats: exactly the capacity, seed after seed."""
    exact = 0
    for seed in range(counts.seeds):
        with fresh() as (app, _):
            left = _rush(app, counts.attempts, seed)
        right = {GOING: SEATS, WAITING: min(PEOPLE, counts.attempts) - SEATS}
        exact += left.by_status == right and left.seats_taken == SEATS
        progress(f"seed {seed}: {_said(left)}")
    figures = f"{exact} of {counts.seeds} seeds: {SEATS} seats sold exactly, in {counts.attempts} attempts each"
    yield Verdict(exact == counts.seeds, figures)


def control(fresh: Fresh, database: str, counts: Namespace, progress: kills.Progress) -> Iterator[Verdict]:
    """A rush without the locks: over the capacity on PostgreSQL; SQLite has one writer, whatever we do."""
    with fresh() as (app, _), without_locks():
        left = _rush(app, PEOPLE, seed=0)  # each once: other constraints would refuse a second row
    sold = left.by_status.get(GOING, 0)
    is_real = sold > SEATS if database == "postgresql" else sold == SEATS
    yield Verdict(is_real, f"without locks, {sold} people hold {SEATS} seats")


def promotions(fresh: Fresh, database: str, counts: Namespace, progress: kills.Progress) -> Iterator[Verdict]:
    """Withdrawals at once: as many promotions, in the order of the line, one mail each."""
    good = 0
    for seed in range(counts.seeds):
        with fresh() as (app, _):
            made, line = races.withdrawals(app, count=counts.withdrawals, workers=THREADS, seed=seed)
        is_right = made.in_order == line and sorted(made.mails.values()) == [1] * counts.withdrawals
        good += is_right and made.seats_taken == counts.withdrawals
        progress(f"seed {seed}: {len(set(made.in_order))} promoted, in order: {made.in_order == line}")
    yield Verdict(good == counts.seeds, f"{good} of {counts.seeds} seeds: {counts.withdrawals} promotions in order")


def kill(fresh: Fresh, database: str, counts: Namespace, progress: kills.Progress) -> Iterator[Verdict]:
    """Workers killed outright while invitations leave."""
    with fresh() as (_, url):
        left = kills.killed(url, mails=4 * counts.kills + 100, kills=counts.kills, seed=1, progress=progress)
    deadly = sum(count for when, count in left.kills.items() if when != kills.BEFORE)
    is_good = _is_whole(left) and left.extra <= deadly
    each = ", ".join(f"{count} {when}" for when, count in left.kills.items())
    yield Verdict(is_good, f"{counts.kills} kills ({each}): {_told(left)}")


def workers(fresh: Fresh, database: str, counts: Namespace, progress: kills.Progress) -> Iterator[Verdict]:
    """Four workers at once, and nobody killed."""
    with fresh() as (_, url):
        left = kills.together(url, mails=counts.mails, workers=4)
    yield Verdict(_is_whole(left) and left.extra == 0, f"4 workers: {_told(left)}")


def timing(fresh: Fresh, database: str, counts: Namespace, progress: kills.Progress) -> Iterator[Verdict]:
    """How long sign-in takes for known and unknown addresses."""
    with fresh() as (app, _):
        found = enumeration.medians(app, times=500)
    figures = f"known {found.known:.2f} ms, unknown {found.unknown:.2f} ms (medians of 500)"
    yield Verdict(found.gap < CLOSEST, figures)


PARTS: dict[str, Part] = {
    "seats": seats,
    "control": control,
    "promotions": promotions,
    "kills": kill,
    "workers": workers,
    "timing": timing,
}


def _rush(app: Flask, attempts: int, seed: int) -> races.Seats:
    many: dict[str, Any] = {"people": min(PEOPLE, attempts), "attempts": attempts, "workers": THREADS}
    return races.last_seats(app, capacity=SEATS, seed=seed, **many)


def _said(left: races.Seats) -> str:
    return ", ".join(f"{count} {status.value}" for status, count in sorted(left.by_status.items()))


def _is_whole(left: kills.Outcome) -> bool:
    return not (left.lost or left.invented or left.unsent or left.differing)


def _told(left: kills.Outcome) -> str:
    return (
        f"{len(left.written)} mails, {left.lost} lost, {left.extra} extra copies, "
        f"{len(left.differing)} of them different"
    )
