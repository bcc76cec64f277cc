"""Who goes where and when: the guests of one table, or of all meetups at once (minimum-cost flow, exact).

``choose_guests`` fills one table. ``assign`` shares people out over meetups with a proof, ``replan`` follows one
change with the fewest moves. Pure: arrays in, arrays out, no chance anywhere. Asking for either of the last two
loads the compiler's library (0.4 s), importing this does not.
"""

from typing import TYPE_CHECKING, Any

from meetups.engine.assignment.table import MAX_SHARE, MINIMUM_GROUPS, Picked, Selection, choose_guests

if TYPE_CHECKING:
    from meetups.engine.assignment.changes import Arrival, Capacity, Change, Departure, Unavailable
    from meetups.engine.assignment.problem import AssignmentProblem
    from meetups.engine.assignment.proof import verify
    from meetups.engine.assignment.reasons import Reason, WhyNot, why_not
    from meetups.engine.assignment.replanning import Move, Replanning, replan
    from meetups.engine.assignment.result import Assignment, Parts, Repair
    from meetups.engine.assignment.solving import assign

__all__ = [
    "MAX_SHARE", "MINIMUM_GROUPS", "Arrival", "Assignment", "AssignmentProblem", "Capacity", "Change", "Departure",
    "Move", "Parts", "Picked", "Reason", "Repair", "Replanning", "Selection", "Unavailable", "WhyNot", "assign",
    "choose_guests", "replan", "verify", "why_not",
]  # fmt: skip

LATER = {
    "Arrival": "changes", "Capacity": "changes", "Change": "changes", "Departure": "changes", "Unavailable": "changes",
    "AssignmentProblem": "problem",
    "verify": "proof",
    "Reason": "reasons", "WhyNot": "reasons", "why_not": "reasons",
    "Move": "replanning", "Replanning": "replanning", "replan": "replanning",
    "Assignment": "result", "Parts": "result", "Repair": "result",
    "assign": "solving",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """The names above, imported when they are first asked for (PEP 562)."""
    if name not in LATER:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"meetups.engine.assignment.{LATER[name]}"), name)
