"""What if: each kind of change, what it refuses, and what is kept of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.planning.models import MeetupFormat, MeetupStatus
from meetups.proposals import services, whatif
from meetups.proposals.changes import Changes
from meetups.proposals.errors import ProposalGone, WrongChange
from meetups.proposals.models import Proposal, ProposalGuest
from meetups.proposals.rules import PARIS
from meetups.venues.models import Venue
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.factories import NOW
from tests.proposals.world import guests, hall, near, refreshed, two_valleys


@pytest.fixture
def proposal(session: Session) -> Proposal:
    """Twenty seats, twenty-four people free at noon around La Motte-Servolex, another room in Chambéry."""
    hall(session)
    hall(session, "73065", seats=12)
    factories.area(session, "73179", radius_km=12)
    near(session)
    session.commit()
    (only,) = refreshed(session)
    return only


def considered(session: Session, proposal: Proposal, **changes: object) -> whatif.Considered:
    return whatif.consider(session, proposal, Changes(**changes), now=NOW)  # type: ignore[arg-type]


def names(found: whatif.Considered) -> set[str]:
    return {guest.professional.first_name for guest in found.guests}


def test_nothing_changed_nothing_differs(session: Session, proposal: Proposal) -> None:
    found = considered(session, proposal)
    assert names(found) == guests(session, proposal)
    assert (found.entering, found.leaving, found.refusals) == ([], [], ())
    assert found.difference == whatif.Difference(0, 0, 0, 0, 0.0, 0)
    assert (found.starts_at, found.capacity, found.host) == (proposal.starts_at, 20, proposal.host)
    assert [guest.reasons for guest in found.guests] == [guest.reasons for guest in proposal.guests]


def test_another_day(session: Session, proposal: Proposal) -> None:
    found = considered(session, proposal, day=date(2027, 1, 28))
    assert found.starts_at.astimezone(PARIS).date() == date(2027, 1, 28)
    assert names(found) == guests(session, proposal)


def test_another_hour_takes_those_whom_noon_excludes(session: Session, proposal: Proposal) -> None:
    found = considered(session, proposal, format=MeetupFormat.EVENING)
    families = {guest.professional.family.value for guest in found.guests}
    assert "domicile" in families
    assert found.starts_at.astimezone(PARIS).hour == 19
    assert found.difference.families == 2
    assert found.entering
    assert len(found.entering) == len(found.leaving), "the room is full both times"


def test_another_room_and_its_fewer_seats(session: Session, proposal: Proposal) -> None:
    room = next(
        place
        for place in whatif.choices(session, proposal, considered(session, proposal), now=NOW).places
        if place.commune.insee == "73065"
    )
    assert room.venue is not None
    found = considered(session, proposal, venue=room.venue.public_id)
    assert (found.commune.insee, found.capacity, len(found.guests)) == ("73065", 12, 12)
    assert found.difference.people == -8
    assert found.difference.mean_km > 3
    assert room.host is not None
    assert considered(session, proposal, host=room.host.public_id).venue == room.venue


def test_fewer_people(session: Session, proposal: Proposal) -> None:
    found = considered(session, proposal, people=10)
    assert len(found.guests) == 10
    assert found.entering == []
    assert names(found) < guests(session, proposal)


def test_without_someone_one_other_comes(session: Session, proposal: Proposal) -> None:
    out = proposal.guests[3].professional
    found = considered(session, proposal, without=(out.public_id,))
    assert found.leaving == [out]
    assert len(found.entering) == 1


def test_with_someone_one_other_leaves(session: Session, proposal: Proposal) -> None:
    choices = whatif.choices(session, proposal, considered(session, proposal), now=NOW)
    wanted = choices.others[0]
    found = considered(session, proposal, with_=(wanted.public_id,))
    assert found.entering == [wanted]
    assert len(found.leaving) == 1
    assert found.refusals == ()


def test_with_someone_from_another_pathway_the_reason_says_so(session: Session, proposal: Proposal) -> None:
    other = factories.professional(session, "Ailleurs", insee="73157", pathways=[])
    session.commit()
    found = considered(session, proposal, with_=(other.public_id,))
    (guest,) = [guest for guest in found.guests if guest.professional == other]
    assert guest.reasons[0] == {"code": "added_by_hand"}


def test_what_can_be_changed(session: Session, proposal: Proposal) -> None:
    choices = whatif.choices(session, proposal, considered(session, proposal), now=NOW)
    assert proposal.starts_at.astimezone(PARIS).date() in choices.days
    assert all(day.weekday() in {1, 3} for day in choices.days)
    assert [place.commune.insee for place in choices.places] == ["73179", "73065"]
    assert all(place.is_free for place in choices.places)
    assert not {person.first_name for person in choices.others} & guests(session, proposal)
    assert choices.formats[0] is MeetupFormat.LUNCH


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"venue": "inconnue"}, "Ce lieu n’est pas connu"),
        ({"host": "inconnu"}, "Ce lieu n’est pas connu"),
        ({"commune": "73999"}, "Ce lieu n’est pas connu"),
        ({"day": date(2026, 11, 22)}, "est passé"),
        ({"day": date(2029, 11, 22)}, "plus de deux ans"),
        ({"day": date(2027, 5, 1)}, "jour férié"),
        ({"people": 7}, "entre 8 et 400"),
        ({"people": 21}, "n’a que 20 places"),
        ({"without": ("inconnue",)}, "ne figure plus"),
        ({"with_": ("inconnue",)}, "ne figure plus"),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_is_answered(
    session: Session, proposal: Proposal, changes: dict[str, object], said: str
) -> None:
    if "people" in changes:
        assert proposal.venue is not None
        changes = changes | {"venue": proposal.venue.public_id}
    found = considered(session, proposal, **changes)
    assert len(found.refusals) == 1
    assert said in found.refusals[0]
    assert names(found) == guests(session, proposal)
    with pytest.raises(WrongChange):
        whatif.keep(session, proposal, found.changes, now=NOW)


def test_a_room_taken_or_not_lent_then_is_refused(session: Session, proposal: Proposal) -> None:
    assert proposal.venue is not None
    day = date(2027, 1, 28)
    at = proposal.starts_at.replace(year=2027, month=1, day=28)
    taken = factories.meetup(session, proposal.venue, starts_at=at, ends_at=at + timedelta(hours=1))
    taken.commune_insee = factories.commune(session, "73008").insee
    session.commit()
    assert "déjà prise" in considered(session, proposal, day=day).refusals[0]
    proposal.venue.free = ["0-midi"]
    session.commit()
    assert "ne se prête pas" in considered(session, proposal, day=day).refusals[0]
    assert proposal.host is not None
    proposal.host.notice_days = 100
    session.commit()
    assert "100 jours avant" in considered(session, proposal, day=day).refusals[0]


def test_a_host_who_wants_to_know_early_is_heard(session: Session, proposal: Proposal) -> None:
    room = proposal.venue
    assert room is not None
    room.free = ["0-midi"]
    session.commit()
    found = considered(session, proposal, format=MeetupFormat.EVENING, day=date(2027, 1, 25))
    assert "ne se prête pas" in found.refusals[0]


def test_nobody_is_asked_twice_in_a_quarter(session: Session, proposal: Proposal) -> None:
    session.add(factories.area(session, "73008", radius_km=5))
    hall(session, "73008")
    near(session, 20, "73008", start=50)
    session.commit()
    one, other = refreshed(session)
    theirs = other.guests[0].professional
    found = whatif.consider(session, one, Changes(with_=(theirs.public_id,)), now=NOW)
    assert "une seule ce trimestre" in found.refusals[0]
    assert not names(found) & guests(session, other)


def test_who_cannot_be_invited_is_refused_by_name(session: Session, proposal: Proposal) -> None:
    away = factories.professional(session, "Rémi", paused_until=NOW + timedelta(days=20))
    session.commit()
    assert considered(session, proposal, with_=(away.public_id,)).refusals[0].startswith("Rémi")


def test_a_closed_pass_is_named(session: Session) -> None:
    far = two_valleys(session)
    (proposal,) = refreshed(session)
    found = considered(session, proposal, with_=(far[0].public_id,))
    assert "Bonneval-sur-Arc est fermée depuis Val-d'Isère" in found.refusals[0]
    summer = considered(session, proposal, with_=(far[0].public_id,), day=date(2027, 7, 6))
    assert summer.refusals == ()
    assert far[0].first_name in names(summer)


def test_what_is_kept_holds_at_each_computation_until_it_is_forgotten(session: Session, proposal: Proposal) -> None:
    first = guests(session, proposal)
    out = proposal.guests[0].professional
    wanted = whatif.choices(session, proposal, considered(session, proposal), now=NOW).others[0]
    changes = Changes(
        day=date(2027, 2, 2),
        format=MeetupFormat.EVENING,
        people=12,
        without=(out.public_id,),
        with_=(wanted.public_id,),
    )
    for _twice in range(2):
        whatif.keep(session, proposal, changes, now=NOW)
        session.commit()
    kept = guests(session, proposal)
    assert Changes.from_json(proposal.changes) == changes
    for later in (NOW + timedelta(hours=1), NOW + timedelta(days=2)):
        (same,) = refreshed(session, later)
        assert same.id == proposal.id
        assert (same.format, same.capacity) == (MeetupFormat.EVENING, 12)
        assert same.starts_at.astimezone(PARIS).date() == date(2027, 2, 2)
        assert guests(session, same) == kept
        assert wanted.first_name in kept
        assert out.first_name not in kept
        assert Changes.from_json(same.changes) == changes
    whatif.forget(session, proposal, now=NOW)
    session.commit()
    assert proposal.changes == {}
    (again,) = refreshed(session)
    assert (again.format, again.capacity) == (MeetupFormat.LUNCH, 20)
    assert guests(session, again) == first


def test_a_proposal_kept_stays_even_when_others_would_be_better(session: Session, proposal: Proposal) -> None:
    whatif.keep(session, proposal, Changes(people=8), now=NOW)
    near(session, 40, "73008", start=50)
    factories.area(session, "73008", radius_km=5)
    hall(session, "73008", seats=40)
    session.commit()
    services.refresh(session, now=NOW, count=1)
    session.commit()
    session.refresh(proposal)
    assert len(proposal.guests) == 8


def test_changes_kept_elsewhere_while_the_engine_works_are_not_lost(
    session: Session, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = services.compute

    def meanwhile(*given: object) -> object:
        plans = real(*given)  # type: ignore[arg-type]
        whatif.keep(session, proposal, Changes(people=9), now=NOW)
        session.commit()
        return plans

    monkeypatch.setattr(services, "compute", meanwhile)
    services.refresh(session, now=NOW)
    session.commit()
    session.refresh(proposal)
    assert (proposal.changes, len(proposal.guests)) == ({"people": 9}, 9)


def test_what_no_longer_holds_is_let_go(session: Session, proposal: Proposal) -> None:
    assert proposal.venue is not None
    whatif.keep(session, proposal, Changes(venue=proposal.venue.public_id, day=date(2027, 1, 28)), now=NOW)
    session.delete(proposal.venue)
    session.commit()
    (same,) = refreshed(session)
    assert same.venue is None or same.venue.name == "salle des Tilleuls"
    assert same.starts_at.astimezone(PARIS).date() == date(2027, 1, 28)


def test_a_prepared_proposal_is_not_changed(session: Session, proposal: Proposal) -> None:
    draft = services.prepare(session, proposal, now=NOW)
    session.commit()
    for gesture in (
        lambda: whatif.keep(session, proposal, Changes(people=9), now=NOW),
        lambda: whatif.forget(session, proposal, now=NOW),
    ):
        with pytest.raises(ProposalGone):
            gesture()
    assert (draft.status, draft.capacity) == (MeetupStatus.DRAFT, 20)


def test_the_number_of_queries_does_not_grow_with_people(session: Session, proposal: Proposal) -> None:
    with recorded_statements() as few:
        whatif.choices(session, proposal, considered(session, proposal), now=NOW)
    near(session, 60, start=100)
    session.commit()
    session.expire_all()
    session.refresh(proposal)
    with recorded_statements() as many:
        whatif.choices(session, proposal, considered(session, proposal), now=NOW)
    assert len(many) <= len(few) + 4  # what the test itself had let go is read again


def test_changes_are_plain_json_there_and_back() -> None:
    changes = Changes(date(2027, 1, 28), MeetupFormat.COFFEE, "h", None, None, 12, ("a",), ("b", "c"))
    assert Changes.from_json(changes.as_json()) == changes
    assert changes.as_json()["day"] == "2027-01-28"
    assert not Changes()
    assert Changes().as_json() == {}
    assert changes.left_out("b").with_ == ("c",)
    assert changes.left_out("b").without == ("a", "b")
    assert changes.added("a").without == ()
    with pytest.raises(TypeError):
        Changes.from_json({"inconnu": 1})


def test_a_proposal_changed_while_the_engine_drops_it_is_not_deleted(
    session: Session, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*_given: object) -> list[object]:
        whatif.keep(session, proposal, Changes(people=9), now=NOW)
        session.commit()
        return []

    monkeypatch.setattr(services, "compute", meanwhile)
    services.refresh(session, now=NOW)
    session.commit()
    session.refresh(proposal)
    assert proposal.changes == {"people": 9}


def test_guests_of_another_proposal_do_not_come_in_someone_s_place(session: Session, proposal: Proposal) -> None:
    """Twenty of thirty people are on two pathways: who leaves one meetup is not replaced by a guest of the other."""
    other = factories.pathway(session, "sante-mentale", "Santé mentale")
    for person in session.scalars(select(Professional).order_by(Professional.id).limit(20)):
        person.pathways = [*person.pathways, other]
    session.commit()
    one, two = refreshed(session)
    for here, there in ((one, two), (two, one)):
        out = tuple(guest.professional.public_id for guest in here.guests[:2])
        found = whatif.consider(session, here, Changes(without=out), now=NOW)
        assert not names(found) & guests(session, there)


def test_a_room_that_is_never_free_then_is_refused_rather_than_taken(session: Session, proposal: Proposal) -> None:
    room = session.scalars(select(Venue).where(Venue.capacity == 12)).one()
    room.free = ["6-matin"]
    session.commit()
    found = considered(session, proposal, venue=room.public_id)
    assert any("ne peut pas être demandée" in text for text in found.refusals)


def test_a_day_chosen_again_is_not_that_of_another_proposal(session: Session, proposal: Proposal) -> None:
    whatif.keep(session, proposal, Changes(day=date(2027, 1, 28)), now=NOW)
    session.commit()
    first = considered(session, proposal, people=12).starts_at
    other = Proposal(
        rank=2, computed_at=NOW, area_id=proposal.area_id, pathway=factories.pathway(session, "Cancer"),
        commune_insee=proposal.commune_insee, format=proposal.format, starts_at=first, ends_at=first,
        capacity=8, facts={}, guests=[ProposalGuest(professional=factories.professional(session, "Ailleurs"),
        position=0, reasons=[])],
    )  # fmt: skip
    session.add(other)
    session.commit()
    again = considered(session, proposal, people=12).starts_at
    assert again.astimezone(PARIS).date() != first.astimezone(PARIS).date()


@pytest.fixture
def not_full(session: Session, proposal: Proposal) -> Proposal:
    """The proposal as sharing everybody out over several would leave it: twelve people for twenty places."""
    for guest in list(proposal.guests)[12:]:
        session.delete(guest)
    session.commit()
    session.refresh(proposal)
    return proposal


def test_a_table_that_is_not_full_stays_as_it_is_but_for_what_is_asked(session: Session, not_full: Proposal) -> None:
    before = guests(session, not_full)
    assert len(before) == 12
    assert names(considered(session, not_full)) == before
    assert names(considered(session, not_full, day=date(2027, 1, 28))) == before
    out = not_full.guests[3].professional
    without = considered(session, not_full, without=(out.public_id,))
    assert (without.leaving, len(without.entering), len(without.guests)) == ([out], 1, 12)
    fewer = considered(session, not_full, people=10)
    assert (fewer.entering, len(fewer.leaving)) == ([], 2)
    more = considered(session, not_full, people=15)
    assert (more.leaving, len(more.entering)) == ([], 3)


def test_with_someone_more_nobody_leaves_a_table_that_is_not_full(session: Session, not_full: Proposal) -> None:
    wanted = whatif.choices(session, not_full, considered(session, not_full), now=NOW).others[0]
    found = considered(session, not_full, with_=(wanted.public_id,))
    assert (found.entering, found.leaving) == ([wanted], [])


def test_what_is_given_up_puts_the_table_back_as_it_stood(session: Session, not_full: Proposal) -> None:
    before = guests(session, not_full)
    out = not_full.guests[3].professional
    wanted = whatif.choices(session, not_full, considered(session, not_full), now=NOW).others[-1]
    whatif.keep(session, not_full, Changes(with_=(wanted.public_id,)), now=NOW)
    session.commit()
    whatif.forget(session, not_full, now=NOW)
    session.commit()
    assert wanted.first_name not in guests(session, not_full)
    whatif.keep(session, not_full, Changes(without=(out.public_id,)), now=NOW)
    session.commit()
    assert out.first_name not in guests(session, not_full)
    back = considered(session, not_full)
    assert out in back.entering
    assert len(back.guests) <= len(before) + 1


def test_who_is_at_work_then_is_offered_apart_and_refused_but_not_at_another_hour(
    session: Session, proposal: Proposal
) -> None:
    choices = whatif.choices(session, proposal, considered(session, proposal), now=NOW)
    at_work = {ProfessionFamily.HOME_HELP, ProfessionFamily.CARE_ASSISTANTS}
    assert {person.family for person in choices.busy} == at_work
    assert not {person.family for person in choices.others} & at_work
    wanted = choices.busy[0]
    noon = considered(session, proposal, with_=(wanted.public_id,))
    assert len(noon.refusals) == 1
    assert noon.refusals[0].startswith(wanted.full_name)
    assert "au travail" in noon.refusals[0]
    assert names(noon) == guests(session, proposal)
    evening = considered(session, proposal, with_=(wanted.public_id,), format=MeetupFormat.EVENING)
    assert evening.refusals == ()
    assert wanted.first_name in names(evening)


@pytest.mark.parametrize(("ticked", "said"), [("4-midi", "un autre jour"), ("1-soir", "une autre heure")])
def test_half_days_that_someone_ticked_say_whether_the_day_or_the_hour_is_wrong(
    session: Session, proposal: Proposal, ticked: str, said: str
) -> None:
    person = factories.professional(session, "Inès", insee="73179", meals=[ticked])
    session.commit()
    found = considered(session, proposal, with_=(person.public_id,))
    assert len(found.refusals) == 1
    assert said in found.refusals[0]


def test_someone_is_refused_on_the_day_of_the_what_if_not_on_the_stored_one(session: Session) -> None:
    far = two_valleys(session, closed_from="10-15", closed_until="06-15")
    (proposal,) = refreshed(session)
    whatif.keep(session, proposal, Changes(day=date(2027, 7, 6)), now=NOW)
    session.commit()
    assert considered(session, proposal, with_=(far[0].public_id,), day=date(2027, 7, 6)).refusals == ()
    given_up = considered(session, proposal, with_=(far[0].public_id,))
    assert given_up.starts_at.astimezone(PARIS).month < 6
    assert "est fermée depuis Val-d'Isère" in given_up.refusals[0]
