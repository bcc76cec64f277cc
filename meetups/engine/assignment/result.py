"""A plan, what it is worth, and how good it is in terms that anybody can check."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.assignment.checking import Checked
from meetups.engine.assignment.kernels import UNIT_BITS, State
from meetups.engine.assignment.network import Network
from meetups.engine.assignment.problem import AssignmentProblem
from meetups.engine.quality import Quality


class Obstacle(StrEnum):
    """Why a meetup keeps too few professions. Codes only: callers put words on them."""

    NOBODY_ELIGIBLE = "nobody_eligible"  # of any other profession that could be spared from what is wanted elsewhere
    TOO_FEW_PLACES = "too_few_places"


@dataclass(frozen=True)
class Repair:
    """What was done for one meetup that had too few professions."""

    meetup: int
    had: int  # professions before
    has: int  # professions after
    added: tuple[int, ...]  # codes of the professions that came
    cost: float  # what the plan lost by it, in the unit of gains
    obstacle: Obstacle | None  # None: the minimum is reached


@dataclass(frozen=True)
class Parts:
    """The value of a plan, part by part."""

    gain: float  # of those who chose freely
    required: float  # gain of the pairs required
    repairs: float  # what repairs cost, already taken off ``gain``
    seated: int  # people who have at least one meetup
    places: int  # places taken
    wanted: int  # pairs wanted
    met: int  # of which there


@dataclass(frozen=True, eq=False)  # arrays have no single truth value to compare
class Assignment:
    """Who goes where."""

    problem: AssignmentProblem
    edges: IntArray  # (places taken,): the edges of the plan, ascending
    meetup: IntArray  # (people,): -1 for none; the first of several
    quality: Quality
    parts: Parts
    repairs: tuple[Repair, ...]
    unmet: IntArray  # (k,): rows of ``problem.wanted`` that nobody meets
    price: FloatArray  # (meetups,): what one more place would be worth
    role_meetup: IntArray  # (roles,): a role is a profession at a meetup that some of its people could go to
    role_profession: IntArray  # (roles,): codes
    role_seated: IntArray  # (roles,): people there
    role_places: IntArray  # (roles,): places that they may have
    role_least: IntArray  # (roles,): people held there: wanted, or by a repair
    role_price: FloatArray  # (roles,): what one of them pays, the meetup's price included
    network: Network  # for ``replan``
    checked: Checked

    @property
    def value(self) -> float:
        """The gains of the edges taken."""
        return self.quality.value

    @property
    def bound(self) -> float:
        """No plan that keeps what must hold, and meets as much of what is wanted, is worth more."""
        return self.quality.bound


def described(
    problem: AssignmentProblem, checked: Checked, net: Network, best: int, repairs: tuple[Repair, ...]
) -> Assignment:
    """The plan in ``net``, whose total is at most ``best`` units."""
    state = net.state
    chosen = free_edges(state)
    edges = np.sort(np.concatenate((chosen, checked.required)))
    people = state.person[edges]
    meetup = np.full(checked.times.size, -1, dtype=np.int64)
    meetup[people[::-1]] = checked.meetup[edges[::-1]]
    gain, required = float(checked.gain[chosen].sum()), float(checked.gain[checked.required].sum())
    unmet = unmet_rows(checked, net)
    parts = Parts(
        gain=gain,
        required=required,
        repairs=sum(repair.cost for repair in repairs),
        seated=int((meetup >= 0).sum()),
        places=edges.size,
        wanted=len(checked.wanted),
        met=len(checked.wanted) - unmet.size,
    )
    missing = (best - int(state.total[0])) / net.scale
    unit = net.scale * (1 << UNIT_BITS)
    return Assignment(
        problem=problem,
        edges=edges,
        meetup=meetup,
        quality=Quality(gain + required, gain + required + missing),
        parts=parts,
        repairs=repairs,
        unmet=unmet,
        price=state.price / unit,
        role_meetup=state.meetup.astype(np.int64),
        role_profession=checked.labels[net.group_profession],
        role_seated=state.seated + net.fixed,
        role_places=state.cap + net.fixed,
        role_least=np.minimum(state.low, state.seated) + net.fixed,
        role_price=state.role_price / unit,
        network=net,
        checked=checked,
    )


def free_edges(state: State) -> IntArray:
    """The edges of the plan beside those required, ascending."""
    rank = np.arange(state.entry.size) - np.repeat(state.first[:-1], np.diff(state.first))
    return np.sort(state.entry[rank < np.repeat(state.seated, np.diff(state.first))]).astype(np.int64)


def unmet_rows(checked: Checked, net: Network) -> IntArray:
    """The rows of ``wanted`` that the plan does not meet; of a pair given twice, the later ones first."""
    there: dict[tuple[int, int], int] = {}
    state = net.state
    rows = []
    keys = state.meetup.astype(np.int64) * checked.labels.size + net.group_profession
    for row, (meetup, label) in enumerate(checked.wanted.tolist()):
        if (meetup, label) not in there:
            key = meetup * checked.labels.size + int(np.searchsorted(checked.labels, label))
            g = min(int(np.searchsorted(keys, key)), keys.size - 1)
            known = keys.size > 0 and keys[g] == key and label in checked.labels
            there[meetup, label] = int(state.seated[g] + net.fixed[g]) if known else 0
        there[meetup, label] -= 1
        if there[meetup, label] < 0:
            rows.append(row)
    return np.array(rows, dtype=np.int64)
