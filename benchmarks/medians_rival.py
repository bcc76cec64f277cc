"""HiGHS, pbp-pmedian and spopt on the same question, when they are installed (requirements-bench.in)."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter

import numpy as np

from benchmarks.medians_cases import Case


@dataclass(frozen=True)
class Answer:
    """What a rival found: its value (None when it found nothing), its bound and its seconds."""

    value: float | None
    bound: float
    seconds: float
    proved: bool


def installed(name: str) -> bool:
    """Whether a rival's package is there."""
    return find_spec(name) is not None


def highs(case: Case, seconds: float) -> Answer:
    """The classical model, one thread: x[i, j] ≤ y[j]; of each client's candidates only those that can serve it.

    Without capacities a client never goes further than its (candidates - sites + 1)-th nearest.
    """
    library = import_module("highspy")  # optional: not everybody has it
    clients, candidates = case.cost.shape
    near = candidates if case.capacity is not None else candidates - case.sites + 1
    column = np.argsort(case.cost, axis=1, kind="stable")[:, :near]
    row = np.repeat(np.arange(clients), near)
    site, number = column.ravel(), row.size
    price = case.cost[row, site] * (1 if case.capacity is not None else case.demand[row])
    model = library.HighsLp()
    model.num_col_ = number + candidates
    model.col_cost_ = np.concatenate((price, np.zeros(candidates)))
    model.col_lower_ = np.zeros(model.num_col_)
    model.col_upper_ = np.ones(model.num_col_)
    whole, free = library.HighsVarType.kInteger, library.HighsVarType.kContinuous
    model.integrality_ = [free if case.capacity is None else whole] * number + [whole] * candidates
    lower, upper = [np.ones(clients), np.full(number, -np.inf)], [np.ones(clients), np.zeros(number)]
    one = np.arange(number)
    rows, columns, values = [row, clients + one, clients + one], [one, one, number + site], [np.ones(2 * number)]
    values.append(-np.ones(number))
    rows.append(np.full(candidates, clients + number))
    columns.append(number + np.arange(candidates))
    values.append(np.ones(candidates))
    lower.append(np.array([case.sites]))
    upper.append(np.array([case.sites]))
    if case.capacity is not None:
        rows += [clients + number + 1 + site, clients + number + 1 + np.arange(candidates)]
        columns += [one, number + np.arange(candidates)]
        values += [case.demand[row].astype(np.float64), -case.capacity.astype(np.float64)]
        lower.append(np.full(candidates, -np.inf))
        upper.append(np.zeros(candidates))
    model.row_lower_, model.row_upper_ = np.concatenate(lower), np.concatenate(upper)
    model.num_row_ = sum(part.size for part in lower)
    place, index, value = np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
    order = np.argsort(index, kind="stable")
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(np.bincount(index, minlength=model.num_col_))))
    model.a_matrix_.index_, model.a_matrix_.value_ = place[order], value[order]
    solver = library.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", float(seconds))
    solver.setOptionValue("mip_rel_gap", 0.0)
    if solver.passModel(model) == library.HighsStatus.kError:
        raise RuntimeError("HiGHS refuses the model")
    started = perf_counter()
    solver.run()
    took = perf_counter() - started
    info = solver.getInfo()
    found = info.primal_solution_status == library.SolutionStatus.kSolutionStatusFeasible
    proved = solver.getModelStatus() == library.HighsModelStatus.kOptimal
    return Answer(info.objective_function_value if found else None, info.mip_dual_bound, took, proved)


def pbp(case: Case, seconds: float) -> Answer:
    """pbp-pmedian, its own choice of method; no capacities."""
    library = import_module("pbp_pmedian")
    started = perf_counter()
    value, _, _, status, _ = library.solve((case.cost * case.demand[:, None]).T, case.sites, time_limit=seconds)
    took = perf_counter() - started
    return Answer(None if value is None else float(value), -np.inf, took, status == 0)


def spopt(case: Case, seconds: float) -> Answer:
    """spopt's p-median with the solver that PuLP brings (CBC), its model included; no capacities."""
    locate, pulp = import_module("spopt.locate"), import_module("pulp")
    started = perf_counter()
    model = locate.PMedian.from_cost_matrix(case.cost, case.demand, p_facilities=case.sites)
    try:
        model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds, threads=1))
    except RuntimeError:  # its way to say that time is up without a plan
        return Answer(None, -np.inf, perf_counter() - started, proved=False)
    took = perf_counter() - started
    proved = model.problem.status == pulp.LpStatusOptimal and took < seconds
    return Answer(pulp.value(model.problem.objective), -np.inf, took, proved)
