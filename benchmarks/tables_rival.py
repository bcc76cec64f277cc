"""CP-SAT (OR-Tools) on the same question, when it is installed (requirements-bench.in)."""

from importlib import import_module
from importlib.util import find_spec
from itertools import combinations


def installed() -> bool:
    """Whether OR-Tools is there."""
    return find_spec("ortools") is not None


def repeats(tables: int, size: int, rounds: int, seconds: float) -> int | None:
    """The repeated meetings that CP-SAT finds in so many seconds on one core; None when it finds no plan."""
    cp_model = import_module("ortools.sat.python.cp_model")  # optional: not everybody has it
    model = cp_model.CpModel()
    people = range(tables * size)
    places = [(r, t) for r in range(rounds) for t in range(tables)]
    sits = {(p, *place): model.new_bool_var("") for p in people for place in places}
    for r, t in places:
        model.add(sum(sits[p, r, t] for p in people) == size)
    for p in people:
        for r in range(rounds):
            model.add_exactly_one(sits[p, r, t] for t in range(tables))
        model.add(sits[p, 0, p // size] == 1)  # the first round is any round
    excess = []
    for p, q in combinations(people, 2):
        near = []
        for place in places:
            both = model.new_bool_var("")
            model.add(both >= sits[p, *place] + sits[q, *place] - 1)
            near.append(both)
        excess.append(model.new_int_var(0, rounds, ""))
        model.add(excess[-1] >= sum(near) - 1)
    model.minimize(sum(excess))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return int(solver.objective_value) if found else None
