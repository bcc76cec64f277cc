"""Our mailbox, on a real Dovecot."""

import contextlib
import imaplib
import socket
import ssl
import traceback
import uuid
from datetime import UTC, date, datetime

import pytest

from meetups.adapters import imap
from meetups.adapters.imap import LONGEST_MAIL, BadImapUrl, ImapMailbox, MailboxUnavailable
from meetups.adapters.smtp import SmtpTransport
from meetups.outbox.incoming import read_incoming
from meetups.outbox.message import Email, compose
from tests.adapters.servers import free_port, one_line_server
from tests.dovecot import PASSWORD, QUOTA_MB, Dovecot
from tests.mail_server import AUTHSERV_ID


@pytest.fixture
def address() -> str:
    """A mailbox that no other test uses."""
    return f"{uuid.uuid4().hex}@parenthese.example"


def put(dovecot: Dovecot, address: str, words: str, message_id: str = "<x@cabinet.example>") -> None:
    """A mail in a mailbox."""
    raw = f"From: e@cabinet.example\r\nMessage-ID: {message_id}\r\n\r\n{words}\r\n"
    dovecot.deliver("e@cabinet.example", address, raw.encode())


def words_of(url: str, limit: int = 10) -> list[str]:
    """The new mails of a mailbox, which stay new."""
    with ImapMailbox(url).session() as session:
        return [read_incoming(mail.raw).words for mail in session.new_messages(limit)]


@contextlib.contextmanager
def by_hand(dovecot: Dovecot, address: str):
    """The mailbox as another program sees it."""
    client = imaplib.IMAP4("127.0.0.1", dovecot.imap)
    client.authenticate("PLAIN", lambda _: f"\0{address}\0{PASSWORD}".encode())
    client.select()
    yield client
    client.logout()


def test_what_we_send_reaches_a_mailbox_and_is_read_back(mail_server, address):
    email = Email(
        subject="Un déjeuner",
        text="Venez.",
        html="<p>Venez.</p>",
        to=address,
        to_name="Éloïse",
        from_address="reseau@parenthese.example",
        from_name="Camille",
        message_id=f"<{uuid.uuid4().hex}@parenthese.example>",
        date=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
    )
    mail_server.trusted.add("parenthese.example")
    user, domain = address.split("@")
    SmtpTransport(mail_server.smtp_url).send("reseau@parenthese.example", f"{user}+R.AbC@{domain}", compose(email))
    with ImapMailbox(mail_server.imap_url(address)).session() as session:
        found = session.find(email.message_id)
    assert found is not None
    assert found.is_whole
    assert found.raw.endswith(compose(email))
    incoming = read_incoming(found.raw)
    assert f"{user}+r.abc@{domain}" in incoming.recipients
    assert incoming.authenticated_for(AUTHSERV_ID, "parenthese.example")


def test_new_mails_come_in_order_and_no_more_than_asked(dovecot, address):
    for number in range(12):
        put(dovecot, address, f"mot {number}")
    assert words_of(dovecot.url(address), limit=11) == [f"mot {number}" for number in range(11)]


def test_reading_alone_marks_nothing(dovecot, address):
    put(dovecot, address, "un")
    assert words_of(dovecot.url(address)) == words_of(dovecot.url(address)) == ["un"]
    with ImapMailbox(dovecot.url(address)).session() as session:
        session.find("<x@cabinet.example>")
    assert words_of(dovecot.url(address)) == ["un"]


def test_a_kill_between_reading_and_marking_loses_nothing(dovecot, address):
    for number in range(3):
        put(dovecot, address, f"mot {number}")
    session = ImapMailbox(dovecot.url(address)).session().__enter__()
    messages = session.new_messages(10)
    session.mark_read(next(messages).uid)
    next(messages)
    session._open.client.shutdown()  # as the end of the process does
    assert words_of(dovecot.url(address)) == ["mot 1", "mot 2"]


def test_a_mail_marked_twice_is_kept_and_never_new_again(dovecot, address):
    put(dovecot, address, "un", "<un@cabinet.example>")
    with ImapMailbox(dovecot.url(address)).session() as session:
        (mail,) = session.new_messages(10)
        session.mark_read(mail.uid)
        session.mark_read(mail.uid)
        session.mark_read(99_999)
    assert words_of(dovecot.url(address)) == []
    with ImapMailbox(dovecot.url(address)).session() as session:
        assert session.find("<un@cabinet.example>") == mail


def test_a_mail_that_somebody_opened_by_hand_is_still_new_to_us(dovecot, address):
    put(dovecot, address, "un")
    with by_hand(dovecot, address) as client:
        client.store("1", "+FLAGS", r"(\Seen)")
    with ImapMailbox(dovecot.url(address)).session() as session:
        (mail,) = session.new_messages(10)
        session.mark_read(mail.uid)
    assert words_of(dovecot.url(address)) == []


def test_without_keywords_of_our_own_what_was_opened_has_to_count_as_read(dovecot, address, monkeypatch):
    usual = imaplib.IMAP4.response

    def poor(self: imaplib.IMAP4, code: str):
        return (code, [rb"(\Answered \Seen)"]) if code == "PERMANENTFLAGS" else usual(self, code)

    monkeypatch.setattr(imaplib.IMAP4, "response", poor)
    put(dovecot, address, "un")
    put(dovecot, address, "deux")
    with ImapMailbox(dovecot.url(address)).session() as session:
        (first, _second) = session.new_messages(10)
        session.mark_read(first.uid)
    assert words_of(dovecot.url(address)) == ["deux"]
    with by_hand(dovecot, address) as client:
        assert client.fetch("1", "(FLAGS)")[1][0].count(b"Parenthese") == 0


def test_what_arrived_before_a_day_is_left_alone(dovecot, address):
    with by_hand(dovecot, address) as client:
        for day, words in (("03-Mar-2026", "ancien"), ("04-Mar-2026", "ce jour-là"), ("05-Mar-2026", "après")):
            client.append("INBOX", None, f'"{day} 12:00:00 +0100"', f"Subject: x\r\n\r\n{words}\r\n".encode())
    with ImapMailbox(dovecot.url(address)).session() as session:
        found = [read_incoming(mail.raw).words for mail in session.new_messages(10, since=date(2026, 3, 4))]
    assert found == ["ce jour-là", "après"]


def test_what_somebody_deleted_is_neither_read_nor_expunged_by_us(dovecot, address):
    put(dovecot, address, "effacé")
    put(dovecot, address, "gardé")
    with by_hand(dovecot, address) as client:
        client.store("1", "+FLAGS", r"(\Deleted)")
        with ImapMailbox(dovecot.url(address)).session() as session:
            (mail,) = session.new_messages(10)
            session.mark_read(mail.uid)
        assert read_incoming(mail.raw).words == "gardé"
        assert client.select()[1] == [b"2"]


def test_a_mail_that_goes_away_meanwhile_is_passed_over(dovecot, address):
    put(dovecot, address, "un")
    put(dovecot, address, "deux")
    with ImapMailbox(dovecot.url(address)).session() as session:
        messages = session.new_messages(10)
        assert read_incoming(next(messages).raw).words == "un"
        with by_hand(dovecot, address) as client:
            client.store("2", "+FLAGS", r"(\Deleted)")
            client.expunge()
        assert list(messages) == []


def test_a_mail_that_is_too_long_is_never_fetched_whole(dovecot, address):
    put(dovecot, address, "Voici le film.\r\n" + "x" * 70 + ("\r\n" + "x" * 70) * 40_000)
    put(dovecot, address, "après")
    with ImapMailbox(dovecot.url(address)).session() as session:
        long, after = session.new_messages(10)
    assert not long.is_whole
    assert long.size > LONGEST_MAIL == len(long.raw)
    assert read_incoming(long.raw).words.startswith("Voici le film.")
    assert read_incoming(after.raw).words == "après"


def test_the_newest_of_two_mails_with_one_name_is_found(dovecot, address):
    put(dovecot, address, "un", "<meme@cabinet.example>")
    put(dovecot, address, "deux", "<meme@cabinet.example>")
    with ImapMailbox(dovecot.url(address)).session() as session:
        found = session.find("<meme@cabinet.example>")
        assert found is not None
        assert read_incoming(found.raw).words == "deux"
        assert session.find("<autre@cabinet.example>") is None
        assert session.find('<x" ALL "@cabinet.example>') is None
        assert session.find("<x@cabinet.example>\r\nA1 LOGOUT") is None


def test_the_quota_is_told_in_bytes(dovecot, address):
    put(dovecot, address, "x\r\n" * 20_000)
    with ImapMailbox(dovecot.url(address)).session() as session:
        used, limit = session.quota()
    assert limit == QUOTA_MB * 1024 * 1024
    assert 60_000 <= used <= 70_000


def test_another_folder_can_be_read(dovecot, address):
    with by_hand(dovecot, address) as client:
        client.create('"R&AOk-ponses"')
        client.append('"R&AOk-ponses"', None, None, b"Subject: x\r\n\r\nailleurs\r\n")
    assert words_of(dovecot.url(address, folder="Réponses")) == ["ailleurs"]
    with ImapMailbox(dovecot.url(address, folder="Réponses")).session() as session:
        assert session.quota() is not None


def test_a_folder_that_is_not_there_is_said(dovecot, address):
    with pytest.raises(MailboxUnavailable, match="dossier"):
        words_of(dovecot.url(address, folder="Absent"))


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
def test_certificates_are_verified_and_the_password_encrypted(dovecot, address, scheme):
    trusting = ssl.create_default_context()
    dovecot.authority.configure_trust(trusting)
    with ImapMailbox(dovecot.url(address, scheme), tls=trusting).session() as session:
        assert isinstance(session._open.client.sock, ssl.SSLSocket)
    with pytest.raises(MailboxUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        ImapMailbox(dovecot.url(address, scheme), tls=ssl.create_default_context()).session().__enter__()


def test_a_password_is_never_sent_in_clear_to_another_machine(dovecot, address, monkeypatch):
    monkeypatch.setattr(imap, "is_loopback", lambda host: False)
    with one_line_server(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] bonjour\r\n") as port:
        monkeypatch.setattr(
            imaplib.IMAP4, "_get_capabilities", lambda self: setattr(self, "capabilities", ("IMAP4REV1",))
        )
        with pytest.raises(MailboxUnavailable, match="chiffrement"):
            ImapMailbox(f"imap://jo:sesame@127.0.0.1:{port}").session().__enter__()


def test_a_wrong_password_is_said_without_repeating_it(dovecot, address):
    password = uuid.uuid4().hex
    with pytest.raises(MailboxUnavailable, match="mot de passe") as caught:
        words_of(dovecot.url(address, password=password))
    said = "".join(traceback.format_exception(caught.value))
    assert password not in said
    assert address not in said


def test_a_server_that_is_away_is_said():
    with pytest.raises(MailboxUnavailable, match="connexion refusée"):
        words_of(f"imap://jo:sesame@127.0.0.1:{free_port()}")
    with pytest.raises(MailboxUnavailable, match="serveur introuvable"):
        words_of("imaps://jo:sesame@courriel.invalid")


def test_a_server_that_is_no_mailbox_or_silent_is_said():
    with one_line_server(b"220 smtp.example ESMTP\r\n") as port, pytest.raises(MailboxUnavailable):
        words_of(f"imap://jo:sesame@127.0.0.1:{port}")
    with one_line_server(None) as port, pytest.raises(MailboxUnavailable, match="délai dépassé"):
        ImapMailbox(f"imap://jo:sesame@127.0.0.1:{port}", timeout=0.2).session().__enter__()


def test_a_server_that_goes_away_meanwhile_is_said_and_the_session_still_ends(dovecot, address):
    put(dovecot, address, "un")
    with ImapMailbox(dovecot.url(address)).session() as session:
        session._open.client.sock.shutdown(socket.SHUT_RDWR)
        with pytest.raises(MailboxUnavailable, match="connexion coupée"):
            list(session.new_messages(10))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("imap://jo:secret@courriel.example", ("courriel.example", 143, "INBOX")),
        ("imaps://jo:secret@courriel.example/", ("courriel.example", 993, "INBOX")),
        ("imaps://jo:secret@[::1]:9930/R%C3%A9ponses", ("::1", 9930, "Réponses")),
        ("imaps://jo:secret@courriel.example/INBOX/R%C3%A9seau", ("courriel.example", 993, "INBOX/Réseau")),
    ],
)
def test_an_address_of_a_mailbox_is_read(url, expected):
    mailbox = ImapMailbox(url)
    assert (mailbox.host, mailbox.port, mailbox.folder) == expected
    assert "secret" not in repr(mailbox)


@pytest.mark.parametrize(
    "url",
    [
        "courriel.example",
        "http://jo:secret@courriel.example",
        "imap://",
        "imap://courriel.example",
        "imap://jo@courriel.example",
        "imap://:secret@courriel.example",
        "imap://jo:secret@courriel.example:port",
        "imap://jo:secret@courriel.example:99999",
        "imap://jo:secret@[::1",
    ],
)
def test_a_wrong_address_is_refused_without_repeating_it(url):
    with pytest.raises(BadImapUrl) as caught:
        ImapMailbox(url)
    assert "secret" not in "".join(traceback.format_exception(caught.value))


def test_certificates_are_verified_except_on_loopback():
    assert ImapMailbox("imaps://jo:secret@courriel.example")._tls.verify_mode is ssl.CERT_REQUIRED
    assert ImapMailbox("imaps://jo:secret@127.0.0.1")._tls.verify_mode is ssl.CERT_NONE
