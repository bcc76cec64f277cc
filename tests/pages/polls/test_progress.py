"""While a date is being chosen: what the meetup's page, the lists and the invitations say of it."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.invitations.services import remove_guest
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.polls import services
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, fields_of, form_at, text_of
from tests.polls.polls import NO, SLOTS, YES, Asked, ask, say

DAY = timedelta(days=1)
GESTURE = "Voir les réponses, fixer la date"


def page_of(cast: Cast, path: str = "") -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}{path}"


def filled(page: str) -> list[str]:
    """The words of the buttons that a screen puts first."""
    links = [each for each in parse(page).iter() if "btn-primary" in (each.get("class") or "").split()]
    return [" ".join("".join(each.itertext()).split()) for each in links]


def test_an_open_poll_is_what_comes_next(maud: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    say(session, asked, "Inès", YES, NO, NO)
    page = maud.get(page_of(cast))
    assert filled(page.text) == [GESTURE]
    assert "1 réponse sur 3 pour la date" in text_of(page)
    assert "Choix de la date, en cours : voir les réponses" in text_of(page)
    for path in ("/organisation", f"{MEETUPS}?etat=brouillons"):
        assert GESTURE in text_of(maud.get(path))
        assert "Envoyer les invitations" not in text_of(maud.get(path))


def test_once_it_ends_the_invitations_come_next(maud: CheckingClient, session: Session, cast: Cast) -> None:
    ask(session, cast)
    services.drop_poll(session, cast.lunch, now=NOW)
    page = maud.get(page_of(cast))
    assert filled(page.text) == ["Envoyer les invitations"]
    assert "Demander quelle date convient" in text_of(page)


def test_the_first_page_counts_a_date_to_fix_once_it_can_be(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    asked = ask(session, cast)
    assert "date à fixer" not in text_of(maud.get("/organisation")), "people still answer"
    session.commit()
    for name in ("Inès", "Karim"):
        say(session, asked, name, YES, NO, NO)
    remove_guest(session, asked.guests[2], now=NOW)
    assert "Une date à fixer." in text_of(maud.get("/organisation")), "whoever left the list is not waited for"
    session.commit()
    services.drop_poll(session, cast.lunch, now=NOW)
    ask(session, cast).poll.answer_by = NOW
    assert "Une date à fixer." in text_of(maud.get("/organisation"))


def test_no_invitation_leaves_for_a_date_that_may_change(maud: CheckingClient, session: Session, cast: Cast) -> None:
    ask(session, cast)
    services.drop_poll(session, cast.lunch, now=NOW)
    confirm = page_of(cast, "/invitations")
    values = fields_of(form_at(maud.get(confirm), confirm))
    session.commit()
    say(session, ask(session, cast), "Karim", YES, NO, NO)
    page = maud.get(confirm)
    assert "Un choix de date est en cours : 1 réponse sur 3." in text_of(page)
    assert "reçoivent un courriel" not in text_of(page)
    assert filled(page.text) == [GESTURE]
    assert f"{page_of(cast, '/dates')}?abandonner=1" in page.text
    refused = maud.post(confirm, data=values)
    assert refused.status_code == 409
    assert "fixez d’abord la date, ou abandonnez ce choix" in text_of(refused)
    wanted = select(func.count()).where(OutgoingEmail.kind == MailKind.INVITATION)
    assert session.scalar(wanted) == 0


def test_a_draft_whose_own_date_went_by_can_still_take_another(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    cast.lunch.starts_at, cast.lunch.ends_at = NOW - DAY, NOW - DAY + timedelta(hours=1)
    assert filled(maud.get(page_of(cast)).text) == [GESTURE]
    assert GESTURE in text_of(maud.get(f"{MEETUPS}?etat=brouillons"))
    assert GESTURE not in text_of(maud.get(f"{MEETUPS}?etat=passes"))
    closing = page_of(cast, f"/dates?creneau={voted.poll.slots[1].public_id}")
    action = page_of(cast, "/dates/fixer")
    done = maud.post(action, data=fields_of(form_at(maud.get(closing), action)), follow_redirects=True)
    assert "La date est fixée. 3 courriels partent." in text_of(done)
    session.expire_all()
    assert cast.lunch.starts_at == SLOTS[1][0]


def test_a_draft_whose_dates_all_went_by_is_behind(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    cast.lunch.starts_at, cast.lunch.ends_at = NOW - DAY, NOW - DAY + timedelta(hours=1)
    for number, slot in enumerate(voted.poll.slots):
        slot.starts_at, slot.ends_at = NOW - (number + 1) * DAY, NOW - number * DAY
    assert GESTURE not in text_of(maud.get(page_of(cast)))
    assert "Resté à l’état de brouillon" in text_of(maud.get(page_of(cast)))
    assert "Pas de brouillon" in text_of(maud.get(f"{MEETUPS}?etat=brouillons"))
