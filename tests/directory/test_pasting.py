"""A list pasted from a spreadsheet: who is read, and what each bad line is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.directory.pasting import MOST_LINES, Pasted, Row, read_pasted

HEADER = "Prénom\tNom\tMétier\tCommune\tCourriel\tTéléphone\tParcours"


def only(text: str) -> Row:
    """The one row that a text makes."""
    pasted = read_pasted(text)
    assert (pasted.refusal, list(pasted.problems)) == (None, [])
    (row,) = pasted.rows
    return row


def whys(pasted: Pasted) -> dict[int, str]:
    """What is said of each line, no-break spaces made plain."""
    return {problem.line: problem.what_to_do.replace("\u00a0", " ") for problem in pasted.problems}


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_without_a_header_columns_come_in_the_order_that_the_page_says(separator: str) -> None:
    cells = ["Inès", "Perrier", "infirmière libérale", "Chambéry", "Ines@Sante.example", "06 39 98 00 01", "Grand âge"]
    row = only(separator.join(cells))
    assert (row.first_name, row.last_name, row.profession) == ("Inès", "Perrier", "infirmière libérale")
    assert (row.commune, row.email, row.phone) == ("Chambéry", "ines@sante.example", "0639980001")
    assert row.pathways == ("Grand âge",)


@pytest.mark.parametrize("email", ["Courriel", "e-mail", "E-MAIL", "Adresse mail", "mél"])
def test_a_header_names_columns_in_any_order(email: str) -> None:
    row = only(f"Ville;{email};Prénom;Profession\nAix-les-Bains;odile@sante.example;Odile;aide à domicile")
    assert (row.first_name, row.commune, row.email) == ("Odile", "Aix-les-Bains", "odile@sante.example")
    assert (row.line, row.last_name, row.phone) == (2, "", None)


def test_columns_that_we_do_not_know_are_left_aside_and_said() -> None:
    pasted = read_pasted("Prénom;Âge;Métier;Commune;Tél\nOdile;54;aide à domicile;Modane;0639980001")
    assert list(pasted.unread) == ["Âge"]
    assert pasted.rows[0].commune == "Modane"


def test_a_postal_code_of_its_own_column_tells_namesakes_apart() -> None:
    row = only("Prénom;Métier;Code postal;Ville;Tél\nOdile;aide à domicile;73290;La Motte-Servolex;0639980001")
    assert row.commune == "73290 La Motte-Servolex"


def test_the_first_of_two_telephone_columns_that_holds_a_number_counts() -> None:
    row = only("Prénom;Métier;Commune;Portable;Téléphone fixe\nOdile;aide à domicile;Modane;-;04 79 00 00 01")
    assert row.phone == "0479000001"


def test_the_zero_that_a_spreadsheet_took_away_comes_back() -> None:
    assert only("Odile;;aide à domicile;Modane;;639980001").phone == "0639980001"


def test_quoted_cells_hold_separators_and_line_ends() -> None:
    pasted = read_pasted(
        'Inès,"Perrier, née Roux","infirmière\nlibérale",Chambéry,ines@sante.example\nKarim,,kiné,Modane,,x'
    )
    assert pasted.rows[0].last_name == "Perrier, née Roux"
    assert pasted.rows[0].profession == "infirmière libérale"
    assert list(whys(pasted)) == [3], "lines are counted as in the box"


def test_a_quote_too_many_on_one_line_shifts_no_cell_of_another() -> None:
    pasted = read_pasted(
        'Lucie,Martin,"infirmière, libérale",Modane,lucie@sante.example\n'
        'Odile,"Morel",aide à domicile,Modane,odile@sante.example\n'
        'Karim,"Roux,kiné,Modane,karim@sante.example\n'
        'Inès,"Perrier ""Nini""",médecin,Modane,ines@sante.example'
    )
    assert [(row.line, row.profession) for row in pasted.rows] == [
        (1, "infirmière, libérale"),
        (2, "aide à domicile"),
        (3, "kiné"),
        (4, "médecin"),
    ]
    assert [row.last_name for row in pasted.rows] == ["Martin", "Morel", '"Roux', 'Perrier "Nini"']


def test_two_quotes_too_many_do_not_swallow_the_lines_between() -> None:
    pasted = read_pasted(
        'Inès;"Roux;kiné;Modane;;0639980001\nLou;;kiné;Modane;;0639980002\nMax;";kiné;Modane;;0639980003'
    )
    assert [row.first_name for row in pasted.rows] == ["Inès", "Lou", "Max"]


def test_one_quote_too_many_does_not_swallow_the_next_lines() -> None:
    pasted = read_pasted('"Inès;;infirmière;Modane;ines@sante.example\nKarim;;kiné;Modane;karim@sante.example')
    assert [row.first_name for row in pasted.rows] == ['"Inès', "Karim"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (";Perrier;infirmière;Modane;ines@sante.example", "Il manque le prénom."),
        ("Inès;;;Modane;ines@sante.example", "Il manque le métier"),
        ("Inès;;infirmière;;ines@sante.example", "Il manque la commune"),
        ("Inès;;infirmière;Modane", "Il manque un courriel ou un téléphone"),
        ("Inès;;infirmière;Modane;ines.sante.example", "Il manque le signe @"),
        ("Inès;;infirmière;Modane;;12", "Nous ne reconnaissons pas ce numéro"),
        ("=HYPERLINK(1);;infirmière;Modane;ines@sante.example", "commence par « = », comme une formule"),
        ("Inès;@SUM(A1);infirmière;Modane;ines@sante.example", "commence par « @ », comme une formule"),
        ("Inès;;" + "très " * 30 + ";Modane;ines@sante.example", "est trop longue"),
    ],
)
def test_a_bad_line_says_its_number_and_what_to_do(line: str, words: str) -> None:
    pasted = read_pasted(f"\nKarim;;kiné;Modane;karim@sante.example\n{line}")
    assert [row.line for row in pasted.rows] == [2]
    assert list(whys(pasted)) == [3]
    assert words in whys(pasted)[3]
    assert pasted.problems[0].text == line, "what was typed is kept"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Collez au moins une ligne"),
        (" \n\t\n;;\n", "Collez au moins une ligne"),
        (HEADER, "Il n’y a que le nom des colonnes"),
        ("Prénom;Métier;Tél\nInès;infirmière;0639980001", "Il manque la colonne « commune »"),
        ("Nom;Métier;Commune;Tél\nInès;infirmière;Modane;0639980001", "Il manque la colonne « prénom »"),
        ("Prénom;Métier;Commune\nInès;infirmière;Modane", "Il manque une colonne « courriel » ou « téléphone »"),
        ("Inès;;infirmière;Modane;ines@sante.example\n" * (MOST_LINES + 1), "500 au plus à la fois"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(text: str, words: str) -> None:
    pasted = read_pasted(text)
    assert not pasted.rows
    assert words in (pasted.refusal or "").replace("\u00a0", " ")


def test_five_hundred_lines_are_read_at_once() -> None:
    text = "\n".join([HEADER, *("Inès\t\tinfirmière\tModane\tines@sante.example" for _ in range(MOST_LINES))])
    assert len(read_pasted(text).rows) == MOST_LINES


def test_what_cannot_be_seen_is_taken_out() -> None:
    row = only("In\u202eès\u200b;Per\x00rier\u2066;infirmière;Modane;ines@sante.example")
    assert (row.first_name, row.last_name) == ("Inès", "Perrier")


def test_html_stays_plain_text() -> None:
    assert only("<b>Inès</b>;;infirmière;Modane;ines@sante.example").first_name == "<b>Inès</b>"


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from('\t\n;,"=@Aé'), max_size=300))
def test_anything_at_all_is_read_or_refused_in_words(text: str) -> None:
    pasted = read_pasted(text)
    assert pasted.refusal or pasted.rows or pasted.problems
    lines = [row.line for row in pasted.rows] + [problem.line for problem in pasted.problems]
    assert len(lines) == len(set(lines))
