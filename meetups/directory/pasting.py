"""People pasted from a spreadsheet: lines become rows, or a problem with its line number and what to do.

Cells are separated by tabs (copied from a spreadsheet), semicolons or commas, and may stand between quotes (RFC 4180).
Columns are those of the first line when it names them, in any order, else ``ORDER``. Pure: communes, pathways and
people already known are looked up by the caller.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from meetups.accounts.rules import normalise_email
from meetups.directory.phones import normalise_phone
from meetups.errors import DomainError
from meetups.geography.text import words
from meetups.outbox.headers import clean_words

MOST_LINES = 500
LONGEST_CELL = 120


class Column(StrEnum):
    """What a column holds."""

    FIRST_NAME = "prénom"
    LAST_NAME = "nom"
    PROFESSION = "métier"
    COMMUNE = "commune"
    EMAIL = "courriel"
    PHONE = "téléphone"
    PATHWAYS = "parcours"
    POSTAL_CODE = "code postal"


ORDER = (
    Column.FIRST_NAME,
    Column.LAST_NAME,
    Column.PROFESSION,
    Column.COMMUNE,
    Column.EMAIL,
    Column.PHONE,
    Column.PATHWAYS,
)
"""Without a first line that names them."""

_NAMES = {
    Column.FIRST_NAME: "prenom|prenoms|prenom usuel",
    Column.LAST_NAME: "nom|noms|nom de famille|nom usuel|nom d usage",
    Column.PROFESSION: "metier|metiers|profession|professions|fonction|poste|specialite",
    Column.COMMUNE: "commune|communes|ville|villes|lieu|commune d exercice|lieu d exercice",
    Column.EMAIL: "courriel|courriels|mail|mails|e mail|email|emails|mel|adresse e mail|adresse email|adresse mail"
    "|adresse courriel|adresse de courriel|adresse electronique",
    Column.PHONE: "telephone|telephones|tel|portable|mobile|tel portable|telephone portable|numero de telephone"
    "|tel mobile|telephone mobile|tel fixe|telephone fixe|fixe",
    Column.PATHWAYS: "parcours|filiere|filieres",
    Column.POSTAL_CODE: "code postal|cp|code",
}
_COLUMN_OF = {name: column for column, names in _NAMES.items() for name in names.split("|")}
_FORMULA = ("=", "+", "-", "@")
_NOTHING = frozenset("-–—/.?")
"""What people write in a case that holds nothing."""
_SEVERAL = re.compile(r"[/|+;,]")
_WITHOUT_ZERO = re.compile(r"[1-9](?:[\s.-]?\d){8}")
"""A spreadsheet takes the first zero of a number away."""


@dataclass(frozen=True)
class Row:
    """One person, as written: contacts are in our spelling, the rest still has to be found."""

    line: int
    text: str
    """The line itself, to be put right or kept."""
    first_name: str
    last_name: str
    profession: str
    commune: str
    """A name, a postal code or both."""
    email: str | None
    phone: str | None
    pathways: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """Why a line makes nobody yet: ``what_to_do`` is a French sentence."""

    line: int
    text: str
    what_to_do: str


@dataclass(frozen=True)
class Pasted:
    """Everything that was read. ``header`` is the first line when it names columns, ``unread`` the names we do not
    know; ``refusal`` says why nothing was read at all."""

    rows: Sequence[Row] = ()
    problems: Sequence[Problem] = ()
    header: str = ""
    unread: Sequence[str] = ()
    refusal: str | None = None


@dataclass
class _Record:
    """A line taken apart into its cells."""

    line: int
    text: str
    cells: list[str] = field(default_factory=list)


class _BadLine(DomainError):
    """This line makes nobody; the text says what to do."""


def read_pasted(text: str) -> Pasted:
    """Read at most ``MOST_LINES`` people; lines are numbered as in the box, from 1, blank ones included."""
    records = list(_records(_visible(text)))
    if not records:
        return Pasted(refusal="Collez au moins une ligne : une personne par ligne.")
    columns, unread = _columns(records[0].cells)
    header = records.pop(0).text if columns else ""
    missing = _missing(columns) if columns else ""
    if missing:
        return Pasted(header=header, refusal=missing)
    if not records:
        return Pasted(header=header, refusal="Il n’y a que le nom des colonnes : ajoutez une ligne par personne.")
    if len(records) > MOST_LINES:
        return Pasted(
            header=header,
            refusal=f"Il y a {len(records)} lignes : collez-en {MOST_LINES} au plus à la fois, puis les suivantes.",
        )
    return _read(records, columns or dict(enumerate(ORDER)), header, unread)


def _read(records: Iterable[_Record], columns: dict[int, Column], header: str, unread: Sequence[str]) -> Pasted:
    rows, problems = [], []
    for record in records:
        try:
            rows.append(_row(record, columns))
        except DomainError as refusal:
            problems.append(Problem(record.line, record.text, str(refusal)))
    return Pasted(rows, problems, header, unread)


def _visible(text: str) -> str:
    """Without what cannot be seen, tabs and line ends aside: it may turn a line around, or hide a part of it."""
    return "".join(
        letter
        for letter in text.replace("\r\n", "\n").replace("\r", "\n")
        if letter in "\t\n" or not unicodedata.category(letter).startswith("C") or letter == "\u200d"
    )


def _records(text: str) -> Iterator[_Record]:
    lines = text.split("\n")
    separator = _separator(lines)
    number, start, cells = 1, 0, list[str]()
    for found in _pattern(separator).finditer(text):
        cells.append(_cell(_unquoted(found)))
        if found["end"] == separator:
            continue
        held = text[start : found.start("end")]
        if any(cells):
            yield _Record(number, held.strip(" "), cells)
        number, start, cells = number + held.count("\n") + 1, found.end(), []


def _pattern(separator: str) -> re.Pattern[str]:
    """One cell and what ends it. A quoted cell closes before a separator or a line's end, and holds either of them
    but not both: a quote too many is then a plain character, which neither swallows nor shifts another line."""
    held = rf'(?:[^"\n]|"")*|(?:[^"{separator}]|"")*'
    return re.compile(rf'(?:"(?P<quoted>{held})"|(?P<plain>[^{separator}\n]*))(?P<end>[{separator}\n]|\Z)')


def _unquoted(cell: re.Match[str]) -> str:
    quoted = cell["quoted"]
    return cell["plain"] if quoted is None else quoted.replace('""', '"')


def _cell(text: str) -> str:
    cleaned = clean_words(text)
    return "" if cleaned in _NOTHING else cleaned


def _separator(lines: Iterable[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    return next((sign for sign in "\t;" if sign in first), ",")


def _columns(cells: Sequence[str]) -> tuple[dict[int, Column], list[str]]:
    """Where each column stands, and the names that we do not know; nothing for a line that names none."""
    found = {place: _COLUMN_OF.get(" ".join(words(cell))) for place, cell in enumerate(cells)}
    known = {place: column for place, column in found.items() if column}
    if len(set(known.values())) < 2:
        return {}, []
    return known, [cells[place] for place, column in found.items() if not column and cells[place]]


def _missing(columns: dict[int, Column]) -> str:
    there = set(columns.values())
    if Column.POSTAL_CODE in there:
        there.add(Column.COMMUNE)
    for needed in (Column.FIRST_NAME, Column.PROFESSION, Column.COMMUNE):
        if needed not in there:
            return f"Il manque la colonne « {needed} » : ajoutez-la, ou corrigez son nom dans la première ligne."
    if not there & {Column.EMAIL, Column.PHONE}:
        return "Il manque une colonne « courriel » ou « téléphone » : il faut pouvoir joindre chaque personne."
    return ""


def _row(record: _Record, columns: dict[int, Column]) -> Row:
    cells = dict[Column, str]()
    for place, column in columns.items():
        cell = record.cells[place] if place < len(record.cells) else ""
        cells[column] = cells.get(column) or cell  # « portable », then « fixe »: the first that holds a number
    _refuse_odd_cells(cells)
    commune = f"{cells.get(Column.POSTAL_CODE, '')} {cells.get(Column.COMMUNE, '')}".strip()
    email, phone = _email(cells.get(Column.EMAIL, "")), _phone(cells.get(Column.PHONE, ""))
    if not email and not phone:
        raise _BadLine("Il manque un courriel ou un téléphone : écrivez l’un des deux.")
    return Row(
        line=record.line,
        text=record.text,
        first_name=_needed(cells.get(Column.FIRST_NAME, ""), "Il manque le prénom."),
        last_name=cells.get(Column.LAST_NAME, ""),
        profession=_needed(cells.get(Column.PROFESSION, ""), "Il manque le métier, avec les mots de la personne."),
        commune=_needed(commune, "Il manque la commune où cette personne travaille."),
        email=email,
        phone=phone,
        pathways=tuple(filter(None, (part.strip() for part in _SEVERAL.split(cells.get(Column.PATHWAYS, ""))))),
    )


def _refuse_odd_cells(cells: dict[Column, str]) -> None:
    for column, cell in cells.items():
        if len(cell) > LONGEST_CELL:
            raise _BadLine(f"La colonne « {column} » est trop longue : une case a peut-être glissé sur la suivante.")
        if cell.startswith(_FORMULA) and column is not Column.PHONE:
            raise _BadLine(
                f"La colonne « {column} » commence par « {cell[0]} », comme une formule : écrivez le texte."
            )


def _needed(cell: str, why: str) -> str:
    if not cell:
        raise _BadLine(why)
    return cell


def _email(cell: str) -> str | None:
    return normalise_email(cell) if cell else None


def _phone(cell: str) -> str | None:
    if not cell:
        return None
    return normalise_phone(f"0{cell}" if _WITHOUT_ZERO.fullmatch(cell) else cell)
