"""What the team reads of a poll, and notes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry, Role
from meetups.polls.models import PollVote, PollVoter
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.pages.forms import MEETUPS, submit, text_of
from tests.polls.polls import IF_NEEDED, NO, SLOTS, YES, Asked, another, ask, say


def page_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/dates"


def closing_of(cast: Cast, asked: Asked, number: int) -> str:
    return f"{page_of(cast)}?creneau={asked.poll.slots[number].public_id}"


def test_the_best_date_is_said_in_words_with_the_runner_up(maud: CheckingClient, cast: Cast, voted: Asked) -> None:
    said = text_of(maud.get(page_of(cast)))
    assert "4 réponses sur 4." in said
    assert "Mardi 26 janvier : 2 oui, 1 si besoin, 2 familles de métiers sur 2" in said
    assert "Ensuite, mardi 19 janvier : 3 oui, 1 famille de métiers sur 2." in said
    assert "Fixer le mardi 26 janvier" in said


def test_the_team_reads_names_and_whom_to_call(maud: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    say(session, asked, "Inès", YES, NO, IF_NEEDED)
    said = text_of(maud.get(page_of(cast)))
    assert f"{cast.ines.full_name} infirmière mardi 19 janvier : oui" in said
    assert f"{cast.odile.full_name} infirmière Pas encore répondu. À appeler :" in said
    assert f"{cast.karim.full_name} infirmière Pas encore répondu. Appeler" in said, "a mail is in Karim's box"
    assert "Mairie de La Motte-Servolex : pas encore répondu" in said


def test_nobody_else_reads_it(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn, voted: Asked
) -> None:
    assert client.get(page_of(cast)).status_code == 302
    sign_in(client, cast.stranger)
    assert client.get(page_of(cast)).status_code == 403
    assert client.post(f"{page_of(cast)}/fixer").status_code == 403


def test_what_was_heard_on_the_telephone_is_noted(maud: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    page = f"{page_of(cast)}?personne={asked.voter('Odile').public_id}"
    votes = {f"date-{slot.public_id}": vote for slot, vote in zip(asked.poll.slots, ("yes", "no", "no"), strict=True)}
    missing = submit(maud, page, page_of(cast))
    assert missing.status_code == 422
    for _ in range(2):
        noted = submit(maud, page, page_of(cast), follow=True, **votes)
    assert f"C’est noté pour {cast.odile.full_name}." in text_of(noted)
    assert session.scalar(select(func.count()).select_from(PollVote)) == 3
    assert set(session.scalars(select(AuditEntry.action))) == {"poll_vote_recorded"}
    assert maud.get(f"{page_of(cast)}?personne=inconnue").status_code == 404


def test_the_hosts_no_is_a_warning(maud: CheckingClient, session: Session, cast: Cast, voted: Asked) -> None:
    say(session, voted, "Mairie", YES, NO, NO)
    for page in (page_of(cast), closing_of(cast, voted, 1)):
        assert "« Mairie de La Motte-Servolex » a dit non à cette date" in text_of(maud.get(page))
    assert "a dit non" not in text_of(maud.get(closing_of(cast, voted, 0)))


def test_the_meetups_page_leads_there(maud: CheckingClient, session: Session, cast: Cast) -> None:
    assert f'href="{page_of(cast)}"' in maud.get(f"{MEETUPS}/{cast.lunch.public_id}").text


@pytest.mark.parametrize("suffix", ["", "?creneau="])
def test_the_page_sends_as_many_queries_for_twelve_people_as_for_two(
    maud: CheckingClient, session: Session, cast: Cast, suffix: str
) -> None:
    def queries(asked: Asked) -> int:
        page = page_of(cast) + (f"{suffix}{asked.poll.slots[0].public_id}" if suffix else "")
        for voter in asked.poll.voters:
            say(session, asked, voter.name, *[YES] * len(asked.poll.slots), now=NOW + timedelta(hours=1))
        session.commit()
        session.expunge_all()
        with recorded_statements() as sent:
            assert maud.get(page).status_code == 200
        session.commit()
        return len(sent)

    few = queries(ask(session, cast, cast.ines, cast.karim, slots=SLOTS[:2]))
    for name in ("lunch", "ines", "karim", "mairie"):
        setattr(cast, name, session.merge(getattr(cast, name)))
    maud.post(f"{page_of(cast)}/abandonner")
    crowd = [another(session, f"Léa {n}") for n in range(10)]
    assert queries(ask(session, cast, cast.ines, cast.karim, *crowd)) == few <= 24


def test_the_team_erases_somebody_and_their_votes(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    assert maud.post(f"/organisation/personnes/{cast.ines.public_id}/effacer").status_code == 302
    _only_the_others_voted(session)


def test_leaving_takes_ones_votes_away(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn, voted: Asked
) -> None:
    cast.ines.account = factories.account(session, "ines@sante.example", "Inès", Role.PROFESSIONAL)
    sign_in(client, cast.ines.account)
    assert client.post("/moi/quitter").status_code == 200
    _only_the_others_voted(session)


def _only_the_others_voted(session: Session) -> None:
    names = {voter.name for voter in session.scalars(select(PollVoter)) if voter.votes}
    assert {name.split()[0] for name in names} == {"Karim", "Odile", "Zoé"}
