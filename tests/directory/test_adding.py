"""People whom an organiser writes down, and who may already be there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry, ConsentEntry, Role
from meetups.accounts.moving import AddressTaken
from meetups.accounts.rules import InvalidAddress
from meetups.directory.adding import ContactMissing, PersonDetails, add_person, confirm_person, edit_person
from meetups.directory.duplicates import SHOWN, probable_duplicates
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import ContactChannel, Professional
from meetups.directory.phones import InvalidPhone
from meetups.directory.reference import add_professions
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

LATER = NOW + timedelta(days=3)


def details(session: Session, **given: Any) -> PersonDetails:
    """Zoé Blanc, a nurse of La Motte-Servolex who is telephoned."""
    values: dict[str, Any] = {
        "first_name": "Zoé",
        "last_name": "Blanc",
        "profession_text": "infirmière libérale",
        "commune": factories.commune(session),
        "contact_channel": ContactChannel.TELEPHONE,
        "phone": "06 39 98 77 66",
    }
    return PersonDetails(**(values | given))


def test_someone_added_may_be_invited_and_stands_in_no_directory(session: Session, cast: Cast) -> None:
    add_professions(session)
    pathway = factories.pathway(session)
    made = add_person(session, details(session, pathways=[pathway]), actor=cast.maud, now=NOW)
    assert made.can_be_invited(NOW)
    assert not made.is_listed
    assert (made.phone, made.email) == ("0639987766", None)
    assert made.family is ProfessionFamily.NURSING
    assert made.profession is not None
    assert made.profession_text == "infirmière libérale"
    assert made.pathways == [pathway]
    [place] = made.places
    assert (place.commune_insee, place.lat, place.is_exact) == ("73179", made.places[0].commune.lat, False)


def test_adding_logs_who_did_it_and_that_the_person_did_not_agree_themselves(session: Session, cast: Cast) -> None:
    made = add_person(session, details(session), actor=cast.maud, now=NOW)
    [consent] = session.scalars(select(ConsentEntry).where(ConsentEntry.subject == made.public_id))
    assert (consent.purpose, consent.given, consent.source) == ("membership", False, "organiser")
    [line] = session.scalars(select(AuditEntry))
    assert (line.actor, line.action, line.object) == (cast.maud.public_id, "person_added", made.public_id)


@pytest.mark.parametrize(
    ("channel", "field"),
    [
        (ContactChannel.EMAIL, "email"),
        (ContactChannel.TELEPHONE, "phone"),
        (ContactChannel.EMPLOYER, "phone"),
        (ContactChannel.LETTER, "address"),
    ],
)
def test_a_way_to_reach_someone_needs_what_it_needs(
    session: Session, cast: Cast, channel: ContactChannel, field: str
) -> None:
    with pytest.raises(ContactMissing) as refused:
        add_person(session, details(session, contact_channel=channel, phone=None), actor=cast.maud, now=NOW)
    assert refused.value.field == field


def test_contacts_are_kept_in_one_spelling_and_wrong_ones_refused(session: Session) -> None:
    written = details(session, email=" Zoe@Sante.Example ", phone="+33 6 39 98 77 66", address="").normalised()
    assert (written.email, written.phone, written.address) == ("zoe@sante.example", "0639987766", None)
    with pytest.raises(InvalidPhone):
        details(session, phone="12").normalised()
    with pytest.raises(InvalidAddress):
        details(session, email="zoe").normalised()


def test_editing_moves_the_first_place_alone_and_guesses_the_family_again(session: Session, cast: Cast) -> None:
    add_professions(session)
    person = add_person(session, details(session), actor=cast.maud, now=NOW)
    person.places[0].is_exact = True
    elsewhere = factories.commune(session, "73065")
    wanted = details(session, commune=elsewhere, profession_text="pharmacienne", address="3 rue Basse")
    edit_person(session, person, wanted, actor=cast.maud, now=LATER)
    session.expire_all()
    assert person.family is ProfessionFamily.PHARMACY
    [place] = person.places
    assert (place.commune_insee, place.lat, place.address, place.is_exact) == (
        "73065",
        elsewhere.lat,
        "3 rue Basse",
        False,
    )
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all() == [
        "person_added",
        "person_edited",
    ]


def test_editing_a_name_keeps_the_point_that_was_found_and_the_family(session: Session, cast: Cast) -> None:
    person = add_person(session, details(session), actor=cast.maud, now=NOW)
    person.family = ProfessionFamily.MEDICINE
    person.places[0].lat, person.places[0].is_exact = 45.61, True
    edit_person(session, person, details(session, first_name="Zoë"), actor=cast.maud, now=LATER)
    assert person.family is ProfessionFamily.MEDICINE
    assert (person.places[0].lat, person.places[0].is_exact) == (45.61, True)


def with_account(session: Session, role: Role = Role.PROFESSIONAL) -> Professional:
    """Zoé, who signs in with the address that we write to."""
    person = factories.professional(session, "Zoé", email="zoe@sante.example")
    person.account = factories.account(session, "zoe@sante.example", "Zoé", role)
    session.flush()
    return person


def test_a_member_signs_in_with_the_address_that_was_corrected(session: Session, cast: Cast) -> None:
    person = with_account(session)
    edit_person(session, person, details(session, email="Neuve@Sante.example"), actor=cast.maud, now=LATER)
    assert person.account
    assert (person.email, person.account.email) == ("neuve@sante.example", "neuve@sante.example")
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all() == [
        "address_changed",
        "person_edited",
    ]


def test_an_address_taken_away_leaves_a_member_theirs(session: Session, cast: Cast) -> None:
    person = with_account(session)
    edit_person(session, person, details(session, email=""), actor=cast.maud, now=LATER)
    assert person.account
    assert (person.email, person.account.email) == (None, "zoe@sante.example")


def test_the_address_of_somebody_else_is_refused(session: Session, cast: Cast) -> None:
    person = with_account(session)
    with pytest.raises(AddressTaken):
        edit_person(session, person, details(session, email=cast.stranger.email), actor=cast.maud, now=LATER)


def test_no_form_about_a_person_gives_the_organisers_pages_to_another_address(session: Session, cast: Cast) -> None:
    person = with_account(session, Role.ORGANISER)
    edit_person(session, person, details(session, email="neuve@sante.example"), actor=cast.maud, now=LATER)
    assert person.account
    assert (person.email, person.account.email) == ("neuve@sante.example", "zoe@sante.example")


def test_confirming_opens_invitations_and_twice_logs_one_line(session: Session, cast: Cast) -> None:
    person = factories.professional(session, confirmed_at=None)
    for _ in range(2):
        confirm_person(session, person, actor=cast.maud, now=LATER)
    assert person.confirmed_at == LATER
    assert session.scalars(select(AuditEntry.action)).all() == ["person_confirmed"]


@pytest.mark.parametrize(
    "known",
    [
        {"email": "zoe@sante.example"},
        {"email": "Zoe@Sante.example"},
        {"phone": "06 39 98 77 66"},
        {"phone": "+33639987766"},
        {"phone": "06.39.98.77.66"},
        {"first_name": "Zoe", "last_name": "BLANC"},
    ],
)
def test_the_same_address_number_or_names_are_probably_the_same_person(
    session: Session, known: dict[str, str]
) -> None:
    there = factories.professional(session, **({"first_name": "Camille", "phone": None} | known))
    wanted = details(session, email="zoe@sante.example").normalised()
    assert probable_duplicates(session, wanted) == [there]
    assert probable_duplicates(session, wanted, besides=there) == []


def test_the_same_names_elsewhere_or_half_the_names_are_somebody_else(session: Session) -> None:
    factories.professional(session, "Zoé", insee="73065", last_name="Blanc", phone=None)
    factories.professional(session, "Zoé", last_name="Blanchard", phone=None)
    factories.professional(session, "Zoé", last_name="Noir", phone=None)
    assert probable_duplicates(session, details(session).normalised()) == []
    assert probable_duplicates(session, details(session, last_name="").normalised()) == []


def test_a_first_name_alone_is_like_the_same_first_name_alone(session: Session) -> None:
    there = factories.professional(session, "Zoé", last_name="", phone=None)
    assert probable_duplicates(session, details(session, last_name="").normalised()) == [there]


def test_those_who_left_are_not_shown_and_a_shared_number_shows_the_first_ones(session: Session) -> None:
    wanted = details(session).normalised()
    gone = factories.professional(session, "Zoé", last_name="Blanc")
    gone.left_at = NOW
    session.flush()
    assert probable_duplicates(session, wanted) == []
    for _ in range(SHOWN + 2):
        factories.professional(session, "Camille", phone="0639987766")
    found = probable_duplicates(session, replace(wanted, first_name="Autre"))
    assert len(found) == SHOWN


def test_a_percent_sign_is_a_letter_like_another(session: Session) -> None:
    factories.professional(session, "Zoé", last_name="Blanc", phone=None)
    wanted = details(session, first_name="%", last_name="_").normalised()
    assert probable_duplicates(session, wanted) == []


def test_the_list_of_added_people_holds_no_account(session: Session, cast: Cast) -> None:
    made = add_person(session, details(session), actor=cast.maud, now=NOW)
    assert session.get_one(Professional, made.id).account_id is None
