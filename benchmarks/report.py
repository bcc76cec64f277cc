"""What the terminal shows: a figure, its ratio to the yardstick, the aim, and how it grows."""

import math
from collections.abc import Sequence


def line(name: str, *columns: str) -> str:
    """One row, its name first."""
    return f"{name:<34}" + "".join(f"{column:>16}" for column in columns)


def ratio(ours: float, rival: float, aim: float) -> tuple[str, str]:
    """(ratio, whether the aim is reached), for a figure where more is better."""
    value = ours / rival
    return f"{value:.3f}", f"≥ {aim:g} " + ("oui" if value >= aim else "NON")


def at_most(value: float, aim: float, unit: str) -> tuple[str, str]:
    """(figure, whether the aim is reached), for a figure where less is better."""
    return f"{value:.2f} {unit}", f"≤ {aim:g} " + ("oui" if value <= aim else "NON")


def exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Slope of log(cost) over log(size), by least squares: 0 for a cost that does not grow, 1 for one that doubles."""
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((each - mean_x) ** 2 for each in x)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
