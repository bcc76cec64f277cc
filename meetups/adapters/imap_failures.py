"""Why a mailbox could not be read, in words that hold neither address nor password."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError

from meetups.adapters.smtp_failures import network_words


class MailboxUnavailable(Exception):
    """The mailbox cannot be read now. ``reason`` is in French, without address nor password."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server sent, when it said OK; raises ``imaplib.IMAP4.error``."""
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(answer[0])
    return answer[1]


@contextmanager
def signing_in() -> Iterator[None]:
    """Whatever the server refuses here, it refuses us."""
    try:
        yield
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, ImapToolsError):
        raise MailboxUnavailable("le serveur refuse l’identifiant ou le mot de passe") from None


@contextmanager
def named_failures() -> Iterator[None]:
    """Every failure of the server or of the network becomes a :class:`MailboxUnavailable`."""
    # "from None": the causes repeat what was sent or answered, and whoever logs a traceback would print them.
    try:
        yield
    except MailboxFolderSelectError:
        raise MailboxUnavailable("le dossier de la boîte n’existe pas") from None
    except imaplib.IMAP4.abort:
        raise MailboxUnavailable("connexion coupée") from None
    except (imaplib.IMAP4.error, ImapToolsError):
        raise MailboxUnavailable("le serveur a répondu par un refus") from None
    except OSError as error:
        raise MailboxUnavailable(network_words(error)) from None
