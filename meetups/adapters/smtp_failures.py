"""Why a mail server did not take a mail, in words that hold no address: they are stored, and shown to organisers."""

import re
import smtplib
import socket
import ssl
from enum import Enum

_LONGEST_REASON = 200
# Refusals of ourselves (encryption or password wanted), not of this mail: another try may succeed.
_ABOUT_US = frozenset({530, 534, 535, 538})
_TOO_BIG = 552
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?:\s|$)")
_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")


class DeliveryFailure(Exception):
    """``reason`` is the server's code and words, or what the network did."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TemporaryFailure(DeliveryFailure):
    """Try again later: a 4xx answer, the network, a timeout, or a refusal of ourselves."""


class ServerUnavailable(TemporaryFailure):
    """The server itself did not listen: other mails would fare no better now."""


class SenderRefused(ServerUnavailable):
    """The server takes nothing from us: our sender, our password, our pace. The recipient has no part in it."""


class PermanentFailure(DeliveryFailure):
    """This mail will never be taken for this recipient: a 5xx answer, or an impossible address.

    ``code`` is the enhanced status code (RFC 3463), such as ``5.1.1``; empty when the server gave none.
    """

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.code = code


class Step(Enum):
    """What a server answers to while it is offered a mail (RFC 5321, 3.3)."""

    SENDER = "MAIL"
    RECIPIENT = "RCPT"
    CONTENT = "DATA"


def refusal(step: Step, code: int, words: str) -> DeliveryFailure:
    """The server was offered the mail and answered so.

    A mail too big is refused with its sender already (RFC 1870, 6.1), but it is the mail that will never be taken.
    """
    reason, enhanced = _reason(code, words), _enhanced(words)
    if step is Step.SENDER and code != _TOO_BIG and not enhanced.endswith(".3.4"):
        return SenderRefused(reason)
    if code in _ABOUT_US:
        return SenderRefused(reason)
    return PermanentFailure(reason, enhanced) if 500 <= code <= 599 else TemporaryFailure(reason)


def closed_door(error: OSError) -> ServerUnavailable:
    """The mail was not even offered, or nobody answered. Temporary even for a 5xx, such as a wrong password:
    our own misconfiguration must not lose the mails that are waiting."""
    if isinstance(error, smtplib.SMTPResponseException):
        return ServerUnavailable(_reason(*_answer(error)))
    return ServerUnavailable(network_words(error))


def _answer(error: smtplib.SMTPResponseException) -> tuple[int, str]:
    words_or_text = error.smtp_error
    if isinstance(words_or_text, bytes):
        return error.smtp_code, words_or_text.decode("utf-8", "replace")
    return error.smtp_code, words_or_text


def _enhanced(words: str) -> str:
    found = _ENHANCED.match(words)
    return found[1] if found else ""


def _reason(code: int, words: str) -> str:
    """``550 5.1.1 <…>: user unknown``: servers like to repeat the address."""
    return f"{code} {_ADDRESS.sub('…', ' '.join(words.split()))}"[:_LONGEST_REASON].rstrip()


def network_words(error: OSError) -> str:
    """What the network did, in French, without anybody’s address."""
    match error:
        case ConnectionRefusedError():
            return "connexion refusée"
        case socket.gaierror():
            return "serveur introuvable"
        case ssl.SSLError():
            return f"chiffrement impossible ({error.reason})"
        case TimeoutError():
            return "délai dépassé"
        case smtplib.SMTPServerDisconnected():
            return "connexion coupée"
        case _:
            return type(error).__name__
