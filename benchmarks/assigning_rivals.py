"""HiGHS (LP) and OR-Tools (minimum-cost flow) on the same assignment, when installed (requirements-bench.in).

Each runs in a process of its own: they cannot share one, and their memory is theirs. Arrays come in as a file.
"""

import json
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

NAMES = {"HiGHS": "highspy", "OR-Tools": "ortools"}
MILLI = 1000  # OR-Tools takes whole costs


def measured(name: str, arrays: dict[str, Any]) -> dict[str, float] | None:
    """{"value", "seconds" of processor, "memory" in MiB}; None when it is not installed."""
    if find_spec(NAMES[name]) is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "case.npz")
        np.savez(file, **arrays)
        command = [sys.executable, "-m", "benchmarks.assigning_rivals", name, str(file)]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])


def highs(case: Any) -> tuple[float, float]:
    """(value, seconds): a column for each edge and each role, a row for each person, role and meetup."""
    highspy = import_module("highspy")
    edges, roles, people, meetups = (case[name].size for name in ("gain", "role_meetup", "times", "capacity"))
    model, matrix = highspy.HighsLp(), np.empty((edges + roles, 2), dtype=np.int32)
    matrix[:edges, 0], matrix[:edges, 1] = case["person"], people + case["role"]
    matrix[edges:, 0], matrix[edges:, 1] = people + np.arange(roles), people + roles + case["role_meetup"]
    weight = np.ones((edges + roles, 2))
    weight[edges:, 0] = -1
    model.num_col_, model.num_row_ = edges + roles, people + roles + meetups
    model.col_cost_ = np.concatenate((-case["gain"], np.zeros(roles)))
    model.col_lower_ = np.zeros(edges + roles)
    model.col_upper_ = np.concatenate((np.ones(edges), case["cap"]))
    low = np.full(model.num_row_, -np.inf)
    low[people : people + roles] = 0
    model.row_lower_ = low
    model.row_upper_ = np.concatenate((case["times"], np.zeros(roles), case["capacity"]))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * (edges + roles) + 1, 2)
    model.a_matrix_.index_, model.a_matrix_.value_ = matrix.ravel(), weight.ravel()
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    started = process_time()
    solver.run()
    return -solver.getInfo().objective_function_value, process_time() - started


def flow(case: Any) -> tuple[float, float]:
    """(value, seconds), gains rounded to a thousandth."""
    solver = import_module("ortools.graph.python.min_cost_flow").SimpleMinCostFlow()
    edges, roles, people, meetups = (case[name].size for name in ("gain", "role_meetup", "times", "capacity"))
    first, root = people + roles, people + roles + meetups
    tail = np.concatenate((case["person"], people + np.arange(roles), first + np.arange(meetups), np.arange(people)))
    head = np.concatenate((people + case["role"], first + case["role_meetup"], np.full(meetups + people, root)))
    room = np.concatenate((np.ones(edges), case["cap"], case["capacity"], case["times"])).astype(np.int64)
    cost = np.zeros(room.size, dtype=np.int64)
    cost[:edges] = -np.rint(case["gain"] * MILLI)
    solver.add_arcs_with_capacity_and_unit_cost(tail.astype(np.int32), head.astype(np.int32), room, cost)
    solver.set_nodes_supplies(np.arange(people, dtype=np.int32), case["times"].astype(np.int64))
    solver.set_node_supply(root, -int(case["times"].sum()))
    started = process_time()
    solver.solve()
    return -solver.optimal_cost() / MILLI, process_time() - started


def peak() -> float:
    """The most memory that this process has held, in MiB (Linux; getrusage would count its parent's)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def fresh_peak() -> float:
    """The same, counted again from now."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak()


def main() -> None:
    """Solve the case of the command line, print one line."""
    case = np.load(sys.argv[2])
    before = fresh_peak()
    value, seconds = (highs if sys.argv[1] == "HiGHS" else flow)(case)
    memory = peak() - before
    sys.stdout.write(json.dumps({"value": value, "seconds": seconds, "memory": memory}) + "\n")


if __name__ == "__main__":
    main()
