"""What a question of medians must be; the first thing that is not has a name."""

from dataclasses import dataclass

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray, amounts, counts, whole
from meetups.engine.errors import CapacityError, DistanceError, ShapeError, WeightError
from meetups.engine.medians.errors import EmptyError, TooLittleCapacityError, TooManySitesError, UnreachableError


@dataclass(frozen=True, eq=False)
class Checked:
    """A question that has an answer, at least at the price of ``far``."""

    cost: FloatArray  # (candidates, clients): what serving each client costs, ``far`` when out of reach
    far: float  # more than any plan where everybody is reached
    whole: bool  # costs are whole numbers


def check(cost: FloatArray, demand: FloatArray | IntArray, sites: int) -> tuple[Checked, FloatArray, int]:
    """The question of ``p_median``; costs there are ``cost`` × ``demand``."""
    matrix = matrix_of(cost)
    weight = amounts("demand", np.asarray(demand, dtype=np.float64), WeightError)
    if weight.size != len(matrix):
        raise ShapeError(f"cost has {len(matrix)} clients, demand {weight.size}")
    sites = sites_of(sites, matrix)
    with np.errstate(invalid="ignore"):  # 0 × infinity: still out of reach
        priced = np.where(np.isfinite(matrix), matrix * weight[:, None], np.inf)
    return checked(priced), weight, sites


def matrix_of(cost: FloatArray) -> FloatArray:
    """``cost`` as a (clients, candidates) float matrix without a negative or undefined number."""
    matrix = np.asarray(cost, dtype=np.float64)
    if matrix.ndim != 2:
        raise ShapeError(f"cost has shape {matrix.shape}: expected clients × candidates")
    if not matrix.size:
        raise EmptyError(f"cost has shape {matrix.shape}: nobody, or nowhere to go")
    if not matrix.min() >= 0:  # undefined numbers compare false
        client, candidate = np.argwhere(~(matrix >= 0))[0].tolist()
        raise DistanceError(f"cost[{client}, {candidate}] is {matrix[client, candidate]}: expected 0 or more", client)
    return matrix


def sites_of(sites: int, matrix: FloatArray) -> int:
    """``sites`` when it is a number of sites to open."""
    sites = whole("sites", sites)
    if sites == 0:
        raise EmptyError("sites is 0: expected 1 or more")
    if sites > matrix.shape[1]:
        raise TooManySitesError(f"sites is {sites}: there are {matrix.shape[1]} candidates")
    return sites


def checked(priced: FloatArray) -> Checked:
    """The question of costs ``priced`` (clients, candidates), infinite when out of reach."""
    cost = np.array(priced.T, order="C")
    if cost.max() < np.inf:
        far = float(cost.max(axis=0).sum()) + 1.0
    else:
        reached = np.isfinite(cost)
        if not reached.any(axis=0).all():
            client = int(np.argmin(reached.any(axis=0)))
            raise UnreachableError(f"no candidate reaches client {client}", client)
        far = float(np.where(reached, cost, 0.0).max(axis=0).sum()) + 1.0
        cost[~reached] = far
    return Checked(cost, far, bool((cost == np.floor(cost)).all()))


def check_capacities(
    demand: IntArray, capacity: IntArray, matrix: FloatArray, sites: int
) -> tuple[IntArray, IntArray]:
    """``demand`` (clients,) and ``capacity`` (candidates,), whole numbers that may fit."""
    demand, capacity = counts("demand", demand, WeightError), counts("capacity", capacity, CapacityError)
    if (demand.size, capacity.size) != matrix.shape:
        raise ShapeError(
            f"cost has shape {matrix.shape}, demand {demand.size} clients, capacity {capacity.size} sites"
        )
    places, asked = int(np.sort(capacity)[::-1][:sites].sum()), int(demand.sum())
    if asked > places:
        raise TooLittleCapacityError(f"the {sites} largest sites hold {places}, {asked} are asked for")
    return demand, capacity
