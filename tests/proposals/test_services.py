"""From rows to stored proposals, and from a proposal to a draft."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import PracticePlace, Professional
from meetups.geography.areas import edit_set
from meetups.geography.models import Area
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus
from meetups.planning.models import Meetup, MeetupFormat, MeetupStatus
from meetups.proposals import queries, services, wording
from meetups.proposals.models import Proposal
from meetups.venues.models import Venue
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.factories import NOW

FAMILIES = list(ProfessionFamily)


@pytest.fixture
def people(session: Session) -> list[Professional]:
    """Thirty people around La Motte-Servolex, of every family, and twelve far away in Modane."""
    host = factories.town_hall(session)
    factories.venue(session, host, capacity=20)
    factories.area(session, "73179", radius_km=12)
    near = [factories.professional(session, f"Personne {n:02}", family=FAMILIES[n % len(FAMILIES)]) for n in range(30)]
    for n in range(12):
        factories.professional(session, f"Loin {n:02}", insee="73157")
    session.commit()
    return near


def only(session: Session) -> Proposal:
    """The proposal of this small world."""
    (found,) = queries.current_proposals(session, NOW)
    return found


def test_the_best_pair_of_area_and_pathway_is_stored_with_its_reasons(
    session: Session, people: list[Professional]
) -> None:
    assert services.refresh(session, now=NOW) == 1
    proposal = only(session)
    assert (proposal.area.name, proposal.pathway.name) == ("La Motte-Servolex", "Grand âge")
    assert proposal.facts["people_in_reach"] == 30
    assert proposal.facts["never_invited"] == 30
    assert proposal.capacity == len(proposal.guests) == 20, "the room seats twenty"
    assert proposal.facts["new_pairs"] == 190
    assert len(proposal.facts["families"]) == len(FAMILIES) - 2, "two families work at noon"
    assert all(guest.professional.first_name.startswith("Personne") for guest in proposal.guests)


def test_the_date_leaves_six_weeks_and_is_a_lunch_in_paris(session: Session, people: list[Professional]) -> None:
    services.refresh(session, now=NOW)
    proposal = only(session)
    starts = proposal.starts_at.astimezone(ZoneInfo("Europe/Paris"))
    assert proposal.starts_at - NOW >= timedelta(days=42)
    assert (starts.hour, starts.minute) == (12, 15)
    assert starts.weekday() in {1, 3}


def test_every_reason_has_words(session: Session, people: list[Professional]) -> None:
    services.refresh(session, now=NOW)
    said = wording.sentences(only(session).facts)
    assert "30 personnes à inviter partagent ce parcours à moins de 12 km de La Motte-Servolex, à vol d’oiseau" in said
    assert "Jamais de rencontre ici sur ce parcours" in said


def test_each_weight_that_somebody_has_is_among_their_reasons(session: Session, people: list[Professional]) -> None:
    came, absent = people[:2]
    session.scalars(select(Venue)).one().capacity = 40
    for person in people[24:]:  # as many people as places
        person.left_at = NOW
    came.created_at = absent.created_at = NOW - timedelta(days=400)
    then = NOW - timedelta(days=400)
    past = factories.meetup(session, starts_at=then, ends_at=then + timedelta(hours=1), status=MeetupStatus.PUBLISHED)
    for person, attendance in ((came, Attendance.ATTENDED), (absent, None)):
        factories.invitation(session, past, person, invited_at=then)
        answer = Registration(meetup=past, professional=person, source=AnswerSource.SITE, answered_at=then)
        answer.status, answer.attendance = RegistrationStatus.GOING, attendance
        session.add(answer)
    session.commit()
    services.refresh(session, now=NOW)
    codes = {guest.professional_id: {each["code"] for each in guest.reasons} for guest in only(session).guests}
    told = {"months_since", "never_invited", "never_came", "newcomer"}
    assert codes[came.id] & told == {"months_since"}
    assert codes[absent.id] & told == {"never_came"}
    new = next(person for person in people if person.id in codes and person not in (came, absent))
    assert codes[new.id] & told == {"never_invited", "newcomer"}


def test_refreshing_again_keeps_the_row_that_a_page_shows(session: Session, people: list[Professional]) -> None:
    services.refresh(session, now=NOW)
    before = only(session).public_id
    session.commit()
    services.refresh(session, now=NOW + timedelta(hours=1))
    assert only(session).public_id == before
    assert len(session.scalars(select(Proposal)).all()) == 1


def test_the_same_situation_gives_the_same_proposal(session: Session, people: list[Professional]) -> None:
    services.refresh(session, now=NOW)
    first = [guest.professional_id for guest in only(session).guests]
    session.commit()
    services.refresh(session, now=NOW)
    assert [guest.professional_id for guest in only(session).guests] == first


def attended(session: Session, person: Professional, at: Meetup) -> None:
    """This person was asked to a past lunch, and came."""
    guest = factories.invitation(session, at, person, invited_at=at.starts_at - timedelta(days=30))
    session.add(
        Registration(
            meetup=at,
            professional=person,
            invitation=guest,
            status=RegistrationStatus.GOING,
            source=AnswerSource.EMAIL_LINK,
            answered_at=at.starts_at,
            attendance=Attendance.ATTENDED,
        )
    )


def test_those_never_invited_go_first_and_old_pairs_are_not_new(session: Session, people: list[Professional]) -> None:
    past = NOW - timedelta(days=120)
    lunch = factories.meetup(session, starts_at=past, ends_at=past + timedelta(hours=1), status=MeetupStatus.PUBLISHED)
    for person in people[:14]:
        attended(session, person, lunch)
    session.commit()
    services.refresh(session, now=NOW)
    proposal = only(session)
    chosen = {guest.professional_id for guest in proposal.guests}
    assert proposal.format is MeetupFormat.EVENING, "whom lunch excluded come next"
    assert {person.id for person in people[14:]} <= chosen, "all who were never invited"
    met, seats = len(chosen & {person.id for person in people[:14]}), len(chosen)
    assert proposal.facts["new_pairs"] == seats * (seats - 1) // 2 - met * (met - 1) // 2
    assert proposal.facts["months_since_last"] == 4


@pytest.mark.parametrize(("days", "found"), [(-60, 0), (-120, 1), (30, 0)])
def test_the_same_pathway_waits_three_months_before_meeting_again_in_a_commune(
    session: Session, people: list[Professional], days: int, found: int
) -> None:
    at = NOW + timedelta(days=days)
    factories.meetup(session, starts_at=at, ends_at=at + timedelta(hours=1), status=MeetupStatus.PUBLISHED)
    session.commit()
    assert services.refresh(session, now=NOW) == found


def test_who_is_gone_on_a_pause_or_already_on_a_list_is_not_proposed(
    session: Session, people: list[Professional]
) -> None:
    people[0].left_at = NOW
    people[1].paused_until = NOW + timedelta(days=3)
    elsewhere = factories.commune(session, "73008").insee
    draft = factories.meetup(session, commune_insee=elsewhere)
    add_guest(session, draft, people[2], reasons=[], now=NOW)
    session.commit()
    services.refresh(session, now=NOW)
    proposal = only(session)
    assert proposal.facts["people_in_reach"] == 27
    assert not {guest.professional_id for guest in proposal.guests} & {person.id for person in people[:3]}


def test_a_person_without_email_is_proposed_like_anyone(session: Session, people: list[Professional]) -> None:
    odile = factories.professional(session, "Odile", email=None, family=ProfessionFamily.TRANSPORT)
    for person in people:
        person.created_at = NOW - timedelta(days=900)
    session.commit()
    services.refresh(session, now=NOW)
    assert odile.id in {guest.professional_id for guest in only(session).guests}


def test_no_area_or_nobody_gives_no_proposal(session: Session) -> None:
    assert services.refresh(session, now=NOW) == 0
    factories.area(session)
    for n in range(7):
        factories.professional(session, f"Personne {n}")
    session.commit()
    assert services.refresh(session, now=NOW) == 0, "too few for a table"


def test_where_nobody_lends_a_room_the_town_hall_that_was_never_asked_is_proposed(session: Session) -> None:
    factories.area(session)
    for n in range(12):
        factories.professional(session, f"Personne {n}", family=FAMILIES[n % len(FAMILIES)])
    session.commit()
    assert services.refresh(session, now=NOW) == 1
    proposal = only(session)
    assert (proposal.host_id, proposal.venue_id, proposal.host_name) == (None, None, "Mairie de La Motte-Servolex")
    assert proposal.facts["never_asked"]
    draft = services.prepare(session, proposal, now=NOW)
    assert (draft.commune_insee, draft.venue_id) == ("73179", None)


def test_preparing_makes_one_draft_with_its_guests_and_their_reasons(
    session: Session, people: list[Professional]
) -> None:
    services.refresh(session, now=NOW)
    session.commit()
    proposal = only(session)
    draft = services.prepare(session, proposal, now=NOW)
    assert services.prepare(session, proposal, now=NOW) is draft
    guests = session.scalars(select(Invitation).where(Invitation.meetup_id == draft.id)).all()
    assert len(guests) == 20
    assert {"code": "pathway", "name": "Grand âge"} in guests[0].reasons
    assert draft.is_draft
    assert queries.current_proposals(session, NOW) == []
    assert queries.proposal_of(session, draft.id) is proposal


@pytest.mark.parametrize("name", ["Tarentaise", "Quartier de la gare", "La Motte et ses voisines"])
def test_a_draft_is_titled_after_the_main_commune_whatever_the_team_calls_the_area(
    session: Session, people: list[Professional], name: str
) -> None:
    session.scalars(select(Area)).one().name = name
    session.commit()
    services.refresh(session, now=NOW)
    draft = services.prepare(session, only(session), now=NOW)
    assert draft.title == "Grand âge\u00a0: faire connaissance, secteur de La Motte-Servolex"


def test_preparing_leaves_out_who_left_meanwhile(session: Session, people: list[Professional]) -> None:
    services.refresh(session, now=NOW)
    proposal = only(session)
    proposal.guests[0].professional.left_at = NOW
    draft = services.prepare(session, proposal, now=NOW)
    assert len(session.scalars(select(Invitation).where(Invitation.meetup_id == draft.id)).all()) == 19


def test_put_aside_comes_back_after_two_months_or_at_once(session: Session, people: list[Professional]) -> None:
    services.refresh(session, now=NOW)
    proposal = only(session)
    services.put_aside(session, proposal, now=NOW)
    session.commit()
    assert queries.current_proposals(session, NOW) == []
    assert services.refresh(session, now=NOW + timedelta(days=1)) == 0
    services.take_back(session, proposal)
    assert only(session) is proposal
    services.put_aside(session, proposal, now=NOW)
    session.commit()
    assert services.refresh(session, now=NOW + timedelta(days=61)) == 1


def test_two_proposals_complete_each_other(session: Session, people: list[Professional]) -> None:
    session.add(Area(name="Chambéry", commune_insee=factories.commune(session, "73065").insee, radius_km=12))
    factories.town_hall(session, "73065")
    for n in range(20):
        factories.professional(session, f"Autre {n:02}")
    session.commit()
    services.refresh(session, now=NOW)
    first, second = queries.current_proposals(session, NOW)
    assert first.starts_at != second.starts_at
    assert not {g.professional_id for g in first.guests} & {g.professional_id for g in second.guests}


def test_the_situation_is_read_in_a_number_of_queries_that_does_not_grow(
    session: Session, people: list[Professional]
) -> None:
    with recorded_statements() as small:
        services.refresh(session, now=NOW)
    session.commit()
    for n in range(60):
        factories.professional(session, f"Autre {n}")
    session.commit()
    with recorded_statements() as large:
        services.refresh(session, now=NOW)
    assert len(large) <= len(small) + 2  # the second time, the old guests are read and replaced


def test_nothing_is_held_while_the_engine_works(
    session: Session, people: list[Professional], monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    asked: list[str] = []
    real = services.compute

    def watched(*given: object) -> object:
        held.append(session.in_transaction())
        with recorded_statements() as seen:
            plans = real(*given)  # type: ignore[arg-type]
        asked.extend(seen)
        return plans

    monkeypatch.setattr(services, "compute", watched)
    services.refresh(session, now=NOW)
    assert held == [False]
    assert asked == []


def test_what_an_organiser_does_while_the_engine_works_is_kept(
    session: Session, people: list[Professional], monkeypatch: pytest.MonkeyPatch
) -> None:
    services.refresh(session, now=NOW)
    session.commit()
    real = services.compute

    def meanwhile(*given: object) -> object:
        plans = real(*given)  # type: ignore[arg-type]
        services.put_aside(session, only(session), now=NOW)
        session.commit()
        return plans

    monkeypatch.setattr(services, "compute", meanwhile)
    assert services.refresh(session, now=NOW) == 0
    session.commit()
    assert queries.current_proposals(session, NOW) == []


@pytest.fixture
def by_communes(session: Session, people: list[Professional]) -> Area:
    """The same small world, whose only area is two communes: people of La Motte-Servolex, and twelve of Modane."""
    area = session.scalars(select(Area)).one()
    main, far = factories.commune(session, "73179"), factories.commune(session, "73157")
    edit_set(session, area, "La Motte et Modane", main, [main, far])
    session.commit()
    return area


def test_an_area_of_communes_gathers_those_who_work_in_them_exactly(
    session: Session, people: list[Professional], by_communes: Area
) -> None:
    factories.professional(session, "Voisine", insee="73065")
    elsewhere = factories.professional(session, "Deux lieux", insee="73065")
    elsewhere.places.append(PracticePlace(commune_insee="73179", lat=45.6, lon=5.86))
    session.commit()
    services.refresh(session, now=NOW)
    facts = only(session).facts
    assert facts["people_in_reach"] == 30 + 12 + 1, "Modane is far and counts; Chambéry is near and does not"
    assert (facts["radius_km"], facts["communes"]) == (None, 2)


def test_distances_are_measured_to_the_main_commune(session: Session, by_communes: Area) -> None:
    services.refresh(session, now=NOW)
    reasons = {
        guest.professional.first_name: reason["km"]
        for guest in only(session).guests
        for reason in guest.reasons
        if reason["code"] == "distance"
    }
    far = {km for name, km in reasons.items() if name.startswith("Loin")}
    assert {km for name, km in reasons.items() if name.startswith("Personne")} == {0.0}
    assert all(70 < float(str(km)) < 90 for km in far)


def test_what_is_said_of_an_area_of_communes_names_no_radius(session: Session, by_communes: Area) -> None:
    services.refresh(session, now=NOW)
    facts = only(session).facts
    assert (
        wording.reach_sentence(facts) == "42 personnes à inviter partagent ce parcours dans les 2 communes du secteur"
    )
    assert wording.where(facts | {"communes": 1}) == "dans la commune du secteur"
    assert wording.missing_sentence(facts | {"missing_families": ["transport"]}).startswith(
        "Il manque, parmi les personnes à inviter"
    )
    assert not any("à moins de" in text for text in wording.sentences(facts))


def test_an_area_removed_while_the_engine_works_gives_no_proposal(
    session: Session, people: list[Professional], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = services.compute

    def meanwhile(*given: object) -> object:
        plans = real(*given)  # type: ignore[arg-type]
        session.delete(session.scalars(select(Area)).one())
        session.commit()
        return plans

    monkeypatch.setattr(services, "compute", meanwhile)
    assert services.refresh(session, now=NOW) == 0
