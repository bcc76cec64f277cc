"""One mail offered to a server on an open connection (RFC 5321, 3.3), in two exchanges where it can (RFC 2920).

The first can travel with the content of the mail before it, as RFC 2920, 3.1 allows: then it is one exchange a mail.
"""

import smtplib
from typing import NamedTuple

from meetups.adapters.smtp_failures import Step, TemporaryFailure, network_words, refusal

_STEPS = (Step.SENDER, Step.RECIPIENT, Step.CONTENT)
_CLOSING = 421
_GO_ON = 354
_Answer = tuple[int, str]


class Envelope(NamedTuple):
    """From whom to whom a message travels; its ``size`` in octets."""

    sender: str
    recipient: str
    size: int


class HungUp(Exception):
    """The connection was closed, or is being closed, before the server had heard of this mail."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def can_announce(client: smtplib.SMTP) -> bool:
    """Whether the server takes several commands at once."""
    return client.has_extn("pipelining")


def begin(client: smtplib.SMTP, envelope: Envelope, *, is_announced: bool = False) -> None:
    """Name the sender and the recipient, until the server asks for the content; ``is_announced``: hear what it says of
    an envelope that left already.

    Raises ``DeliveryFailure`` for what the server answered, after which the transaction may still be open; ``OSError``
    when the network gave up; :class:`HungUp` when a new connection may do better.
    """
    if is_announced:
        _hear_all(client)
    elif can_announce(client):
        _open_at_once(client, _commands(client, envelope))
    else:
        _open_step_by_step(client, _commands(client, envelope))


def finish(client: smtplib.SMTP, raw: bytes, *, following: Envelope | None = None) -> None:
    """Send the whole message ``raw``, and right behind it the envelope of the mail that follows.

    Nothing of that mail is taken before :func:`begin` and this. Raises as :func:`begin`.
    """
    announced = "".join(_commands(client, following)).encode("ascii") if following else b""
    client.send(_stuffed(raw) + announced)
    _check(Step.CONTENT, _answer(client), 250)


def _commands(client: smtplib.SMTP, envelope: Envelope) -> tuple[str, ...]:
    declared = f" SIZE={envelope.size}" if client.has_extn("size") else ""
    return f"MAIL FROM:<{envelope.sender}>{declared}\r\n", f"RCPT TO:<{envelope.recipient}>\r\n", "DATA\r\n"


def _open_at_once(client: smtplib.SMTP, commands: tuple[str, ...]) -> None:
    """Three commands in one write."""
    try:
        client.send("".join(commands))
    except smtplib.SMTPServerDisconnected as error:
        raise HungUp(network_words(error)) from None
    _hear_all(client)


def _hear_all(client: smtplib.SMTP) -> None:
    """All three answers are read: the next mail's begin after them."""
    answers = [_first_answer(client)]
    while len(answers) < len(_STEPS) and answers[-1][0] != _CLOSING:
        answers.append(_answer(client))
    if answers[-1][0] == _GO_ON and any(code >= 400 for code, _ in answers):
        # It refused and still asks for the content: a closed connection is the only refusal that it cannot mistake.
        client.close()
    for step, answer in zip(_STEPS, answers, strict=False):
        _check(step, answer, _GO_ON if step is Step.CONTENT else 250)


def _open_step_by_step(client: smtplib.SMTP, commands: tuple[str, ...]) -> None:
    for step, command in zip(_STEPS, commands, strict=True):
        if step is Step.SENDER:
            try:
                client.send(command)
            except smtplib.SMTPServerDisconnected as error:
                raise HungUp(network_words(error)) from None
            answer = _first_answer(client)
        else:
            client.send(command)
            answer = _answer(client)
        _check(step, answer, _GO_ON if step is Step.CONTENT else 250)


def _first_answer(client: smtplib.SMTP) -> _Answer:
    try:
        answer = _answer(client)
    except smtplib.SMTPServerDisconnected as error:
        raise HungUp(network_words(error)) from None
    if answer[0] == _CLOSING:
        raise HungUp(refusal(Step.SENDER, *answer).reason)
    return answer


def _answer(client: smtplib.SMTP) -> _Answer:
    code, words = client.getreply()
    return code, words.decode("utf-8", "replace")


def _check(step: Step, answer: _Answer, expected: int) -> None:
    """Some servers say 251 for a recipient that they forward to."""
    code, words = answer
    if code == expected or (step is Step.RECIPIENT and code == 251):
        return
    raise refusal(step, code, words) if code >= 400 else TemporaryFailure(f"{code} ?")


def _stuffed(raw: bytes) -> bytes:
    """The content as it travels: lines that begin with a point have two, a point alone ends it (RFC 5321, 4.5.2)."""
    whole = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    doubled = whole.replace(b"\n.", b"\n..")
    return (b"." if doubled.startswith(b".") else b"") + doubled + b".\r\n"
