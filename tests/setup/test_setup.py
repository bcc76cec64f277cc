"""Set-up does what is missing, once, and starts again after an interruption."""

import os
import stat

from tests.setup.conftest import Machine


def asked(calls: list[str], words: str) -> int:
    """How many of ``calls`` hold ``words``."""
    return sum(words in call for call in calls)


def test_a_fresh_clone_gets_libraries_and_front_end_files(machine: Machine) -> None:
    done = machine.run("setup.sh")
    assert (done.returncode, done.stderr) == (0, "")
    calls = machine.calls()
    assert asked(calls, "-m venv --clear .venv") == 1
    assert asked(calls, "--requirement=requirements.txt") == 1
    assert asked(calls, "requirements-dev.txt") == 0
    assert asked(calls, "npm ci") == 1
    assert asked(calls, "--omit=dev") == 1
    assert asked(calls, "python scripts/vendor.py") == 1


def test_a_second_run_asks_nothing(machine: Machine) -> None:
    machine.run("setup.sh")
    machine.calls()
    assert machine.run("setup.sh").stdout == ""
    assert machine.calls() == []


def test_what_tests_need_contains_what_running_needs(machine: Machine) -> None:
    machine.run("setup.sh", "dev")
    assert asked(machine.calls(), "--requirement=requirements.txt --requirement=requirements-dev.txt") == 1
    machine.run("setup.sh")
    assert machine.calls() == []


def test_a_changed_requirement_is_installed(machine: Machine) -> None:
    machine.run("setup.sh")
    machine.calls()
    with (machine.folder / "requirements.txt").open("a") as requirements:
        requirements.write("# changed\n")
    machine.run("setup.sh")
    calls = machine.calls()
    assert asked(calls, "pip install") == 1
    assert asked(calls, "-m venv") == 0
    assert asked(calls, "npm") == 0


def test_a_new_icon_makes_the_sprite_again_without_the_network(machine: Machine) -> None:
    machine.run("setup.sh")
    machine.calls()
    with (machine.folder / "scripts/icons.txt").open("a") as icons:
        icons.write("zoom-in\n")
    machine.run("setup.sh")
    assert machine.calls() == ["python scripts/vendor.py"]


def test_libraries_interrupted_by_a_kill_are_installed_from_nothing(machine: Machine) -> None:
    assert machine.run("setup.sh", PIP_KILLED="1").returncode == -9
    machine.calls()
    assert machine.run("setup.sh").returncode == 0
    assert asked(machine.calls(), "-m venv --clear .venv") == 1


def test_a_moved_folder_gets_its_libraries_again(machine: Machine) -> None:
    machine.run("setup.sh")
    machine.calls()
    machine.folder = machine.folder.rename(machine.folder.with_name("moved"))
    machine.run("setup.sh")
    assert asked(machine.calls(), "pip install") == 1


def test_the_secret_is_written_once_for_its_owner_only(machine: Machine) -> None:
    machine.run("setup.sh")
    secret = machine.folder / "instance/secret"
    first = secret.read_text()
    assert len(first) == 48
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    machine.run("setup.sh")
    assert secret.read_text() == first


def test_a_secret_given_by_the_operator_needs_no_file(machine: Machine) -> None:
    machine.run("setup.sh", SECRET_KEY="x" * 40)
    assert not (machine.folder / "instance/secret").exists()


def test_the_engine_is_compiled_once_and_again_when_its_sources_change(machine: Machine) -> None:
    done = machine.run("setup.sh")
    assert "Préparation du moteur…" in done.stdout
    assert asked(machine.calls(), "meetups.engine.warm") == 1
    machine.run("setup.sh")
    assert machine.calls() == []
    kernels = machine.folder / "meetups/engine/kernels.py"
    kernels.write_text("")
    machine.run("setup.sh")
    assert asked(machine.calls(), "meetups.engine.warm") == 1
    os.utime(kernels, (0, 0))  # the compiler's cache goes by the time of each file
    machine.run("setup.sh")
    assert asked(machine.calls(), "meetups.engine.warm") == 1


def test_an_engine_that_does_not_compile_is_said_and_tried_again(machine: Machine) -> None:
    done = machine.run("setup.sh", ENGINE_SAYS="No space left on device")
    assert done.returncode == 1
    assert "Le moteur ne se prépare pas : le disque est plein" in done.stderr
    assert machine.run("setup.sh").returncode == 0
