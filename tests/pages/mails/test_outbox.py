"""The organiser's page about mails: where each stands, how a batch goes, and the few things that can be done."""

from collections.abc import Callable
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.installation import Installation
from meetups.invitations import block_news, blocks
from meetups.invitations.models import SeatBlock
from meetups.outbox.models import MailKind, MailState, OutgoingEmail, SuspendedAddress
from meetups.outbox.services import enqueue
from meetups.outbox.suspensions import suspend_address
from meetups.planning.models import MeetupStatus
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.outbox.mails import a_mail
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, text_of
from tests.pages.test_bounded import queries

PAGE = "/organisation/courriels"
INES, KARIM = "ines@sante.example", "karim@sante.example"
Written = Callable[..., OutgoingEmail]


@pytest.fixture
def maud(maud: CheckingClient) -> CheckingClient:
    """She may read to whom we write."""
    maud.allowed_addresses = frozenset({INES, KARIM, "zoe@sante.example", "mairie@ville.example"})
    return maud


@pytest.fixture
def written(session: Session, cast: Cast) -> Written:
    """An invitation to the lunch in the outbox, as given."""

    def write(key: str, recipient: str = INES, **given: object) -> OutgoingEmail:
        columns = {"kind", "about", "concerns"} & given.keys()
        mail = {"kind": MailKind.INVITATION, "about": cast.lunch.public_id} | {name: given[name] for name in columns}
        row = enqueue(session, a_mail(key, recipient, **mail), now=NOW)
        for name in given.keys() - columns:
            setattr(row, name, given[name])
        session.commit()
        return row

    return write


def failed(written: Written, key: str = "failed", **given: object) -> OutgoingEmail:
    return written(key, **({"state": MailState.FAILED, "last_error": "550 5.1.1 inconnu"} | given))


def again(row: OutgoingEmail) -> str:
    return f"{PAGE}/{row.public_id}/renvoyer"


def forms(browser: CheckingClient, page: str = PAGE) -> list[str]:
    found: list[Element] = list(parse(browser.get(page).text).iter("form"))
    return [form.get("action") or "" for form in found]


def test_what_failed_comes_first_with_the_reason_then_what_waits_then_what_left(
    maud: CheckingClient, written: Written
) -> None:
    failed(written)
    written("waiting", KARIM)
    written("sent", "zoe@sante.example", state=MailState.SENT, sent_at=NOW)
    shown = text_of(maud.get(PAGE))
    assert shown.index("Inès") < shown.index("Karim") < shown.index("zoe@")
    assert "Cette adresse n’existe pas, ou plus." in shown
    assert "Le serveur a dit : 550 5.1.1 inconnu" in shown


def test_a_sentence_of_ours_is_said_alone(maud: CheckingClient, written: Written) -> None:
    failed(written, last_error="Démonstration : rien ne part vers une vraie adresse.")
    shown = text_of(maud.get(PAGE))
    assert "rien ne part vers une vraie adresse." in shown
    assert "Le serveur a dit" not in shown


def test_another_refusal_is_said_as_in_the_opening_guide(maud: CheckingClient, written: Written) -> None:
    failed(written, last_error="553 non")
    shown = text_of(maud.get(PAGE))
    assert "écrivez dans MAIL_FROM" in shown
    assert "Le serveur a dit : 553 non" in shown


def test_the_page_keeps_to_one_state_and_one_meetup(maud: CheckingClient, written: Written, cast: Cast) -> None:
    failed(written)
    written("waiting", KARIM)
    written("room", "mairie@ville.example", kind=MailKind.REQUEST, about=None)
    assert "Karim" not in text_of(maud.get(f"{PAGE}?etat=non-partis"))
    assert "Inès" not in text_of(maud.get(f"{PAGE}?etat=en-attente"))
    about = text_of(maud.get(f"{PAGE}?rencontre={cast.lunch.public_id}"))
    assert "Karim" in about
    assert "mairie@" not in about
    assert maud.get(f"{PAGE}?rencontre=inconnue").status_code == 404


def test_nothing_that_a_mail_says_is_shown(maud: CheckingClient, written: Written) -> None:
    row = written("code:9", kind=MailKind.SIGN_IN, about=None)
    row.subject = "Votre code : 123456"
    shown = maud.get(PAGE).text
    assert "Code de connexion" in shown
    assert "123456" not in shown


def test_mails_written_for_show_are_not_there(maud: CheckingClient, written: Written) -> None:
    row = written("held", state=MailState.SUPPRESSED)
    assert INES not in maud.get(PAGE).text
    assert maud.post(again(row)).status_code == 404


def test_pages_follow_each_other_across_states_and_show_each_mail_once(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    states = [MailState.SENT] * 60 + [MailState.FAILED] * 30 + [MailState.PENDING] * 40
    session.execute(insert(OutgoingEmail), [a_row(number, state) for number, state in enumerate(states)])
    seen: list[str] = []
    page: str | None = PAGE
    while page:
        maud.allowed_addresses = frozenset(address(number) for number in range(len(states)))
        shown = parse(maud.get(page).text)
        names = [each.text or "" for each in shown.findall(".//ul[@class='liste-nue courriels']/li/div/strong")]
        assert len(names) <= 50
        seen += names
        page = next((link.get("href") for link in shown.iter("a") if "apres=" in (link.get("href") or "")), None)
    wanted = [*range(89, 59, -1), *range(129, 89, -1), *range(59, -1, -1)]
    assert seen == [address(number) for number in wanted]


def address(number: int) -> str:
    return f"personne{number}@sante.example"


def a_row(number: int, state: MailState, about: str | None = None) -> dict[str, object]:
    return {
        "public_id": f"mail{number:06}",
        "kind": MailKind.INVITATION,
        "dedupe_key": f"invitation:{number}",
        "message_id": f"<{number}@test>",
        "recipient": address(number),
        "domain": "sante.example",
        "envelope_from": "reseau@parenthese.example",
        "subject": "Déjeuner",
        "mime": b"x",
        "about": about,
        "concerns": f"invitation{number}",
        "created_at": NOW,
        "not_before": NOW + (timedelta(hours=1) if number % 2 else timedelta()),
        "attempts": 0,
        "state": state,
        "sent_at": NOW if state is MailState.SENT else None,
        "last_error": "550 5.1.1 inconnu" if state is MailState.FAILED else None,
    }


def test_five_thousand_mails_cost_as_many_queries_as_a_few(maud: CheckingClient, session: Session, cast: Cast) -> None:
    about = cast.lunch.public_id
    maud.allowed_addresses = frozenset(address(number) for number in range(5_003))
    few = [MailState.FAILED, MailState.FAILED, MailState.PENDING, MailState.PENDING, MailState.SENT, MailState.SENT]
    session.execute(insert(OutgoingEmail), [a_row(number, state, about) for number, state in enumerate(few)])
    suspend_address(session, address(0), "5.1.1", now=NOW)
    small = queries(session, maud, PAGE)
    session.rollback()
    rows = [a_row(number, few[number % 6], about) for number in range(6, 5_000)]
    session.execute(insert(OutgoingEmail), rows)
    session.execute(
        insert(SuspendedAddress),
        [{"address": address(number), "since": NOW, "code": "5.1.1"} for number in range(1, 45)],
    )
    assert queries(session, maud, PAGE) <= small <= 16


def test_a_batch_that_leaves_shows_its_progress_and_reads_itself_again(
    maud: CheckingClient, session: Session, frozen_clock: FrozenClock
) -> None:
    session.execute(insert(OutgoingEmail), [a_row(number, MailState.SENT) for number in range(0, 10, 2)])
    session.execute(insert(OutgoingEmail), [a_row(number, MailState.PENDING) for number in range(10, 40, 2)])
    session.execute(insert(OutgoingEmail), [a_row(number, MailState.SENT) for number in range(40, 54, 2)])
    maud.allowed_addresses = frozenset(address(number) for number in range(54))
    shown = maud.get(PAGE)
    assert "7 sur 22 partis" in text_of(shown)
    bar = parse(shown.text).find(".//progress")
    assert bar is not None
    assert (bar.get("value"), bar.get("max")) == ("7", "22")
    assert shown.headers["Refresh"] == "4"


def test_without_a_batch_nothing_is_read_again(maud: CheckingClient, written: Written) -> None:
    written("sent", state=MailState.SENT, sent_at=NOW)
    written("later", not_before=NOW + timedelta(minutes=2))
    written("refused for now", last_error="452 boîte pleine", attempts=1)
    shown = maud.get(PAGE)
    assert "Refresh" not in shown.headers
    assert parse(shown.text).find(".//progress") is None


def test_without_a_server_the_page_says_so_instead_of_waiting(
    maud: CheckingClient, written: Written, session: Session
) -> None:
    session.get_one(Installation, 1).is_demo = False
    written("due")
    shown = maud.get(PAGE)
    assert "Aucun serveur de courriel" in text_of(shown)
    assert "Refresh" not in shown.headers


def test_updates_that_settle_leave_at_once_when_asked(
    maud: CheckingClient, written: Written, session: Session, cast: Cast
) -> None:
    row = written("update", kind=MailKind.UPDATE, not_before=NOW + timedelta(minutes=2))
    path = f"{MEETUPS}/{cast.lunch.public_id}/courriels/maintenant"
    assert path in forms(maud)
    said = [text_of(maud.post(path, follow_redirects=True)) for _ in range(2)]
    session.refresh(row)
    assert row.not_before == NOW
    assert "1 courriel part." in said[0]
    assert "Plus rien n’attendait." in said[1]
    assert session.scalars(select(AuditEntry.action)).all() == ["mails_sent_now"]
    assert path not in forms(maud)


def test_a_failed_mail_is_sent_again_once(maud: CheckingClient, written: Written, session: Session) -> None:
    row = failed(written)
    assert again(row) in forms(maud)
    said = [text_of(maud.post(again(row), follow_redirects=True)) for _ in range(2)]
    session.refresh(row)
    assert (row.state, row.attempts, row.last_error) == (MailState.PENDING, 0, None)
    assert f"Le courriel repart vers {INES}." in said[0]
    assert "rien n’a été renvoyé" in said[1]
    assert session.scalars(select(AuditEntry.action)).all() == ["mail_sent_again"]


def test_what_is_no_longer_true_is_not_sent_again(
    maud: CheckingClient, written: Written, session: Session, cast: Cast
) -> None:
    old = failed(written, concerns="inv")
    newer = failed(written, "newer", concerns="inv", kind=MailKind.UPDATE)
    code = failed(written, "code", kind=MailKind.SIGN_IN, about=None)
    forgotten = failed(written, "forgotten", mime=None)
    assert [again(row) in forms(maud) for row in (old, newer, code, forgotten)] == [False, True, False, False]
    for row in (old, code, forgotten):
        assert "Le courriel repart" not in text_of(maud.post(again(row), follow_redirects=True))
        session.refresh(row)
        assert row.state is MailState.FAILED


@pytest.mark.parametrize("case", ["past", "cancelled"])
def test_an_invitation_to_what_will_not_be_is_not_sent_again(
    maud: CheckingClient, written: Written, session: Session, cast: Cast, frozen_clock: FrozenClock, case: str
) -> None:
    row, cancellation = failed(written), failed(written, "off", kind=MailKind.CANCELLATION)
    cast.lunch.status = MeetupStatus.CANCELLED
    if case == "past":
        cast.lunch.status, cast.lunch.starts_at = MeetupStatus.PUBLISHED, NOW - timedelta(minutes=1)
    session.commit()
    assert again(row) not in forms(maud)
    assert (again(cancellation) in forms(maud)) == (case == "cancelled")


@pytest.mark.parametrize(
    ("kind", "key"),
    [(MailKind.SEAT_BLOCK, "block:b:cancelled"), (MailKind.SEAT_REFUSED, "seat:s:cancelled")],
)
def test_that_it_is_off_is_said_again_to_a_structure_and_to_who_asked_for_a_seat(
    maud: CheckingClient, written: Written, session: Session, cast: Cast, kind: MailKind, key: str
) -> None:
    older = failed(written, key.replace("cancelled", "refused"), kind=kind)
    row = failed(written, key, kind=kind)
    cast.lunch.status = MeetupStatus.CANCELLED
    session.commit()
    shown = forms(maud)
    assert again(row) in shown
    assert again(older) not in shown
    assert f"repart vers {INES}" in text_of(maud.post(again(row), follow_redirects=True))


def a_block(session: Session, cast: Cast) -> SeatBlock:
    cast.lunch.status = MeetupStatus.PUBLISHED
    wanted = blocks.Offer("l’EHPAD", "Hélène", 2, LUNCH - timedelta(days=7), "mairie@ville.example")
    made = blocks.offer(session, cast.lunch, wanted, now=NOW)
    session.execute(update(OutgoingEmail).values(state=MailState.FAILED, last_error="550 5.2.2 pleine"))
    session.commit()
    return made


@pytest.mark.parametrize("case", ["newer", "moved", "withdrawn", "over"])
def test_an_old_link_to_name_people_is_not_sent_again(
    maud: CheckingClient, written: Written, session: Session, cast: Cast, frozen_clock: FrozenClock, case: str
) -> None:
    block = a_block(session, cast)
    (row,) = session.scalars(select(OutgoingEmail)).all()
    assert again(row) in forms(maud)
    session.commit()
    if case == "newer":
        block_news.send_link(session, block, rank=1, now=NOW)
    elif case == "moved":
        written(f"block:{block.public_id}:moved:2", "mairie@ville.example", kind=MailKind.SEAT_BLOCK)
    elif case == "withdrawn":
        block.withdrawn_at = NOW
    else:
        frozen_clock.now = block.name_by
    session.commit()
    assert again(row) not in forms(maud)
    maud.post(again(row))
    session.refresh(row)
    assert row.state is MailState.FAILED


def test_a_suspended_address_is_shown_with_its_reason_and_may_be_written_to_again(
    maud: CheckingClient, written: Written, session: Session, cast: Cast
) -> None:
    suspend_address(session, INES, "5.1.1", now=NOW - timedelta(days=1))
    row = failed(written)
    shown = text_of(maud.get(PAGE))
    assert "1 adresse suspendue" in shown
    assert "Cette adresse n’existe pas, ou plus. Depuis le dimanche 22 novembre. (5.1.1)" in shown
    assert again(row) not in forms(maud)
    said = [text_of(maud.post(f"{PAGE}/adresses", data={"adresse": INES}, follow_redirects=True)) for _ in range(2)]
    assert session.scalars(select(SuspendedAddress)).all() == []
    assert f"partiront vers {INES}." in said[0]
    assert "n’était pas suspendue" in said[1]
    assert session.scalars(select(AuditEntry.action)).all() == ["address_reactivated"]
    assert again(row) in forms(maud)


def test_the_meetup_page_leads_to_its_mails(maud: CheckingClient, written: Written, cast: Cast) -> None:
    failed(written)
    page = maud.get(f"{MEETUPS}/{cast.lunch.public_id}").text
    assert f"{PAGE}?rencontre={cast.lunch.public_id}" in page


def test_somebody_who_left_is_not_named(maud: CheckingClient, written: Written, cast: Cast, app: Flask) -> None:
    written("sent", state=MailState.SENT, sent_at=NOW)
    cast.ines.left_at = NOW
    shown = parse(maud.get(PAGE).text)
    assert shown.find(".//ul[@class='liste-nue courriels']//a[@class='lien-ligne']") is None
