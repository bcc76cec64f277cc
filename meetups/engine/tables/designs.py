"""Rounds without a repeat, built rather than searched: ``tables`` tables of ``size``, as many rounds as known here.

A design is (rounds, people) int64: the table of each person. What is used:
- lines of the plane over Z_n or over a product of fields (orthogonal Latin squares; MacNeish 1922): people stand in
  ``size`` columns of ``tables``; person i of column j sits in round r at table i + r·j. Two columns never meet again
  when r·(j - j') takes a value once. The columns themselves then fill tables, round after round (affine planes);
- D. K. Ray-Chaudhuri and R. M. Wilson, "Solution of Kirkman's schoolgirl problem" (1971): tables of 3, 3q people;
- R. C. Bose, "On the construction of balanced incomplete block designs" (1939): tables of 4, 3q + 1 people;
- starters: one or two rounds, found by search, turned by a cyclic group (``starters``).
"""

import math
from itertools import product

import numpy as np

from meetups.engine.arrays import IntArray
from meetups.engine.tables.fields import field, prime_powers

LARGEST_FIELD = 128  # the tables of a field have q² cells, its products q² more for each degree


def squares(tables: int, size: int, rounds: int) -> IntArray:
    """The best of the lines, with the columns' own rounds after them; as many rounds as it has, at most ``rounds``.

    Person j·tables + i is the i-th of column j: each table has one person of each column, in each of the first
    rounds (as many as ``lines`` gives).
    """
    plan = lines(tables, size, rounds)
    if len(plan) >= rounds or size < 2 or tables % size:
        return plan
    inner = squares(tables // size, size, rounds - len(plan))
    if len(inner) == 0:
        return plan
    columns = np.concatenate([inner + column * (tables // size) for column in range(size)], axis=1)
    return np.concatenate((plan, columns))


def lines(tables: int, size: int, rounds: int) -> IntArray:
    """Rounds in which each table has one person of each of ``size`` columns, no two of them meeting again."""
    cyclic = _cyclic(tables, size, rounds)
    if len(cyclic) >= rounds or size > tables:
        return cyclic[:rounds]
    fields = _over_fields(tables, size, rounds)
    return max(cyclic, fields, key=len)[:rounds]


def _cyclic(tables: int, size: int, rounds: int) -> IntArray:
    """Table i + r·j modulo ``tables``, as far as no product of a column's and a round's difference is 0."""
    most = 0
    while most < rounds and all(most * column % tables for column in range(1, size) if most):
        most += 1
    if size > tables:
        most = min(1, rounds)
    who, column = np.arange(tables), np.arange(size)[:, None]
    return np.array([((who + r * column) % tables).ravel() for r in range(most)]).reshape(most, tables * size)


def _over_fields(tables: int, size: int, rounds: int) -> IntArray:
    """The same over a product of fields: min(q) rounds, for at most min(q) columns."""
    orders = prime_powers(tables)
    smallest = min(orders, default=1)
    if smallest < size or max(orders) > LARGEST_FIELD:
        return np.zeros((0, tables * size), dtype=np.int64)
    fields = [field(order) for order in orders]
    digits = np.array(list(product(*[range(order) for order in orders])), dtype=np.int64)  # (tables, factors)
    weight = np.array([math.prod(orders[place + 1 :]) for place in range(len(orders))], dtype=np.int64)
    plan = np.empty((min(smallest, rounds), size, tables), dtype=np.int64)
    for r, j in np.ndindex(plan.shape[:2]):
        places = [f.add[digits[:, place], f.times[r, j]] for place, f in enumerate(fields)]
        plan[r, j] = np.array(places).T @ weight
    return plan.reshape(len(plan), -1)


def kirkman(tables: int, size: int) -> IntArray | None:
    """(3q - 1) / 2 rounds of q tables of 3, for a prime power q = 6t + 1; None for others."""
    if size != 3 or not _is_field(tables) or tables % 6 != 1:
        return None
    q, third = tables, (tables - 1) // 3
    t, f = (tables - 1) // 6, field(tables)
    mixed = [[f.power(i + j * third) + j * q for j in range(3)] for i in range(q - 1)]
    base = [[0, q, 2 * q]]
    base += [[f.power(i + turn * third) + j * q for turn in range(3)] for j in range(3) for i in range(t)]
    base += [mixed[i] for i in range(q - 1) if i // t % 2]
    plan = [_shifted(f.add, base, a, 3 * q) for a in range(q)]
    for i in range(q - 1):
        if i // t % 2 == 0:
            plan.append(_developed(f.add, mixed[i], 3 * q))
    return np.array(plan)


def bose(tables: int, size: int) -> IntArray | None:
    """q rounds of tables of 4 for 3q + 1 people, for a prime power q = 4t + 1; None for others."""
    if size != 4 or (4 * tables - 1) % 3:
        return None
    q = (4 * tables - 1) // 3
    if not _is_field(q) or q % 4 != 1:
        return None
    f, t = field(q), (q - 1) // 4
    base = [[3 * q, 0, q, 2 * q]]
    for j in range(3):
        after = (j + 1) % 3 * q
        for i in range(t):  # x^i, -x^i of one third; the same times a root of -1 of the next
            first = [f.power(i) + j * q, f.power(i + 2 * t) + j * q]
            base.append([*first, f.power(i + t) + after, f.power(i + 3 * t) + after])
    return np.array([_shifted(f.add, base, a, 3 * q + 1) for a in range(q)])


def _is_field(order: int) -> bool:
    return 1 < order <= LARGEST_FIELD and len(prime_powers(order)) == 1


def _shifted(add: IntArray, blocks: list[list[int]], by: int, people: int) -> IntArray:
    """The round whose tables are ``blocks``, each person moved by ``by`` within their third; the last one stays."""
    q, row = len(add), np.empty(people, dtype=np.int64)
    for table, block in enumerate(blocks):
        for person in block:
            row[person if person >= 3 * q else person // q * q + int(add[person % q, by])] = table
    return row


def _developed(add: IntArray, block: list[int], people: int) -> IntArray:
    """The round whose tables are all the shifts of one block, which has a person of each third."""
    row = np.empty(people, dtype=np.int64)
    for person in block:
        row[person // len(add) * len(add) + add[person % len(add)]] = np.arange(len(add))
    return row
