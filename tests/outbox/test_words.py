"""What a person wrote, without what their program added."""

import base64

import pytest

from meetups.outbox.incoming import read_incoming
from meetups.outbox.words import LONGEST, from_html, without_history
from tests.outbox.arriving import mail

WROTE = "Bonjour,\n\nJe viendrai avec Karim.\n\nÉloïse"
OURS = "Vous êtes invitée à déjeuner.\n\nhttps://reseau.example/i/jeton"
QUOTED = "\n".join("> " + line for line in OURS.split("\n"))
INTRODUCTIONS = {
    "gmail": "Le mar. 3 nov. 2026 à 10:00, Camille via Parenthèse Réseau <reseau@parenthese.example> a écrit :",
    "gmail, cut": "Le mar. 3 nov. 2026 à 10:00, Camille via Parenthèse\n<reseau@parenthese.example> a écrit\u00a0:",
    "english": "On Tue, Nov 3, 2026 at 10:00 AM Camille <reseau@parenthese.example> wrote:",
    "apple": "Le 3 nov. 2026 à 10:00, Camille <reseau@parenthese.example> a\u00a0écrit :",
    "none": "",
}
BLOCKS = {
    "outlook": "De : Camille <reseau@parenthese.example>\nEnvoyé : mardi 3 novembre 2026\nÀ : e@cabinet.example\n"
    "Objet : Déjeuner\n\n",
    "outlook, bold": "*De\u00a0:* Camille\n*Envoyé\u00a0:* mardi\n*À\u00a0:* Éloïse\n*Objet\u00a0:* Déjeuner\n\n",
    "outlook, english": "From: Camille\nSent: Tuesday\nTo: Éloïse\nSubject: Déjeuner\n\n",
    "old outlook": "-----Message d’origine-----\nDe : Camille\n\n",
    "english": "-----Original Message-----\nFrom: Camille\n\n",
    "telephone": "________________________________\nDe : Camille\nEnvoyé : mardi\n\n",
}


def test_nothing_turns_what_was_written_around():
    written = "Je viens \u202eap en ej\u202c, \u2066oui\u2069.\x00\nשרה\u200f, e\u0301crit ainsi."
    raw = mail(f"Content-Type: text/plain; charset=utf-8\n\n{written}\n")
    assert read_incoming(raw).words == "Je viens ap en ej, oui.\nשרה\u200f, écrit ainsi."


@pytest.mark.parametrize("introduction", INTRODUCTIONS.values(), ids=INTRODUCTIONS.keys())
def test_quoted_lines_and_their_introduction_go(introduction):
    assert without_history(f"{WROTE}\n\n{introduction}\n\n{QUOTED}\n") == WROTE


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_what_follows_an_outlook_header_goes(block):
    assert without_history(f"{WROTE}\n\n{block}{OURS}\n") == WROTE


def test_an_answer_under_or_between_quoted_lines_is_kept():
    introduction = INTRODUCTIONS["gmail"]
    assert without_history(f"{introduction}\n{QUOTED}\n\nOui !\n") == "Oui !"
    assert without_history(f"{introduction}\n> Viendrez-vous ?\nOui.\n> Seule ?\nNon.\n") == "Oui.\nNon."


@pytest.mark.parametrize("text", [QUOTED, INTRODUCTIONS["gmail"] + "\n" + QUOTED, BLOCKS["outlook"] + OURS, "> Oui"])
def test_a_mail_of_history_alone_is_never_cut_to_nothing(text):
    assert without_history(text).split() == text.split()


@pytest.mark.parametrize(
    "text",
    [
        "Le docteur Martin m’a écrit : il viendra.",
        "De : la part de Karim, merci.",
        "Le thème me plaît.\nJe viendrai.",
        "À bientôt\n--\nÉloïse",
        "3 > 2, non ?",
    ],
)
def test_a_person_who_writes_like_that_is_not_cut(text):
    assert without_history(text) == text


def test_html_is_read_when_there_is_nothing_else():
    page = (
        "<html><head><title>Titre</title><style>p {color: red}</style></head><body><!-- caché --><![if !mso]>"
        "<p>Bonjour,&nbsp;je <b>viens</b> &amp; merci<br>Éloïse</p><script>alert(1)</script>"
        '<a href="https://pistage.example">lien</a>'
        "<div>Le 3 nov. 2026 à 10:00, Camille &lt;r@p.example&gt; a écrit :</div><blockquote><p>Vous êtes invitée</p>"
        "<p>à déjeuner</p></blockquote></body></html>"
    )
    raw = mail(f"Content-Type: text/html; charset=utf-8\n\n{page}\n")
    assert read_incoming(raw).words == "Bonjour,\u00a0je viens & merci\nÉloïse\nlien"


def test_the_plain_text_is_preferred_to_the_page():
    body = (
        'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\nEn clair\n'
        "--b\nContent-Type: text/html\n\n<p>En page</p>\n--b--\n"
    )
    assert read_incoming(mail(body)).words == "En clair"


def test_an_empty_plain_text_gives_way_to_the_page():
    body = (
        'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n \n'
        "--b\nContent-Type: text/html\n\n<p>En page</p>\n--b--\n"
    )
    assert read_incoming(mail(body)).words == "En page"


def test_attachments_and_enclosed_mails_are_not_words():
    body = (
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nVoici\n'
        "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nPièce jointe\n"
        "--b\nContent-Type: message/rfc822\n\nSubject: x\n\nTransmis\n--b--\n"
    )
    assert read_incoming(mail(body)).words == "Voici"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-1", "latin-1"),
        ("Windows-1252", "cp1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("utf-16", "utf-16"),
        ("us-ascii", "utf-8"),
        ("x-inconnu", "cp1252"),
        ("iso-8859-99", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("idna", "utf-8"),
    ],
)
def test_words_are_read_in_their_charset(charset, encoding):

    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    raw = mail(head + base64.encodebytes("Éloïse \\x41".encode(encoding)).decode())
    assert read_incoming(raw).words == "Éloïse \\x41"


def test_words_are_bounded():
    assert len(read_incoming(mail("\n" + "mot " * 200_000)).words) <= LONGEST
    assert len(from_html("<p>" + "mot " * 200_000)) < 210_000


def test_a_mail_whose_parts_cannot_be_told_apart_keeps_its_words():
    assert "Je viendrai" in read_incoming(mail("Content-Type: multipart/mixed\n\nJe viendrai.\n")).words
    assert "Je viendrai" in read_incoming(mail('Content-Type: multipart/mixed; boundary="b"\n\nJe viendrai.\n')).words
