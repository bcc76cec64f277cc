"""Text made comparable: what people type without accents, hyphens or capitals finds what we store with them."""

import re
from unicodedata import combining, normalize

# Letters that NFKD leaves whole: they carry no separable accent.
_WHOLE_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "’": "'"})
_SHORT_WORDS = {"st": "saint", "ste": "sainte"}


def fold(text: str) -> str:
    """Return ``text`` without accents nor case: « Cœur d’Évrieu » gives ``coeur d'evrieu``."""
    return _strip_accents(_strip_accents(text).casefold().translate(_WHOLE_LETTERS))


def place_key(text: str) -> str:
    """Fold a place's name to words between spaces: « St-Jean d’Arves » and « Saint-Jean-d'Arves » are one key."""
    written_out = re.sub(r"\bs/", "sur ", fold(text))
    return " ".join(_SHORT_WORDS.get(word, word) for word in words(written_out))


def words(text: str) -> list[str]:
    """Fold a text to its words: « Anne-Marie d’Aigueblanche » gives anne, marie, d, aigueblanche."""
    return re.sub(r"[\W_]+", " ", fold(text)).split()


def _strip_accents(text: str) -> str:
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
