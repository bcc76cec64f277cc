"""A copy of the project's set-up files, and a machine on which Python and npm only note what is asked of them."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import free_port

ROOT = Path(__file__).parents[2]
FILES = ("Makefile", "requirements.txt", "requirements-dev.txt", "package.json", "package-lock.json", ".npmrc")
STAND_IN = """#!/bin/bash
echo "$(basename "$0") $*" >>"$CALLS"
case "$(basename "$0") $*" in
  *version_info*) exit "${OLD_PYTHON:-0}" ;;
  *ensurepip*) exit "${NO_VENV:-0}" ;;
  *--version) echo "Python 3.9.2" ;;
  *"-m venv"*) mkdir -p "${!#}/bin" && cp "$0" "${!#}/bin/python" ;;
  *"pip install"*) [[ -z $PIP_KILLED ]] || kill -9 $PPID; echo "$PIP_SAYS"; [[ -z $PIP_SAYS ]] || exit 1 ;;
  *meetups.engine.warm*) echo "$ENGINE_SAYS"; [[ -z $ENGINE_SAYS ]] || exit 1 ;;
  *vendor.py) mkdir -p static/vendor ;;
  "npm ci"*) rm -rf node_modules; mkdir node_modules; echo "$NPM_SAYS"; [[ -z $NPM_SAYS ]] || exit 1 ;;
esac
"""


@dataclass
class Machine:
    """Runs the copy's scripts; ``calls()`` empties the list of what they asked of Python and npm."""

    folder: Path
    tools: Path

    def run(self, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The finished process; it starts from an almost empty environment."""
        return subprocess.run(
            [str(self.folder / "scripts" / script), *arguments],
            env={
                "PATH": str(self.tools),
                "CALLS": str(self.folder / "calls"),
                "PORT": str(free_port()),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """What was asked since the last time."""
        noted = self.folder / "calls"
        lines = noted.read_text().splitlines() if noted.exists() else []
        noted.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A fresh clone on a machine with everything of Debian but the real Python and npm."""
    root = Path(tempfile.mkdtemp(prefix="set-up-"))
    root.chmod(0o755)  # one test is not root any more, and pytest's own folders are closed to others
    folder, tools = root / "clone", root / "bin"
    folder.mkdir()
    tools.mkdir()
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "meetups/engine").mkdir(parents=True)
    shutil.copy(ROOT / "meetups/engine/warm.py", folder / "meetups/engine")
    for tool in Path("/usr/bin").iterdir():
        if not tool.name.startswith(("python", "npm", "npx", "node")):
            (tools / tool.name).symlink_to(tool)
    for name in ("python3", "npm"):
        (tools / name).write_text(STAND_IN)
        (tools / name).chmod(0o755)
    yield Machine(folder, tools)
    shutil.rmtree(root, ignore_errors=True)
