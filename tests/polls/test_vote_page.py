"""The page of the link: three answers a date, one button, and never a name."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.invitations import services as invitations
from meetups.polls import services
from meetups.polls.emails import poll_url
from meetups.polls.models import PollVote, PollVoter
from meetups.web.tokens import Purpose, sign_link
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.pages.forms import fields_of, form_at, text_of
from tests.polls.polls import DEADLINE, NO, SLOTS, YES, Asked, another, ask, say

HIDDEN = "Les comptes s’affichent à partir de 3 réponses."


def page_of(asked: Asked, name: str = "Inès") -> str:
    return poll_url(asked.voter(name)).removeprefix("http://127.0.0.1:5000")


def votes(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(PollVote)) or 0


def answers(asked: Asked, *chosen: str) -> dict[str, str]:
    return {f"date-{slot.public_id}": vote for slot, vote in zip(asked.poll.slots, chosen, strict=False)}


def test_one_submit_notes_all_dates_and_can_be_changed(client: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    page = page_of(asked)
    said = text_of(client.get(page))
    for words in (
        "Bonjour Inès , c’est pour « Bien rentrer chez soi après l’hôpital ».",
        "Mardi 19 janvier, 12 h 15 à 13 h 45",
        "Mardi 2 février, 12 h 15 à 13 h 45",
        "Répondez avant le jeudi 3 décembre, 10 h.",
    ):
        assert words in said, words
    for chosen in (("yes", "no", "if_needed"), ("no", "no", "yes")):
        noted = client.post(page, data=answers(asked, *chosen), follow_redirects=True)
        assert "C’est noté, merci. Vous pouvez changer d’avis" in text_of(noted)
        assert fields_of(form_at(noted, page)) == answers(asked, *chosen)
    assert votes(session) == 3


def test_a_double_submit_is_one_answer(client: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    for _ in range(2):
        assert client.post(page_of(asked), data=answers(asked, "yes", "yes", "no")).status_code == 302
    assert votes(session) == 3


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mails_link_only_prepares(client: CheckingClient, session: Session, cast: Cast, method: str) -> None:
    asked = ask(session, cast)
    assert getattr(client, method)(f"{page_of(asked)}?reponse=yes").status_code == 200
    assert votes(session) == 0
    assert session.get_one(PollVoter, asked.voter("Inès").id).answered_at is None
    ready = client.get(f"{page_of(asked)}?reponse=yes")
    assert set(fields_of(form_at(ready, page_of(asked))).values()) == {"yes"}
    assert "rien n’est encore noté" in text_of(ready)


@pytest.mark.parametrize("typed", [{}, {0: "yes"}, {0: "yes", 1: "peut-être", 2: "no"}])
def test_a_date_without_an_answer_is_asked_again(
    client: CheckingClient, session: Session, cast: Cast, typed: dict[int, str]
) -> None:
    asked = ask(session, cast)
    sent = {f"date-{asked.poll.slots[n].public_id}": vote for n, vote in typed.items()}
    refused = client.post(page_of(asked), data=sent)
    assert refused.status_code == 422
    assert "Choisissez oui, si besoin ou non." in text_of(refused)
    kept = fields_of(form_at(refused, page_of(asked)))
    assert {name: vote for name, vote in sent.items() if vote in {"yes", "no"}} == kept
    assert votes(session) == 0


def test_counts_wait_until_they_name_nobody(client: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(session, cast, cast.ines, cast.karim, cast.odile)
    say(session, asked, "Mairie", NO, NO, NO)
    say(session, asked, "Inès", YES, YES, NO)
    say(session, asked, "Karim", YES, NO, NO)
    early = text_of(client.get(page_of(asked)))
    assert HIDDEN in early
    assert "Jusqu’ici" not in early
    session.commit()
    say(session, asked, "Odile", YES, YES, YES)
    for name in ("Inès", "Mairie"):
        shown = text_of(client.get(page_of(asked, name)))
        assert HIDDEN not in shown
        assert "Jusqu’ici : 3 oui, 0 si besoin, 0 non." in shown
        assert "Jusqu’ici : 1 oui, 0 si besoin, 2 non." in shown


def test_no_page_names_another_voter(client: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    for name in ("Inès", "Karim", "Odile"):
        say(session, asked, name, YES, NO, NO)
    for reader in ("Inès", "Mairie"):
        said = text_of(client.get(page_of(asked, reader)))
        others = [cast.karim, cast.odile] + ([cast.ines] if reader == "Mairie" else [])
        for person in others:
            assert person.first_name not in said
            assert person.last_name not in said


def test_the_page_says_why_nothing_can_be_chosen_any_more(
    client: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock
) -> None:
    asked = ask(session, cast)
    page = page_of(asked)
    frozen_clock.now = DEADLINE
    assert "L’équipe va fixer la date : répondez dès que possible." in text_of(client.get(page))
    assert client.post(page, data=answers(asked, "yes", "yes", "no")).status_code == 302, "late is not too late"
    session.commit()
    services.drop_poll(session, cast.lunch, now=NOW)
    assert "L’équipe ne cherche plus de date ici" in text_of(client.get(page))
    session.commit()
    invitations.cancel(session, cast.lunch, reason="", now=NOW)
    assert "Ce déjeuner n’aura pas lieu" in text_of(client.get(page))


def test_a_vote_that_comes_too_late_is_told_so(client: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    services.drop_poll(session, cast.lunch, now=NOW)
    late = client.post(page_of(asked), data=answers(asked, "yes", "yes", "no"))
    assert late.status_code == 409
    assert "L’équipe ne cherche plus de date ici" in text_of(late)
    assert votes(session) == 0


def test_dates_that_are_past_are_asked_no_more(
    client: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock
) -> None:
    asked = ask(session, cast)
    frozen_clock.now = LUNCH
    page = client.get(page_of(asked))
    assert len(form_at(page, page_of(asked)).findall(".//fieldset")) == 2
    frozen_clock.now = SLOTS[2][0]
    assert "Ces dates sont passées" in text_of(client.get(page_of(asked)))


def test_a_link_opens_nothing_else(client: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    ines = asked.voter("Inès")
    foreign = sign_link(Purpose.INVITATION, ines.public_id, ines.link_version)
    assert client.get(f"/d/{foreign}").status_code == 404
    assert client.get(f"{page_of(asked)}x").status_code == 404
    assert client.get(f"/d/{sign_link(Purpose.POLL, ines.public_id, 2)}").status_code == 410
    session.commit()
    invitations.remove_guest(session, asked.guests[0], now=NOW)
    assert client.get(page_of(asked)).status_code == 410
    assert client.post(page_of(asked), data=answers(asked, "yes", "yes", "no")).status_code == 410


def test_the_page_sends_as_many_queries_for_twelve_people_as_for_one(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    def queries(asked: Asked) -> int:
        page = page_of(asked)
        session.commit()
        session.expunge_all()
        with recorded_statements() as sent:
            assert client.get(page).status_code == 200
        return len(sent)

    few = queries(ask(session, cast, cast.ines, slots=SLOTS[:2]))
    session.commit()
    cast.lunch, cast.ines, cast.mairie = (session.merge(each) for each in (cast.lunch, cast.ines, cast.mairie))
    services.drop_poll(session, cast.lunch, now=NOW)
    crowd = [another(session, f"Léa {n}") for n in range(11)]
    assert queries(ask(session, cast, cast.ines, *crowd)) == few <= 10
