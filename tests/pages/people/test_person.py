"""One person as an organiser knows them: contacts, state, what they were asked and what they answered."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.directory.models import RoleProfile
from meetups.invitations import services as invitations
from meetups.invitations.answers import answer
from meetups.invitations.guests import add_guest
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.pages.people.person_pages import REMEMBERED
from meetups.planning.models import Meetup
from tests import factories
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import LUNCH, NOW
from tests.pages.forms import submit, text_of
from tests.pages.test_bounded import queries

PEOPLE = "/organisation/personnes"


@pytest.fixture
def shown(maud: CheckingClient, cast: Cast) -> str:
    """The page of Inès, whose address it may show."""
    maud.allowed_addresses = frozenset({"ines@sante.example"})
    return f"{PEOPLE}/{cast.ines.public_id}"


def lunch(session: Session, title: str, at: datetime) -> Meetup:
    """Another lunch, of an hour."""
    return factories.meetup(session, title=title, starts_at=at, ends_at=at + timedelta(hours=1))


def test_the_page_says_how_to_reach_someone_and_what_they_share(
    maud: CheckingClient, session: Session, cast: Cast, shown: str
) -> None:
    cast.ines.meals = ["1-midi", "0-soir"]
    cast.ines.places[0].address = "12 rue de l’Église"
    page = maud.get(shown)
    said = text_of(page)
    for words in (
        "infirmière (Soins infirmiers)",
        "À joindre par courriel",
        "ines@sante.example",
        "06 39 98 00 01",
        "12 rue de l’Église, 73290 La Motte-Servolex (situé au centre de la commune)",
        "Grand âge",
        "mardi midi, lundi soir",
        "n’y figure pas",
        "Pas encore d’invitation.",
    ):
        assert words in said, words
    assert 'href="tel:0639980001"' in page.text
    assert f"{shown}/modifier" in page.text


def test_someone_without_anything_is_shown_too(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.odile.phone, cast.odile.places, cast.odile.pathways = None, [], []
    said = text_of(maud.get(f"{PEOPLE}/{cast.odile.public_id}"))
    for words in ("pas de courriel", "pas de téléphone", "pas de lieu", "pas encore choisis", "pas encore dit"):
        assert words in said, words


def test_the_role_profile_of_someone_listed_is_one_touch_away(
    maud: CheckingClient, session: Session, cast: Cast, shown: str
) -> None:
    cast.ines.is_listed = True
    cast.ines.role_profile = RoleProfile(mission="Je soigne à domicile.", updated_at=NOW)
    assert f"/annuaire/{cast.ines.public_id}" in maud.get(shown).text
    session.rollback()
    cast.ines.is_listed = False
    assert f"/annuaire/{cast.ines.public_id}" not in maud.get(shown).text


def test_invitations_and_answers_are_listed_the_latest_lunch_first(
    maud: CheckingClient, session: Session, cast: Cast, shown: str
) -> None:
    hers = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    invitations.invite(session, cast.lunch, now=NOW)
    answer(session, hers, RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
    draft = lunch(session, "Un brouillon", LUNCH + timedelta(days=9))
    add_guest(session, draft, cast.ines, reasons=[], now=NOW)
    asked = lunch(session, "Sans un mot", LUNCH - timedelta(days=9))
    factories.invitation(session, asked, cast.ines, invited_at=NOW)
    said = text_of(maud.get(shown))
    assert "vient par téléphone, noté par l’équipe, lun. 23 nov." in said
    assert said.index("Un brouillon") < said.index(cast.lunch.title) < said.index("Sans un mot")
    assert "sur la liste, pas encore d’invitation" in said
    assert "pas encore de réponse" in said


def test_a_lunch_called_off_or_gone_by_says_so(maud: CheckingClient, session: Session, cast: Cast, shown: str) -> None:
    past = lunch(session, "Hier", NOW - timedelta(days=1))
    factories.invitation(session, past, cast.ines, invited_at=NOW - timedelta(days=20))
    off = factories.meetup(session, title="Reporté")
    factories.invitation(session, off, cast.ines, invited_at=NOW)
    invitations.cancel(session, off, reason="Neige", now=NOW)
    taken_off = factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    taken_off.withdrawn_at = NOW
    said = text_of(maud.get(shown))
    for words in ("sans réponse", "rencontre annulée", "plus sur la liste"):
        assert words in said, words


def test_someone_to_call_is_confirmed_after_the_call_once(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.odile.confirmed_at = None
    page = f"{PEOPLE}/{cast.odile.public_id}"
    assert not cast.odile.can_be_invited(NOW)
    assert "Cette personne a laissé un téléphone seul" in text_of(maud.get(page))
    done = submit(maud, page, f"{page}/confirmer", follow=True)
    assert "Odile peut recevoir des invitations." in text_of(done)
    assert "Confirmer après l’appel" not in done.text
    assert cast.odile.can_be_invited(NOW)
    maud.post(f"{page}/confirmer")
    assert session.scalars(select(AuditEntry.action)).all() == ["person_confirmed"]


def test_a_pause_and_a_departure_are_said(maud: CheckingClient, session: Session, cast: Cast, shown: str) -> None:
    cast.ines.paused_until = NOW + timedelta(days=10)
    assert "En pause jusqu’au jeudi 3 décembre 2026" in text_of(maud.get(shown))
    session.rollback()
    cast.ines.paused_until = NOW
    assert "En pause" not in text_of(maud.get(shown))
    session.rollback()
    cast.ines.left_at = NOW
    said = text_of(maud.get(shown))
    assert "Cette personne a quitté le réseau le lundi 23 novembre 2026." in said
    assert "ines@sante.example" not in said
    assert "Modifier" not in said
    assert maud.post(f"{shown}/confirmer").status_code == 404


def test_someone_unknown_is_nowhere(maud: CheckingClient) -> None:
    assert maud.get(f"{PEOPLE}/inconnue").status_code == 404
    assert maud.post(f"{PEOPLE}/inconnue/confirmer").status_code == 404


def test_members_read_nobody_here(client: CheckingClient, cast: Cast, sign_in: SignIn) -> None:
    sign_in(client, cast.stranger)
    page = f"{PEOPLE}/{cast.ines.public_id}"
    for path in (PEOPLE, page, f"{page}/modifier", f"{PEOPLE}/ajouter"):
        assert client.get(path).status_code == 403
    assert client.post(f"{page}/confirmer").status_code == 403


def test_a_long_history_is_bounded_in_lines_and_queries(
    maud: CheckingClient, session: Session, cast: Cast, shown: str
) -> None:
    factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    few = queries(session, maud, shown)
    session.rollback()
    ines = session.merge(cast.ines)
    for number in range(REMEMBERED + 5):
        factories.invitation(session, lunch(session, f"N{number}", LUNCH + timedelta(days=number)), ines, NOW)
    assert queries(session, maud, shown) == few <= 9
    assert maud.get(shown).text.count("/organisation/rencontres/") == REMEMBERED
