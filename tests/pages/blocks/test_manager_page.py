"""What a structure's manager opens by a link: who comes, without an account and without anybody else's name."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.invitations import blocks
from meetups.invitations.answers import answer
from meetups.invitations.block_emails import block_token
from meetups.invitations.models import Invitation, SeatBlock
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.services import cancel
from meetups.outbox.models import OutgoingEmail
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.pages.forms import submit, text_of

LUCIE = {"first_name": "Lucie", "email": "lucie@tilleuls.example"}


@pytest.fixture
def url(three: SeatBlock) -> str:
    return f"/places/{block_token(three)}"


def people(session: Session) -> list[str]:
    asked = select(Invitation).where(Invitation.withdrawn_at.is_(None)).order_by(Invitation.id)
    return [guest.professional.full_name for guest in session.scalars(asked)]


def test_one_person_is_named_and_the_page_says_what_is_left(
    client: CheckingClient, session: Session, url: str
) -> None:
    before = text_of(client.get(url))
    assert "3 places sont gardées pour l’EHPAD des Tilleuls" in before
    assert "Il reste 3 places à nommer" in before
    assert "Ne donnez que ce qu’il faut" in before
    after = text_of(submit(client, url, follow=True, last_name="Bonnet", **LUCIE))
    assert "cette personne reçoit son invitation par courriel, ou par un appel de l’équipe" in after
    assert "Lucie Bonnet" in after
    assert "Il reste 2 places à nommer" in after
    assert people(session) == ["Lucie Bonnet"]


def test_the_same_form_sent_twice_names_one_person(client: CheckingClient, session: Session, url: str) -> None:
    for _ in range(2):
        assert client.post(url, data=LUCIE).status_code == 302
    assert people(session) == ["Lucie"]
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == 2


def test_several_people_are_named_at_once(client: CheckingClient, session: Session, url: str) -> None:
    lines = "Lucie Bonnet, aide-soignante, lucie@tilleuls.example\n\nOmar ; 06 39 98 00 77"
    client.post(url, data={"lines": lines})
    assert people(session) == ["Lucie Bonnet", "Omar"]
    lucie, omar = (guest.professional for guest in session.scalars(select(Invitation).order_by(Invitation.id)))
    assert (lucie.profession_text, lucie.email) == ("aide-soignante", "lucie@tilleuls.example")
    assert (omar.phone, omar.email) == ("0639980077", None)


def test_the_same_line_twice_is_one_person(client: CheckingClient, session: Session, url: str) -> None:
    page = client.post(url, data={"lines": "Omar, 06 39 98 00 77\nOmar, 06 39 98 00 77"}, follow_redirects=True)
    assert "C’est noté : cette personne" in text_of(page)
    assert people(session) == ["Omar"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Lucie, lucie@tilleuls.example\nOmar", "Ligne 2 : Il nous faut un prénom"),
        ("www.exemple.fr, lucie@tilleuls.example", "Ligne 1"),
        ("Lucie, lucie@", "Ligne 1"),
        ("", "Écrivez une personne par ligne."),
    ],
)
def test_a_line_that_makes_nobody_keeps_all_of_them_and_says_which(
    client: CheckingClient, session: Session, url: str, lines: str, said: str
) -> None:
    page = client.post(url, data={"lines": lines})
    assert page.status_code == 422
    assert said in text_of(page)
    assert people(session) == []


def test_one_too_many_names_nobody(client: CheckingClient, session: Session, url: str) -> None:
    page = client.post(url, data={"lines": "\n".join(f"{name}, {name}@t.example" for name in "ABCD")})
    assert page.status_code == 409
    assert "Il ne reste que 3 places à nommer : aucun nom n’est noté" in text_of(page)
    assert "Toutes vos places ont un nom" not in text_of(page)
    assert people(session) == []


def test_a_form_kept_open_while_every_place_got_a_name_is_told_so(client: CheckingClient, url: str) -> None:
    client.post(url, data={"lines": "\n".join(f"{name}, {name}@t.example" for name in "ABC")})
    for typed in ({"first_name": "Lucie"}, {"lines": "Lucie"}):
        page = client.post(url, data=typed)
        assert (page.status_code, "Toutes vos places ont un nom" in text_of(page)) == (422, True)


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "Gagnez sur www.exemple.fr", "email": "a@b.example"},
        {"first_name": "Lucie", "last_name": "http://exemple.fr", "email": "a@b.example"},
        {"first_name": "Lucie"},
        {"first_name": "Lucie", "phone": "12"},
        {"first_name": "Lucie", "email": "pas une adresse"},
    ],
)
def test_what_cannot_stand_in_a_mail_or_be_reached_is_refused(
    client: CheckingClient, session: Session, url: str, typed: dict[str, str]
) -> None:
    assert client.post(url, data=typed).status_code == 422
    assert people(session) == []


def test_a_name_is_taken_back_and_the_place_named_again(client: CheckingClient, session: Session, url: str) -> None:
    client.post(url, data=LUCIE)
    guest = session.scalars(select(Invitation)).one()
    for _ in range(2):
        assert client.post(url, data={"retirer": guest.public_id}).status_code == 302
    assert people(session) == []
    assert "Il reste 3 places à nommer" in text_of(client.get(url))


def test_nobody_else_is_named_nor_taken_off_by_this_link(
    client: CheckingClient, session: Session, cast: Cast, url: str
) -> None:
    other = factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    assert "Karim" not in client.get(url).text
    assert client.post(url, data={"retirer": other.public_id}).status_code == 404
    assert people(session) == [cast.karim.full_name]


def test_somebody_known_is_shown_by_what_the_manager_wrote_alone(client: CheckingClient, cast: Cast, url: str) -> None:
    client.post(url, data={"first_name": "Inès", "email": "ines@sante.example"})
    page = client.get(url)
    assert "Inès" in page.text
    assert cast.ines.last_name not in page.text


def test_the_answer_of_someone_named_is_theirs_alone(client: CheckingClient, session: Session, url: str) -> None:
    client.post(url, data=LUCIE)
    guest = session.scalars(select(Invitation)).one()
    answer(session, guest, RegistrationStatus.DECLINED, source=AnswerSource.EMAIL_LINK, now=NOW)
    page = client.get(url)
    assert "Lucie" in page.text
    assert "ne vient pas" not in text_of(page).lower().replace("si elle ne vient pas", "")
    refused = client.post(url, data={"retirer": guest.public_id})
    assert (refused.status_code, "seule l’équipe" in text_of(refused)) == (409, True)


def test_reading_the_page_writes_nothing_and_a_forged_link_opens_nothing(
    client: CheckingClient, session: Session, three: SeatBlock, url: str
) -> None:
    for _ in range(3):
        client.get(url)
        client.head(url)
    assert people(session) == []
    assert client.get("/places/nimporte").status_code == 404
    session.commit()  # the test has just read, in a transaction that cannot write
    three.link_version += 1
    assert client.get(url).status_code == 410


def test_each_end_is_said_and_nothing_can_be_named_any_more(
    client: CheckingClient, session: Session, cast: Cast, three: SeatBlock, url: str, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = three.name_by
    assert "Il est trop tard" in text_of(client.get(url))
    assert client.post(url, data=LUCIE).status_code == 409
    frozen_clock.now = LUNCH + timedelta(hours=3)
    assert "Cette date est passée" in text_of(client.get(url))
    frozen_clock.now = NOW
    session.commit()  # the test has just read, in a transaction that cannot write
    blocks.withdraw_block(session, three, now=NOW)
    assert "L’équipe a repris les places" in text_of(client.get(url))
    assert client.post(url, data=LUCIE).status_code == 409
    session.commit()
    cancel(session, cast.lunch, reason="La salle est inondée.", now=NOW)
    assert "Pourquoi : La salle est inondée." in text_of(client.get(url))
    assert client.post(url, data=LUCIE).status_code == 409
    assert people(session) == []


def test_the_page_sends_as_many_queries_for_one_name_as_for_three(
    client: CheckingClient, session: Session, url: str
) -> None:
    client.post(url, data=LUCIE)
    with recorded_statements() as one:
        client.get(url)
    client.post(url, data={"lines": "A, a@t.example\nB, b@t.example"})
    with recorded_statements() as three:
        client.get(url)
    assert len(one) == len(three)
