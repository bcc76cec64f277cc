"""Wishes on their page: organisers alone see them, no reason is asked, each has an end."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, AuditEntry, Role
from meetups.seating.models import Seat, SeatingWish, WishKind
from tests import factories
from tests.conftest import Cast, CheckingClient, SignIn
from tests.page_checks import parse
from tests.pages.tables.conftest import Come, Desk
from tests.pages.tables.test_changing import wish

WISH = {"kind": "apart", "until": "2027-06-30"}


def count(session: Session) -> int | None:
    return session.scalar(select(func.count(SeatingWish.id)))


def test_a_wish_is_noted_shown_with_its_end_and_removed(desk: Desk, come: Come) -> None:
    alix, bastien, *_ = come(8)
    page = desk.after("/souhaits", one=alix.public_id, other=bastien.public_id, **WISH)
    assert "C’est noté." in page
    assert "Alix et Bastien</strong> : jamais à la même table, jusqu’au 30 juin 2027." in page
    noted = desk.session.scalars(select(SeatingWish)).one()
    assert "Ce souhait est retiré." in desk.after(f"/souhaits/{noted.public_id}/retirer")
    assert count(desk.session) == 0
    assert desk.post(f"/souhaits/{noted.public_id}/retirer").status_code == 404


def test_the_same_wish_sent_twice_is_one(desk: Desk, come: Come) -> None:
    alix, bastien, *_ = come(8)
    for one, other in ((alix, bastien), (alix, bastien), (bastien, alix)):
        desk.post("/souhaits", one=one.public_id, other=other.public_id, **WISH)
    assert count(desk.session) == 1


@pytest.mark.parametrize("missing", ["one", "other", "kind", "until"])
def test_each_field_is_needed_an_end_too(desk: Desk, come: Come, missing: str) -> None:
    alix, bastien, *_ = come(8)
    sent = {"one": alix.public_id, "other": bastien.public_id, **WISH} | {missing: ""}
    assert desk.post("/souhaits", **sent).status_code == 422
    assert count(desk.session) == 0


def test_a_contradiction_is_refused_with_both_names_and_what_was_typed_stays(desk: Desk, come: Come) -> None:
    alix, bastien, *_ = come(8)
    sent = {"one": alix.public_id, "other": bastien.public_id, **WISH}
    desk.post("/souhaits", **sent)
    answer = desk.post("/souhaits", **(sent | {"kind": "together"}))
    assert answer.status_code == 409
    assert "Vous avez noté que Alix et Bastien ne sont jamais à la même table" in answer.text
    assert f'selected value="{alix.public_id}"' in answer.text
    assert desk.session.scalars(select(SeatingWish.kind)).one() is WishKind.APART


def test_only_those_who_come_are_offered(desk: Desk, come: Come, cast: Cast) -> None:
    alix, *_ = come(4)
    sent = {"one": alix.public_id, "other": cast.karim.public_id, **WISH}
    assert desk.post("/souhaits", **sent).status_code == 422
    assert "Karim" not in desk.page("/souhaits")


def test_no_reason_is_asked_nor_kept_and_the_log_names_nobody(desk: Desk, come: Come) -> None:
    alix, bastien, *_ = come(4)
    page = parse(desk.page("/souhaits"))
    assert not list(page.iter("textarea"))
    desk.post("/souhaits", one=alix.public_id, other=bastien.public_id, **WISH)
    entry = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "seating_wish_noted")).one()
    assert entry.object == desk.meetup.public_id


@pytest.mark.parametrize("who", ["anonymous", "member", "guest"])
def test_nobody_else_sees_wishes_nor_tables(
    client: CheckingClient, desk: Desk, come: Come, cast: Cast, session: Session, sign_in: SignIn, who: str
) -> None:
    alix, bastien, *_ = come(6)
    wish(session, WishKind.APART, alix, bastien)
    noted = session.scalars(select(SeatingWish)).one()
    browser: FlaskClient = client.application.test_client()
    if who != "anonymous":
        account = cast.stranger if who == "member" else own_account(session, alix)
        sign_in(browser, account)
    for verb in ("", "/souhaits", "/imprimer", "/cartes", "/reglages"):
        answer = browser.get(desk.url(verb))
        assert answer.status_code == (302 if who == "anonymous" else 403)
        assert bastien.first_name not in answer.text
    for verb in ("/souhaits", "/composer", f"/souhaits/{noted.public_id}/retirer"):
        assert browser.post(desk.url(verb), data={"version": "0"}).status_code in {302, 403}
    assert count(session) == 1
    assert session.scalar(select(func.count(Seat.id))) == 0


def own_account(session: Session, person: object) -> Account:
    session.commit()
    made = factories.account(session, "alix@sante.example", "Alix", Role.PROFESSIONAL)
    person.account = made  # type: ignore[attr-defined]
    session.flush()
    return made


def test_a_wish_of_others_is_unknown_on_this_page(desk: Desk, come: Come, session: Session, cast: Cast) -> None:
    come(4)
    wish(session, WishKind.APART, cast.ines, cast.karim)
    noted = session.scalars(select(SeatingWish)).one()
    assert desk.post(f"/souhaits/{noted.public_id}/retirer").status_code == 404
    assert count(session) == 1


def test_whoever_is_erased_takes_wishes_and_seats_along(desk: Desk, come: Come, session: Session) -> None:
    alix, bastien, *_ = come(8)
    desk.after("/composer")
    wish(session, WishKind.APART, alix, bastien)
    assert desk.browser.post(f"/organisation/personnes/{alix.public_id}/effacer").status_code == 302
    assert count(session) == 0
    assert alix.id not in desk.seats()
    assert bastien.id in desk.seats()


def test_whoever_leaves_by_themselves_too(
    client: CheckingClient, desk: Desk, come: Come, session: Session, sign_in: SignIn
) -> None:
    alix, bastien, *_ = come(8)
    desk.after("/composer")
    wish(session, WishKind.APART, alix, bastien)
    browser = client.application.test_client()
    sign_in(browser, own_account(session, alix))
    assert browser.post("/moi/quitter").status_code == 200
    assert count(session) == 0
    assert alix.id not in desk.seats()
