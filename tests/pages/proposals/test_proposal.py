"""One proposal: its reasons, what-ifs in the address, what is kept and forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from meetups.proposals.models import Proposal, ProposalGuest
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import text_of

LIST = "/organisation/propositions"
MOST_STATEMENTS = 45
TRIAL, KEEP, PREPARE = "Un essai : rien n’est encore gardé", "Garder ce changement", "Préparer cette rencontre"


def url(stored: Proposal) -> str:
    return f"{LIST}/{stored.public_id}"


def guests(session: Session, stored: Proposal) -> list[Professional]:
    """Who is in the stored proposal."""
    session.rollback()
    wanted = select(Professional).join(ProposalGuest).where(ProposalGuest.proposal_id == stored.id)
    found = list(session.scalars(wanted.order_by(ProposalGuest.position)))
    session.rollback()
    return found


def test_the_page_says_who_where_when_and_why(maud: CheckingClient, session: Session, stored: Proposal) -> None:
    page = text_of(maud.get(url(stored)))
    for part in ("La Motte-Servolex", "Grand âge", "Pourquoi", "partagent ce parcours", PREPARE):
        assert part in page
    for person in guests(session, stored):
        assert person.full_name in page
    assert TRIAL not in page


def test_without_a_trial_it_shows_what_preparing_would_make(
    maud: CheckingClient, session: Session, stored: Proposal
) -> None:
    gone = guests(session, stored)[0]
    session.get_one(Professional, gone.id).paused_until = NOW + timedelta(days=90)
    session.commit()
    assert "Les 20 personnes" in text_of(maud.get(url(stored)))
    assert gone.full_name in text_of(maud.get(url(stored)))


def test_without_somebody_another_comes_and_nothing_is_written_until_it_is_kept(
    maud: CheckingClient, session: Session, stored: Proposal
) -> None:
    before = guests(session, stored)
    left_out = before[0]
    links = [link for link in parse(maud.get(url(stored)).text).iter("a") if "sans=" in str(link.get("href"))]
    assert len(links) == len(before)
    page = maud.get(f"{url(stored)}?sans={left_out.public_id}")
    assert TRIAL in text_of(page)
    assert f"Sort : {left_out.full_name}" in text_of(page)
    assert "Entre :" in text_of(page)
    assert PREPARE not in text_of(page)
    assert guests(session, stored) == before
    answer = maud.post(f"{url(stored)}/changer", data={"sans": left_out.public_id})
    assert answer.location == url(stored)
    after = guests(session, stored)
    assert left_out not in after
    assert len(after) == len(before)
    assert "Revenir à ce qui était calculé" in text_of(maud.get(url(stored)))
    maud.post(f"{url(stored)}/changer", data={"oublier": "1"})
    assert {each.id for each in guests(session, stored)} == {each.id for each in before}


def test_kept_twice_it_is_kept_once(maud: CheckingClient, session: Session, stored: Proposal) -> None:
    for _ in range(2):
        assert maud.post(f"{url(stored)}/changer", data={"personnes": "12"}).location == url(stored)
    assert len(guests(session, stored)) == 12


def test_another_room_and_fewer_people_are_tried_together(maud: CheckingClient, stored: Proposal) -> None:
    options = [option.get("value") or "" for option in parse(maud.get(url(stored)).text).iter("option")]
    rooms = [value for value in options if value.startswith("venue:")]
    assert len(rooms) == 2
    said = [text_of(maud.get(url(stored), query_string={"lieu": room, "personnes": "10"})) for room in rooms]
    assert any("grande salle" in page.split("Et si…")[0] for page in said)
    assert all("Les 10 personnes" in page for page in said)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"jour": "demain"}, "Choisissez un jour"),
        ({"format": "brunch"}, "Choisissez un format"),
        ({"personnes": "beaucoup"}, "Écrivez un nombre de personnes"),
        ({"personnes": "-4"}, "Écrivez un nombre de personnes"),
        ({"personnes": "9" * 400}, "Écrivez un nombre de personnes"),
    ],
)
def test_what_cannot_be_read_is_said_and_not_kept(
    maud: CheckingClient, session: Session, stored: Proposal, query: dict[str, str], said: str
) -> None:
    page = maud.get(url(stored), query_string=query)
    assert page.status_code == 422
    assert said in text_of(page)
    assert PREPARE in text_of(page)
    before = guests(session, stored)
    followed = maud.post(f"{url(stored)}/changer", data=query, follow_redirects=True)
    assert said in followed.text
    assert guests(session, stored) == before


def test_a_stranger_s_id_is_refused_in_words(maud: CheckingClient, stored: Proposal) -> None:
    page = maud.get(f"{url(stored)}?avec=inconnu")
    assert page.status_code == 200
    assert KEEP not in text_of(page)


def test_two_refusals_in_a_row_suggest_a_call_and_change_no_rank(
    maud: CheckingClient, session: Session, cast: Cast, stored: Proposal
) -> None:
    before = guests(session, stored)
    for days in (30, 60):
        _declined(session, cast, before[3], days)
    assert text_of(maud.get(url(stored))).count("Deux refus de suite") == 1
    session.rollback()
    _declined(session, cast, before[3], 10, RegistrationStatus.GOING)
    assert "Deux refus de suite" not in text_of(maud.get(url(stored)))
    assert guests(session, stored) == before


def _declined(
    session: Session,
    cast: Cast,
    person: Professional,
    days: int,
    status: RegistrationStatus = RegistrationStatus.DECLINED,
) -> None:
    at = NOW - timedelta(days=days)
    meetup = factories.meetup(
        session, starts_at=at, ends_at=at + timedelta(hours=1), status=MeetupStatus.CANCELLED, cancelled_at=at
    )
    session.add(
        Registration(meetup=meetup, professional_id=person.id, status=status, source=AnswerSource.SITE, answered_at=at)
    )
    session.commit()


def test_prepared_meanwhile_it_leads_to_its_draft_and_computed_away_to_the_others(
    maud: CheckingClient, session: Session, stored: Proposal
) -> None:
    maud.post(f"{url(stored)}/preparer")
    session.rollback()
    draft = session.scalars(select(Meetup).order_by(Meetup.id.desc())).first()
    assert draft is not None
    for answer in (maud.get(url(stored)), maud.post(f"{url(stored)}/changer", data={"personnes": "12"})):
        assert answer.location.endswith(draft.public_id)
    gone = maud.get(f"{LIST}/inconnue")
    assert gone.location == LIST
    assert "Cette proposition a changé depuis" in text_of(maud.get(LIST))


def test_the_page_asks_no_more_for_forty_people_than_for_twenty(
    maud: CheckingClient, session: Session, stored: Proposal
) -> None:
    def asked() -> int:
        with recorded_statements() as statements:
            assert maud.get(f"{url(stored)}?personnes=10").status_code == 200
        session.rollback()
        return len(statements)

    few = asked()
    assert few <= MOST_STATEMENTS
    for number in range(40):
        factories.professional(session, f"Autre {number:02}")
    session.commit()
    assert asked() == few


def test_who_is_left_out_is_named_and_can_be_taken_back(
    maud: CheckingClient, session: Session, stored: Proposal
) -> None:
    before = guests(session, stored)
    maud.post(f"{url(stored)}/changer", data={"sans": before[0].public_id})
    page = maud.get(url(stored))
    assert f"À votre demande, sans {before[0].full_name}" in text_of(page)
    (back,) = [link for link in parse(page.text).iter("a") if link.text == "Remettre"]
    trial = maud.get(str(back.get("href")))
    assert TRIAL in text_of(trial)
    assert f"Entre : {before[0].full_name}" in text_of(trial).replace("\u00a0", " ")


def test_when_all_is_refused_nothing_else_moves(maud: CheckingClient, session: Session, stored: Proposal) -> None:
    gone = guests(session, stored)[0]
    session.get_one(Professional, gone.id).paused_until = NOW + timedelta(days=90)
    session.commit()
    page = text_of(maud.get(url(stored), query_string={"jour": "2027-01-01"}))
    assert "est un jour férié" in page
    assert TRIAL not in page
    assert "Les 20 personnes" in page
    assert gone.full_name in page


def test_each_place_names_its_room(maud: CheckingClient, stored: Proposal) -> None:
    said = [option.text or "" for option in parse(maud.get(url(stored)).text).iter("option")]
    assert sum(text.startswith("grande salle, Mairie de La Motte-Servolex") for text in said) == 1


def test_a_day_kept_stays_chosen_once_its_notice_has_passed(
    maud: CheckingClient, session: Session, stored: Proposal
) -> None:
    day = (NOW + timedelta(days=8)).date().isoformat()
    maud.post(f"{url(stored)}/changer", data={"jour": day})
    page = parse(maud.get(url(stored)).text)
    assert [option.get("value") for option in page.iter("option") if option.get("selected") is not None] == [day]


def test_no_more_people_than_the_seats_of_its_room(maud: CheckingClient, stored: Proposal) -> None:
    assert "Cette salle n’a que 20 places assises" in text_of(maud.get(f"{url(stored)}?personnes=60"))


def test_who_is_at_work_then_is_offered_apart_for_another_hour(maud: CheckingClient, stored: Proposal) -> None:
    groups = {
        group.get("label"): [str(option.get("value")) for option in group.iter("option")]
        for group in parse(maud.get(url(stored)).text).iter("optgroup")
    }
    assert list(groups) == ["Libres à cette heure", "À une autre heure, à choisir plus haut"]
    at_work = groups["À une autre heure, à choisir plus haut"][0]
    refused = maud.get(url(stored), query_string={"avec": at_work})
    assert "au travail à cette heure-là" in text_of(refused)
    assert KEEP not in text_of(refused)
    accepted = maud.get(url(stored), query_string={"avec": at_work, "format": "evening"})
    assert KEEP in text_of(accepted)


def test_reasons_that_hold_a_comma_stay_apart(maud: CheckingClient, session: Session, stored: Proposal) -> None:
    reasons = [{"code": "family", "label": "Médecine, sages-femmes"}, {"code": "new_people", "count": 3}]
    session.get_one(Proposal, stored.id).guests[0].reasons = reasons
    session.commit()
    assert "Médecine, sages-femmes\u00a0; y croiserait 3 personnes" in maud.get(url(stored)).text


def test_two_organisers_do_not_overwrite_each_other_unseen(
    maud: CheckingClient, session: Session, stored: Proposal
) -> None:
    def seen(people: str) -> dict[str, str]:
        page = parse(maud.get(url(stored), query_string={"personnes": people}).text)
        marks = [str(each.get("value")) for each in page.iter("input") if each.get("name") == "vu"]
        return {"personnes": people, "vu": "".join(marks)}

    mine, theirs = seen("10"), seen("12")
    maud.post(f"{url(stored)}/changer", data=theirs)
    refused = maud.post(f"{url(stored)}/changer", data=mine, follow_redirects=True)
    assert "Quelqu’un d’autre a changé cette proposition" in refused.text
    assert TRIAL in text_of(refused)
    assert len(guests(session, stored)) == 12
    maud.post(f"{url(stored)}/changer", data=theirs)
    assert len(guests(session, stored)) == 12, "the same twice is kept once"
    maud.post(f"{url(stored)}/changer", data=seen("10"))
    assert len(guests(session, stored)) == 10
