"""Mail handed to a server over SMTP (RFC 5321), with TLS (RFC 8314) and authentication (RFC 4954).

Nothing is logged here, and the reasons of refusals carry no address: they are shown to organisers and stored.
"""

import ipaddress
import re
import smtplib
import ssl
from types import TracebackType
from urllib.parse import unquote, urlsplit

from meetups.adapters.smtp_failures import (
    DeliveryFailure,
    PermanentFailure,
    SenderRefused,
    ServerUnavailable,
    TemporaryFailure,
    closed_door,
)
from meetups.adapters.smtp_transaction import Envelope, HungUp, begin, can_announce, finish

__all__ = [
    "BadSmtpUrl",
    "DeliveryFailure",
    "PermanentFailure",
    "SenderRefused",
    "ServerUnavailable",
    "SmtpSession",
    "SmtpTransport",
    "TemporaryFailure",
    "is_loopback",
    "tls_context",
]

TIMEOUT = 20.0  # seconds, for each exchange with the server
# Usual ports, without and with a password (RFC 8314, 3.3).
_PORTS = {"smtp": (25, 587), "smtps": (465, 465)}
_ENVELOPE_ADDRESS = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")


class BadSmtpUrl(ValueError):
    """Not ``smtp[s]://user:pass@host:port``. Never repeats the URL, which may hold a password."""


class SmtpTransport:
    """A mail server, ``smtp[s]://user:pass@host:port`` (percent-encoded): smtps is TLS from the first byte, smtp
    turns to TLS when the server offers STARTTLS.

    ``tls`` replaces the usual verification of certificates (a private authority); ``timeout`` is in seconds.
    Raises :class:`BadSmtpUrl`.
    """

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None, timeout: float = TIMEOUT) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise BadSmtpUrl("the host or the port is not valid") from None
        if parts.scheme not in _PORTS or not parts.hostname:
            raise BadSmtpUrl("expected smtp[s]://user:pass@host:port")
        if (parts.username is None) != (parts.password is None):
            raise BadSmtpUrl("a user needs a password, and a password a user")
        self.host = parts.hostname
        self.port = port or _PORTS[parts.scheme][parts.username is not None]
        self.timeout = timeout
        self._implicit_tls = parts.scheme == "smtps"
        self._credentials = (unquote(parts.username or ""), unquote(parts.password or ""))
        self._tls = tls or tls_context(self.host)
        if not "".join(self._credentials).isascii():
            raise BadSmtpUrl("smtplib can only send an ASCII user and password")

    def __repr__(self) -> str:
        return f"SmtpTransport({self.host}:{self.port})"

    def session(self) -> "SmtpSession":
        """One connection for several mails, opened by the first and closed at the end of its ``with``."""
        return SmtpSession(self)

    def send(self, envelope_from: str, recipient: str, raw: bytes) -> None:
        """Hand over one mail. Raises :class:`TemporaryFailure` or :class:`PermanentFailure`."""
        with self.session() as session:
            session.send(envelope_from, recipient, raw)

    def connect(self) -> smtplib.SMTP:
        """An open connection, encrypted and signed in as the URL asks. Raises what ``smtplib`` raises."""
        client = self._dial()
        try:
            client.ehlo_or_helo_if_needed()
            if not self._implicit_tls and client.has_extn("starttls"):
                client.starttls(context=self._tls)
                client.ehlo()
            self._sign_in(client)
        except BaseException:
            client.close()
            raise
        return client

    def _dial(self) -> smtplib.SMTP:
        if self._implicit_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=self._tls)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)

    def _sign_in(self, client: smtplib.SMTP) -> None:
        user, password = self._credentials
        if not user:
            return
        if not isinstance(client.sock, ssl.SSLSocket) and not is_loopback(self.host):
            raise ServerUnavailable("le serveur ne propose pas de chiffrement : le mot de passe n’a pas été envoyé")
        client.login(user, password)


class SmtpSession:
    """Sends mails one after the other on one connection, opened again when the server has dropped it."""

    def __init__(self, transport: SmtpTransport) -> None:
        self._transport = transport
        self._client: smtplib.SMTP | None = None
        self._announced: Envelope | None = None

    def __enter__(self) -> "SmtpSession":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, envelope_from: str, recipient: str, raw: bytes, following: Envelope | None = None) -> None:
        """Hand over one mail for one recipient; ``raw`` is the whole message.

        ``following`` is for whom the next call will be: a server that can hears of it meanwhile. Raises
        :class:`TemporaryFailure` or :class:`PermanentFailure`; the session can be used again after both.
        """
        envelope = Envelope(envelope_from, recipient, len(raw))
        if not _is_plain(envelope):
            raise PermanentFailure("l’adresse contient des caractères que le courriel n’accepte pas partout")
        if self._announced not in (None, envelope):
            self._close()
        try:
            if not self._tried(envelope, raw, following):
                self._offer(envelope, raw, following)
        except HungUp as silence:
            self._close()
            raise ServerUnavailable(silence.reason) from None
        except DeliveryFailure:
            self._end_transaction()
            raise
        except OSError as error:
            self._close()
            # "from None": the causes name the recipient, and whoever logs a traceback would print them.
            raise closed_door(error) from None

    def _tried(self, envelope: Envelope, raw: bytes, following: Envelope | None) -> bool:
        """On the connection that served the last mail; ``False`` when it is no more and nothing was sent.

        Servers close it after a silence, or after as many mails as they take on one.
        """
        if self._client is None:
            return False
        try:
            self._offer(envelope, raw, following)
        except HungUp:
            self._close()
            return False
        return True

    def _offer(self, envelope: Envelope, raw: bytes, following: Envelope | None) -> None:
        if self._client is None:
            self._client = self._transport.connect()
        was_announced, self._announced = self._announced is not None, None
        begin(self._client, envelope, is_announced=was_announced)
        if following and _is_plain(following) and can_announce(self._client):
            self._announced = following
        finish(self._client, raw, following=self._announced)

    def _end_transaction(self) -> None:
        """A refused recipient leaves it open; behind a refused content comes the next one."""
        if self._client is None or self._announced:
            return
        try:
            code, _ = self._client.rset()
        except OSError:  # which smtplib.SMTPException is
            code = 0
        if code != 250:
            self._close()

    def _close(self) -> None:
        """Without a word where the server waits for a content: it would take it for one."""
        client, self._client = self._client, None
        is_awaited, self._announced = self._announced is not None, None
        if client is None:
            return
        if is_awaited:
            client.close()
            return
        try:
            client.quit()
        except OSError:  # which smtplib.SMTPException is
            # Goodbye is a courtesy: every mail has had its answer already.
            client.close()


def _is_plain(envelope: Envelope) -> bool:
    return all(_ENVELOPE_ADDRESS.fullmatch(address) for address in (envelope.sender, envelope.recipient))


def tls_context(host: str) -> ssl.SSLContext:
    """Certificates are verified, except on loopback: there is nobody in between, and Debian's local Postfix
    offers STARTTLS with a self-signed one."""
    context = ssl.create_default_context()
    if is_loopback(host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def is_loopback(host: str) -> bool:
    """Whether ``host``, a name or an address, is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
