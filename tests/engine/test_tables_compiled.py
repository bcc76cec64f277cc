"""Nobody waits for a compiler: what set-up compiles is all there is, and importing costs nothing."""

import subprocess
import sys

import numpy as np

from meetups.engine.tables import SeatingProblem, seat
from meetups.engine.tables.annealing import anneal
from meetups.engine.tables.starters import find
from meetups.engine.warm import compile_all


def test_what_set_up_compiles_serves_every_question() -> None:
    compile_all()
    compiled = anneal.signatures, find.signatures
    history = np.zeros((9, 9), dtype=np.int8)[::1]
    seat(SeatingProblem(9, [3, 3, 3], 2, history=history, host=np.arange(18)[::2] < 9), iterations=1000)
    seat(SeatingProblem(18, [3] * 6, 8), seconds=0.2)
    assert (anneal.signatures, find.signatures) == compiled
    assert [len(signatures) for signatures in compiled] == [1, 1]


def test_importing_the_tables_loads_no_compiler() -> None:
    code = "import sys, meetups.engine.tables, meetups.seating.cli; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
