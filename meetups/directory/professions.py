"""Which profession of the nomenclature a person's own words name, if any: never required, never shown instead."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Profession
from meetups.geography.text import fold, words

_LINKS = frozenset({"a", "au", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"})
"""They link words without naming anything: « aide domicile » is « aide à domicile »."""
_SHORT_FORMS = {
    "aes": "accompagnant educatif social",
    "avs": "auxiliaire vie",
    "cesf": "conseiller economie sociale familiale",
    "coordinateur": "coordonnateur",
    "coordinatrice": "coordonnatrice",
    "docteur": "medecin",
    "ergo": "ergotherapeute",
    "generaliste": "medecin generaliste",
    "ide": "infirmier",
    "idel": "infirmier",
    "ipa": "infirmier pratique avancee",
    "kine": "kinesitherapeute",
    "mjpm": "mandataire protection majeurs",
    "tisf": "technicien intervention sociale familiale",
}
"""How colleagues call each other, in the words of a label."""


def find_profession(session: Session, text: str) -> Profession | None:
    """The profession whose name stands whole in ``text``, without accents: of several, the longest name.

    « infirmière libérale » is « infirmière ou infirmier »; « infirmière en pratique avancée » is not. One query.
    """
    typed = frozenset(_naming_words(text))
    found = [
        (len(name), sum(map(len, name)), profession)
        for profession in _all_professions(session)
        for name in _names(profession.label)
        if typed.issuperset(name)
    ]
    return max(found, key=lambda each: (each[0], each[1], -each[2].id))[2] if found else None


def profession_labels(session: Session) -> list[str]:
    """Every label, alphabetically, for a ``<datalist>``. One query."""
    return sorted((profession.label for profession in _all_professions(session)), key=fold)


def family_of(profession: Profession | None) -> ProfessionFamily:
    """The family to show; other professions when the words named none that we know."""
    return profession.family if profession else ProfessionFamily.OTHER


def _all_professions(session: Session) -> Sequence[Profession]:
    return session.scalars(select(Profession)).all()


def _naming_words(text: str) -> Iterator[str]:
    for word in words(text):
        yield from _SHORT_FORMS.get(word, word).split()


def _names(label: str) -> list[frozenset[str]]:
    """The two names of a doubled label, as sets of words.

    « infirmière ou infirmier en psychiatrie » shares its end, « secrétaire médicale ou médical » its beginning.
    """
    first, _, second = label.partition(" ou ")
    one, other = words(first), words(second)
    if other and len(one) < len(other):
        one += other[len(one) :]
    elif other and len(other) < len(one):
        other = one[: len(one) - len(other)] + other
    return [frozenset(name) - _LINKS for name in (one, other) if name]
