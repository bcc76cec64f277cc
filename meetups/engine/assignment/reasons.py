"""Why somebody is not at a meetup, as codes and numbers: « nurses: 8 of 8 places »."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from meetups.engine.assignment.errors import UnknownPersonError
from meetups.engine.assignment.result import Assignment


class Reason(StrEnum):
    """Why not. Codes only: callers put words on them."""

    CAP = "cap"  # the profession has its share, people there gain more by it
    FULL = "full"  # the meetup is full, people there gain more by it
    ELSEWHERE = "elsewhere"  # the person has a place that serves the whole plan as well or better
    NO_GAIN = "no_gain"  # the gain is negative
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class WhyNot:
    """Why a person is not at one of the meetups that they could go to."""

    meetup: int
    reason: Reason
    seated: int  # of their profession when ``reason`` is the cap, else of the meetup
    places: int  # the same
    short: float  # what the plan would lose by it, at the least (by its prices)


def why_not(plan: Assignment, person: int) -> tuple[WhyNot, ...]:
    """Each meetup that ``person`` could go to and does not, the largest gain first; empty: nothing was in reach.

    Raises ``UnknownPersonError``.
    """
    checked, state = plan.checked, plan.network.state
    if not 0 <= person < checked.times.size:
        raise UnknownPersonError(f"there is no person {person}", person)
    edges = np.arange(checked.start[person], checked.start[person + 1])
    edges = edges[~np.isin(edges, plan.edges)]
    edges = edges[np.argsort(-checked.gain[edges], kind="stable")]
    at = np.bincount(checked.meetup[plan.edges], minlength=checked.capacity.size)
    answers = []
    for e in edges:
        j, g = int(checked.meetup[e]), int(state.group[e])
        full = bool(at[j] == checked.capacity[j])
        capped = bool(plan.role_seated[g] == plan.role_places[g])
        if e in checked.excluded:
            reason = Reason.EXCLUDED
        elif checked.gain[e] < 0:
            reason = Reason.NO_GAIN
        elif capped and (plan.role_price[g] > plan.price[j] or not full):
            reason = Reason.CAP
        else:
            reason = Reason.FULL if full else Reason.ELSEWHERE
        seated, places = (
            (plan.role_seated[g], plan.role_places[g]) if reason is Reason.CAP else (at[j], checked.capacity[j])
        )
        profit = float(state.profit[person]) / float(plan.network.scale) / (1 << 14)
        short = max(0.0, profit + float(plan.role_price[g]) - float(checked.gain[e]))
        answers.append(WhyNot(j, reason, int(seated), int(places), short))
    return tuple(answers)
