"""How much an installation weighs: our pinned packages, and the front-end files."""

from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

ROOT = Path(__file__).parent.parent
MIB = 1024 * 1024


def installed() -> tuple[float, int]:
    """(MiB, number of packages) of ``requirements.txt`` as installed here, with what ``make run`` puts beside."""
    names = [line.partition("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line]
    weights = [_weight(name.partition("[")[0]) for name in names]
    vendored = sum(path.stat().st_size for path in (ROOT / "static" / "vendor").rglob("*") if path.is_file())
    return (sum(weights) + vendored) / MIB, len([weight for weight in weights if weight])


def _weight(name: str) -> int:
    try:
        listed = files(name) or []
    except PackageNotFoundError:  # pinned for another system
        return 0
    paths = (Path(str(file.locate())) for file in listed)
    return sum(path.stat().st_size for path in paths if path.is_file())
