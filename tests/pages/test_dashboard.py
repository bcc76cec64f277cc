"""The organisers' first page: proposals with their reasons, meetups under way, and what waits."""

from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.invitations.models import Invitation
from meetups.planning import hosting
from meetups.planning.models import HostChannel, HostingRequest, Meetup, MeetupFormat
from meetups.planning.services import publish
from meetups.proposals.models import Proposal, ProposalGuest
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, text_of

PAGE = "/organisation"
FACTS = {
    "people_in_reach": 64,
    "never_invited": 9,
    "never_invited_seated": 1,
    "families": {"soins": 1, "domicile": 1},
    "missing_families": ["reeduc"],
    "pairs": 276,
    "new_pairs": 87,
    "mean_km": 4.5,
    "radius_km": 15.0,
    "months_since_last": 14,
    "runner_up": None,
    "school_holidays_known": True,
}


def proposal(session: Session, cast: Cast, insee: str = "73179", rank: int = 1, **given: object) -> Proposal:
    """A stored proposal with Odile and Inès."""
    values = {
        "rank": rank,
        "computed_at": NOW,
        "area": factories.area(session, insee),
        "pathway": factories.pathway(session),
        "commune": cast.mairie.commune,
        "format": MeetupFormat.LUNCH,
        "host": cast.mairie,
        "venue": cast.room,
        "starts_at": LUNCH + timedelta(days=rank),
        "ends_at": LUNCH + timedelta(days=rank, minutes=90),
        "capacity": 24,
        "facts": FACTS,
        "guests": [
            ProposalGuest(professional=cast.odile, position=0, reasons=[{"code": "never_invited"}]),
            ProposalGuest(professional=cast.ines, position=1, reasons=[{"code": "distance", "km": 2.5}]),
        ],
    } | given
    made = Proposal(**values)
    session.add(made)
    session.commit()
    return made


def articles(page: str) -> list[Element]:
    return list(parse(page).iter("article"))


def test_an_empty_dashboard_says_what_to_do(client: CheckingClient, session: Session, sign_in: SignIn) -> None:
    account = factories.account(session, "maud@parenthese.example")
    sign_in(client, account)
    page = client.get(PAGE)
    said = text_of(page)
    assert "Bonjour Maud" in said
    assert "Rien ne presse" in said
    assert "Pas de proposition pour l’instant" in said
    assert "déjà en route" not in said
    assert "Rien en route pour l’instant" in said
    assert f"{MEETUPS}/nouvelle" in {link.get("href") for link in parse(page.text).iter("a")}


def test_without_a_proposal_a_meetup_under_way_is_given_as_a_reason(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    why = "Un déjeuner est déjà en route"
    assert why in text_of(maud.get(PAGE))
    session.rollback()
    proposal(session, cast)
    assert why not in text_of(maud.get(PAGE))


def test_the_first_proposal_is_open_with_its_numbers_and_reasons(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    proposal(session, cast)
    said = text_of(maud.get(PAGE))
    for words in (
        "La Motte-Servolex × et Grand âge",
        "il y a 14 mois",
        "personnes à inviter sur ce parcours à moins de 15 km à vol d’oiseau 64",
        "premières rencontres entre deux personnes 87",
        "jamais invitées, parmi les personnes à inviter (1 à cette table) 9",
        "Il manque, parmi les personnes à inviter : Rééducation",
        "salle des Tilleuls",
        "40 places assises, de plain-pied",
        "À demander",
        "4,5 km à vol d’oiseau en moyenne",
        "Les 2 personnes, et pourquoi elles",
        "aucune invitation jusqu’ici",
        "travaille à 2,5 km à vol d’oiseau",
    ):
        assert words in said, words


def test_families_and_people_are_alphabetical(maud: CheckingClient, session: Session, cast: Cast) -> None:
    proposal(session, cast)
    said = text_of(maud.get(PAGE))
    assert said.index("Aide à domicile") < said.index("Soins infirmiers")
    assert said.index(cast.ines.full_name) < said.index(cast.odile.full_name)


def test_a_town_hall_without_a_known_room_is_to_be_asked(maud: CheckingClient, session: Session, cast: Cast) -> None:
    proposal(session, cast, venue=None)
    said = text_of(maud.get(PAGE))
    assert "Une salle à demander Mairie de La Motte-Servolex" in said


def test_only_the_first_proposal_has_a_filled_button(maud: CheckingClient, session: Session, cast: Cast) -> None:
    for rank in (1, 2, 3):
        proposal(session, cast, rank=rank, area=factories.area(session))
    page = maud.get(PAGE).text
    assert len(articles(page)) == 3
    filled = [each for each in parse(page).iter() if "btn-primary" in (each.get("class") or "").split()]
    assert len(filled) == 1


def test_any_proposal_opens_with_its_people(maud: CheckingClient, session: Session, cast: Cast) -> None:
    for rank in (1, 2):
        proposal(session, cast, rank=rank, area=factories.area(session))
    first, second = articles(maud.get(PAGE).text)
    assert "pourquoi elles" in "".join(first.itertext())
    assert "pourquoi elles" not in "".join(second.itertext())
    (link,) = second.iter("a")
    first, second = articles(maud.get((link.get("href") or "").partition("#")[0]).text)
    assert "pourquoi elles" not in "".join(first.itertext())
    assert "pourquoi elles" in "".join(second.itertext())
    assert "pourquoi elles" in maud.get(f"{PAGE}?proposition=inconnue").text


def test_preparing_a_proposal_opens_its_draft(maud: CheckingClient, session: Session, cast: Cast) -> None:
    made = proposal(session, cast)
    prepared = maud.post(f"/organisation/propositions/{made.public_id}/preparer", follow_redirects=True)
    said = text_of(prepared)
    assert "Grand âge : faire connaissance, secteur de La Motte-Servolex" in said
    assert "Ce que disait la proposition" in said
    assert cast.odile.full_name in said
    assert text_of(maud.get(PAGE)).count("Les 2 personnes") == 0, "prepared, it is proposed no more"


def test_not_now_hides_a_proposal_and_can_be_undone(maud: CheckingClient, session: Session, cast: Cast) -> None:
    made = proposal(session, cast)
    path = f"/organisation/propositions/{made.public_id}"
    after = maud.post(f"{path}/pas-maintenant", follow_redirects=True)
    assert "reviendra dans deux mois" in text_of(after)
    assert articles(after.text) == []
    assert f"{path}/reprendre" in {form.get("action") for form in parse(after.text).iter("form")}
    assert len(articles(maud.post(f"{path}/reprendre", follow_redirects=True).text)) == 1


@pytest.mark.parametrize("aside", ["inconnue", ""])
def test_an_unknown_proposal_put_aside_is_not_mentioned(maud: CheckingClient, aside: str) -> None:
    assert "reviendra" not in text_of(maud.get(f"{PAGE}?aside={aside}"))


def line(maud: CheckingClient) -> tuple[str, str]:
    """The only meetup under way: what its line says, and where its gesture leads."""
    (item,) = [each for each in parse(maud.get(PAGE).text).iter("ol") if "cours" in (each.get("class") or "")]
    (gesture,) = [link for link in item.iter("a") if "lien-geste" in (link.get("class") or "")]
    return " ".join(" ".join(item.itertext()).replace("\u00a0", " ").split()), gesture.get("href") or ""


def step(maud: CheckingClient) -> str:
    """What a screen reader says of the steps of the only meetup."""
    (steps,) = [each for each in parse(maud.get(PAGE).text).iter("ol") if "etapes" in (each.get("class") or "")]
    return (steps.get("aria-label") or "").replace("\u00a0", " ")


def here(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}"


@pytest.fixture
def asked(session: Session, cast: Cast) -> HostingRequest:
    """The town hall has the question for ten days."""
    cast.lunch.venue = None
    request = hosting.request_room(
        session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=cast.maud, now=NOW
    )
    session.commit()
    return request


def test_a_draft_without_a_room_leads_to_asking_for_one(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.lunch.venue = None
    said, gesture = line(maud)
    assert "Lieu à trouver" in said
    assert gesture == f"{here(cast)}/lieu"
    assert step(maud) == "Étape 1 sur 5 : Brouillon"


def test_a_host_has_until_the_day_when_it_is_called(maud: CheckingClient, cast: Cast, asked: HostingRequest) -> None:
    said, gesture = line(maud)
    assert "La mairie de La Motte-Servolex a jusqu’au jeudi 3 décembre" in said
    assert gesture == f"{here(cast)}#lieu"
    assert step(maud) == "Étape 2 sur 5 : Lieu demandé"
    assert "Rien ne presse" in text_of(maud.get(PAGE))


def test_a_host_that_stays_silent_is_to_be_called(
    client: CheckingClient, cast: Cast, asked: HostingRequest, sign_in: SignIn, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = NOW + timedelta(days=10)
    sign_in(client, cast.maud)
    said, _ = line(client)
    assert "La mairie de La Motte-Servolex n’a pas répondu depuis 10 jours" in said
    assert "L’appeler" in said
    assert "Un lieu à relancer." in text_of(client.get(PAGE))


def test_another_slot_is_to_be_decided(
    maud: CheckingClient, session: Session, cast: Cast, asked: HostingRequest
) -> None:
    other = LUNCH + timedelta(days=7)
    hosting.propose_other_slot(session, asked, starts_at=other, note="", channel=HostChannel.LINK, now=NOW)
    said, gesture = line(maud)
    assert "La mairie de La Motte-Servolex propose un autre créneau" in said
    assert "Décider" in said
    assert gesture == f"{here(cast)}#lieu"
    assert "Un créneau à décider." in text_of(maud.get(PAGE))


def test_a_room_without_guests_leads_to_finding_them(maud: CheckingClient, cast: Cast) -> None:
    said, gesture = line(maud)
    assert "Ajouter des personnes" in said
    assert gesture == f"{here(cast)}/invites"
    assert "Une liste à composer." in text_of(maud.get(PAGE))


def test_a_room_and_guests_lead_to_the_invitations(maud: CheckingClient, session: Session, cast: Cast) -> None:
    factories.invitation(session, cast.lunch, cast.ines)
    said, gesture = line(maud)
    assert "1 personne sur la liste" in said
    assert gesture == f"{here(cast)}/invitations"
    assert step(maud) == "Étape 3 sur 5 : Invitations"


@pytest.fixture
def published(session: Session, cast: Cast) -> Cast:
    """Inès and Odile were asked; nobody answered."""
    for person in (cast.ines, cast.odile):
        factories.invitation(session, cast.lunch, person, invited_at=NOW)
    publish(session, cast.lunch, now=NOW)
    session.commit()
    return cast


def test_answers_are_counted_and_silent_people_without_an_address_are_to_be_called(
    maud: CheckingClient, published: Cast
) -> None:
    said, gesture = line(maud)
    assert "0 réponse sur 2" in said
    assert "Joindre 1 personne" in said
    assert gesture == f"{here(published)}#a-joindre"
    assert "Une personne à joindre." in text_of(maud.get(PAGE))


def test_a_full_table_is_at_the_fourth_step(maud: CheckingClient, session: Session, published: Cast) -> None:
    published.lunch.capacity = published.lunch.seats_taken = 1
    assert step(maud) == "Étape 4 sur 5 : Complet"


def test_a_past_meetup_stays_for_a_fortnight(
    client: CheckingClient, session: Session, published: Cast, sign_in: SignIn, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = LUNCH + timedelta(days=1)
    sign_in(client, published.maud)
    assert "Revoir la liste" in line(client)[0]
    assert step(client) == "Étape 5 sur 5 : Passé"
    session.rollback()
    frozen_clock.now = LUNCH + timedelta(days=15)
    sign_in(client, published.maud)
    assert "Rien en route" in text_of(client.get(PAGE))


def test_a_refusal_sends_to_another_host(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=None, needs="", asked_by=None, now=NOW)
    hosting.refuse_request(session, request, note="", channel=HostChannel.LINK, now=NOW)
    said, gesture = line(maud)
    assert "pas cette fois" in said
    assert "Demander ailleurs" in said
    assert gesture.endswith("/lieu")


def test_a_host_without_an_address_is_called_at_once(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.mairie.email = None
    cast.lunch.venue = None
    hosting.request_room(session, cast.lunch, cast.mairie, venue=None, needs="", asked_by=None, now=NOW)
    said, _ = line(maud)
    assert "n’a pas de courriel" in said
    assert "L’appeler" in said


def test_the_summary_counts_what_waits_in_words(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.lunch.venue = None
    for rank in (1, 2, 3):
        proposal(session, cast, rank=rank, area=factories.area(session))
    assert "Trois rencontres à imaginer, un lieu à demander." in text_of(maud.get(PAGE))


def test_whoever_joined_with_a_telephone_only_waits_for_a_call(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    link = "/organisation/personnes?qui=a-rappeler"
    assert link not in maud.get(PAGE).text
    session.rollback()
    cast.odile.confirmed_at = None
    assert "à composer, une personne inscrite par téléphone à rappeler." in text_of(maud.get(PAGE))
    session.rollback()
    cast.karim.confirmed_at = None
    page = maud.get(PAGE)
    assert "deux personnes inscrites par téléphone à rappeler." in text_of(page)
    assert link in {each.get("href") for each in parse(page.text).iter("a")}
    assert cast.odile.full_name in text_of(maud.get(link))
    session.rollback()
    cast.odile.left_at = cast.karim.left_at = NOW
    assert link not in maud.get(PAGE).text, "they left meanwhile"


def test_reading_the_dashboard_writes_nothing(maud: CheckingClient, session: Session, cast: Cast) -> None:
    proposal(session, cast)

    def counts() -> list[int | None]:
        tables = (Meetup, Invitation, Proposal, ProposalGuest)
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]

    before = counts()
    for _ in range(3):
        assert maud.get(PAGE).status_code == 200
    assert counts() == before
