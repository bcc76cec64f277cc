"""The rules of a computation, each on a small world: roads, rooms, days, hours, people."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import PracticePlace, Professional
from meetups.geography.day_notes import create_day_note
from meetups.geography.models import Area, TravelTime
from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning.models import MeetupFormat, MeetupStatus
from meetups.proposals import services, wording
from meetups.proposals.holidays import public_holidays, school_holidays
from meetups.proposals.models import Proposal
from meetups.proposals.rules import PARIS
from meetups.proposals.settings import DEFAULTS, save
from tests import factories
from tests.factories import NOW
from tests.proposals.world import guests, hall, near, refreshed, two_valleys

SPRING = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)
FIRST_DAY = date(2027, 1, 5)
"""The first Tuesday six weeks after NOW."""


def day_of(proposal: Proposal) -> date:
    return proposal.starts_at.astimezone(PARIS).date()


@pytest.fixture
def place(session: Session) -> Area:
    """A hall of forty, thirty people, and room for all of them."""
    save(session, replace(DEFAULTS, gathering=40), version=0, by="maud", now=NOW)
    hall(session, seats=40)
    area = factories.area(session, "73179", radius_km=12)
    near(session)
    session.commit()
    return area


def test_in_winter_nobody_is_gathered_beyond_a_closed_pass(session: Session) -> None:
    far = two_valleys(session)
    (proposal,) = refreshed(session)
    assert len(proposal.guests) == 10
    assert not guests(session, proposal) & {person.first_name for person in far}
    assert proposal.facts["people_in_reach"] == 10
    assert proposal.facts["cut_off"] == {"people": 10, "communes": ["Val-d'Isère"]}
    assert wording.cut_off_sentence(proposal.facts) == (
        "Bonneval-sur-Arc est fermée ce jour-là depuis Val-d'Isère\u00a0: 10 personnes ne pourraient pas venir"
    )


def test_once_the_pass_is_open_both_valleys_meet(session: Session) -> None:
    two_valleys(session)
    (proposal,) = refreshed(session, SPRING)
    assert day_of(proposal) > date(2027, 6, 15)
    assert len(proposal.guests) == 20
    assert proposal.facts["cut_off"] is None


def test_whoever_also_works_on_the_other_side_comes(session: Session) -> None:
    far = two_valleys(session)
    (near_by,) = [person for person in session.scalars(select(Professional)) if person.first_name == "Vallée 00"]
    place = near_by.places[0]
    far[0].places.append(type(place)(commune_insee=place.commune_insee, lat=place.lat, lon=place.lon))
    session.commit()
    (proposal,) = refreshed(session)
    assert far[0].first_name in guests(session, proposal)


def test_a_road_that_closes_between_two_days_is_read_again_on_the_final_one(session: Session) -> None:
    """Both areas could meet on the same Tuesday, the last before the pass closes; one of them has to wait."""
    far = two_valleys(session, closed_from="01-06", closed_until="06-15")
    other = factories.pathway(session, "sante-mentale", "Santé mentale")
    for number, model in enumerate(session.scalars(select(Professional).order_by(Professional.id)).all()):
        twin = factories.professional(session, f"Autre {number:02}", family=model.family, pathways=[other])
        work = model.places[0]
        twin.places[0].commune_insee, twin.places[0].lat, twin.places[0].lon = work.commune_insee, work.lat, work.lon
    session.commit()
    first, second = sorted(refreshed(session), key=day_of)
    assert day_of(first) == FIRST_DAY < day_of(second)
    assert len(first.guests) == 20
    beyond = {place.professional.first_name for place in _works_in(session, far[0].places[0].commune_insee)}
    assert not guests(session, second) & beyond
    assert second.facts["cut_off"]["people"] == 10


def _works_in(session: Session, insee: str) -> list[PracticePlace]:
    return list(session.scalars(select(PracticePlace).where(PracticePlace.commune_insee == insee)))


def test_a_host_s_own_notice_is_kept(session: Session, place: Area) -> None:
    (before,) = refreshed(session)
    assert day_of(before) == FIRST_DAY
    assert before.host is not None
    before.host.notice_days = 100
    session.commit()
    (after,) = refreshed(session)
    assert (day_of(after) - NOW.date()).days >= 100
    assert after.facts["notice_days"] == 100


def test_a_room_that_is_taken_is_asked_for_another_day(session: Session, place: Area) -> None:
    (before,) = refreshed(session)
    elsewhere = factories.commune(session, "73008").insee
    factories.meetup(
        session,
        before.venue,
        commune_insee=elsewhere,
        starts_at=before.starts_at - timedelta(hours=2),
        ends_at=before.starts_at - timedelta(minutes=30),  # tidying and setting-up overlap
    )
    session.commit()
    (after,) = refreshed(session)
    assert day_of(after) > FIRST_DAY


def test_a_room_lent_on_some_half_days_only_is_asked_for_then(session: Session, place: Area) -> None:
    (before,) = refreshed(session)
    assert before.venue is not None
    before.venue.free = ["1-soir", "3-midi"]
    session.commit()
    (after,) = refreshed(session)
    assert day_of(after).weekday() == 3


def test_no_day_is_a_holiday(session: Session, place: Area) -> None:
    for weeks in range(0, 40, 3):
        services.refresh(session, now=NOW + timedelta(weeks=weeks))
        day = day_of(session.scalars(select(Proposal)).one())
        assert day not in public_holidays()
        assert day not in school_holidays()
        session.rollback()


def test_days_without_a_warning_are_preferred_and_others_say_why(session: Session, place: Area) -> None:
    note = create_day_note(session, "Marché", weekdays=[1], communes=[place.commune])
    session.commit()
    (proposal,) = refreshed(session)
    assert day_of(proposal).weekday() == 3
    assert proposal.facts["warnings"] == []
    note.weekdays = []
    session.commit()
    (proposal,) = refreshed(session)
    assert proposal.facts["warnings"] == ["Marché"]
    assert wording.warnings_sentence(proposal.facts) == "Ce jour-là\u00a0: Marché"


def test_those_whom_lunch_excludes_come_to_the_next_meetup(session: Session, place: Area) -> None:
    (lunch,) = refreshed(session)
    assert lunch.format is MeetupFormat.LUNCH
    assert {"domicile", "soutien"}.isdisjoint(lunch.facts["families"])
    assert lunch.facts["hour"] == {
        "families": {"domicile": 3, "soutien": 3},
        "half_days": 0,
        "people": 6,
        "other_weekday": 0,
        "other": "coffee",
        "other_people": 6,
    }
    assert wording.hour_sentence(lunch.facts) == (
        "Cette heure ne convient pas à 6 personnes (au travail\u00a0: Aide à domicile\u00a0; Aides-soignantes et "
        "aides-soignants)\u00a0; un café de l’après-midi conviendrait à 6 d’entre elles"
    )
    at = NOW - timedelta(days=120)
    factories.meetup(session, starts_at=at, ends_at=at + timedelta(hours=1), status=MeetupStatus.PUBLISHED)
    session.commit()
    (next_one,) = refreshed(session)
    assert next_one.format is MeetupFormat.EVENING
    assert next_one.facts["families"]["domicile"] == 3
    assert "pharmacie" in next_one.facts["families"], "a coffee would bring them without their colleagues"
    assert next_one.starts_at.astimezone(PARIS).strftime("%H:%M") == "19:00"
    draft = services.prepare(session, next_one, now=NOW)
    assert draft.format is MeetupFormat.EVENING


@pytest.mark.parametrize(
    ("ticked", "found"),
    [
        ([["1-midi", "1-après-midi"]], MeetupFormat.COFFEE),
        ([["1-midi", "1-après-midi", "1-soir"], ["1-midi", "3-après-midi", "1-soir"]], MeetupFormat.EVENING),
    ],
)
def test_of_the_hours_that_bring_back_whom_lunch_excluded_the_one_that_suits_most_on_one_day_is_proposed(
    session: Session, place: Area, ticked: list[list[str]], found: MeetupFormat
) -> None:
    at = NOW - timedelta(days=120)
    factories.meetup(session, starts_at=at, ends_at=at + timedelta(hours=1), status=MeetupStatus.PUBLISHED)
    at_work = {ProfessionFamily.HOME_HELP: frozenset({MeetupFormat.LUNCH})}
    save(session, replace(DEFAULTS, gathering=40, unavailable=at_work), version=1, by="maud", now=NOW)
    for number, person in enumerate(session.scalars(select(Professional).order_by(Professional.id))):
        person.meals = ticked[number % len(ticked)]
    session.commit()
    (next_one,) = refreshed(session)
    assert next_one.format is found


@pytest.mark.parametrize(("ticked", "comes"), [(["1-midi"], True), (["4-midi", "0-midi"], False), ([], True)])
def test_half_days_that_someone_ticked_are_theirs(
    session: Session, place: Area, ticked: list[str], comes: bool
) -> None:
    factories.professional(session, "Léa", family=ProfessionFamily.TRANSPORT, meals=ticked)
    session.commit()
    (proposal,) = refreshed(session)
    assert ("Léa" in guests(session, proposal)) is comes
    assert proposal.facts["hour"]["half_days"] == 0


def test_a_wrong_weekday_is_not_said_to_be_a_wrong_hour(session: Session, place: Area) -> None:
    for number, ticked in enumerate((["0-midi"], ["4-midi"], ["1-soir"])):
        factories.professional(session, f"Léa {number}", family=ProfessionFamily.TRANSPORT, meals=ticked)
    session.commit()
    (proposal,) = refreshed(session)
    hour = proposal.facts["hour"]
    assert (hour["half_days"], hour["other_weekday"], hour["people"]) == (1, 2, 7)
    assert wording.hour_sentence(proposal.facts).startswith("Cette heure ne convient pas à 7 personnes")
    assert wording.day_sentence(proposal.facts) == (
        "Ce jour de la semaine ne convient pas à 2 personnes, qui pourraient venir un autre jour à cette heure"
    )
    assert wording.day_sentence(proposal.facts) in wording.sentences(proposal.facts)


def test_the_weekday_that_suits_more_people_is_chosen(session: Session, place: Area) -> None:
    for n in range(6):
        factories.professional(session, f"Jeudi {n}", family=ProfessionFamily.TRANSPORT, meals=["3-midi"])
    session.commit()
    (proposal,) = refreshed(session)
    assert day_of(proposal).weekday() == 3


@pytest.mark.parametrize(("minutes", "comes"), [(25.0, True), (41.0, False), (None, False)])
def test_minutes_by_road_count_where_they_are_known(
    session: Session, place: Area, minutes: float | None, comes: bool
) -> None:
    factories.professional(session, "Loin", insee="73065", family=ProfessionFamily.TRANSPORT)
    session.add(TravelTime(from_insee="73065", to_insee="73179", minutes=minutes))
    session.commit()
    (proposal,) = refreshed(session)
    assert ("Loin" in guests(session, proposal)) is comes
    assert proposal.facts["mean_minutes"] == (25 if comes else None)
    said = [reason for guest in proposal.guests for reason in guest.reasons if reason["code"] == "minutes"]
    assert said == ([{"code": "minutes", "minutes": 25}] if comes else [])


def test_no_answer_changes_who_is_chosen(session: Session, place: Area) -> None:
    at = NOW - timedelta(days=200)
    past = factories.meetup(session, starts_at=at, ends_at=at + timedelta(hours=1), status=MeetupStatus.PUBLISHED)
    people = list(session.scalars(select(Professional).order_by(Professional.id)))
    asked = [factories.invitation(session, past, person, invited_at=at) for person in people[:12]]
    session.commit()
    (proposal,) = refreshed(session)
    before = [guest.professional_id for guest in proposal.guests]
    for number, invitation in enumerate(asked[:8]):
        session.add(
            Registration(
                meetup=past,
                professional=invitation.professional,
                invitation=invitation,
                status=[RegistrationStatus.DECLINED, RegistrationStatus.GOING][number % 2],
                source=AnswerSource.EMAIL_LINK,
                answered_at=at,
            )
        )
    session.commit()
    (proposal,) = refreshed(session)
    assert [guest.professional_id for guest in proposal.guests] == before
    assert proposal.facts["new_pairs"] < proposal.facts["pairs"], "those who said yes met, where nobody noted who came"


def test_a_smaller_room_nearer_the_centre_does_not_hide_a_larger_one(session: Session, place: Area) -> None:
    (before,) = refreshed(session)
    assert before.venue is not None
    before.venue.capacity = 8
    hall(session, "73065", seats=24)
    session.commit()
    (after,) = refreshed(session)
    assert (after.commune.name, after.capacity) == ("Chambéry", 24)
    assert services.prepare(session, after, now=NOW).commune_insee == "73065"


def test_what_is_said_is_what_the_rows_say(session: Session, place: Area) -> None:
    (proposal,) = refreshed(session)
    families = [guest.professional.family.value for guest in proposal.guests]
    assert proposal.facts["families"] == {code: families.count(code) for code in proposal.facts["families"]}
    assert sum(proposal.facts["families"].values()) == len(proposal.guests)
    assert proposal.facts["new_pairs"] == len(proposal.guests) * (len(proposal.guests) - 1) // 2
    assert proposal.facts["only_here"] == len(proposal.guests)
    assert proposal.facts["whole"]["gap"] == 0
    assert "c’est démontré" in wording.whole_sentence(proposal.facts)
    distances = [reason["km"] for guest in proposal.guests for reason in guest.reasons if reason["code"] == "distance"]
    assert proposal.facts["mean_km"] == sum(distances) / len(distances)
