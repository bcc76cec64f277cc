"""A whole sign-up by a fresh visitor: from the form to « votre place est gardée », code included."""

import email
import itertools
import re
import sqlite3
from collections.abc import Callable
from email import policy
from pathlib import Path

from benchmarks.client import Answer, Browser, UnexpectedAnswer

TOKEN = re.compile(rb'name="csrf_token"[^>]* value="([^"]+)"')
CODE = re.compile(r"\b(\d{4})\s(\d{4})\b")
_numbers = itertools.count()


def bare(browser: Browser) -> Callable[[], None]:
    """The rival's: a form, a row, thanks."""

    def visit() -> None:
        _expect(browser.get("/"), 200)
        sent = browser.post("/", _typed(next(_numbers)))
        _expect(sent, 302)
        _expect(browser.get(sent.location), 200)

    return visit


def ours(lunch: str, database: Path) -> Callable[[Browser], Callable[[], None]]:
    """Each visit is somebody new, without a cookie, who wants a seat at ``lunch``."""

    def prepare(browser: Browser) -> Callable[[], None]:
        mails = sqlite3.connect(f"file:{database}?mode=ro", uri=True, check_same_thread=False)

        def visit() -> None:
            browser.cookies = {}
            person = _typed(next(_numbers))
            form = browser.get(f"/rencontres/{lunch}/place")
            _expect(form, 200)
            asked = browser.post(f"/rencontres/{lunch}/place", person | _token(form))
            _expect(asked, 302)
            page = browser.get(asked.location)
            _expect(page, 200)
            entered = browser.post(asked.location, {"code": _code(mails, person["contact"])} | _token(page))
            _expect(entered, 302)
            answer = browser.get(entered.location)
            _expect(answer, 200)
            if "Votre place est gardée".encode() not in answer.body:
                raise UnexpectedAnswer("no seat")

        return visit

    return prepare


def _typed(number: int) -> dict[str, str]:
    return {
        "first_name": "Camille",
        "profession": "infirmière",
        "commune": "Chambéry",
        "contact": f"visite{number}@sante.example",
    }


def _token(page: Answer) -> dict[str, str]:
    found = TOKEN.search(page.body)
    if not found:
        raise UnexpectedAnswer("a form without its token")
    return {"csrf_token": found[1].decode()}


def _code(mails: sqlite3.Connection, address: str) -> str:
    """What the person reads in their mailbox."""
    (mime,) = mails.execute(
        "SELECT mime FROM outgoing_contents JOIN outgoing_emails ON id = mail_id WHERE recipient = ?"
        " ORDER BY id DESC LIMIT 1",
        [address],
    ).fetchone()
    body = email.message_from_bytes(mime, policy=policy.default).get_body(("plain",))
    found = CODE.search(body.get_content() if body else "")
    if not found:
        raise UnexpectedAnswer("a mail without its code")
    return found[1] + found[2]


def _expect(answer: Answer, status: int) -> None:
    if answer.status != status:
        raise UnexpectedAnswer(f"{answer.status} instead of {status}")
