"""Write the French catalogue from the sources.

Message ids are French already, so the catalogue holds plurals only: without it, gettext falls back on English rules
and says « 0 places ». ``--check`` changes nothing and exits 1 when the committed catalogue is behind the sources.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
METHODS = [("meetups/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"ngettext": (1, 2)}
OPTIONS = {"templates/**.html": {"trimmed": "true"}, "templates/**.txt": {"trimmed": "true"}}


def build() -> bytes:
    """The catalogue's bytes: every plural of the sources, in order, each translated by itself."""
    catalogue = Catalog(
        locale="fr", project="Parenthèse Réseau", copyright_holder="Parenthèse Réseau", fuzzy=False, charset="utf-8"
    )
    plurals = {
        message
        for _, _, message, _, _ in extract_from_dir(
            ROOT, METHODS, OPTIONS, keywords=KEYWORDS, directory_filter=_is_ours
        )
        if isinstance(message, tuple)
    }
    for pair in sorted(plurals):
        catalogue.add(pair, string=pair)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, omit_header=True, width=0)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += '"Language: fr\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    return header.encode() + buffer.getvalue()


def _is_ours(folder: str) -> bool:
    return Path(folder).name in {"meetups", "templates"} or any(
        parent.name in {"meetups", "templates"} for parent in Path(folder).parents
    )


def main() -> int:
    """Write the catalogue, or compare it with ``--check``."""
    fresh = build()
    if "--check" in sys.argv:
        if TARGET.exists() and TARGET.read_bytes() == fresh:
            return 0
        print("Le catalogue français n’est plus à jour : lancez « python scripts/catalogue.py ».", file=sys.stderr)
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
