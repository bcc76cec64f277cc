"""The import order of the packages, and what the pure parts may not touch."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "meetups"
BASE = {"clock", "config", "database", "errors", "extensions", "installation"}
ORDER = [
    *("adapters", "web", "engine", "calendars", "geography", "outbox"),
    *("accounts", "help", "directory", "venues", "planning", "invitations", "polls"),
    *("seating", "proposals", "followup", "insights", "privacy", "pages"),
    *("demo", "worker", "queueing", "server", "cli", "registry"),
]
FACTORY = "__init__"
IMPURE = {"flask", "flask_babel", "flask_sqlalchemy", "flask_wtf", "sqlalchemy", "socket", "smtplib", "http"}
FILES = sorted(ROOT.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, ``from meetups import x`` included."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = node.module or ""
            yield module
            if module == "meetups":
                yield from (f"meetups.{alias.name}" for alias in node.names)


def package_of(path: Path) -> str:
    """The feature, or the top-level module, that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def features_imported(path: Path) -> set[str]:
    """The features that a file imports, its own aside."""
    names = {name.split(".")[1] for name in imported(path) if name.startswith("meetups.")}
    return names - BASE - {package_of(path), "create_app"}


def test_every_package_has_its_place_in_the_order() -> None:
    assert {package_of(path) for path in FILES} - BASE - {FACTORY} <= set(ORDER)


@pytest.mark.parametrize("path", [path for path in FILES if package_of(path) != FACTORY], ids=str)
def test_a_package_imports_only_packages_to_its_left(path: Path) -> None:
    package = package_of(path)
    if package in BASE:
        assert features_imported(path) == set()
        return
    left = set(ORDER[: ORDER.index(package)])
    assert features_imported(path) <= left, f"{package} imports {features_imported(path) - left}"


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.name.endswith("rules.py") or package_of(path) in {"engine", "calendars"}],
    ids=str,
)
def test_the_pure_parts_touch_neither_web_nor_database_nor_clock(path: Path) -> None:
    names = set(imported(path))
    assert not {name.split(".")[0] for name in names} & IMPURE
    assert not {"meetups.clock", "meetups.database"} & names
    assert not any(name.endswith(".models") for name in names)


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "models.py"], ids=str)
def test_models_know_neither_flask_nor_mail(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(path)} & {"flask", "flask_babel", "flask_sqlalchemy"}
    assert "url_for" not in path.read_text()


@pytest.mark.parametrize("path", [path for path in FILES if package_of(path) == "adapters"], ids=str)
def test_adapters_import_no_feature(path: Path) -> None:
    assert features_imported(path) == set()


COMMITTERS = ("routes.py", "cli.py", "worker.py", "delivery.py", "loading.py")


@pytest.mark.parametrize("path", FILES, ids=str)
def test_only_routes_commands_and_the_worker_commit(path: Path) -> None:
    if path.name.endswith(COMMITTERS) or package_of(path) == "pages":
        return
    assert ".commit()" not in path.read_text()


@pytest.mark.parametrize("path", FILES, ids=str)
def test_only_the_clock_reads_the_clock_and_only_config_the_environment(path: Path) -> None:
    source = path.read_text()
    if path.name != "clock.py":
        assert "datetime.now(" not in source
        assert "date.today(" not in source
    if path.name not in {"config.py", "__init__.py", "server.py"}:
        assert "os.environ" not in source
