"""Mails as they come back, in the shape that each program is known to give them."""

from tests.calendars.reply_samples import EXCHANGE, sample

HEAD = """\
Return-Path: <eloise@cabinet.example>
Delivered-To: reseau+r.abc@parenthese.example
Received: from smtp.cabinet.example (smtp.cabinet.example [192.0.2.7]) by mx.parenthese.example with ESMTPS
Authentication-Results: mx.parenthese.example; dmarc=pass header.from=cabinet.example
From: =?utf-8?q?=C3=89lo=C3=AFse?= Dupont <Eloise@Cabinet.example>
To: "Réseau" <Reseau+R.ABC@parenthese.example>
Cc: jo@mairie.example
Subject: =?utf-8?b?UmXCoDogZMOpamV1bmVy?=
Date: Wed, 04 Nov 2026 09:15:00 +0100
Message-ID: <reponse@cabinet.example>
In-Reply-To: <2@parenthese.example>
References: <1@parenthese.example>
 <2@parenthese.example>
MIME-Version: 1.0
"""


def mail(rest: str = "Content-Type: text/plain; charset=utf-8\n\nJe viendrai.\n", **lines: str) -> bytes:
    """A mail from Éloïse; ``lines`` replace or add headers (``_`` stands for ``-``), ``rest`` is what follows them."""
    head = HEAD
    for name, value in lines.items():
        title = name.replace("_", "-")
        kept = [line for line in head.splitlines(keepends=True) if not line.lower().startswith(title.lower() + ":")]
        head = "".join(kept) + (f"{title}: {value}\n" if value else "")
    return (head + rest).replace("\n", "\r\n").encode()


def answer(content: bytes | None = None, **lines: str) -> bytes:
    """Exchange's calendar answer: words, then the calendar deep inside."""
    inside = (content or sample(EXCHANGE)).decode("latin-1")
    body = (
        'Content-Type: multipart/mixed; boundary="outer"\n\n'
        '--outer\nContent-Type: multipart/alternative; boundary="inner"\n\n'
        "--inner\nContent-Type: text/plain; charset=utf-8\n\nAvec plaisir\n"
        '--inner\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\nContent-Transfer-Encoding: 8bit\n\n'
        "CALENDAR\n--inner--\n--outer--\n"
    )
    return mail(body, **lines).replace(b"CALENDAR", inside.encode("latin-1"))


def report(status: str = "5.1.1", action: str = "failed", extra: str = "", **lines: str) -> bytes:
    """Postfix's delivery status notification, the original's headers enclosed."""
    body = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain; charset=us-ascii\n\nThis is the mail system at host mx.cabinet.example.\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.cabinet.example\nOriginal-Envelope-Id: abc\n\n"
        f"{extra}"
        "Final-Recipient: rfc822; Eloise@cabinet.example\nOriginal-Recipient: rfc822;Eloise.D@cabinet.example\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
        "--b\nContent-Type: message/rfc822\n\n"
        "From: reseau@parenthese.example\nMessage-ID: <2@parenthese.example>\nSubject: Invitation\n"
        "Content-Type: text/plain\n\nVenez.\n--b--\n"
    )
    sender = {"From": "MAILER-DAEMON@mx.cabinet.example (Mail Delivery System)", "Return_Path": "<>"}
    return mail(body, **(sender | {"Auto_Submitted": "auto-replied"} | lines))


QMAIL = mail(
    "\nHi. This is the qmail-send program at cabinet.example.\n\n<eloise@cabinet.example>:\n"
    "192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 no such user\n\n"
    "--- Below this line is a copy of the message.\n\nFrom: reseau@parenthese.example\n"
    "Message-ID: <2@parenthese.example>\nSubject: Invitation\n\nVenez.\n",
    From="MAILER-DAEMON@cabinet.example",
    To="reseau+b.abc@parenthese.example",
    Return_Path="<>",
)
RECEIPT = mail(
    'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n\n'
    "--b\nContent-Type: text/plain\n\nVotre message a été lu.\n"
    "--b\nContent-Type: message/disposition-notification\n\n"
    "Final-Recipient: rfc822;eloise@cabinet.example\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
)
