"""Only our own server's word about a sender is believed."""

import pytest

from meetups.outbox.authentication import is_authenticated
from meetups.outbox.incoming import read_incoming
from tests.outbox.arriving import mail

OURS, THEIRS = "mx.parenthese.example", "cabinet.example"


def believed(*lines: str) -> bool:
    """Whether these Authentication-Results vouch for the cabinet."""
    return is_authenticated(lines, OURS, THEIRS)


@pytest.mark.parametrize(
    "said",
    [
        "dmarc=pass header.from=cabinet.example",
        "dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=Cabinet.Example",
        "dmarc=pass",
        "dkim=pass header.d=cabinet.example",
        "dkim=pass (2048-bit key; unprotected) header.d=cabinet.example header.i=@cabinet.example header.s=s1",
        "dkim=pass header.i=eloise@cabinet.example",
        "dkim=pass header.d=mail.cabinet.example",
        "spf=pass smtp.mailfrom=eloise@cabinet.example",
        "spf=pass smtp.mailfrom=retours.cabinet.example",
        'dkim=pass reason="bonne; signature" header.d="cabinet.example"',
        "dkim=fail header.d=autre.example; DKIM=Pass header.d=cabinet.example",
        "dmarc=none header.from=cabinet.example; spf=pass smtp.mailfrom=cabinet.example",
    ],
)
def test_an_aligned_pass_is_believed(said):
    assert believed(f"{OURS}; {said}")
    assert believed(f"MX.Parenthese.example 1;\r\n {said}")


@pytest.mark.parametrize(
    "said",
    [
        "none",
        "dmarc=fail header.from=cabinet.example",
        "dmarc=fail header.from=cabinet.example; dkim=pass header.d=mail.cabinet.example",
        "dmarc=pass header.from=autre.example",
        "dmarc=passe",
        "dkim=pass header.d=autre.example",
        "dkim=pass header.d=fauxcabinet.example",
        "dkim=pass header.d=example",
        "dkim=pass",
        "dkim=pass header.d=autre.example header.d=cabinet.example",
        "dkim=neutral header.d=cabinet.example",
        "spf=pass smtp.helo=cabinet.example",
        "spf=softfail smtp.mailfrom=cabinet.example",
        "spf=pass smtp.mailfrom=cabinet.example@autre.example",
        'spf=pass smtp.mailfrom="; dkim=pass header.d=cabinet.example; "@autre.example',
        'spf=pass smtp.mailfrom=" header.d=cabinet.example "@autre.example',
        "spf=fail (a (nested; dkim=pass header.d=cabinet.example;) one)",
        "spf=fail (\\); dkim=pass header.d=cabinet.example; x=y (z)",
        "spf=fail (; dkim=pass header.d=cabinet.example",
        "spf=fail ); dkim=pass header.d=cabinet.example",
        "auth=pass smtp.auth=cabinet.example",
        "dkim=pass xheader.d=cabinet.example",
    ],
)
def test_anything_less_is_not(said):
    assert not believed(f"{OURS}; {said}")


PASS, FAIL = "dmarc=pass header.from=cabinet.example", "dmarc=fail header.from=cabinet.example"


@pytest.mark.parametrize("server", ["autre.example", f"x.{OURS}", f"{OURS}.autre.example", "", f"({OURS})"])
def test_another_server_is_not_believed(server):
    assert not believed(f"{server}; {PASS}")


def test_a_forged_line_below_our_own_does_not_count():
    assert not believed(f"{OURS}; {FAIL}", f"{OURS}; {PASS}")
    assert not believed(f"{OURS}; none", f"{OURS}; {PASS}")
    assert not believed(f"{OURS}; spf=fail (", f"{OURS}; {PASS}")
    assert believed("autre.example; none", f"{OURS}; {PASS}", f"{OURS}; {FAIL}")


def test_without_a_server_that_we_trust_nobody_is_believed():
    assert not is_authenticated([f"; {PASS}", PASS], "", THEIRS)
    assert not is_authenticated([f"{OURS}; {PASS}"], None, THEIRS)
    assert not is_authenticated([f"{OURS}; dmarc=pass"], OURS, "")


def test_a_whole_mail_is_authenticated_for_the_domain_of_its_sender_alone():
    incoming = read_incoming(mail())
    assert incoming.authenticated_for(OURS, THEIRS)
    assert not incoming.authenticated_for(OURS, "mail.cabinet.example")
    assert not incoming.authenticated_for(OURS, "example")
    assert not incoming.authenticated_for(None, THEIRS)


@pytest.mark.parametrize(
    "sender",
    [
        "eloise@cabinet.example, jo@autre.example",
        "jo@autre.example, eloise@cabinet.example",
        "eloise@cabinet.example\nFrom: jo@autre.example",
        "eloise@cabinet.example\nFrom: eloise@cabinet.example",
        "eloise@cabinet.example\nFrom:",
        "eloise@cabinet.example, <",
        "jo@autre.example",
        "",
    ],
)
def test_a_mail_with_several_senders_or_another_is_not_theirs(sender):
    assert not read_incoming(mail(From=sender)).authenticated_for(OURS, THEIRS)
