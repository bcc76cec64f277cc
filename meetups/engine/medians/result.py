"""Where everybody goes, and how good that is in terms that anybody can check."""

from dataclasses import dataclass

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.quality import Quality


@dataclass(frozen=True, eq=False)  # arrays have no single truth value to compare
class Medians:
    """Open sites and who goes where. Costs are in the units of ``cost``, times the demand without capacities."""

    sites: IntArray  # (sites,) the open candidates, ascending
    assignment: IntArray  # (clients,) the candidate where each goes
    travel: FloatArray  # (clients,) each one's part of the objective
    load: IntArray | FloatArray  # (sites,) the demand that each open site serves
    quality: Quality
    iterations: int
    seconds: float  # in all
    seconds_to_best: float  # until the plan was found: what came after only proved it
