"""The list: adding by searching, removing with a confirmation, and answers that came by voice, letter or employer."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.directory.models import Professional
from meetups.invitations import services as invitations
from meetups.invitations.models import Invitation, Registration, RegistrationChange
from meetups.invitations.queries import guest_list
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.outbox.suspensions import suspend_address
from meetups.planning.models import Meetup
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of


def page_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}"


def list_of(cast: Cast) -> str:
    return f"{page_of(cast)}/invites"


def line_of(session: Session, cast: Cast, person: Professional) -> Invitation:
    wanted = select(Invitation).where(Invitation.meetup_id == cast.lunch.id, Invitation.professional_id == person.id)
    return session.scalars(wanted).one()


def mails(session: Session, kind: MailKind) -> int:
    wanted = select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == kind)
    return session.scalar(wanted) or 0


@pytest.fixture
def invited(session: Session, cast: Cast) -> Cast:
    """Inès, Karim and Odile were asked."""
    for person in (cast.ines, cast.karim, cast.odile):
        factories.invitation(session, cast.lunch, person)
    invitations.invite(session, cast.lunch, now=NOW)
    session.commit()
    return cast


@pytest.mark.parametrize("typed", ["ines", "INÈS", "infirm", "ine inf"])
def test_people_are_found_without_accents_by_name_or_profession(maud: CheckingClient, cast: Cast, typed: str) -> None:
    page = maud.get(list_of(cast), query_string={"q": typed})
    assert cast.ines.full_name in text_of(page)
    assert fields_of(form_at(page, list_of(cast)))["q"] == typed, "what was typed stays"


def test_nobody_is_listed_before_a_search(maud: CheckingClient, cast: Cast) -> None:
    assert cast.ines.full_name not in text_of(maud.get(list_of(cast)))


def test_a_search_that_finds_nobody_says_why(maud: CheckingClient, cast: Cast) -> None:
    said = text_of(maud.get(list_of(cast), query_string={"q": "<script>alert(1)</script>"}))
    assert "Personne à ajouter pour « <script>alert(1)</script> »" in said
    assert "en pause ou parties" in said


def test_a_long_list_says_that_it_is_cut(maud: CheckingClient, session: Session, cast: Cast) -> None:
    for _ in range(25):
        factories.professional(session, "Camille")
    said = text_of(maud.get(list_of(cast), query_string={"q": "camille"}))
    assert "20 personnes trouvées" in said
    assert "ajoutez un mot pour préciser" in said


def test_adding_someone_puts_them_on_the_list_with_facts_and_mails_nobody(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    shown = maud.get(list_of(cast), query_string={"q": "ines"})
    form = next(
        form
        for form in parse(shown.text).iter("form")
        if form.get("action") == list_of(cast) and form.get("method") == "post"
    )
    done = maud.post(list_of(cast), data=fields_of(form), follow_redirects=True)
    assert "Inès est sur la liste. Rien n’est parti." in text_of(done)
    reasons = line_of(session, cast, cast.ines).reasons
    assert [reason["code"] for reason in reasons] == ["added_by_hand", "pathway", "distance"]
    assert reasons[2]["km"] == 0
    assert session.scalars(select(AuditEntry.action)).all() == ["guest_added"]
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == 0


def test_adding_someone_twice_adds_one_line(maud: CheckingClient, session: Session, cast: Cast) -> None:
    for _ in range(2):
        assert maud.post(list_of(cast), data={"professional": cast.ines.public_id}).status_code == 302
    assert session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_someone_on_a_pause_is_not_added(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.ines.paused_until = NOW.replace(year=2028)
    done = maud.post(list_of(cast), data={"professional": cast.ines.public_id}, follow_redirects=True)
    assert "Inès a demandé une pause" in text_of(done)
    assert session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_adding_nobody_that_exists_asks_to_choose(maud: CheckingClient, cast: Cast) -> None:
    done = maud.post(list_of(cast), data={"professional": "inconnue"}, follow_redirects=True)
    assert "Choisissez une personne dans la liste." in text_of(done)


def answer_page(session: Session, cast: Cast, person: Professional) -> str:
    return f"{list_of(cast)}/{line_of(session, cast, person).public_id}/reponse"


def test_an_answer_by_telephone_is_noted_with_its_source_and_who_typed_it(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    where = answer_page(session, invited, invited.odile)
    one_touch = fields_of(form_at(maud.get(page_of(invited)), where))
    assert one_touch["source"] == "telephone"
    done = maud.post(where, data=one_touch | {"reponse": "oui"}, follow_redirects=True)
    assert "C’est noté pour Odile." in text_of(done)
    assert "vient par téléphone, noté par l’équipe" in text_of(done)
    assert "À joindre de vive voix" not in text_of(done)
    registration = session.scalars(select(Registration)).one()
    assert (registration.status, registration.source) == (RegistrationStatus.GOING, AnswerSource.TELEPHONE)
    change = session.scalars(select(RegistrationChange)).one()
    assert change.actor == invited.maud.public_id
    assert session.get_one(Meetup, invited.lunch.id).seats_taken == 1
    assert session.scalars(select(AuditEntry.action)).all() == ["answer_recorded"]
    assert "Vient , par téléphone, noté par l’équipe (Maud)" in text_of(maud.get(where))


@pytest.mark.parametrize("source", ["telephone", "letter", "employer", "team"])
def test_anyones_answer_can_be_noted_by_any_channel(
    maud: CheckingClient, session: Session, invited: Cast, source: str
) -> None:
    where = answer_page(session, invited, invited.ines)
    submit(maud, where, source=source, reponse="peut-etre")
    registration = session.scalars(select(Registration)).one()
    assert (registration.status, registration.source.value) == (RegistrationStatus.MAYBE, source)


@pytest.mark.parametrize("source", ["email_link", "calendar", "site", "colleague", ""])
def test_nobody_types_in_an_answer_as_if_the_guest_had_sent_it(
    maud: CheckingClient, session: Session, invited: Cast, source: str
) -> None:
    refused = submit(maud, answer_page(session, invited, invited.ines), source=source, reponse="oui")
    assert refused.status_code == 422
    assert session.scalar(select(func.count()).select_from(Registration)) == 0


def test_no_answer_is_said_on_the_form(maud: CheckingClient, session: Session, invited: Cast) -> None:
    refused = submit(maud, answer_page(session, invited, invited.ines), source="letter")
    assert refused.status_code == 422
    assert "Choisissez une réponse." in text_of(refused)
    assert fields_of(form_at(refused, answer_page(session, invited, invited.ines)))["source"] == "letter"


def test_the_same_answer_twice_is_one_answer(maud: CheckingClient, session: Session, invited: Cast) -> None:
    where = answer_page(session, invited, invited.ines)
    for _ in range(2):
        assert submit(maud, where, reponse="oui").status_code == 302
    assert session.scalar(select(func.count()).select_from(RegistrationChange)) == 1
    assert mails(session, MailKind.CONFIRMATION) == 1


def test_the_history_of_an_answer_is_read_from_the_first_to_the_last(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    where = answer_page(session, invited, invited.ines)
    submit(maud, where, reponse="oui")
    submit(maud, where, source="employer", reponse="non")
    said = text_of(maud.get(where))
    assert said.index("Vient , par téléphone") < said.index("par son employeur, noté par l’équipe (Maud)")


def test_at_a_full_table_a_yes_joins_the_waiting_list_and_a_colleague_is_refused(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    invited.lunch.capacity = invited.lunch.seats_taken = 1
    where = answer_page(session, invited, invited.ines)
    refused = submit(maud, where, reponse="collegue", first_name="Nora", phone="06 39 98 00 77")
    assert refused.status_code == 409
    assert "La table est complète : la réponse n’a pas changé." in text_of(refused)
    assert session.scalar(select(func.count()).select_from(Registration)) == 0
    submit(maud, where, reponse="oui")
    assert "La table est complète : Inès est sur la liste d’attente." in text_of(maud.get(page_of(invited)))
    assert session.scalars(select(Registration.status)).all() == [RegistrationStatus.WAITING]


def test_what_somebody_needs_is_noted_with_their_answer_and_read_on_the_list_of_answers(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    where = answer_page(session, invited, invited.ines)
    submit(maud, where, reponse="oui", needs="Sans arachide.\nFauteuil.")
    assert fields_of(form_at(maud.get(where), where))["needs"] == "Sans arachide.\nFauteuil."
    assert "Sans arachide." in text_of(maud.get(f"{page_of(invited)}/reponses"))
    assert "Sans arachide." in maud.post(f"{page_of(invited)}/reponses.csv").text
    submit(maud, where, reponse="non")
    assert session.scalars(select(Registration.needs)).all() == [""], "kept only of those who come"


def test_a_colleague_comes_instead(maud: CheckingClient, session: Session, invited: Cast) -> None:
    where = answer_page(session, invited, invited.ines)
    submit(maud, where, reponse="collegue", first_name="Nora", phone="06 39 98 00 77")
    said = text_of(maud.get(page_of(invited)))
    assert "Nora" in said
    assert "vient à la place d’Inès" in said
    assert "un ou une collègue à sa place" in said


def test_a_colleague_whom_nobody_can_reach_is_refused_and_kept_on_the_form(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    where = answer_page(session, invited, invited.ines)
    refused = submit(maud, where, reponse="collegue", first_name="Nora")
    assert refused.status_code == 409
    assert "Il faut le prénom du ou de la collègue, et son courriel ou son téléphone." in text_of(refused)
    assert fields_of(form_at(refused, where))["first_name"] == "Nora"


def test_someone_not_asked_yet_has_no_answer_to_note(maud: CheckingClient, session: Session, cast: Cast) -> None:
    factories.invitation(session, cast.lunch, cast.ines)
    session.commit()
    where = answer_page(session, cast, cast.ines)
    assert "Noter sa réponse" not in text_of(maud.get(where))
    refused = maud.post(where, data={"source": "telephone", "reponse": "oui"})
    assert refused.status_code == 409
    assert "envoyez d’abord les invitations" in text_of(refused)


def remove(session: Session, cast: Cast, person: Professional) -> str:
    return f"{list_of(cast)}/{line_of(session, cast, person).public_id}/retirer"


def test_someone_not_asked_yet_is_removed_in_one_gesture(maud: CheckingClient, session: Session, cast: Cast) -> None:
    factories.invitation(session, cast.lunch, cast.ines)
    session.commit()
    where = remove(session, cast, cast.ines)
    form_at(maud.get(page_of(cast)), where)
    done = maud.post(where, follow_redirects=True)
    assert "Inès n’est plus sur la liste." in text_of(done)
    assert session.scalar(select(func.count()).select_from(Invitation)) == 0
    assert session.scalars(select(AuditEntry.action)).all() == ["guest_removed"]


def test_someone_who_was_asked_is_removed_only_once_confirmed(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    factories.mails_leave(session)
    where = remove(session, invited, invited.ines)
    asked = maud.post(where)
    assert asked.location.endswith("/reponse#retirer")
    assert mails(session, MailKind.WITHDRAWAL) == 0
    page = maud.get(answer_page(session, invited, invited.ines))
    assert "Inès recevra un courriel qui annule son invitation" in text_of(page)
    for _ in range(2):
        done = maud.post(where, data={"confirmer": "1"}, follow_redirects=True)
        assert "Inès n’est plus sur la liste. Un courriel le lui dit." in text_of(done)
    assert mails(session, MailKind.WITHDRAWAL) == 1
    assert line_of(session, invited, invited.ines).withdrawn_at == NOW


def test_whoever_has_no_address_is_to_be_told_by_a_person(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    done = maud.post(remove(session, invited, invited.odile), data={"confirmer": "1"}, follow_redirects=True)
    assert "appelez" in text_of(done)


def test_whoever_never_heard_of_it_is_not_said_to_be_written_to(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    done = maud.post(remove(session, invited, invited.ines), data={"confirmer": "1"}, follow_redirects=True)
    assert "Son invitation ne lui était pas parvenue : rien ne lui est envoyé." in text_of(done)
    factories.mails_leave(session)
    suspend_address(session, "karim@sante.example", "5.1.1", now=NOW)
    session.commit()
    done = maud.post(remove(session, invited, invited.karim), data={"confirmer": "1"}, follow_redirects=True)
    assert "Karim n’est plus sur la liste. Personne d’autre que vous ne peut le lui dire : appelez." in text_of(done)


def test_someone_taken_off_no_longer_answers(maud: CheckingClient, session: Session, invited: Cast) -> None:
    where = answer_page(session, invited, invited.ines)
    invitations.remove_guest(session, line_of(session, invited, invited.ines), now=NOW)
    session.commit()
    assert "Noter sa réponse" not in text_of(maud.get(where))
    done = maud.post(where, data={"source": "telephone", "reponse": "oui"}, follow_redirects=True)
    assert "Inès n’est plus sur la liste : la réponse n’est pas notée." in text_of(done)
    assert session.scalars(select(Registration)).all() == []
    assert [each.professional.first_name for each in guest_list(session, invited.lunch)] == ["Karim", "Odile"]
