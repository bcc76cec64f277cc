"""Whatever the bytes of a mail are, it is read, quickly, without an exception."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.outbox.incoming import Incoming, read_incoming
from meetups.outbox.words import LONGEST
from tests.calendars.reply_samples import EXCHANGE, sample
from tests.outbox.arriving import QMAIL, RECEIPT, answer, mail, report

PAGE = mail("Content-Type: text/html\n\n<p>Oui<blockquote>non</blockquote><!-- x -->")
SEEDS = [mail(), answer(), report(), QMAIL, RECEIPT, PAGE]
POKES = [
    *(
        b"\r\n",
        b"\r\n ",
        b"\n\n",
        b"\r\n\r\n",
        b'"',
        b"\\",
        b";",
        b":",
        b"\0",
        b"\xff",
        b"\xc3",
        b"<",
        b">",
        b"@",
        b"(",
        b")",
    ),
    *(
        b"=?utf-8?b?a?=",
        b"=?utf-16?q?=D8?=",
        b"=?x?q??=",
        b"=\r\n",
        b"=C3",
        b"--b",
        b"--b--",
        b"--outer",
        b"<![",
        b"<!--",
        b"&#",
    ),
    *(
        b"boundary=",
        b"charset*0*=a'b'%ff",
        b"charset=idna",
        b"charset*=utf-8''%00",
        b"filename*1*=",
        b"Content-Type: ",
    ),
    *(
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 x\r\n%%\r\n",
        b"Content-Transfer-Encoding: base64\r\n\r\na",
    ),
    *(b"message/rfc822", b"multipart/digest", b"message/delivery-status", b"text/calendar", b"+9999", b"Date: 1 1 1"),
]
CHANGES = st.tuples(st.integers(0, 2500), st.integers(0, 60), st.binary(max_size=40) | st.sampled_from(POKES))


def _check(incoming: Incoming) -> None:
    assert len(incoming.words) <= LONGEST
    assert incoming.from_address == incoming.from_address.lower()
    written = [incoming.subject, incoming.from_name, incoming.message_id, incoming.words]
    "".join([*written, *incoming.recipients, *incoming.references]).encode()
    assert not any(character in incoming.subject + incoming.from_name for character in "\r\n\0")
    assert "\0" not in incoming.words
    assert incoming.authenticated_for("autre.example", "cabinet.example") is False


@given(st.sampled_from(SEEDS), st.lists(CHANGES, max_size=8))
def test_a_mail_with_anything_changed_in_it_is_read(raw, changes):
    for start, length, new in changes:
        raw = raw[:start] + new + raw[start + length :]
    _check(read_incoming(raw))


@given(st.binary(max_size=300))
def test_any_bytes_are_read(raw):
    _check(read_incoming(raw))


MEGABYTE = 1024 * 1024
HEAVY = {
    "nested parts": b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(20_000)),
    "enclosed mails": b"Content-Type: message/rfc822\n\n" * 30_000,
    "digest": b"Content-Type: multipart/digest; boundary=b\n\n" + b"--b\n\nx\n" * 200_000,
    "many parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 200_000,
    "headers": b"X: y\n" * 350_000,
    "semicolons": b"Content-Type: multipart/mixed;" + b";" * MEGABYTE + b"\n\nx",
    "quotes": b'Content-Type: multipart/mixed;"' + b';"' * MEGABYTE + b"\n\nx",
    "parameters": b"Content-Type: text/plain;" + b"".join(b"a*%d*=x;" % n for n in range(150_000)) + b"\n\nx",
    "addresses": b"From: " + b"a@b.example," * 150_000 + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 150_000 + b"\n\nx",
    "identifiers": b"References: " + b"<a@b> " * 300_000 + b"\n\nx",
    "brackets": b"Authentication-Results: mx; " + b"(" * MEGABYTE + b"\n\nx",
    "quoted text": b"\n" + b"> x\n" * 500_000,
    "introductions": b"\n" + b"Le jour\n" * 250_000,
    "outlook": b"\n" + b"De : x\nDate : y\n" * 100_000,
    "dashes": b"\n" + b"-" * 2 * MEGABYTE,
    "underscores": b"\n" + b"_" * 2 * MEGABYTE,
    "line ends": b"\n" + b"\n" * 2 * MEGABYTE,
    "blanks": b"\n" + b" " * 2 * MEGABYTE,
    "open tags": b"Content-Type: text/html\n\n" + b"<a " * 600_000,
    "open comments": b"Content-Type: text/html\n\n" + b"<!--" * 500_000,
    "open declarations": b"Content-Type: text/html\n\n" + b"<![x[" * 400_000,
    "odd declarations": b"Content-Type: text/html\n\n" + b"<![x[ y]]> <!-- > <!" * 50_000,
    "less than": b"Content-Type: text/html\n\n" + b"<" * 2 * MEGABYTE,
    "entities": b"Content-Type: text/html\n\n" + b"&" * 2 * MEGABYTE,
    "open quotes": b"Content-Type: text/html\n\n" + b"<a x='" * 300_000,
    "closed tags, open quotes": b"Content-Type: text/html\n\n" + b"<a x='>" * 300_000,
    "attributes": b"Content-Type: text/html\n\n<a " + b"x=y " * 500_000 + b">",
    "scripts": b"Content-Type: text/html\n\n" + b"<script></" * 200_000,
    "ends": b"Content-Type: text/html\n\n" + b"</a " * 500_000,
    "deep tags": b"Content-Type: text/html\n\n" + b"<blockquote>" * 150_000,
    "base64": b"Content-Transfer-Encoding: base64\n\n" + b"=" * 2 * MEGABYTE,
    "calendars": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + (b"--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n" + b"X:Y\n" * 2000) * 200,
    "ids in text": b"Content-Type: multipart/report; boundary=b\n\n"
    + (b"--b\nContent-Type: message/delivery-status\n\n\n--b\n\n" + b"Message-ID: x\n" * 130_000),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_mail_made_to_exhaust_us_does_not(name):
    start = time.process_time()
    _check(read_incoming(HEAVY[name]))
    assert time.process_time() - start < 5


def test_only_the_first_two_megabytes_are_read():
    late = answer().replace(b"Avec plaisir", b"x" * 2 * MEGABYTE)
    assert read_incoming(late).calendar is None
    assert sample(EXCHANGE).strip() in late
