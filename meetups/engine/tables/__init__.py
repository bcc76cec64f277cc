"""At which table: split people round after round, meetup after meetup (social golfer, maximum diversity grouping).

``seat`` composes, ``reseat_late`` mends with the fewest moves; both say how good their plan is. Pure: arrays in,
arrays out, seeds and budgets as arguments. Asking for either loads the compiler's library (0.4 s), importing this
does not.
"""

from typing import TYPE_CHECKING, Any

from meetups.engine.tables.problem import SeatingProblem, Weights

if TYPE_CHECKING:
    from meetups.engine.tables.late import Move, Reseating, reseat_late
    from meetups.engine.tables.result import Seating
    from meetups.engine.tables.score import Parts
    from meetups.engine.tables.seating import seat

__all__ = [
    "Move", "Parts", "Reseating", "Seating", "SeatingProblem", "Weights", "reseat_late", "seat",
]  # fmt: skip

LATER = {
    "Move": "late", "Reseating": "late", "reseat_late": "late",
    "Seating": "result",
    "Parts": "score",
    "seat": "seating",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """The names above, imported when they are first asked for (PEP 562)."""
    if name not in LATER:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"meetups.engine.tables.{LATER[name]}"), name)
