"""Mail handed to real servers."""

import ssl
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
import trustme

from meetups.adapters import smtp
from meetups.adapters.smtp import (
    BadSmtpUrl,
    DeliveryFailure,
    PermanentFailure,
    SenderRefused,
    ServerUnavailable,
    SmtpSession,
    SmtpTransport,
    TemporaryFailure,
    tls_context,
)
from meetups.adapters.smtp_transaction import Envelope
from meetups.outbox.message import Email, compose
from tests.adapters.servers import (
    OneAccount,
    Recorder,
    free_port,
    one_line_server,
    scripted_server,
    smtp_server,
)
from tests.processes import soon

SENDER, GUEST = "retour+abc@reseau.example", "eloise@cabinet.example"
MAIL = Email(
    subject="Un déjeuner à Aix-les-Bains : « bonne nouvelle »",
    text="Bonjour Éloïse,\n.\nÀ jeudi.\n",
    html="<p>Bonjour Éloïse</p>\n",
    to=GUEST,
    to_name="Éloïse Dupont, infirmière",
    from_address="rencontres@reseau.example",
    from_name="Camille via Parenthèse Réseau",
    message_id="<1@reseau.example>",
    date=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
)
RAW = compose(MAIL)


@pytest.fixture(params=[(), ("PIPELINING",)], ids=["step by step", "pipelining"])
def recorder(request: pytest.FixtureRequest) -> Recorder:
    return Recorder(extensions=request.param)


@pytest.fixture
def port(recorder: Recorder) -> Iterator[int]:
    with smtp_server(recorder) as port:
        yield port


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def client_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_a_mail_arrives_byte_for_byte(recorder, port):
    SmtpTransport(f"smtp://127.0.0.1:{port}").send(SENDER, GUEST, RAW)
    (mail,) = recorder.received
    assert (mail.sender, mail.recipient, mail.content) == (SENDER, GUEST, RAW)
    message = message_from_bytes(mail.content, policy=policy.default)
    assert message["Subject"] == MAIL.subject
    assert message["To"].addresses[0].display_name == MAIL.to_name
    assert message["From"].addresses[0].display_name == MAIL.from_name


def test_a_session_sends_several_mails_on_one_connection(recorder, port):
    with SmtpTransport(f"smtp://127.0.0.1:{port}").session() as session:
        for number in range(3):
            session.send(SENDER, f"guest{number}@cabinet.example", RAW)
    assert [mail.recipient for mail in recorder.received] == [f"guest{n}@cabinet.example" for n in range(3)]
    assert recorder.connections == 1


def test_a_session_opens_no_connection_before_its_first_mail(recorder, port):
    with SmtpTransport(f"smtp://127.0.0.1:{port}").session():
        pass
    assert recorder.connections == 0


def test_a_session_comes_back_after_the_server_has_hung_up(recorder):
    with smtp_server(recorder, timeout=0.2) as port, SmtpTransport(f"smtp://127.0.0.1:{port}").session() as session:
        session.send(SENDER, GUEST, RAW)
        time.sleep(0.6)
        session.send(SENDER, "karim@ssiad.example", RAW)
    assert [mail.recipient for mail in recorder.received] == [GUEST, "karim@ssiad.example"]
    assert recorder.connections == 2


@pytest.mark.parametrize("where", [GUEST, "DATA command", "DATA"])
@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("450 4.2.0 Greylisted, come back later", TemporaryFailure),
        ("421 4.3.2 Shutting down", TemporaryFailure),
        ("550 5.1.1 User unknown", PermanentFailure),
        ("554 5.7.1 Rejected", PermanentFailure),
        ("530 5.7.0 Must issue a STARTTLS command first", SenderRefused),
    ],
)
def test_an_answer_says_whether_to_try_again(recorder, port, where, answer, failure):
    recorder.answers[where] = answer
    with pytest.raises(failure) as caught:
        SmtpTransport(f"smtp://127.0.0.1:{port}").send(SENDER, GUEST, RAW)
    assert type(caught.value) is failure
    assert caught.value.reason == answer
    assert recorder.received == []


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("451 4.7.1 Too many mails from you", SenderRefused),
        ("550 5.1.1 Sender unknown", SenderRefused),
        ("554 5.7.1 Rejected", SenderRefused),
        ("421 4.3.2 Shutting down", ServerUnavailable),
        ("552 5.3.4 Message too big", PermanentFailure),
        ("554 5.3.4 Message too big", PermanentFailure),
    ],
)
def test_a_refused_sender_is_not_the_recipient_s_fault(recorder, port, answer, failure):
    recorder.answers["MAIL"] = answer
    with pytest.raises(failure) as caught:
        SmtpTransport(f"smtp://127.0.0.1:{port}").send(SENDER, GUEST, RAW)
    assert type(caught.value) is failure
    assert caught.value.reason == answer


@pytest.mark.parametrize("where", [GUEST, "DATA"])
@pytest.mark.parametrize(
    ("answer", "code"),
    [("550 5.1.1 Unknown", "5.1.1"), ("550 Unknown 5.1.1", ""), ("550 5.1.10", "5.1.10"), ("550 5.1.1000 x", "")],
)
def test_a_refusal_for_good_keeps_the_code_that_says_why(recorder, port, where, answer, code):
    recorder.answers[where] = answer
    with pytest.raises(PermanentFailure) as caught:
        SmtpTransport(f"smtp://127.0.0.1:{port}").send(SENDER, GUEST, RAW)
    assert caught.value.code == code


def a_session(port: int) -> SmtpSession:
    return SmtpTransport(f"smtp://127.0.0.1:{port}").session()


def test_a_server_that_takes_so_many_mails_on_a_connection_gets_another_connection():
    taken = [b"250 ok", b"250 ok", b"354 go on", b"250 taken"]
    with scripted_server([*taken, b"421 4.7.0 that is enough"], taken) as (port, heard), a_session(port) as session:
        session.send(SENDER, GUEST, RAW)
        session.send(SENDER, "karim@ssiad.example", RAW)
    assert [line for line in heard if line.startswith(b"RCPT")] == [
        f"RCPT TO:<{GUEST}>".encode(),
        b"RCPT TO:<karim@ssiad.example>",
    ]


def test_a_connection_lost_before_the_mail_was_heard_of_is_opened_again():
    taken = [b"250 ok", b"250 ok", b"354 go on", b"250 taken"]
    with scripted_server(taken, taken) as (port, heard), a_session(port) as session:
        session.send(SENDER, GUEST, RAW)
        session.send(SENDER, GUEST, RAW)
    assert heard.count(b"DATA") == 2


def test_a_connection_lost_once_the_content_has_left_is_for_later():
    """The server may have taken it: sent again at once, it would surely be there twice."""
    server = scripted_server([b"250 ok", b"250 ok", b"354 go on"])
    with server as (port, heard), a_session(port) as session, pytest.raises(ServerUnavailable):
        session.send(SENDER, GUEST, RAW)
    assert heard.count(b"DATA") == 1


@pytest.mark.parametrize("refused", [0, 1], ids=["sender", "recipient"])
def test_a_server_that_refuses_and_still_asks_for_the_content_gets_none(refused):
    answers = [b"250 ok", b"250 ok", b"354 go on"]
    answers[refused] = b"550 5.1.1 unknown"
    taken = [b"250 ok", b"250 ok", b"354 go on", b"250 taken"]
    server = scripted_server(answers, taken, extensions=[b"PIPELINING"])
    with server as (port, heard), a_session(port) as session:
        with pytest.raises(DeliveryFailure, match="unknown"):
            session.send(SENDER, GUEST, RAW)
        session.send(SENDER, "karim@ssiad.example", RAW)
    assert heard[3].startswith(b"MAIL"), "a new connection"


TAKEN = [b"250 ok", b"250 ok", b"354 go on", b"250 taken"]
NEXT = Envelope(SENDER, "karim@ssiad.example", len(RAW))


def test_the_next_mail_is_announced_behind_the_content_of_the_one_before(recorder, port):
    with a_session(port) as session:
        session.send(SENDER, GUEST, RAW, NEXT)
        session.send(*NEXT[:2], RAW)
    assert [mail.recipient for mail in recorder.received] == [GUEST, NEXT.recipient]
    assert {mail.content for mail in recorder.received} == {RAW}
    assert recorder.connections == 1


def test_the_server_hears_of_the_next_mail_before_it_is_sent():
    server = scripted_server([*TAKEN, *TAKEN], extensions=[b"PIPELINING"])
    with server as (port, heard), a_session(port) as session:
        session.send(SENDER, GUEST, RAW, NEXT)
        assert soon(lambda: heard[-1] == b"DATA" and len(heard) == 7)
        session.send(*NEXT[:2], RAW)


@pytest.mark.parametrize("other", [None, GUEST], ids=["nothing more", "another mail"])
def test_what_was_announced_and_does_not_come_is_not_taken(other):
    """Not a word more on that connection: the server would take it for the content."""
    server = scripted_server([*TAKEN, *TAKEN[:3]], *([TAKEN] if other else []), extensions=[b"PIPELINING"])
    with server as (port, heard), a_session(port) as session:
        session.send(SENDER, GUEST, RAW, NEXT)
        if other:
            session.send(SENDER, other, RAW)
    assert heard[6] == b"DATA"
    assert heard[7:9] == (
        [f"MAIL FROM:<{SENDER}> SIZE={len(RAW)}".encode(), f"RCPT TO:<{GUEST}>".encode()] if other else []
    )


def test_a_mail_announced_on_a_connection_that_was_lost_is_sent_on_another():
    for answers in ([*TAKEN], [*TAKEN, b"421 4.7.0 that is enough"]):
        with scripted_server(answers, TAKEN, extensions=[b"PIPELINING"]) as (port, heard), a_session(port) as session:
            session.send(SENDER, GUEST, RAW, NEXT)
            session.send(*NEXT[:2], RAW)
        assert heard[-3:-1] == [b"RCPT TO:<karim@ssiad.example>", b"DATA"]


@pytest.mark.parametrize("at", [0, 1, 2], ids=["sender", "recipient", "content"])
def test_a_refused_mail_that_was_announced_holds_back_no_other(at):
    refused = TAKEN[:3]
    refused[at:] = [b"550 5.1.1 unknown"] + ([b"503 first a recipient"] * (2 - at))
    server = scripted_server([*TAKEN, *refused, b"250 reset", *TAKEN], extensions=[b"PIPELINING"])
    with server as (port, heard), a_session(port) as session:
        session.send(SENDER, GUEST, RAW, NEXT)
        with pytest.raises(DeliveryFailure, match="unknown"):
            session.send(*NEXT[:2], RAW, NEXT)
        session.send(SENDER, GUEST, RAW)
    assert heard[7] == b"rset"


def test_a_refused_content_leaves_the_mail_announced_behind_it_alone():
    server = scripted_server([*TAKEN[:3], b"554 5.6.0 no", *TAKEN], extensions=[b"PIPELINING"])
    with server as (port, heard), a_session(port) as session:
        with pytest.raises(PermanentFailure):
            session.send(SENDER, GUEST, RAW, NEXT)
        session.send(*NEXT[:2], RAW)
    assert b"rset" not in heard


@pytest.mark.parametrize("where", ["MAIL", GUEST, "DATA command", "DATA"])
@pytest.mark.parametrize("answer", ["450 4.2.0 Later", "550 5.1.1 No", "421 4.3.2 Bye"])
def test_a_session_goes_on_after_a_refusal(recorder, port, where, answer):
    recorder.answers[where] = answer
    with SmtpTransport(f"smtp://127.0.0.1:{port}").session() as session:
        with pytest.raises(DeliveryFailure):
            session.send(SENDER, GUEST, RAW)
        recorder.answers.clear()
        session.send(SENDER, "karim@ssiad.example", RAW)
    assert [mail.recipient for mail in recorder.received] == ["karim@ssiad.example"]


def test_neither_the_reason_nor_the_traceback_holds_an_address(recorder, port):
    recorder.answers[GUEST] = f"550 5.1.1 <{GUEST}>: Recipient address rejected: {GUEST} unknown " + "x" * 500
    with pytest.raises(PermanentFailure) as caught:
        SmtpTransport(f"smtp://127.0.0.1:{port}").send(SENDER, GUEST, RAW)
    assert caught.value.reason.startswith("550 5.1.1 <…>: Recipient address rejected: … unknown xxx")
    assert len(caught.value.reason) <= 200
    assert "cabinet.example" not in "".join(traceback.format_exception(caught.value))


def test_nothing_is_logged_about_people(recorder, port, caplog):
    with caplog.at_level("DEBUG"):
        SmtpTransport(f"smtp://127.0.0.1:{port}").send(SENDER, GUEST, RAW)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]
    assert not [line for line in ours if "example" in line]


def test_a_server_that_is_not_there_is_tried_again():
    with pytest.raises(TemporaryFailure, match="connexion refusée"):
        SmtpTransport(f"smtp://127.0.0.1:{free_port()}").send(SENDER, GUEST, RAW)


def test_a_name_that_does_not_resolve_is_tried_again():
    with pytest.raises(TemporaryFailure, match="serveur introuvable"):
        SmtpTransport("smtp://courriel.invalid:25").send(SENDER, GUEST, RAW)


def test_a_server_that_refuses_everybody_loses_no_mail():
    with one_line_server(b"554 5.7.1 Go away\r\n") as port, pytest.raises(TemporaryFailure, match="554 5"):
        SmtpTransport(f"smtp://127.0.0.1:{port}").send(SENDER, GUEST, RAW)


def test_a_silent_server_is_left_after_the_timeout():
    with one_line_server(None) as port, pytest.raises(TemporaryFailure, match=r"connexion coupée|délai dépassé"):
        SmtpTransport(f"smtp://127.0.0.1:{port}", timeout=0.2).send(SENDER, GUEST, RAW)


@pytest.mark.parametrize(
    "address", ["jérôme@cabinet.example", "a@b.example\r\nRCPT TO:<c@d.example>", "a b@c.example"]
)
@pytest.mark.parametrize("recipient", [True, False])
def test_an_address_that_a_command_cannot_carry_is_refused_for_good(recorder, port, address, recipient):
    with pytest.raises(PermanentFailure):
        SmtpTransport(f"smtp://127.0.0.1:{port}").send(*((SENDER, address) if recipient else (address, GUEST)), RAW)
    assert recorder.connections == 0


def test_encryption_is_used_when_it_is_offered(recorder, server_tls, client_tls):
    with smtp_server(recorder, tls_context=server_tls) as port:
        SmtpTransport(f"smtp://127.0.0.1:{port}", tls=client_tls).send(SENDER, GUEST, RAW)
    assert recorder.received[0].encrypted


def test_smtps_is_encrypted_from_the_first_byte(recorder, server_tls, client_tls):
    with smtp_server(recorder, implicit_tls=server_tls) as port:
        SmtpTransport(f"smtps://127.0.0.1:{port}", tls=client_tls).send(SENDER, GUEST, RAW)
    assert recorder.received[0].content == RAW


def test_a_user_and_password_are_decoded_and_accepted(recorder, server_tls, client_tls):
    account = OneAccount("jo@reseau.example", "p@ss/word:?")
    with smtp_server(recorder, tls_context=server_tls, authenticator=account, auth_required=True) as port:
        url = f"smtp://jo%40reseau.example:p%40ss%2Fword%3A%3F@127.0.0.1:{port}"
        SmtpTransport(url, tls=client_tls).send(SENDER, GUEST, RAW)
    assert recorder.received[0].user == "jo@reseau.example"


def test_a_wrong_password_loses_no_mail_and_is_not_repeated(recorder, server_tls, client_tls):
    with smtp_server(recorder, tls_context=server_tls, authenticator=OneAccount("jo", "right")) as port:
        transport = SmtpTransport(f"smtp://jo:sesame@127.0.0.1:{port}", tls=client_tls)
        with pytest.raises(TemporaryFailure, match="535") as caught:
            transport.send(SENDER, GUEST, RAW)
    assert "sesame" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_nobody_vouches_for_is_refused(recorder, server_tls, scheme):
    options = {"tls_context": server_tls} if scheme == "smtp" else {"implicit_tls": server_tls}
    with smtp_server(recorder, **options) as port:
        transport = SmtpTransport(f"{scheme}://127.0.0.1:{port}", tls=ssl.create_default_context())
        with pytest.raises(TemporaryFailure, match="CERTIFICATE_VERIFY_FAILED"):
            transport.send(SENDER, GUEST, RAW)
    assert recorder.received == []


def test_certificates_are_verified_except_on_loopback():
    assert tls_context("courriel.example").verify_mode is ssl.CERT_REQUIRED
    assert tls_context("courriel.example").check_hostname
    for host in ("localhost", "127.0.0.1", "::1"):
        assert tls_context(host).verify_mode is ssl.CERT_NONE


def test_a_password_is_never_sent_in_clear_to_another_machine(recorder, monkeypatch):
    monkeypatch.setattr(smtp, "is_loopback", lambda host: False)
    options = {"authenticator": OneAccount("jo", "secret"), "auth_require_tls": False}
    with smtp_server(recorder, **options) as port, pytest.raises(TemporaryFailure, match="chiffrement"):
        SmtpTransport(f"smtp://jo:secret@127.0.0.1:{port}").send(SENDER, GUEST, RAW)
    assert recorder.received == []


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("smtp://courriel.example", "courriel.example", 25),
        ("smtp://jo:secret@courriel.example", "courriel.example", 587),
        ("smtps://courriel.example", "courriel.example", 465),
        ("smtp://jo:secret@[::1]:2525", "::1", 2525),
    ],
)
def test_an_address_of_a_server_is_read(url, host, port):
    transport = SmtpTransport(url)
    assert (transport.host, transport.port) == (host, port)
    assert "secret" not in repr(transport)


@pytest.mark.parametrize(
    "url",
    [
        "courriel.example",
        "http://courriel.example",
        "smtp://",
        "smtp://courriel.example:port",
        "smtp://courriel.example:99999",
        "smtp://[::1",
        "smtp://jo@courriel.example",
        "smtp://jo:s%C3%A9same@courriel.example",
    ],
)
def test_a_wrong_address_of_a_server_is_refused_without_repeating_it(url):
    with pytest.raises(BadSmtpUrl) as refusal:
        SmtpTransport(url)
    assert "courriel" not in str(refusal.value)


def test_two_mails_in_a_row_keep_their_own_recipients(recorder, port):
    other = compose(replace(MAIL, to="karim@ssiad.example", to_name="Karim", message_id="<2@reseau.example>"))
    with SmtpTransport(f"smtp://127.0.0.1:{port}").session() as session:
        session.send(SENDER, GUEST, RAW)
        session.send(SENDER, "karim@ssiad.example", other)
    assert [(mail.recipient, mail.content) for mail in recorder.received] == [
        (GUEST, RAW),
        ("karim@ssiad.example", other),
    ]
