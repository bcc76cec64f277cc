"""The engine is usable alone: no web framework, no database, and no compiler until something is asked."""

import subprocess
import sys

ASKED = "import sys, meetups.engine.coverage, meetups.engine.assignment, meetups.engine.tables; print(*sys.modules)"


def test_importing_the_engine_loads_nothing_else() -> None:
    loaded = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True).stdout.split()
    strangers = {"flask", "sqlalchemy", "meetups.config", "numba", "werkzeug"}
    assert not strangers & set(loaded)
    assert "numpy" in loaded
