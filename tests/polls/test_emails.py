"""The mails of a poll: the dates, three ways to answer, and how to receive no more."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.outbox.message import describe
from meetups.outbox.models import OutgoingEmail
from tests.conftest import Cast
from tests.polls.polls import SLOTS, Asked, ask


def mails(session: Session) -> dict[str, OutgoingEmail]:
    return {mail.recipient: mail for mail in session.scalars(select(OutgoingEmail))}


def test_a_guest_reads_the_dates_and_answers_by_three_links(session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    mail = mails(session)["ines@sante.example"]
    assert mail.mime is not None
    read = describe(mail.mime)
    assert read.subject == "Quelle date vous convient\u00a0? «\u00a0Bien rentrer chez soi après l’hôpital\u00a0»"
    assert read.calendar is None
    for text in (read.text, read.html.replace("&nbsp;", "\u00a0")):
        for words in (
            "mardi 19\u00a0janvier",
            "mardi 26\u00a0janvier",
            "mardi 2\u00a0février",
            "?reponse=yes",
            "?reponse=no",
        ):
            assert words in text, words
        _names_nobody_but(text, asked, "Inès")


def test_a_guest_may_stop_our_mails_in_one_click(session: Session, cast: Cast) -> None:
    ask(session, cast)
    for recipient, mail in mails(session).items():
        assert mail.mime is not None
        is_guest = recipient != cast.mairie.email
        assert (b"List-Unsubscribe: <http" in mail.mime) is is_guest
        assert (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail.mime) is is_guest


def test_a_host_is_asked_about_its_room_and_reads_no_name(session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    mail = mails(session)["mairie.73179@mairie.example"]
    assert mail.mime is not None
    read = describe(mail.mime)
    assert mail.concerns is None
    assert "dites-nous quels jours elle est libre" in read.text
    for text in (read.text, read.html):
        _names_nobody_but(text, asked, "Mairie")


def _names_nobody_but(text: str, asked: Asked, reader: str) -> None:
    for voter in asked.poll.voters:
        if voter.professional and not voter.name.startswith(reader):
            assert voter.professional.first_name not in text
            assert voter.professional.last_name not in text


def test_the_first_words_that_a_mailbox_shows_are_written_as_one_writes(session: Session, cast: Cast) -> None:
    first = SLOTS[0][0] + timedelta(days=13)  # Monday 1 February
    asked = ask(session, cast, slots=[SLOTS[0], (first, first + timedelta(hours=1))])
    for recipient in ("ines@sante.example", "mairie.73179@mairie.example"):
        html = " ".join(describe(mails(session)[recipient].mime or b"").html.split()).replace("&nbsp;", "\u00a0")
        assert "mar. 19 janv., lun. 1er févr.\u00a0: deux appuis pour répondre" in html
        assert ".." not in html
    assert len(asked.poll.slots) == 2
