"""Letters on paper: the date and place, how to answer, a code that leads to the person's own page."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.directory.models import ContactChannel
from meetups.invitations import services
from meetups.invitations.emails import answer_url
from meetups.invitations.letters import postal_lines, qr_code
from meetups.invitations.models import Invitation
from meetups.invitations.queries import guest_list
from meetups.planning.models import Meetup
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import NOW


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    """Odile is reached by post."""
    cast.odile.contact_channel = ContactChannel.LETTER
    cast.odile.places[0].address = "3 chemin des Prés"
    for person in (cast.ines, cast.odile):
        factories.invitation(session, cast.lunch, person)
    services.invite(session, cast.lunch, now=NOW)
    session.commit()
    return cast.lunch


def guest(session: Session, lunch: Meetup, name: str) -> Invitation:
    return next(each for each in guest_list(session, lunch) if each.professional.first_name == name)


def test_each_person_reached_by_post_has_a_letter(maud: CheckingClient, session: Session, lunch: Meetup) -> None:
    html = maud.get(f"/organisation/rencontres/{lunch.public_id}/lettres").text
    assert html.count('class="lettre"') == 1
    assert "3 chemin des Prés" in html
    assert "mardi 19\u00a0janvier 2027" in html
    assert "04 65 71 00 12" in html.replace("\u00a0", " ").replace("\u202f", " ")
    assert "<svg" in html.split('class="code"')[1]
    assert "Inès" not in html


def test_without_anybody_to_write_to_the_page_says_where_to_look(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    html = maud.get(f"/organisation/rencontres/{cast.lunch.public_id}/lettres").text
    assert "Aucune lettre à imprimer" in html


def test_a_letter_for_anyone_on_the_list(maud: CheckingClient, session: Session, lunch: Meetup) -> None:
    ines = guest(session, lunch, "Inès")
    path = f"/organisation/rencontres/{lunch.public_id}/invites/{ines.public_id}"
    assert "Bonjour Inès" in maud.get(f"{path}/lettre").text
    employer = maud.get(f"{path}/employeur").text
    assert "compter comme temps de travail" in employer
    assert "Inès" in employer


def test_the_person_prints_the_same_letter_to_the_employer_by_their_link(
    client: CheckingClient, session: Session, lunch: Meetup
) -> None:
    link = answer_url(guest(session, lunch, "Odile")).removeprefix("http://127.0.0.1:5000")
    shown = client.get(f"{link}/employeur")
    assert shown.status_code == 200
    assert "Odile" in shown.text
    assert client.get("/i/faux/employeur").status_code == 404


def test_an_envelope_without_an_address_has_the_town(session: Session, cast: Cast, lunch: Meetup) -> None:
    assert postal_lines(guest(session, lunch, "Inès")) == [cast.ines.full_name, "73290 La Motte-Servolex"]
    cast.ines.places = []
    session.flush()
    assert postal_lines(guest(session, lunch, "Inès")) == [cast.ines.full_name]


def test_the_code_is_drawn_without_anything_that_a_page_refuses() -> None:
    drawn = qr_code("https://reseau.exemple.fr/r/abc-def-ghj")
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert "<script" not in drawn


def test_a_cancelled_meetup_invites_nobody_by_letter(maud: CheckingClient, session: Session, lunch: Meetup) -> None:
    services.cancel(session, lunch, reason="La salle est inondée.", now=NOW)
    session.commit()
    html = maud.get(f"/organisation/rencontres/{lunch.public_id}/lettres").text
    assert html.count('class="lettre"') == 1
    assert "n’aura pas lieu. La salle est inondée." in html
    assert "Nous aimerions" not in html
    assert "<svg" not in html.split('class="lettre"')[1].split("</article>")[0]
    odile = guest(session, lunch, "Odile")
    employer = maud.get(f"/organisation/rencontres/{lunch.public_id}/invites/{odile.public_id}/employeur").text
    assert "annulée" in employer
    assert "temps de travail, trajet" not in employer


def test_nobody_is_written_to_once_it_is_over(
    maud: CheckingClient, session: Session, lunch: Meetup, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = NOW + timedelta(minutes=5)
    lunch.starts_at, lunch.ends_at = NOW, NOW + timedelta(hours=1)
    session.commit()
    assert "Aucune lettre" in maud.get(f"/organisation/rencontres/{lunch.public_id}/lettres").text
