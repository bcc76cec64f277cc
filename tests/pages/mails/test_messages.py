"""The organiser's pages of what came back: what waits first, in words, and what may be done."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.invitations.guests import add_guest
from meetups.invitations.inbound import receive
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource
from meetups.invitations.services import cancel, invite
from meetups.outbox.models import InboundMessage, InboundState, MailKind, OutgoingEmail
from meetups.outbox.services import enqueue
from meetups.outbox.suspensions import is_suspended
from meetups.pages.mails.messages_page import SHOWN
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.invitations.inbound.letters import LATER, reply, report, words
from tests.outbox.mails import a_mail
from tests.page_checks import parse
from tests.pages.forms import text_of

URL = "/organisation/messages"
INES, KARIM = "ines@sante.example", "karim@sante.example"


@pytest.fixture
def maud(client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """The organiser's browser; three people were asked."""
    for person in (cast.ines, cast.karim, cast.odile):
        add_guest(session, cast.lunch, person, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    sign_in(client, cast.maud)
    client.allowed_addresses = frozenset({INES, KARIM, "jo@ailleurs.example"})
    return client


def guest(session: Session, person: object) -> Invitation:
    return session.scalars(select(Invitation).where(Invitation.professional == person)).one()


def got(session: Session, raw: bytes) -> str:
    """The address of the page of a message that arrived."""
    session.commit()  # the test may have read last, in a transaction that cannot write
    public_id = receive(session, raw, now=LATER).public_id
    session.commit()
    return f"{URL}/{public_id}"


def state(session: Session, page: str) -> InboundState:
    return session.scalars(
        select(InboundMessage.state).where(InboundMessage.public_id == page.rpartition("/")[2])
    ).one()


def titles(page: str) -> list[str]:
    rows = [each for each in parse(page).iter("ol") if "messages" in each.get("class", "")]
    return [" ".join("".join(title.itertext()).split()) for row in rows for title in row.iter("h3")]


def test_without_any_message_the_page_says_how_they_come(maud: CheckingClient) -> None:
    page = maud.get(URL).text
    assert "Ici arrivent les réponses données depuis un agenda" in page
    assert "la boîte des réponses n’est pas lue" in page


def test_what_waits_comes_first_and_each_says_what_was_made_of_it(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    got(session, words(KARIM, "Où se garer ?"))
    got(session, reply(guest(session, cast.ines), "ACCEPTED", top=""))
    page = maud.get(URL).text.replace("\u00a0", " ")
    assert titles(page) == [cast.karim.full_name, cast.ines.full_name]
    assert "« Je viens »" in page
    assert "Rien ne prouve que cela vient de cette personne" in page
    assert "Où se garer ?" in page
    assert cast.lunch.title in page
    assert "1 message attend une personne" in page


def test_one_meetup_s_messages_alone_with_the_way_back(maud: CheckingClient, session: Session, cast: Cast) -> None:
    got(session, words(KARIM, "Où se garer ?"))
    got(session, words("jo@ailleurs.example", "Bonjour"))
    page = maud.get(URL, query_string={"rencontre": cast.lunch.public_id}).text
    assert titles(page) == [cast.karim.full_name]
    assert f"/organisation/rencontres/{cast.lunch.public_id}" in page
    assert len(titles(maud.get(URL, query_string={"rencontre": ""}).text)) == 2
    assert maud.get(URL, query_string={"rencontre": "x"}).status_code == 404


def test_long_lists_are_cut_in_pages(maud: CheckingClient, session: Session) -> None:
    for number in range(SHOWN + 2):
        got(session, words(f"jo{number}@ailleurs.example", f"mot {number}"))
    maud.allowed_addresses = frozenset(f"jo{number}@ailleurs.example" for number in range(SHOWN + 2))
    first = maud.get(URL).text
    assert len(titles(first)) == SHOWN
    assert f"apres={SHOWN}" in first
    assert len(titles(maud.get(URL, query_string={"apres": SHOWN}).text)) == 2
    assert maud.get(URL, query_string={"apres": "-1"}).status_code == 200
    assert "La liste s’arrête ici" in maud.get(URL, query_string={"apres": "99999999999"}).text


def test_the_list_sends_as_many_queries_for_one_message_as_for_many(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    got(session, words(KARIM, "un"))
    with recorded_statements() as few:
        maud.get(URL)
    for number in range(20):
        got(session, words(INES, f"mot {number}"))
    with recorded_statements() as many:
        maud.get(URL)
    assert len(many) == len(few) <= 8


def test_a_message_is_put_away_once_and_taken_out_again(maud: CheckingClient, session: Session) -> None:
    page = got(session, words(KARIM, "Bonjour"))
    for _ in range(2):
        assert maud.post(page, data={"geste": "ranger"}).status_code == 302
    assert state(session, page) is InboundState.DONE
    assert session.scalars(select(AuditEntry.action)).all().count("message_handled") == 1
    maud.post(page, data={"geste": "ressortir"})
    assert state(session, page) is InboundState.TO_READ


def test_an_answer_written_in_words_is_noted_by_the_organiser(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    page = got(session, words("jo@ailleurs.example", "Odile viendra."))
    shown = maud.get(page, query_string={"rencontre": cast.lunch.public_id}).text
    odile = guest(session, cast.odile)
    assert odile.public_id in shown
    data = {"geste": "rattacher", "invitation": odile.public_id, "reponse": "oui"}
    for _ in range(2):
        assert maud.post(page, data=data).status_code == 302
    assert odile.registration is not None
    assert (odile.registration.status, odile.registration.source) == ("going", AnswerSource.TEAM)
    assert state(session, page) is InboundState.DONE
    assert cast.lunch.seats_taken == 1


def test_a_yes_to_a_full_table_is_said_to_wait(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.lunch.capacity = 1
    pages = {}
    for person, address in ((cast.karim, KARIM), (cast.ines, INES)):
        public_id = guest(session, person).public_id
        page = got(session, words(address, "Je viens"))
        data = {"geste": "rattacher", "invitation": public_id, "reponse": "oui"}
        pages[person.first_name] = text_of(maud.post(page, data=data, follow_redirects=True))
        session.commit()
    assert "La réponse de Karim est notée, et le message rangé." in pages["Karim"]
    assert "La table est complète : Inès est sur la liste d’attente. Le message est rangé." in pages["Inès"]
    assert "est notée" not in pages["Inès"]


def test_a_message_is_attached_without_an_answer(maud: CheckingClient, session: Session, cast: Cast) -> None:
    page = got(session, words("jo@ailleurs.example", "Pour Odile"))
    maud.post(page, data={"geste": "rattacher", "invitation": guest(session, cast.odile).public_id})
    assert state(session, page) is InboundState.TO_READ
    assert cast.odile.full_name in maud.get(page).text
    assert "Messages" in maud.get(f"/organisation/personnes/{cast.odile.public_id}").text


def test_what_cannot_be_noted_is_said_and_nothing_changes(maud: CheckingClient, session: Session, cast: Cast) -> None:
    page = got(session, words(KARIM, "Je viens"))
    cancel(session, cast.lunch, reason="La neige.", now=LATER)
    karim = guest(session, cast.karim)
    response = maud.post(page, data={"geste": "rattacher", "invitation": karim.public_id, "reponse": "oui"})
    assert response.status_code == 409
    assert "annulé" in response.text
    assert karim.registration is None
    assert state(session, page) is InboundState.TO_READ


@pytest.mark.parametrize(
    "data", [{"geste": "rattacher"}, {"geste": "rattacher", "invitation": "x"}, {"geste": "autre"}, {}]
)
def test_a_gesture_that_names_nobody_is_refused(maud: CheckingClient, session: Session, data: dict[str, str]) -> None:
    assert maud.post(got(session, words(KARIM, "x")), data=data).status_code == 400


def test_an_address_that_came_back_is_written_to_again(maud: CheckingClient, session: Session, cast: Cast) -> None:
    row = session.scalars(select(OutgoingEmail).where(OutgoingEmail.recipient == INES)).one()
    page = got(session, report(row))
    maud.allowed_addresses |= {"mailer-daemon@mx.sante.example"}
    shown = maud.get(page).text
    assert "n’existe plus" in shown
    assert "Corriger l’adresse" in shown
    maud.post(page, data={"geste": "retablir"})
    assert not is_suspended(session, INES)
    assert state(session, page) is InboundState.DONE
    assert "y écrire de nouveau" not in maud.get(page).text


def test_a_mail_that_came_back_from_no_guest_says_whose_address_it_was(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    town_hall = cast.mairie.email or ""
    asked = a_mail("request:1", town_hall, kind=MailKind.REQUEST, about=cast.lunch.public_id)
    row = enqueue(session, asked, now=NOW)
    factories.mails_leave(session)
    page = got(session, report(row))
    maud.allowed_addresses |= {"mailer-daemon@mx.sante.example", town_hall}
    assert titles(maud.get(URL).text) == [f"À {town_hall}, revenu"]
    shown = maud.get(page).text
    assert f"{town_hall} ({cast.mairie.name})" in shown
    assert "(code 5.1.1)" in shown
    assert "Corriger l’adresse" not in shown
    maud.post(page, data={"geste": "retablir"})
    assert not is_suspended(session, town_hall)


def test_the_original_is_given_as_it_came_and_that_is_logged(maud: CheckingClient, session: Session) -> None:
    raw = words(KARIM, "<script>alert(1)</script>")
    page = got(session, raw)
    assert "<script>alert" not in maud.get(page).text
    response = maud.post(page, data={"geste": "original"})
    assert response.data == raw
    assert response.headers["Content-Disposition"] == 'attachment; filename="message.eml"'
    assert "message_exported" in session.scalars(select(AuditEntry.action)).all()
    message = session.scalars(select(InboundMessage)).one()
    message.raw = None
    assert "trente jours" in maud.get(page).text
    assert maud.post(page, data={"geste": "original"}).status_code == 404


def test_the_meetup_s_page_and_the_menu_lead_to_messages(maud: CheckingClient, session: Session, cast: Cast) -> None:
    got(session, words(KARIM, "Où se garer ?"))
    page = maud.get(f"/organisation/rencontres/{cast.lunch.public_id}").text.replace("\u00a0", " ")
    assert f"{URL}?rencontre={cast.lunch.public_id}" in page
    assert "1 attend" in page
    assert f'href="{URL}"' in page


def test_the_person_s_page_shows_what_they_wrote(maud: CheckingClient, session: Session, cast: Cast) -> None:
    page = got(session, words(KARIM, "Où se garer ?"))
    shown = maud.get(f"/organisation/personnes/{cast.karim.public_id}").text
    assert page in shown
    assert "Où se garer ?" in shown


def test_an_unknown_message_is_not_there(maud: CheckingClient) -> None:
    assert maud.get(f"{URL}/inconnu").status_code == 404
    assert maud.post(f"{URL}/inconnu", data={"geste": "ranger"}).status_code == 404
