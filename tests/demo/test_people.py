"""Who the demo's people are, once loaded."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, ConsentEntry, Role
from meetups.directory.families import ProfessionFamily
from meetups.directory.joining import Newcomer, ask_to_be_called
from meetups.directory.models import ContactChannel, PracticePlace, Professional, RoleProfile, Structure
from meetups.directory.phones import normalise_phone
from meetups.geography.models import Commune
from tests.factories import NOW


def everyone(session: Session) -> list[Professional]:
    return list(session.scalars(select(Professional).order_by(Professional.id)))


def test_four_hundred_people_of_every_family_are_there(demo: Session) -> None:
    people = everyone(demo)
    families = Counter(person.family for person in people)
    assert len(people) == 400
    assert set(families) == set(ProfessionFamily)
    assert {family for family, _ in families.most_common(3)} == {
        ProfessionFamily.HOME_HELP,
        ProfessionFamily.NURSING,
        ProfessionFamily.CARE_ASSISTANTS,
    }


def test_home_helpers_care_assistants_and_nurses_are_the_most_numerous(demo: Session) -> None:
    codes = Counter(person.profession.code for person in everyone(demo) if person.profession)
    assert {code for code, _ in codes.most_common(3)} == {"372", "35", "60"}


def test_people_work_in_savoie_in_proportion_to_its_communes(demo: Session) -> None:
    insee = list(demo.scalars(select(PracticePlace.commune_insee)))
    shares = Counter(insee)
    communes = demo.scalars(select(Commune).where(Commune.department == "73"))
    savoie = {commune.insee: commune.population for commune in communes}
    assert set(insee) <= set(savoie)
    assert len(shares) > 80
    assert [code for code, _ in shares.most_common(2)] == ["73065", "73008"]
    assert 0.7 < shares["73065"] / len(insee) / (savoie["73065"] / sum(savoie.values())) < 1.5


def test_a_place_stands_near_its_commune_and_does_not_claim_to_be_exact(demo: Session) -> None:
    for place in demo.scalars(select(PracticePlace)):
        assert not place.is_exact
        assert abs(place.lat - place.commune.lat) < 0.005
        assert abs(place.lon - place.commune.lon) < 0.005


def test_everyone_has_a_place_and_one_to_three_pathways(demo: Session) -> None:
    for person in everyone(demo):
        assert 1 <= len(person.places) <= 2
        assert 1 <= len(person.pathways) <= 3


def test_some_have_no_address_and_can_be_reached_all_the_same(demo: Session) -> None:
    people = everyone(demo)
    assert {person.contact_channel for person in people} >= {ContactChannel.TELEPHONE, ContactChannel.EMPLOYER}
    for person in people:
        assert (person.email is not None) == (person.contact_channel is ContactChannel.EMAIL)
        if person.contact_channel in {ContactChannel.TELEPHONE, ContactChannel.EMPLOYER}:
            assert person.phone
        if person.contact_channel is ContactChannel.LETTER:
            assert person.places[0].address


def test_nobody_shares_an_address(demo: Session) -> None:
    addresses = [person.email for person in everyone(demo) if person.email]
    assert len(set(addresses)) == len(addresses)


def test_most_wrote_their_role_and_some_are_relays_or_on_a_pause(demo: Session) -> None:
    people = everyone(demo)
    assert 0.75 < len(demo.scalars(select(RoleProfile)).all()) / len(people) < 0.9
    relays = sum(person.is_relay for person in people)
    paused = [person for person in people if person.paused_until]
    assert 5 < relays < 50
    assert 5 < len(paused) < 30
    assert not any(person.is_relay for person in paused)


def test_whoever_is_seen_by_guests_agreed_to_it(demo: Session) -> None:
    seen = {person.public_id for person in everyone(demo) if person.is_seen_by_guests}
    agreed = demo.scalars(select(ConsentEntry.subject).where(ConsentEntry.purpose == "seen_by_guests")).all()
    assert len(seen) > 150
    assert sorted(agreed) == sorted(seen)


def test_a_structure_is_one_row_in_one_commune(demo: Session) -> None:
    rows = [(structure.name, structure.commune_insee) for structure in demo.scalars(select(Structure))]
    assert len(set(rows)) == len(rows)


def test_maud_organises_and_ines_is_a_nurse_with_an_account(demo: Session) -> None:
    maud, hers = demo.scalars(select(Account).order_by(Account.id))
    ines = demo.scalars(select(Professional).where(Professional.account_id == hers.id)).one()
    assert (maud.first_name, maud.role) == ("Maud", Role.ORGANISER)
    assert (hers.role, hers.email) == (Role.PROFESSIONAL, ines.email)
    assert (ines.first_name, ines.family, ines.places[0].commune.name) == (
        "Inès",
        ProfessionFamily.NURSING,
        "La Motte-Servolex",
    )
    assert ines.role_profile is not None


def test_someone_of_the_demo_who_leaves_their_number_is_recognised(demo: Session) -> None:
    known = next(person for person in everyone(demo) if person.phone and not person.email)
    newcomer = Newcomer(
        first_name=known.first_name,
        profession_text="autre",
        commune=known.places[0].commune,
        phone=normalise_phone(known.phone or ""),
    )
    assert ask_to_be_called(demo, newcomer, is_listed=False, source="site", now=NOW) is known
