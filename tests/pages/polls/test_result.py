"""What the team reads of a poll, what it notes, and fixing the date."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry, Role
from meetups.directory.families import ProfessionFamily
from meetups.invitations.models import Registration
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, Meetup
from meetups.polls.models import PollVote, PollVoter
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import LUNCH, NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of
from tests.polls.polls import IF_NEEDED, NO, SLOTS, YES, Asked, another, ask, say


def page_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/dates"


def closing_of(cast: Cast, asked: Asked, number: int) -> str:
    return f"{page_of(cast)}?creneau={asked.poll.slots[number].public_id}"


def invited(session: Session) -> int:
    wanted = select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == MailKind.INVITATION)
    return session.scalar(wanted) or 0


@pytest.fixture
def voted(session: Session, cast: Cast) -> Asked:
    """Three nurses can come on the first date; on the second two of them and the pharmacist, if needed."""
    cast.karim.family = ProfessionFamily.NURSING
    zoe = another(session, "Zoé")
    asked = ask(session, cast, cast.ines, cast.karim, cast.odile, zoe)
    say(session, asked, "Inès", YES, YES, NO)
    say(session, asked, "Karim", YES, YES, NO)
    say(session, asked, "Odile", YES, NO, NO)
    say(session, asked, "Zoé", NO, IF_NEEDED, NO)
    session.commit()
    return asked


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


def test_what_leaves_is_shown_first_then_it_leaves_once(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    page, action = closing_of(cast, voted, 1), f"{page_of(cast)}/fixer"
    shown = maud.get(page)
    said = text_of(shown)
    for words in (
        "Mardi 26 janvier, 12 h 15 à 13 h 45. salle des Tilleuls",
        "3 personnes reçoivent un courriel",
        "1 personne est à joindre par vous",
        "2 personnes ont dit oui à cette date : nous leur gardons une place, à confirmer.",
        "Fixer la date et envoyer 3 invitations",
    ):
        assert words in said, words
    assert invited(session) == 0
    values = fields_of(form_at(shown, action))
    done = maud.post(action, data=values, follow_redirects=True)
    assert "La date est fixée. 3 courriels partent. 1 personne est à joindre." in text_of(done)
    again = maud.post(action, data=values, follow_redirects=True)
    assert "Le choix de la date est déjà terminé." in text_of(again)
    assert "La date est fixée : mardi 26 janvier 2027." in text_of(again)
    assert session.get_one(Meetup, cast.lunch.id).starts_at == SLOTS[1][0]
    assert invited(session) == 3
    assert session.scalar(select(func.count()).select_from(Registration)) == 2
    assert session.scalars(select(AuditEntry.action)).all() == ["poll_closed"]


def test_two_organisers_at_once_fix_one_date(maud: CheckingClient, session: Session, cast: Cast, voted: Asked) -> None:
    action = f"{page_of(cast)}/fixer"
    first, second = (fields_of(form_at(maud.get(closing_of(cast, voted, n)), action)) for n in (0, 1))
    assert "La date est fixée" in text_of(maud.post(action, data=first, follow_redirects=True))
    assert "déjà terminé" in text_of(maud.post(action, data=second, follow_redirects=True))
    assert session.get_one(Meetup, cast.lunch.id).starts_at == SLOTS[0][0]


def test_a_vote_that_arrives_meanwhile_is_shown_before_anything_leaves(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    page, action = closing_of(cast, voted, 1), f"{page_of(cast)}/fixer"
    values = fields_of(form_at(maud.get(page), action))
    session.commit()
    say(session, voted, "Zoé", NO, YES, NO)
    stale = maud.post(action, data=values)
    assert stale.status_code == 409
    assert "Quelque chose a changé" in text_of(stale)
    assert "3 personnes ont dit oui" in text_of(stale)
    assert invited(session) == 0


def test_a_room_that_is_taken_is_said_and_nothing_changes(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    factories.meetup(session, cast.room, starts_at=SLOTS[1][0], ends_at=SLOTS[1][1])
    action = f"{page_of(cast)}/fixer"
    values = fields_of(form_at(maud.get(closing_of(cast, voted, 1)), action))
    refused = maud.post(action, data=values)
    assert refused.status_code == 409
    assert "Cette salle accueille déjà une autre de nos rencontres" in text_of(refused)
    assert session.get_one(Meetup, cast.lunch.id).starts_at == LUNCH
    assert invited(session) == 0


def test_without_a_room_the_date_is_fixed_and_the_room_is_next(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    cast.lunch.venue = None
    page, action = closing_of(cast, voted, 1), f"{page_of(cast)}/fixer"
    shown = maud.get(page)
    assert "les invitations partiront quand la salle sera trouvée" in text_of(shown)
    done = text_of(maud.post(action, data=fields_of(form_at(shown, action)), follow_redirects=True))
    assert "La date est fixée. Il reste à trouver la salle" in done
    assert "Demander la salle" in done
    session.commit()
    session.get_one(Meetup, cast.lunch.id).venue = cast.room
    confirm = f"{MEETUPS}/{cast.lunch.public_id}/invitations"
    assert submit(maud, confirm).status_code == 302
    sources = session.scalars(select(Registration.source)).all()
    assert sources == ["poll", "poll"], "the places wait for the invitations"


def test_a_room_lent_for_the_former_date_is_said(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    cast.lunch.venue = None
    session.flush()
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    warned = "a prêté sa salle pour le mardi 19 janvier"
    assert warned in text_of(maud.get(closing_of(cast, voted, 1)))
    assert warned not in text_of(maud.get(closing_of(cast, voted, 0)))
    session.commit()
    say(session, voted, "Mairie", YES, YES, NO)
    assert warned not in text_of(maud.get(closing_of(cast, voted, 1))), "it said yes to this one"


def test_dropping_asks_first_and_writes_to_nobody(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    before = session.scalar(select(func.count()).select_from(OutgoingEmail))
    action = f"{page_of(cast)}/abandonner"
    dropped = submit(maud, f"{page_of(cast)}?abandonner=1", action, follow=True)
    assert "Le choix de dates est abandonné" in text_of(dropped)
    assert maud.post(action).status_code == 302
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == before
    assert session.scalars(select(AuditEntry.action)).all() == ["poll_dropped"]


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
    assert queries(ask(session, cast, cast.ines, cast.karim, *crowd)) == few <= 22


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
