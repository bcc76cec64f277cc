"""A pasted list: read first, then added, whatever is in it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, ConsentEntry
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import ContactChannel, Professional
from meetups.directory.reference import add_professions
from meetups.geography.services import load_geography
from meetups.pages.opening.pasted import preview
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import CheckingClient
from tests.page_checks import parse
from tests.pages.forms import fields_of, submit, text_of

PEOPLE = "/organisation/ouverture/personnes"
LIST = """Prénom\tNom\tMétier\tCommune\tCourriel\tTéléphone\tParcours
Inès\tPerrier\tinfirmière libérale\tla motte servolex\tines@sante.example\t\tgrand age
Odile\tMorel\taide à domicile\t73500\t\t06 39 98 00 01\t
"""


@pytest.fixture(autouse=True)
def _known(session: Session, client: CheckingClient) -> None:
    for insee in factories.COMMUNES:
        factories.commune(session, insee)
    factories.pathway(session)
    add_professions(session)
    session.commit()
    client.allowed_addresses = frozenset({"ines@sante.example", "karim@sante.example", "lucie@exemple.fr"})


def read(browser: CheckingClient, text: str) -> str:
    """What the page says of a list."""
    answer = browser.post(PEOPLE, data={"people": text})
    assert answer.status_code == 200
    return text_of(answer)


def people(session: Session) -> dict[str, Professional]:
    return {person.first_name: person for person in session.scalars(select(Professional))}


def test_a_list_is_read_before_anything_is_written(browser: CheckingClient, session: Session) -> None:
    text = read(browser, LIST)
    assert "2 personnes prêtes" in text
    assert "Inès Perrier infirmière libérale, 73290 La Motte-Servolex (Grand âge), par courriel" in text
    assert "Ajouter 2 personnes" in text
    assert people(session) == {}


def test_then_everybody_is_added(browser: CheckingClient, session: Session, claire: Account) -> None:
    shown = browser.post(PEOPLE, data={"people": LIST})
    form = next(form for form in parse(shown.text).iter("form") if form.find(".//button[@name='add']") is not None)
    done = browser.post(PEOPLE, data=fields_of(form) | {"add": "1"})
    assert (done.status_code, done.location) == (302, PEOPLE)
    found = people(session)
    ines, odile = found["Inès"], found["Odile"]
    assert (ines.family, ines.contact_channel, ines.email) == (
        ProfessionFamily.NURSING,
        ContactChannel.EMAIL,
        "ines@sante.example",
    )
    assert [pathway.slug for pathway in ines.pathways] == ["grand-age"]
    assert (odile.contact_channel, odile.phone, odile.places[0].commune_insee) == (
        ContactChannel.TELEPHONE,
        "0639980001",
        "73157",
    )
    assert not ines.is_listed, "standing in the directory is theirs to decide"
    assert ines.confirmed_at
    assert {entry.source for entry in session.scalars(select(ConsentEntry))} == {"organiser"}
    assert "2 personnes ajoutées." in text_of(browser.get(PEOPLE))


def test_bad_lines_stay_in_the_box_with_their_number(browser: CheckingClient, session: Session) -> None:
    lines = (
        LIST
        + "Karim\t\tkiné\tNulleville\tkarim@sante.example\nMax\t\tkiné\tModane\nLou\t\tkiné\tModane\t\t0639980009\tx"
    )
    text = read(browser, lines)
    assert "3 lignes à revoir" in text
    assert "Ligne 4 Nous ne connaissons pas la commune « Nulleville »" in text
    assert "Ligne 5 Il manque un courriel ou un téléphone" in text
    assert "Ligne 6 Le parcours « x » n’existe pas encore" in text
    kept = browser.post(PEOPLE, data={"people": lines, "add": "1"})
    assert kept.status_code == 200
    assert "2 personnes ajoutées." in kept.text.replace("\u00a0", " ")
    (box,) = parse(kept.text).iter("textarea")
    assert (box.text or "").splitlines()[-4:] == [LIST.splitlines()[0], *lines.splitlines()[3:]]
    assert sorted(people(session)) == ["Inès", "Odile"]


def test_people_already_there_are_skipped_and_said(browser: CheckingClient, session: Session) -> None:
    factories.professional(session, "Inès", email="ines@sante.example", last_name="")
    factories.professional(session, "Odile", "73157", last_name="MOREL", email=None)
    text = read(
        browser, LIST + "Karim\tRoux\tkiné\tModane\tkarim@sante.example\nKARIM\troux\tkiné\tModane\t\t0639980005"
    )
    assert "1 personne prête" in text
    assert "Ligne 2 une personne de ce prénom, avec cette adresse, est déjà dans le réseau" in text
    assert "Ligne 3 une personne de ce nom est déjà là, dans cette commune" in text
    assert "Ligne 5 le même nom, dans la même commune, qu’à la ligne 4" in text


def test_an_address_that_a_service_shares_drops_nobody(session: Session) -> None:
    factories.professional(session, "Autre", "73157", email="ssiad@sante.example")
    lines = (
        "Léa;Roux;aide-soignante;Modane;ssiad@sante.example",
        "Noé;Gris;aide à domicile;Modane;ssiad@sante.example",
        "LEA;roux;aide-soignante;Chambéry;ssiad@sante.example",
    )
    read = preview(session, "\n".join(lines))
    assert [one.row.first_name for one in read.ready] == ["Léa", "Noé"]
    assert [(line.line, line.what_to_do) for line in read.skipped] == [
        (3, "le même prénom et la même adresse qu’à la ligne 1")
    ]


@pytest.mark.parametrize(
    ("second", "are_two"),
    [
        ("kinésithérapeute;Modane;marie2@sante.example", True),
        ("kinésithérapeute;Modane;marie@sante.example", False),
        ("infirmière;Modane;marie2@sante.example", False),
        ("kinésithérapeute;Modane;;0639980009", False),
        ("infirmière;Chambéry;marie2@sante.example", True),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
def test_namesakes_of_one_commune_are_two_by_trade_and_contact(
    session: Session, second: str, *, are_two: bool, is_known: bool
) -> None:
    if is_known:
        factories.professional(
            session,
            "Marie",
            "73157",
            last_name="Martin",
            profession_text="infirmière libérale",
            email="marie@sante.example",
            phone=None,
        )
    first = "" if is_known else "Marie;Martin;infirmière libérale;Modane;marie@sante.example"
    read = preview(session, f"{first}\nMarie;Martin;{second}")
    assert (len(read.skipped) == 0) == are_two
    assert len(read.ready) + len(read.skipped) == (1 if is_known else 2)


def test_lines_left_aside_stay_in_the_box_once_the_others_are_added(browser: CheckingClient, session: Session) -> None:
    factories.professional(session, "Odile", "73157", last_name="MOREL", email=None)
    session.commit()
    done = browser.post(PEOPLE, data={"people": LIST, "add": "1"})
    assert done.status_code == 200
    (box,) = parse(done.text).iter("textarea")
    assert [line for line in (box.text or "").splitlines() if line] == [LIST.splitlines()[0], LIST.splitlines()[2]]
    assert sorted(people(session)) == ["Inès", "Odile"]


def test_two_people_who_share_a_first_name_alone_are_two(browser: CheckingClient, session: Session) -> None:
    factories.professional(session, "Camille", "73157", last_name="", email=None, phone="0639980001")
    text = "Camille;;kiné;Modane;;0639980002\nCamille;;kiné;Modane;;0639980003\nCamille;;kiné;Modane;;0639980001"
    said = read(browser, text)
    assert "2 personnes prêtes" in said
    assert "Ligne 3 une personne de ce nom est déjà là" in said


def test_sent_twice_a_list_adds_everybody_once(browser: CheckingClient, session: Session) -> None:
    browser.post(PEOPLE, data={"people": LIST, "add": "1"})
    again = browser.post(PEOPLE, data={"people": LIST, "add": "1"})
    assert again.status_code == 422
    assert "2 lignes déjà connues" in text_of(again)
    assert len(people(session)) == 2


@pytest.mark.parametrize(
    "text", ["", "Prénom;Métier;Tél\nInès;kiné;0639980001", "x" * 100_001, "\n".join(["a;b"] * 501)]
)
def test_a_list_that_cannot_be_read_keeps_what_was_pasted(
    browser: CheckingClient, session: Session, text: str
) -> None:
    refused = submit(browser, PEOPLE, people=text)
    assert refused.status_code == 422
    (box,) = parse(refused.text).iter("textarea")
    assert (box.text or "").strip() == text.strip()
    assert people(session) == {}


def test_html_and_formulas_harm_nobody(browser: CheckingClient, session: Session) -> None:
    page = browser.post(
        PEOPLE, data={"people": "<script>alert(1)</script>;;kiné;Modane;;0639980001\n=1+1;;kiné;Modane;;06"}
    )
    assert "<script>alert" not in page.text
    assert "1 ligne à revoir" in text_of(page)


def test_five_hundred_lines_are_looked_up_in_as_many_queries_as_two(session: Session) -> None:
    names = [place[0] for place in factories.COMMUNES.values()]

    def lines(count: int) -> str:
        return "\n".join(f"Camille{n};P{n};kiné;{names[n % 4]};c{n}@sante.example;;Grand âge" for n in range(count))

    counts = []
    for count in (4, 500):
        session.expunge_all()
        with recorded_statements() as sent:
            assert len(preview(session, lines(count)).ready) == count
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 5


def test_a_commune_is_never_guessed_among_several(browser: CheckingClient, session: Session) -> None:
    load_geography(session, ["31", "73"])
    factories.area(session)
    session.commit()
    names = ("Saint-Jean", "73210", "73210 Aime-la-Plagne", "Toulouse")
    text = read(browser, "\n".join(f"Inès{n};;kiné;{name};;06399800{n:02}" for n, name in enumerate(names)))
    assert "2 personnes prêtes" in text
    assert "kiné, 73210 Aime-la-Plagne" in text
    assert "kiné, 31000 Toulouse" in text
    assert "Plusieurs communes répondent à « Saint-Jean » : écrivez la bonne en entier, comme 31240 Saint-Jean" in text
    assert "Plusieurs communes répondent à « 73210 »" in text
