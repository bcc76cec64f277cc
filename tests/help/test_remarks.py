"""« Qu’est-ce qui vous a gêné ? »: asked on every page, kept without secrets, read by the organisers."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.help import queries
from meetups.help.models import Remark
from meetups.help.places import Place
from meetups.help.rules import LONGEST, MOST_ANONYMOUS, MOST_BY_ACCOUNT
from meetups.help.services import write_remark
from meetups.web.tokens import Purpose, sign_link
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import NOW
from tests.page_checks import parse

HOME = Place("/", "/")


def words(element: Element | None) -> str:
    assert element is not None
    return " ".join(" ".join(element.itertext()).split())


def stored(session: Session) -> list[Remark]:
    return list(session.scalars(select(Remark).order_by(Remark.id)))


def asked_about(html: str) -> str:
    """The page that the foot's link names."""
    [link] = [each for each in parse(html).findall(".//footer//a") if (each.get("href") or "").startswith("/remarque")]
    return parse_qs(urlsplit(link.get("href") or "").query).get("page", [""])[0]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/connexion", "/connexion"),
        ("/connexion?next=/i/abc", "/connexion"),
        ("/aide/mairies", "/aide/mairies"),
        ("/nulle-part/abc", ""),
        ("/i/faux.1.jeton", ""),  # an error page is the same bytes for everyone
        ("/rencontres/inconnue", ""),
    ],
)
def test_the_foot_of_every_page_asks_and_names_the_page_without_its_secret(
    client: CheckingClient, path: str, name: str
) -> None:
    assert asked_about(client.get(path).text) == name


def test_a_guest_s_page_never_writes_its_own_token_in_that_link(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    invitation = factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    token = sign_link(Purpose.INVITATION, invitation.public_id)
    page = client.get(f"/i/{token}")
    assert page.status_code == 200
    assert asked_about(page.text) == "/i/<token>"


def test_the_foot_of_an_error_page_adds_no_query(client: CheckingClient) -> None:
    with recorded_statements() as sent:
        client.get("/nulle-part")
    assert len(sent) <= 1, "the letterhead, as before"


def test_what_is_written_is_kept_with_the_page_and_without_anyone(client: CheckingClient, session: Session) -> None:
    answer = client.post(
        "/remarque", data={"text": " Trop \u202epetit. \r\nVraiment. ", "page": "/connexion?next=/moi"}
    )
    assert answer.location == "/connexion"
    [remark] = stored(session)
    assert (remark.page, remark.text) == ("/connexion", "Trop petit.\nVraiment.")
    assert (remark.account, remark.written_at, remark.read_at) == (None, NOW, None)
    assert "Merci : l’équipe lira votre remarque." in client.get("/connexion").text.replace("\u00a0", " ")


def test_a_token_sent_by_hand_is_not_kept_either_and_the_thanks_say_how_to_come_back(
    client: CheckingClient, session: Session
) -> None:
    token = sign_link(Purpose.HOST, "abcdefghijkl")
    assert token not in client.get("/remarque", query_string={"page": f"/h/{token}"}).text
    answer = client.post("/remarque", data={"text": "Trop long", "page": f"/h/{token}?reponse=oui"})
    assert token not in answer.location
    assert stored(session)[0].page == "/h/<token>"
    assert "ouvrez de nouveau le lien de votre courriel" in client.get(answer.location).text


def test_nobody_is_sent_away_from_the_site(client: CheckingClient, session: Session) -> None:
    answer = client.post("/remarque", data={"text": "Bonjour", "page": "https://ailleurs.example/"})
    assert answer.location == "/remarque?merci=1"
    assert stored(session)[0].page == ""


def test_who_is_signed_in_is_known_so_that_the_team_may_answer(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(client, cast.stranger)
    assert "saura que cela vient de vous" in client.get("/remarque").text
    client.post("/remarque", data={"text": "Bonjour", "page": "/moi"})
    assert stored(session)[0].account == cast.stranger


def test_the_form_warns_about_patients_and_gives_the_team_s_number(client: CheckingClient) -> None:
    page = parse(client.get("/remarque?page=/aide").text).find(".//main")
    assert "Ne nommez jamais une personne que vous soignez" in words(page)
    assert page is not None
    assert [a.get("href") for a in page.iter("a") if (a.get("href") or "").startswith("tel:")] == ["tel:0465710012"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "même en deux mots"), ("  \n ", "même en deux mots"), ("x" * (LONGEST + 1), "C’est un peu long")],
)
def test_nothing_and_too_much_are_refused_and_what_was_typed_stays(
    client: CheckingClient, session: Session, text: str, said: str
) -> None:
    answer = client.post("/remarque", data={"text": text, "page": "/aide"})
    assert answer.status_code == 422
    assert said in answer.text
    assert text.strip() in answer.text
    assert stored(session) == []


def test_two_thousand_characters_are_enough_and_pass(client: CheckingClient, session: Session) -> None:
    client.post("/remarque", data={"text": "é" * LONGEST, "page": "/aide"})
    assert len(stored(session)[0].text) == LONGEST


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(client: CheckingClient, session: Session) -> None:
    answer = client.post("/remarque", data={"text": "Achetez", "page": "/aide", "site": "https://x.example"})
    assert answer.location == "/aide"
    assert stored(session) == []


def fill(session: Session, count: int, account: Account | None = None) -> None:
    for _ in range(count):
        write_remark(session, HOME, "Bonjour", account=account, now=NOW)


def test_too_many_an_hour_are_refused_with_the_team_s_number_and_the_words_stay(
    client: CheckingClient, session: Session, frozen_clock: FrozenClock
) -> None:
    fill(session, MOST_ANONYMOUS)
    answer = client.post("/remarque", data={"text": "La soixante-et-unième", "page": "/aide"})
    assert answer.status_code == 429
    assert "Appelez l’équipe" in answer.text
    assert "La soixante-et-unième" in answer.text
    assert len(stored(session)) == MOST_ANONYMOUS
    frozen_clock.now = NOW + timedelta(hours=1)
    assert client.post("/remarque", data={"text": "Plus tard", "page": "/aide"}).status_code == 302


def test_a_flood_from_outside_silences_no_member_and_a_member_has_a_limit_too(
    app: Flask, client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    fill(session, MOST_ANONYMOUS)
    fill(session, MOST_BY_ACCOUNT - 1, cast.stranger)
    sign_in(client, cast.stranger)
    assert client.post("/remarque", data={"text": "La vingtième", "page": "/aide"}).status_code == 302
    assert client.post("/remarque", data={"text": "La suivante", "page": "/aide"}).status_code == 429


def test_organisers_read_unread_ones_first_then_the_newest_by_first_name_only(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    for hours, text in enumerate(("Ancienne", "Milieu", "Neuve")):
        write_remark(session, Place("/i/<token>"), text, account=cast.stranger, now=NOW - timedelta(hours=3 - hours))
    stored(session)[2].read_at = NOW
    page = maud.get("/organisation/remarques")
    listed = [words(each) for each in parse(page.text).findall(".//ol/li")]
    assert [next(word for word in ("Ancienne", "Milieu", "Neuve") if word in line) for line in listed] == [
        "Milieu",
        "Ancienne",
        "Neuve",
    ]
    assert all("Sacha" in line and "/i/<token>" in line for line in listed)
    assert cast.stranger.email not in page.text
    assert "2 remarques à lire" in page.text.replace("\u00a0", " ")
    assert queries.unread_count(session) == 2


def test_marking_a_remark_read_can_be_undone(maud: CheckingClient, session: Session, cast: Cast) -> None:
    remark = write_remark(session, HOME, "Trop petit", account=None, now=NOW)
    path = f"/organisation/remarques/{remark.public_id}/lu"
    answer = maud.post(path, data={"lu": "1"})
    assert remark.read_at == NOW
    assert queries.unread_count(session) == 0
    assert "La remettre à lire" in maud.get(answer.location).text
    answer = maud.post(path, data={"lu": "0"})
    assert remark.read_at is None
    assert "La remettre à lire" not in maud.get(answer.location).text


def test_reading_twice_keeps_the_first_date(
    maud: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock
) -> None:
    remark = write_remark(session, HOME, "Trop petit", account=None, now=NOW)
    for minutes in (0, 5):
        frozen_clock.now = NOW + timedelta(minutes=minutes)
        maud.post(f"/organisation/remarques/{remark.public_id}/lu", data={"lu": "1"})
    assert remark.read_at == NOW


def test_an_unknown_remark_is_not_found(maud: CheckingClient) -> None:
    assert maud.post("/organisation/remarques/inconnue/lu").status_code == 404
    assert maud.get("/organisation/remarques?lue=inconnue&apres=-3").status_code == 200
    assert maud.get("/organisation/remarques?apres=99999999999999999999").status_code == 200


def test_an_empty_list_says_where_remarks_come_from(maud: CheckingClient) -> None:
    assert "Au bas de chaque page" in maud.get("/organisation/remarques").text


def test_a_long_list_stands_on_several_pages_and_sends_as_many_queries(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    def cost(path: str) -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as sent:
            maud.get(path)
        session.rollback()
        return len(sent)

    write_remark(session, HOME, "Une", account=cast.stranger, now=NOW)
    one = cost("/organisation/remarques")
    fill(session, 58)
    assert cost("/organisation/remarques") == one <= 6
    first, second = maud.get("/organisation/remarques").text, maud.get("/organisation/remarques?apres=50").text
    assert "Remarques plus anciennes" in first
    assert "Remarques plus anciennes" not in second
    assert len(parse(second).findall(".//ol/li")) == 9


def test_when_someone_leaves_their_words_stay_without_their_name(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    write_remark(session, HOME, "Trop petit", account=cast.stranger, now=NOW)
    session.delete(cast.stranger)
    session.commit()
    session.expire_all()
    assert stored(session)[0].account is None
    assert "Une personne sans compte" in maud.get("/organisation/remarques").text
