"""The organiser's page of a plan: composed by one gesture, looked at, mixed, adjusted to who comes, undone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.database import db
from meetups.engine.tables import seating as engine
from meetups.invitations.models import Invitation, SeatBlock
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.pages.tables import board
from meetups.seating.models import Seat, SeatingPlan
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, FrozenClock
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.tables.conftest import Come, Desk


def says(session: Session, desk: Desk, person_id: int, status: RegistrationStatus) -> None:
    session.commit()  # the page was read last, in a transaction that cannot write
    wanted = select(Invitation).where(Invitation.meetup_id == desk.meetup.id, Invitation.professional_id == person_id)
    note_status(session, session.scalars(wanted).one(), status, AnswerSource.SITE, None, NOW)
    session.commit()


def filled(page: str) -> list[str]:
    """The filled buttons of the page: one is expected."""
    found = [each for each in parse(page).iter() if "btn-primary" in (each.get("class") or "").split()]
    return [" ".join("".join(each.itertext()).split()) for each in found]


def test_nobody_yet_and_too_few_say_what_to_do(desk: Desk, come: Come) -> None:
    assert "Personne n’a encore dit « Je viens »." in desk.page()
    come(3)
    page = desk.page()
    assert "3 personnes ont dit « Je viens » pour l’instant. À partir de quatre" in page
    assert filled(page) == ["Voir les invitations et les réponses"]
    assert "au moins quatre personnes" in desk.after("/composer")
    assert desk.version == 0


def test_one_gesture_composes_tables_and_says_what_they_are_worth(desk: Desk, come: Come) -> None:
    come(24)
    assert filled(desk.page()) == ["Composer les tables"]
    page = desk.after("/composer")
    assert "Personne ne se retrouve : sur ce point, on ne peut pas faire mieux." in page
    assert len(parse(page).findall(".//section[@data-table]")) == 4
    assert len(desk.seats()) == 24
    assert "24</strong> personnes placées sur 24" in page
    assert "6</strong> métiers au moins par table" in page
    assert filled(page) == ["Imprimer"]


def test_people_at_a_table_stand_in_the_order_of_first_names(desk: Desk, come: Come) -> None:
    come(24)
    page = parse(desk.after("/composer"))
    for table in page.findall(".//section[@data-table]"):
        names = [name.text or "" for name in table.iter("strong")]
        assert names == sorted(names, key=lambda name: name.replace("É", "E"))


def test_the_engine_never_runs_while_a_transaction_is_open(
    desk: Desk, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(12)
    seat, seen = engine.seat, []

    def watched(*args: object, **given: object) -> object:
        seen.append(db.session.registry().in_transaction())
        return seat(*args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "seat", watched)
    desk.after("/composer")
    assert seen == [False]


def test_mixing_again_gives_another_plan_and_undoing_gives_the_first_back(desk: Desk, come: Come) -> None:
    come(24)
    desk.after("/composer")
    first = desk.seats()
    assert "Les tables sont mélangées." in desk.after("/composer")
    second = desk.seats()
    assert second != first
    assert "Le dernier changement est annulé" in desk.after("/annuler")
    assert desk.seats() == first
    desk.after("/annuler")
    assert desk.seats() == second


def test_the_same_form_sent_twice_composes_once(desk: Desk, come: Come, session: Session) -> None:
    come(12)
    desk.post("/composer", version="0")
    first = desk.seats()
    assert "Le plan a changé entre-temps" in desk.after("/composer", version="0")
    assert desk.seats() == first
    assert session.scalar(select(func.count()).select_from(SeatingPlan)) == 1
    assert (
        session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "tables_changed")) == 1
    )


@pytest.mark.parametrize("verb", ["/composer", "/ajuster", "/annuler"])
def test_a_form_of_an_older_plan_changes_nothing(desk: Desk, come: Come, verb: str) -> None:
    come(12)
    desk.post("/composer")
    desk.post("/composer")
    before = desk.seats()
    assert "Le plan a changé entre-temps" in desk.after(verb, version="1")
    assert (desk.seats(), desk.version) == (before, 2)


def test_a_change_made_while_the_engine_thinks_is_not_lost(
    desk: Desk, come: Come, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(12)
    desk.post("/composer")
    seat = engine.seat

    def slow(*args: object, **given: object) -> object:
        monkeypatch.setattr(engine, "seat", seat)
        with db.engine.begin() as other:  # another organiser
            other.execute(SeatingPlan.__table__.update().values(version=7, seed=99))
        return seat(*args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "seat", slow)
    assert "Le plan a changé entre-temps" in desk.after("/composer")
    assert session.get_one(SeatingPlan, desk.meetup.id, populate_existing=True).seed == 99


def test_a_late_no_and_a_late_yes_are_said_and_adjusted_in_one_gesture(
    desk: Desk, come: Come, session: Session
) -> None:
    people = come(20)
    desk.after("/composer")
    says(session, desk, people[0].id, RegistrationStatus.WITHDRAWN)
    (late,) = come(1, names=("Zélie",))
    page = desk.page()
    assert "Zélie vient et n’a pas encore de place." in page
    assert "Alix ne vient plus." in page
    assert filled(page) == ["Ajuster"]
    before = desk.seats()
    page = desk.after("/ajuster")
    assert "1 personne ne vient plus." in page
    assert "Zélie prend place à la table" in page
    assert "Personne d’autre n’a dû changer de table." in page
    after = desk.seats()
    assert late.id in after
    assert people[0].id not in after
    assert {who: after[who] for who in before if who in after} == {who: before[who] for who in before if who in after}
    assert filled(page) == ["Imprimer"]


def test_tables_are_added_when_many_more_people_come_and_nobody_else_moves(desk: Desk, come: Come) -> None:
    come(6)
    desk.after("/composer")
    before = desk.seats()
    come(18, names=tuple(f"Camille {letter}" for letter in "ABCDEFGHIJKLMNOPQR"))
    page = desk.after("/ajuster")
    assert "3 tables s’ajoutent." in page
    after = desk.seats()
    assert len(after) == 24
    assert {who: after[who] for who in before} == before
    assert "Arclusaz" in page


def test_places_kept_without_a_name_are_said(desk: Desk, come: Come, session: Session) -> None:
    come(5)
    block = {"structure": "l’EHPAD", "contact_name": "Hélène", "name_by": NOW, "created_at": NOW}
    session.add(SeatBlock(meetup=desk.meetup, seats=2, unnamed=2, **block))
    assert "2 places sont gardées sans nom." in desk.page()


def test_a_meetup_that_is_over_shows_its_plan_and_changes_nothing(
    desk: Desk, come: Come, frozen_clock: FrozenClock, cast: Cast
) -> None:
    come(8)
    desk.after("/composer")
    frozen_clock.now = desk.meetup.ends_at + timedelta(minutes=1)
    desk.session.commit()
    from meetups.accounts import sessions

    token = sessions.open_session(desk.session, cast.maud, now=frozen_clock.now)
    desk.session.commit()
    with desk.browser.session_transaction() as cookie:
        sessions.remember(cookie, token, now=frozen_clock.now)
    page = desk.page()
    assert "Mélanger encore" not in page
    assert "Changer une personne de table" not in page
    assert "son plan de table ne change plus" in desk.after("/composer")
    assert desk.version == 1


def test_the_script_carries_the_nonce_of_its_answer_and_stands_only_where_it_helps(desk: Desk, come: Come) -> None:
    come(8)
    assert "<script" not in desk.page()
    desk.after("/composer")
    answer = desk.browser.get(desk.url())
    (script,) = parse(answer.text).iter("script")
    assert f"'nonce-{script.get('nonce')}'" in answer.headers["Content-Security-Policy"]
    assert (script.get("src") or "").startswith("/static/js/tables.js?v=")


def test_many_tables_stand_on_several_pages(desk: Desk, come: Come, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "TABLES_ON_A_PAGE", 2)
    monkeypatch.setattr("meetups.pages.tables.plan_pages.TABLES_ON_A_PAGE", 2)
    come(24)
    desk.after("/composer")
    numbers = [
        [each.get("data-table") for each in parse(desk.page(f"?page={page}")).findall(".//section[@data-table]")]
        for page in (1, 2)
    ]
    assert numbers == [["1", "2"], ["3", "4"]]
    for beyond in ("9", "-1", "x", "99999999999"):
        assert desk.browser.get(desk.url(f"?page={beyond}&tour={beyond}")).status_code == 200


def test_as_many_queries_for_a_crowd_as_for_a_table(desk: Desk, come: Come) -> None:
    counts = []
    for more in (6, 18):
        come(more)
        desk.after("/composer")
        with recorded_statements() as seen:
            desk.page()
        with recorded_statements() as composing:
            desk.post("/composer")
        counts.append((len(seen), len(composing)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 16, counts
    assert counts[0][1] <= 36, counts


def test_no_seat_is_written_twice_whatever_is_asked(desk: Desk, come: Come, session: Session) -> None:
    come(10)
    for verb in ("/composer", "/composer", "/annuler", "/ajuster"):
        desk.post(verb)
    assert session.scalar(select(func.count(Seat.id))) == 10


def test_a_name_or_a_profession_too_long_for_a_round_table_is_in_a_list(desk: Desk, come: Come) -> None:
    come(4, names=("Alix", "Bastien", "Chloé", "Marie-Antoinette-Joséphine-Bernadette de la Tour du Pin"))
    page = desk.after("/composer")
    assert "plan-rond" not in page
    assert "table-liste" in page
    (person,) = [each for each in desk.at(1) if each.first_name.startswith("Marie")]
    desk.session.commit()
    person.first_name = "Marie"
    desk.session.commit()
    assert "plan-rond" in desk.page()
    desk.session.commit()
    person.profession_text = "coordinatrice des parcours complexes et de l’hospitalisation à domicile"
    desk.session.commit()
    assert "plan-rond" not in desk.page()


def test_the_plan_says_how_to_read_it_and_leads_to_the_lists(desk: Desk, come: Come) -> None:
    come(12)
    page = parse(desk.after("/composer"))
    (how,) = [each for each in page.iter("details") if "lire-plan" in (each.get("class") or "")]
    said = "".join(how.itertext())
    assert "Retrouvailles" in said
    assert "Le mieux est zéro." in said
    assert [link for link in page.iter("a") if link.get("href") == "#deplacer"]


def test_the_list_of_meetups_leads_to_the_tables_of_those_that_are_announced(desk: Desk, come: Come) -> None:
    drafts = "/organisation/rencontres?etat=brouillons"
    desk.session.commit()
    assert desk.url() not in desk.browser.get(drafts).text
    come(4)
    desk.session.commit()
    assert f'href="{desk.url()}"' in desk.browser.get("/organisation/rencontres").text
