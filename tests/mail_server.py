"""SMTP in front of real mailboxes. A ``conftest.py`` that imports the two fixtures gives them to its folder."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.databases import free_port
from tests.dovecot import Dovecot, running_dovecot

AUTHSERV_ID = "mx.parenthese.example"


@dataclass
class MailServer:
    """``smtp_url`` takes mails for anybody; each address has a mailbox, read at ``imap_url(address)``.

    ``refused`` maps recipients to the answer they get; ``trusted`` are the domains whose mails pass DMARC, said in an
    Authentication-Results line above each mail; ``sent`` are the envelopes (sender, recipient) that were taken.
    """

    smtp_port: int
    dovecot: Dovecot
    refused: dict[str, str] = field(default_factory=dict)
    trusted: set[str] = field(default_factory=set)
    sent: list[tuple[str, str]] = field(default_factory=list)

    @property
    def smtp_url(self) -> str:
        """As SMTP_URL is written."""
        return f"smtp://127.0.0.1:{self.smtp_port}"

    def imap_url(self, address: str) -> str:
        """As IMAP_URL is written, for the mailbox of ``address``."""
        return self.dovecot.url(address)

    def receive(self, sender: str, recipient: str, raw: bytes) -> None:
        """One mail from outside for one mailbox, with the lines that a server adds on top."""
        domain = sender.rpartition("@")[2].lower()
        verdict = "pass" if domain in self.trusted else "fail"
        lines = (
            f"X-Original-To: {recipient}",
            f"Authentication-Results: {AUTHSERV_ID}; dmarc={verdict} header.from={domain or AUTHSERV_ID}",
            f"Received: from [127.0.0.1] by {AUTHSERV_ID} with ESMTP",
        )
        self.dovecot.deliver(sender, recipient, "\r\n".join((*lines, "")).encode() + raw)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        for recipient in envelope.rcpt_tos:
            content = bytes(envelope.original_content or b"")
            await asyncio.to_thread(self.receive, str(envelope.mail_from or ""), recipient, content)
            self.sent.append((str(envelope.mail_from or ""), recipient))
        return "250 OK"


@contextmanager
def running_mail_server(dovecot: Dovecot) -> Iterator[MailServer]:
    """SMTP on a free loopback port, in front of ``dovecot``."""
    server = MailServer(free_port(), dovecot)
    controller = Controller(server, hostname="127.0.0.1", port=server.smtp_port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """Started once; tests keep apart by using addresses of their own (``new_address``)."""
    with running_dovecot() as server:
        yield server


@pytest.fixture
def mail_server(dovecot: Dovecot) -> Iterator[MailServer]:
    """A front of each test's own, before the same mailboxes."""
    with running_mail_server(dovecot) as server:
        yield server
