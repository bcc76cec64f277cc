"""Meetups chosen together: what is said of them equals solving again; people are shared out as well as can be."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from meetups.engine import coverage
from meetups.engine.coverage import Coverage, choose_sites
from meetups.geography.areas import area_holds
from meetups.geography.distances import crow_km
from meetups.geography.models import Area, Commune
from meetups.planning.models import MeetupFormat, MeetupStatus
from meetups.proposals import queries, services, sharing
from meetups.proposals.candidates import Candidate, World, candidates
from meetups.proposals.catchment import Catchment
from meetups.proposals.choosing import choose
from meetups.proposals.computing import compute, world_of
from meetups.proposals.effect import effect
from meetups.proposals.errors import WrongPreference
from meetups.proposals.gathering import gather
from meetups.proposals.nearby import Nearby
from meetups.proposals.rules import WEIGHTS, priority
from meetups.proposals.settings import DEFAULTS, save
from meetups.proposals.sharing import Table, share_out
from meetups.proposals.situation import Met, People, Places, Room, Situation, Zone, empty
from tests import factories
from tests.factories import NOW
from tests.proposals.world import guests, hall, near, refreshed

floats = st.floats(-0.4, 0.4)


@pytest.fixture
def three_areas(session: Session) -> None:
    """Three areas that overlap, two pathways, ninety people."""
    for insee, seats in (("73065", 24), ("73179", 12), ("73008", 30)):
        hall(session, insee, seats)
        factories.area(session, insee, radius_km=13)
        near(session, 30, insee, start=int(insee[-2:]) * 100)
    other = factories.pathway(session, "sante-mentale", "Santé mentale")
    for person in near(session, 12, start=5000):
        person.pathways = [other]
    session.commit()


def test_what_a_meetup_adds_and_its_runner_up_loses_equal_solving_again(session: Session, three_areas: None) -> None:
    world = world_of(gather(session, dismissed=set(), now=NOW), replace(DEFAULTS, meetups=3))
    offered = list(candidates(world, 3))
    choice = choose(world, offered, 3)
    assert choice.bound == pytest.approx(choice.value), "proved best"
    chosen = [step.number for step in choice.chosen]
    for step in choice.chosen:
        others = [offered[number] for number in chosen if number != step.number]
        assert step.lost == pytest.approx(choice.value - choose(world, others, 3).value)
        if step.runner_up is not None:
            instead = choose(world, [*others, offered[step.runner_up]], 3).value
            assert step.runner_up_loss == pytest.approx(choice.value - instead)


def test_a_loss_that_is_only_a_bound_says_so(
    session: Session, three_areas: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bounded(*given: Any, **more: Any) -> Coverage:
        found = choose_sites(*given, **more)
        return replace(found, steps=tuple(replace(step, is_exact=False) for step in found.steps))

    assert all(each.facts["runner_up"]["is_exact"] for each in refreshed(session))
    monkeypatch.setattr(coverage, "choose_sites", bounded)
    assert not any(each.facts["runner_up"]["is_exact"] for each in refreshed(session))


def test_one_meetup_at_most_of_an_area_and_a_pathway_and_nobody_twice(session: Session, three_areas: None) -> None:
    proposals = refreshed(session)
    assert len(proposals) >= 3
    assert len({(each.area_id, each.pathway_id) for each in proposals}) == len(proposals)
    assert len({each.starts_at for each in proposals}) == len(proposals)
    seated = [name for each in proposals for name in guests(session, each)]
    assert len(seated) == len(set(seated))
    assert [each.rank for each in proposals] == list(range(1, len(proposals) + 1))


def test_an_area_that_met_lately_takes_nobody_s_turn(session: Session, three_areas: None) -> None:
    """Only one is asked for: the best one met last month, so that the next one is proposed, not nothing."""
    lunches = replace(DEFAULTS, formats=(MeetupFormat.LUNCH,), unavailable={})  # none is better at another hour
    save(session, lunches, version=0, by="maud", now=NOW)
    session.commit()
    services.refresh(session, now=NOW, count=1)
    (best,) = queries.current_proposals(session, NOW)
    key, at = (best.area_id, best.pathway_id), NOW - timedelta(days=30)
    factories.meetup(
        session,
        area_id=best.area_id,
        commune_insee=best.area.commune_insee,
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        status=MeetupStatus.PUBLISHED,
    ).pathway_id = best.pathway_id
    session.commit()
    assert services.refresh(session, now=NOW, count=1) == 1
    (other,) = queries.current_proposals(session, NOW)
    assert (other.area_id, other.pathway_id) != key


def test_relabelling_people_changes_no_number(session: Session, three_areas: None) -> None:
    situation = gather(session, dismissed=set(), now=NOW)
    plans = compute(situation)
    count = len(situation.people)
    mirrored = replace(
        situation,
        people=People(
            **{name: values[::-1] for name, values in vars(situation.people).items() if name != "id"},
            id=situation.people.id,
        ),
        places=Places(
            owner=(count - 1 - situation.places.owner[::-1]).astype(np.int32),
            lat=situation.places.lat[::-1],
            lon=situation.places.lon[::-1],
            commune=situation.places.commune[::-1],
        ),
        nearby=Nearby(situation.places.lat[::-1], situation.places.lon[::-1]),
        member_start=situation.member_start[-1] - situation.member_start[::-1],
        member_pathway=situation.member_pathway[::-1],
    )
    others = compute(mirrored)
    assert [plan.facts["whole"] for plan in others] == [plan.facts["whole"] for plan in plans]
    assert sorted(len(plan.guests) for plan in others) == sorted(len(plan.guests) for plan in plans)


def test_the_effect_of_settings_is_shown_before_they_are_saved(session: Session, three_areas: None) -> None:
    refreshed(session)
    same = effect(session, DEFAULTS, now=NOW)
    assert same.before == same.after
    assert same.leaving == []
    assert [line.rank_before for line in same.lines] == [line.rank for line in same.lines]
    fewer = effect(session, replace(DEFAULTS, meetups=2, gathering=10), now=NOW)
    assert fewer.after.proposals == len(fewer.lines) == 2
    assert fewer.after.people == 20
    assert len(fewer.leaving) == fewer.before.proposals - 2 + sum(line.rank_before is None for line in fewer.lines)
    evenings = effect(session, replace(DEFAULTS, formats=(MeetupFormat.EVENING,)), now=NOW)
    assert {line.format for line in evenings.lines} == {MeetupFormat.EVENING}
    assert evenings.after.families > evenings.before.families
    with pytest.raises(WrongPreference):
        effect(session, replace(DEFAULTS, meetups=0), now=NOW)


@given(st.lists(st.tuples(st.integers(0, 3), st.none() | st.floats(0, 100), st.booleans()), min_size=1, max_size=20))
def test_weights_of_all_are_the_weight_of_each(facts: list[tuple[int, float | None, bool]]) -> None:
    people = _people([0] * len(facts), facts)
    assert people.weights(WEIGHTS).tolist() == pytest.approx([priority(*each) for each in facts])


@given(st.lists(st.tuples(floats, floats), min_size=1, max_size=40), floats, floats, st.floats(1, 60))
def test_points_within_some_kilometres_are_those_that_measuring_each_gives(
    points: list[tuple[float, float]], lat: float, lon: float, km: float
) -> None:
    around = [(45.5 + north, 6.2 + east) for north, east in points]
    found = Nearby(np.array([p[0] for p in around]), np.array([p[1] for p in around]))
    measured = [crow_km(*point, 45.5 + lat, 6.2 + lon) for point in around]
    expected = [number for number, each in enumerate(measured) if each <= km]
    assert found.within(45.5 + lat, 6.2 + lon, km).tolist() == expected


def test_an_area_holds_the_same_places_one_by_one_and_all_at_once(session: Session, three_areas: None) -> None:
    main, ticked = session.get_one(Commune, "73065"), session.get_one(Commune, "73008")
    session.add(Area(name="Deux communes", commune=main, radius_km=None, communes=[main, ticked]))
    session.commit()
    situation = gather(session, dismissed=set(), now=NOW)
    world = world_of(situation, DEFAULTS)
    places = situation.places
    for zone in situation.zones:
        area = session.get_one(Area, zone.id)
        expected = [
            number
            for number in range(len(places.owner))
            if area_holds(area, places.lat[number], places.lon[number], situation.communes[places.commune[number]])
        ]
        assert world.territory.places_in(zone).tolist() == expected


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.floats(0, 30)), min_size=8, max_size=40),
    st.integers(8, 20),
    st.sets(st.integers(0, 7), max_size=3),
)
@settings(max_examples=25)
def test_one_table_alone_is_filled_as_the_flow_would(
    people: list[tuple[int, int, float]], capacity: int, required: set[int]
) -> None:
    world, table = _table(people, capacity, required)
    (alone,) = share_out(world, [table])
    (by_flow,) = sharing._together(world, [table])
    gains = sharing.gains(world, table)
    assert len(alone) == len(by_flow) == min(capacity, len(people))
    assert gains[alone].sum() == pytest.approx(gains[by_flow].sum())
    assert required <= set(table.people[alone].tolist())


def _people(families: list[int], facts: list[tuple[int, float | None, bool]]) -> People:
    return People(
        id=np.arange(len(families)) + 1,
        family=np.array(families, dtype=np.int8),
        half_days=np.full(len(families), -1, dtype=np.int32),
        times_invited=np.array([times for times, _, _ in facts], dtype=np.int32),
        months_since=np.array([np.nan if months is None else months for _, months, _ in facts]),
        is_newcomer=np.array([new for _, _, new in facts]),
    )


def _table(people: list[tuple[int, int, float]], capacity: int, required: set[int]) -> tuple[World, Table]:
    """A table in a situation of these people (family, months / 6, kilometres), all of one place."""
    count = len(people)
    where = Places(
        np.arange(count, dtype=np.int32), np.full(count, 45.6), np.full(count, 5.9), np.zeros(count, np.int32)
    )
    situation = Situation(
        now=NOW,
        today=NOW.date(),
        people=_people([f for f, _, _ in people], [(1, 6.0 * months, False) for _, months, _ in people]),
        places=where,
        nearby=Nearby(where.lat, where.lon),
        communes=["73179"],
        member_start=np.arange(count + 1),
        member_pathway=np.ones(count, dtype=np.int32),
        zones=[],
        pathways={1: "Grand âge"},
        points={},
        names={},
        host_names={},
        rooms={},
        closures=[],
        notes=[],
        minutes={},
        held=[],
        met=Met(empty(), empty()),
    )
    world = world_of(situation, DEFAULTS)
    zone = Zone(1, "Zone", "73179", 10.0, frozenset())
    day = date(2027, 1, 5)
    room = Room("73179", None, None, None)
    candidate = Candidate(zone, 1, room, [day], day, MeetupFormat.LUNCH, capacity, empty(), np.empty(0))
    catchment = Catchment(world.territory, zone, np.arange(count))
    km = np.array([round(each, 1) for _, _, each in people])
    return world, Table(candidate, catchment, day, np.arange(count), km, np.array(sorted(required), dtype=np.int64))
