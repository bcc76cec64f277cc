"""Why a mail server did not take a mail, in words that hold no address: they are stored, and shown to organisers."""

import re
import smtplib
import socket
import ssl

_LONGEST_REASON = 200
# Refusals of ourselves (encryption or password wanted), not of this mail: another try may succeed.
_ABOUT_US = frozenset({530, 534, 535, 538})
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


class PermanentFailure(DeliveryFailure):
    """This mail will never be taken for this recipient: a 5xx answer, or an impossible address."""


def refusal(error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> DeliveryFailure:
    """The server was offered the mail and answered."""
    code, words = _answer(error)
    permanent = 500 <= code <= 599 and code not in _ABOUT_US
    return (PermanentFailure if permanent else TemporaryFailure)(_reason(code, words))


def closed_door(error: OSError) -> ServerUnavailable:
    """The mail was not even offered, or nobody answered. Temporary even for a 5xx, such as a wrong password:
    our own misconfiguration must not lose the mails that are waiting."""
    if isinstance(error, smtplib.SMTPResponseException):
        return ServerUnavailable(_reason(*_answer(error)))
    return ServerUnavailable(_network_words(error))


def _answer(error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> tuple[int, str]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return code, words.decode("utf-8", "replace")
    words_or_text = error.smtp_error
    if isinstance(words_or_text, bytes):
        return error.smtp_code, words_or_text.decode("utf-8", "replace")
    return error.smtp_code, words_or_text


def _reason(code: int, words: str) -> str:
    """``550 5.1.1 <…>: user unknown``: servers like to repeat the address."""
    return f"{code} {_ADDRESS.sub('…', ' '.join(words.split()))}"[:_LONGEST_REASON].rstrip()


def _network_words(error: OSError) -> str:
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
