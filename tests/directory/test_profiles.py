"""What people say of themselves, in the database."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import ConsentEntry
from meetups.directory import pauses, profiles
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import ContactChannel, Professional, Visibility
from meetups.directory.profiles import ProfileDetails, RoleAnswers, SharingChoices
from meetups.directory.reference import add_professions
from meetups.errors import DomainError
from tests import factories
from tests.factories import NOW

HIDDEN = SharingChoices(is_listed=False, phone=Visibility.NOBODY, email=Visibility.NOBODY)


@pytest.fixture
def ines(session: Session) -> Professional:
    return factories.professional(session, "Inès", email="ines@sante.example")


def details(**given: object) -> ProfileDetails:
    usual: dict[str, object] = {
        "first_name": "Inès",
        "profession_text": "infirmière",
        "family": ProfessionFamily.NURSING,
        "contact_channel": ContactChannel.EMAIL,
    }
    return ProfileDetails(**(usual | given))  # type: ignore[arg-type]


def share(session: Session, person: Professional, choices: SharingChoices) -> None:
    profiles.set_sharing(session, person, choices, text_version="v1", source="profile", now=NOW)


def consents(session: Session) -> list[tuple[str, bool]]:
    lines = session.scalars(select(ConsentEntry).order_by(ConsentEntry.id))
    return [(line.purpose, line.given) for line in lines]


def test_a_known_profession_brings_its_family(session: Session, ines: Professional) -> None:
    add_professions(session)
    profiles.edit_profile(session, ines, details(profession_text="kinésithérapeute à domicile"))
    assert ines.profession
    assert ines.profession.label == "kinésithérapeute"
    assert ines.family is ProfessionFamily.REHABILITATION


def test_a_family_chosen_by_hand_wins(session: Session, ines: Professional) -> None:
    add_professions(session)
    chosen = details(profession_text="kinésithérapeute", family=ProfessionFamily.COORDINATION)
    profiles.edit_profile(session, ines, chosen)
    assert ines.family is ProfessionFamily.COORDINATION
    profiles.edit_profile(session, ines, chosen)
    assert ines.family is ProfessionFamily.COORDINATION


@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_a_name_that_other_people_s_mails_carry_holds_no_message(
    session: Session, ines: Professional, field: str
) -> None:
    named = {"first_name": "Inès"} | {field: "Gagnez 500 € : ouvrez impots.example/x"}
    with pytest.raises(DomainError, match="avec des lettres"):
        profiles.edit_profile(session, ines, details(**named))


@pytest.mark.parametrize(
    ("channel", "phone", "email"),
    [(ContactChannel.TELEPHONE, None, "ines@sante.example"), (ContactChannel.EMAIL, "0639980001", None)],
)
def test_a_channel_needs_its_number_or_its_address(
    session: Session, channel: ContactChannel, phone: str | None, email: str | None
) -> None:
    person = factories.professional(session, email=email)
    with pytest.raises(profiles.NoWayToReach):
        profiles.edit_profile(session, person, details(contact_channel=channel, phone=phone))


def test_half_days_that_do_not_exist_are_not_kept(session: Session, ines: Professional) -> None:
    profiles.edit_profile(session, ines, details(meals=["0-midi", "6-midi", "<b>", "0-midi"]))
    assert ines.meals == ["0-midi"]


def test_each_agreement_is_one_line_and_so_is_taking_it_back(session: Session, ines: Professional) -> None:
    met = SharingChoices(is_listed=True, phone=Visibility.MET, email=Visibility.NOBODY)
    share(session, ines, met)
    share(session, ines, met)
    assert consents(session) == [("directory", True), ("phone_to_met", True)]
    share(session, ines, SharingChoices(is_listed=True, phone=Visibility.MEMBERS, email=Visibility.NOBODY))
    assert consents(session)[2:] == [("phone_to_members", True), ("phone_to_met", False)]
    share(session, ines, HIDDEN)
    assert consents(session)[4:] == [("directory", False), ("phone_to_members", False)]


def test_a_role_profile_needs_its_three_questions(session: Session, ines: Professional) -> None:
    with pytest.raises(profiles.RoleIncomplete):
        profiles.write_role_profile(session, ines, RoleAnswers("Je soigne.", "une plaie", ""), now=NOW)
    assert ines.role_profile is None


def test_a_role_profile_is_written_then_written_again(session: Session, ines: Professional) -> None:
    profiles.write_role_profile(session, ines, RoleAnswers("a", "b", "c", reachable=["4-soir", "x"]), now=NOW)
    profiles.write_role_profile(session, ines, RoleAnswers("d", "e", "f", limits="g"), now=NOW)
    session.expire_all()
    assert ines.role_profile
    assert (ines.role_profile.mission, ines.role_profile.limits, ines.role_profile.reachable) == ("d", "g", [])


def test_a_place_without_a_point_is_the_centre_and_says_so(session: Session, ines: Professional) -> None:
    commune = factories.commune(session, "73065")
    place = profiles.add_place(session, ines, commune, address="au fond de l’impasse")
    assert (place.lat, place.lon, place.is_exact) == (*commune.point, False)
    exact = profiles.add_place(session, ines, commune, address="1 rue Vive", point=(45.57, 5.92))
    assert (exact.lat, exact.lon, exact.is_exact) == (45.57, 5.92, True)


def test_the_same_place_said_twice_is_one(session: Session, ines: Professional) -> None:
    commune = factories.commune(session, "73065")
    assert profiles.add_place(session, ines, commune) is profiles.add_place(session, ines, commune)
    assert len(ines.places) == 2


def test_places_are_few_enough_to_be_read(session: Session, ines: Professional) -> None:
    commune = factories.commune(session, "73065")
    for number in range(profiles.MAX_PLACES - 1):
        profiles.add_place(session, ines, commune, address=f"{number} rue Vive")
    with pytest.raises(profiles.TooManyPlaces):
        profiles.add_place(session, ines, commune, address="encore une")


def test_somebody_elses_place_cannot_be_removed(session: Session, ines: Professional) -> None:
    theirs = factories.professional(session, "Karim").places[0]
    assert profiles.remove_place(session, ines, theirs.id) is None
    session.refresh(theirs)


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year < 9000), st.sampled_from(pauses.PAUSES))
def test_a_pause_ends_in_the_month_that_it_says(moment: datetime, months: int) -> None:
    end = pauses.months_later(moment, months)
    assert (end.year * 12 + end.month) - (moment.year * 12 + moment.month) == months
    assert end.day <= moment.day
    assert moment.day - end.day <= 3
    assert end.timetz() == moment.timetz()


def test_a_pause_has_one_of_the_durations_offered(session: Session, ines: Professional) -> None:
    with pytest.raises(pauses.UnknownPause):
        pauses.pause(session, ines, 12, now=NOW)
