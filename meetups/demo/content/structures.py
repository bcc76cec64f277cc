"""Invented structures, by kind. Names are made up: any likeness to an existing place is a coincidence."""

import random
from dataclasses import dataclass
from enum import StrEnum


class StructureKind(StrEnum):
    """Where a professional of the demo works. SOLO is somebody who works alone, without any structure."""

    SOLO = "solo"
    PRACTICE = "practice"
    NURSING_PRACTICE = "nursing_practice"
    HEALTH_HOUSE = "health_house"
    PHARMACY = "pharmacy"
    HOME_HELP = "home_help"
    SSIAD = "ssiad"
    EHPAD = "ehpad"
    HOSPITAL = "hospital"
    HOSPITAL_AT_HOME = "hospital_at_home"
    MENTAL_HEALTH_CENTRE = "mental_health_centre"
    SOCIAL_CENTRE = "social_centre"
    CHILD_HEALTH = "child_health"
    NURSERY = "nursery"
    DISABILITY = "disability"
    COORDINATION = "coordination"
    ASSOCIATION = "association"
    AMBULANCE = "ambulance"


@dataclass(frozen=True, slots=True)
class StructureTemplate:
    """``names`` are tried at random; ``town_only`` means that small communes have none of their own."""

    names: tuple[str, ...]
    town_only: bool = False


TEMPLATES: dict[StructureKind, StructureTemplate] = {
    StructureKind.PRACTICE: StructureTemplate(
        (
            ("Cabinet du Vieux Noyer"),
            ("Cabinet des Ardoises"),
            ("Cabinet du Petit Torrent"),
            ("Cabinet de l’Épervière"),
        )
    ),
    StructureKind.NURSING_PRACTICE: StructureTemplate(
        (
            "Cabinet infirmier des Cyclamens",
            "Cabinet infirmier du Four à pain",
            "Cabinet infirmier de la Passerelle",
            "Cabinet infirmier des Trois Bassins",
        )
    ),
    StructureKind.HEALTH_HOUSE: StructureTemplate(
        (
            "Maison de santé pluriprofessionnelle des Campanules",
            "Maison de santé pluriprofessionnelle du Grand Verger",
            "Maison de santé pluriprofessionnelle de la Rivière blanche",
        )
    ),
    StructureKind.PHARMACY: StructureTemplate(
        (
            "Pharmacie de la Gentiane bleue",
            "Pharmacie des Quatre Fontaines",
            "Pharmacie du Pont de bois",
            "Pharmacie de l’Arolle",
        )
    ),
    StructureKind.HOME_HELP: StructureTemplate(
        (
            "Service d’aide à domicile Le Pas de la porte",
            "Service d’aide à domicile Au fil des matins",
            "Service d’aide à domicile Les Volets ouverts",
        )
    ),
    StructureKind.SSIAD: StructureTemplate(
        (
            "Service de soins infirmiers à domicile (SSIAD) des Belles Combes",
            "Service de soins infirmiers à domicile (SSIAD) de l’Alpe rousse",
        ),
        town_only=True,
    ),
    StructureKind.EHPAD: StructureTemplate(
        ("EHPAD Le Clos aux hirondelles", "EHPAD La Treille dorée", "EHPAD Les Grands Tilleuls du lac")
    ),
    StructureKind.HOSPITAL: StructureTemplate(("Hôpital des Trois Versants",), town_only=True),
    StructureKind.HOSPITAL_AT_HOME: StructureTemplate(
        ("Hospitalisation à domicile (HAD) de la Haute Rive",), town_only=True
    ),
    StructureKind.MENTAL_HEALTH_CENTRE: StructureTemplate(
        ("Centre médico-psychologique La Verrière", "Centre médico-psychologique Le Belvédère bleu"),
        town_only=True,
    ),
    StructureKind.SOCIAL_CENTRE: StructureTemplate(
        ("Maison sociale du Grand Pré", "Maison sociale des Passerelles"), town_only=True
    ),
    StructureKind.CHILD_HEALTH: StructureTemplate(
        ("Protection maternelle et infantile (PMI), antenne des Coquelicots",), town_only=True
    ),
    StructureKind.NURSERY: StructureTemplate(("Crèche Les Petits Sabots", "Crèche La Marelle des neiges")),
    StructureKind.DISABILITY: StructureTemplate(
        (
            "Service d’accompagnement Le Fil d’Ariane des cimes",
            "Foyer de vie La Source aux merles",
        ),
        town_only=True,
    ),
    StructureKind.COORDINATION: StructureTemplate(
        ("Équipe d’appui aux parcours La Boussole", "CPTS Lacs et Lisières"), town_only=True
    ),
    StructureKind.ASSOCIATION: StructureTemplate(
        ("Association Le Banc partagé", "Association La Main courante", "Association Soupe et Sentiers")
    ),
    StructureKind.AMBULANCE: StructureTemplate(
        ("Ambulances de la Dent blanche", "Ambulances du Chamois"), town_only=True
    ),
}


def structure_name(kind: StructureKind, commune: str, rng: random.Random) -> str | None:
    """A structure of that kind in that commune (``commune`` is its plain name), or None for somebody alone.

    The comma avoids "de Aix" and "de Le Bourget": no grammar to get wrong with 273 communes.
    """
    if kind is StructureKind.SOLO:
        return None
    return f"{rng.choice(TEMPLATES[kind].names)}, {commune}"
