"""Our mailbox read over IMAP (RFC 9051), with TLS (RFC 8314); mails stay in it, read or not.

A mail is marked as ours only when the caller says so, after its own commit: killed in between, it reads it again.
The mark is a keyword of our own, since somebody who opens a mail by hand makes it « seen » before we read it; on the
few servers that keep no keywords (RFC 9051, 7.1: PERMANENTFLAGS without ``\\*``), « seen » has to do.
Nothing is logged here, and the reasons of failures carry neither address nor password.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailboxLogoutError, MailBoxUnencrypted
from imap_tools.utils import encode_folder

from meetups.adapters.imap_failures import MailboxUnavailable, check, named_failures, signing_in
from meetups.adapters.smtp import is_loopback, tls_context

__all__ = ["BadImapUrl", "Fetched", "ImapMailbox", "ImapSession", "MailboxUnavailable"]

TIMEOUT = 20.0  # seconds, for each exchange with the server
KEYWORD = "$Parenthese"
LONGEST_MAIL = 2 * 1024 * 1024  # bytes; what is longer is fetched up to here
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PORTS = {"imap": 143, "imaps": 993}
_MESSAGE_ID = re.compile(r"<[!#-\[\]-~]{1,990}>")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")
_STORAGE = re.compile(rb"STORAGE (\d+) (\d+)", re.IGNORECASE)


class BadImapUrl(ValueError):
    """Not ``imap[s]://user:pass@host:port[/folder]``. Never repeats the URL, which holds a password."""


@dataclass(frozen=True)
class Fetched:
    """One mail, its number in the folder, and its size in bytes; ``raw`` is its beginning when it is too long."""

    uid: int
    raw: bytes
    size: int

    @property
    def is_whole(self) -> bool:
        """Whether ``raw`` is all of it."""
        return self.size <= LONGEST_MAIL


class ImapMailbox:
    """A mailbox, ``imap[s]://user:pass@host:port[/folder]`` (percent-encoded; INBOX without folder).

    imaps is TLS from the first byte, imap turns to TLS when the server offers STARTTLS. ``tls`` replaces the usual
    verification of certificates (a private authority); ``timeout`` is in seconds. Raises :class:`BadImapUrl`.
    """

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None, timeout: float = TIMEOUT) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise BadImapUrl("the host or the port is not valid") from None
        if parts.scheme not in _PORTS or not parts.hostname or not parts.username or not parts.password:
            raise BadImapUrl("expected imap[s]://user:pass@host:port[/folder]")
        self.host = parts.hostname
        self.port = port or _PORTS[parts.scheme]
        self.folder = unquote(parts.path.strip("/")) or "INBOX"
        self.timeout = timeout
        self._implicit_tls = parts.scheme == "imaps"
        self._credentials = (unquote(parts.username), unquote(parts.password))
        self._tls = tls or tls_context(self.host)

    def __repr__(self) -> str:
        return f"ImapMailbox({self.host}:{self.port})"

    def session(self) -> "ImapSession":
        """One connection, opened at the beginning of its ``with``. Raises :class:`MailboxUnavailable`."""
        return ImapSession(self)

    def connect(self) -> BaseMailBox:
        """An open mailbox, encrypted and signed in as the URL asks. Raises what the library raises."""
        box = self._dial()
        try:
            self._encrypt(box.client)
            with signing_in():
                # PLAIN carries any user and password; LOGIN, the older way, ASCII alone.
                login = box.login_utf8 if "AUTH=PLAIN" in box.client.capabilities else box.login
                login(*self._credentials, initial_folder=None)
            box.folder.set(self.folder)
        except BaseException:
            _hang_up(box)
            raise
        return box

    def _dial(self) -> BaseMailBox:
        if self._implicit_tls:
            return MailBox(self.host, self.port, timeout=self.timeout, ssl_context=self._tls)
        return MailBoxUnencrypted(self.host, self.port, timeout=self.timeout)

    def _encrypt(self, client: imaplib.IMAP4) -> None:
        if not self._implicit_tls and "STARTTLS" in client.capabilities:
            client.starttls(self._tls)
        if not isinstance(client.sock, ssl.SSLSocket) and not is_loopback(self.host):
            raise MailboxUnavailable("le serveur ne propose pas de chiffrement : le mot de passe n’a pas été envoyé")


class ImapSession:
    """An open mailbox. Every method raises :class:`MailboxUnavailable` when the server goes away."""

    def __init__(self, mailbox: ImapMailbox) -> None:
        self._mailbox = mailbox
        self._box: BaseMailBox | None = None
        self._keeps_keywords = False

    def __enter__(self) -> "ImapSession":
        with named_failures():
            self._box = self._mailbox.connect()
        _, permanent = self._box.client.response("PERMANENTFLAGS")
        self._keeps_keywords = any(rb"\*" in line for line in permanent if isinstance(line, bytes))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._open.logout()
        except (OSError, imaplib.IMAP4.error, MailboxLogoutError):
            # Goodbye is a courtesy: every mail that was marked is marked already.
            _hang_up(self._open)

    def new_messages(self, limit: int, since: date | None = None) -> Iterator[Fetched]:
        """At most ``limit`` mails not marked by us, in the order of their arrival, fetched one at a time.

        ``since`` leaves out those that arrived before that day, by the server's own calendar.
        """
        wanted = f"UNKEYWORD {KEYWORD}" if self._keeps_keywords else "UNSEEN"
        # Not by strftime: months are in English, whatever the locale.
        day = f" SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}" if since else ""
        with named_failures():
            uids = sorted(int(uid) for uid in self._open.uids(f"{wanted} UNDELETED{day}", charset=None))
        for uid in uids[:limit]:
            if (found := self._fetch(uid)) is not None:
                yield found

    def mark_read(self, uid: int) -> None:
        """Note that a mail was dealt with. Doing so twice, or for a mail that is gone, changes nothing.

        Not by the library's ``flag()``, which also expunges: a mail that a person deleted would be gone for good.
        """
        flags = rf"(\Seen {KEYWORD})" if self._keeps_keywords else r"(\Seen)"
        with named_failures():
            check(self._open.client.uid("STORE", str(uid), "+FLAGS.SILENT", flags))

    def find(self, message_id: str) -> Fetched | None:
        """The last mail with this Message-ID (between angle brackets), read or not."""
        if not _MESSAGE_ID.fullmatch(message_id):
            return None
        with named_failures():
            uids = self._open.uids(f'HEADER Message-ID "{message_id}"', charset=None)
        return self._fetch(max(map(int, uids))) if uids else None

    def quota(self) -> tuple[int, int] | None:
        """Bytes used and bytes allowed (RFC 2087), ``None`` when the server does not say or sets no limit."""
        with named_failures():
            client = self._open.client
            # Asked again: before signing in, servers do not tell all that they can.
            if b"QUOTA" not in b" ".join(client.capability()[1]).upper().split():
                return None
            _, (_, quotas) = client.getquotaroot(encode_folder(self._mailbox.folder).decode())
        lines = [line for line in quotas if isinstance(line, bytes)]
        found = [(int(used) * 1024, int(most) * 1024) for line in lines for used, most in _STORAGE.findall(line)]
        return next((quota for quota in found if quota[1]), None)

    @property
    def _open(self) -> BaseMailBox:
        assert self._box is not None, "a session is used inside its with"
        return self._box

    def _fetch(self, uid: int) -> Fetched | None:
        """``None`` when the mail has gone since it was found. PEEK: looking does not mark it as read."""
        with named_failures():
            wanted = f"(UID RFC822.SIZE BODY.PEEK[]<0.{LONGEST_MAIL}>)"
            pieces = check(self._open.client.uid("FETCH", str(uid), wanted))
        for position, piece in enumerate(pieces):
            if isinstance(piece, tuple):
                # What is not the mail itself may stand before or after it.
                after = pieces[position + 1] if position + 1 < len(pieces) else b""
                said = piece[0] + b" " + (after if isinstance(after, bytes) else b"")
                number, size = _UID.search(said), _SIZE.search(said)
                if number and size and int(number[1]) == uid:
                    return Fetched(uid, piece[1], int(size[1]))
        return None


def _hang_up(box: BaseMailBox) -> None:
    """Close the connection, whatever state it is in: after a failed handshake, closing it politely fails too."""
    with suppress(OSError):
        box.client.shutdown()
