"""Where to open so that everybody travels least (p-median), with or without capacities, and how good that is.

``p_median`` and ``capacitated_p_median`` search and prove at the same time, and stop when both meet. Pure: arrays in,
arrays out, seeds and budgets as arguments. Asking for either loads the compiler's library, importing this does not.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from meetups.engine.medians.capacitated import capacitated_p_median
    from meetups.engine.medians.result import Medians
    from meetups.engine.medians.uncapacitated import p_median

__all__ = ["Medians", "capacitated_p_median", "p_median"]

LATER = {"Medians": "result", "capacitated_p_median": "capacitated", "p_median": "uncapacitated"}


def __getattr__(name: str) -> Any:
    """The names above, imported when they are first asked for (PEP 562)."""
    if name not in LATER:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"meetups.engine.medians.{LATER[name]}"), name)
