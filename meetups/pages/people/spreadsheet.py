"""A file that a French spreadsheet opens with a double click, and that runs nothing.

Semicolons and a byte-order mark, as a French Excel reads them. A text that would be a formula begins with an
apostrophe, and every cell is between quotes (OWASP, CSV Injection).
"""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The last four are the wide forms, which some spreadsheets read as the first four."""


def safe_cell(text: str) -> str:
    """``text``, which no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def phone_cell(phone: str) -> str:
    """« 06 39 98 00 12 »: groups of two keep the first zero, and a number from abroad is dialled « 0041… ».

    A spreadsheet makes a sum of « +41… » and a number of « 0639980012 ».
    """
    digits = "".join(phone.split()).replace(".", "").replace("+33", "0", 1)
    digits = f"00{digits[1:]}" if digits.startswith("+") else digits
    return safe_cell(" ".join(digits[start : start + 2] for start in range(0, len(digits), 2)))


def csv_file(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The bytes of the file, one line a row (RFC 4180), cells made safe. ``rows``: as many texts as ``header``."""
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return BOM_UTF8 + written.getvalue().encode()
