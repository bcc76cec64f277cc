"""Copy what pages use from ``node_modules`` to ``static/vendor``: a style sheet, four font files, one sprite of icons.

Needs only Python's own library, since set-up runs it. A second run gives the same bytes.
"""

import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "static" / "vendor"
ICON_NAMES = ROOT / "scripts" / "icons.txt"
SVG = "http://www.w3.org/2000/svg"
FONTS = ("atkinson-hyperlegible-next", "bricolage-grotesque")
SUBSETS = ("latin", "latin-ext")


def sprite(names: list[str], drawings: Path) -> bytes:
    """One SVG with a ``<symbol id="i-NAME">`` for each name. Raises ``FileNotFoundError`` for an unknown one."""
    ET.register_namespace("", SVG)
    whole = ET.Element(f"{{{SVG}}}svg")
    for name in names:
        drawing = ET.parse(drawings / f"{name}.svg").getroot()
        symbol = ET.SubElement(whole, f"{{{SVG}}}symbol", id=f"i-{name}", viewBox=drawing.attrib["viewBox"])
        for shape in drawing:
            shape.tail = None
            symbol.append(shape)
    return ET.tostring(whole, encoding="utf-8")


def style_sheet() -> str:
    """Bootstrap's, without the address of a source map that we do not serve."""
    text = (MODULES / "bootstrap/dist/css/bootstrap.min.css").read_text(encoding="utf-8")
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)


def fill(target: Path) -> None:
    """Write every file that pages use into the empty folder ``target``."""
    (target / "fonts").mkdir()
    (target / "bootstrap.min.css").write_text(style_sheet(), encoding="utf-8")
    for font in FONTS:
        files = MODULES / "@fontsource-variable" / font / "files"
        for subset in SUBSETS:
            shutil.copyfile(files / f"{font}-{subset}-wght-normal.woff2", target / "fonts" / f"{font}-{subset}.woff2")
    names = ICON_NAMES.read_text(encoding="utf-8").split()
    (target / "icons.svg").write_bytes(sprite(names, MODULES / "bootstrap-icons/icons"))


def main() -> int:
    """Replace ``static/vendor`` as a whole, so that an interruption never leaves half of it."""
    fresh = MODULES / ".vendor"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    fill(fresh)
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.parent.mkdir(exist_ok=True)
    fresh.rename(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
