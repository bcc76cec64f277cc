"""A proposal's facts as sentences; facts stored before a reason existed still read."""

import pytest
from flask import Flask

from meetups.planning.models import MeetupFormat
from meetups.proposals import wording

OTHER = {"area": "Yenne", "pathway": "Grand âge", "commune": "Le Bourget-du-Lac", "is_elsewhere_only": False}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"runner_up": None}, ""),
        ({"runner_up": "Grand âge, Yenne"}, ""),
        (
            {"runner_up": OTHER | {"loss": 0.0061}},
            "À sa place, «\u00a0Grand âge, Yenne\u00a0» ferait perdre 0,6\u00a0% à l’ensemble des propositions",
        ),
        ({"runner_up": OTHER | {"loss": 0.0}}, "À sa place, «\u00a0Grand âge, Yenne\u00a0» conviendrait aussi bien"),
        (
            {"runner_up": OTHER | {"is_elsewhere_only": True, "loss": 0.0}},
            "Une salle du Bourget-du-Lac conviendrait aussi bien, sans raccourcir les trajets",
        ),
        (
            {"runner_up": OTHER | {"is_elsewhere_only": True, "loss": 0.02}},
            "Dans une salle du Bourget-du-Lac, elle ferait perdre 2\u00a0% à l’ensemble des propositions",
        ),
        (
            {"runner_up": OTHER | {"loss": 0.0061, "is_exact": False}},
            "À sa place, «\u00a0Grand âge, Yenne\u00a0» ferait perdre au plus 0,6\u00a0% "
            "à l’ensemble des propositions",
        ),
        (
            {"runner_up": OTHER | {"is_elsewhere_only": True, "loss": 0.02, "is_exact": False}},
            "Dans une salle du Bourget-du-Lac, elle ferait perdre au plus 2\u00a0% à l’ensemble des propositions",
        ),
        (
            {"runner_up": OTHER | {"loss": -0.01, "is_exact": False}},
            "À sa place, «\u00a0Grand âge, Yenne\u00a0» conviendrait aussi bien",
        ),
    ],
)
def test_what_the_runner_up_loses(app: Flask, facts: dict[str, object], said: str) -> None:
    assert wording.runner_up_sentence(facts) == said


def test_how_good_the_whole_plan_is(app: Flask) -> None:
    proved = {"whole": {"meetups": 8, "value": 10.0, "bound": 10.0, "gap": 0.0}}
    assert wording.whole_sentence(proved).endswith("c’est démontré")
    within = {"whole": {"meetups": 8, "value": 9.0, "bound": 10.0, "gap": 0.1}}
    assert wording.whole_sentence(within).endswith("au plus 10\u00a0% de mieux")
    assert wording.whole_sentence({}) == ""


def test_labels_that_hold_a_comma_stay_apart(app: Flask) -> None:
    families = {"missing_families": ["medecine", "pharmacie"], "warnings": ["Marché, place du bourg", "Ski"]}
    assert wording.missing_sentence(families).endswith("Médecine, sages-femmes\u00a0; Pharmacie")
    assert wording.warnings_sentence(families).endswith("Marché, place du bourg\u00a0; Ski")
    hour = {"families": {"medecine": 1, "pharmacie": 2}, "people": 3, "other": None}
    assert "Médecine, sages-femmes\u00a0; Pharmacie" in wording.hour_sentence({"hour": hour})


def test_small_facts_in_words(app: Flask) -> None:
    assert wording.minutes_sentence({"mean_minutes": 18}) == "18 minutes de route en moyenne"
    assert wording.only_here_sentence({"only_here": 1}).startswith("1 des personnes à table ne pourrait")
    assert wording.never_asked_sentence({"never_asked": True}) == "Mairie jamais demandée jusqu’ici"
    assert wording.alternation_sentence({"last_format": "lunch", "format": "coffee"}).startswith(
        "La dernière fois, c’était un déjeuner"
    )
    assert wording.alternation_sentence({"last_format": "lunch", "format": "lunch"}) == ""
    assert [wording.prepare_label(kind) for kind in (MeetupFormat.LUNCH, MeetupFormat.EVENING)] == [
        "Préparer ce déjeuner",
        "Préparer cette soirée",
    ]
    none = (wording.hour_sentence, wording.cut_off_sentence, wording.minutes_sentence, wording.warnings_sentence)
    assert {say({}) for say in none} == {""}
