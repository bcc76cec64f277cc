"""Which professions the demo holds: shares, pathways and means of contact. Orders of magnitude, not statistics."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoProfession:
    """``key`` is the one of the role profiles; (``table``, ``code``) is in the nomenclature.

    ``per_thousand`` people of the demo; ``women`` share from 0 to 1; ``pathways`` slug → weight.
    """

    key: str
    table: str
    code: str
    per_thousand: int
    women: float
    pathways: dict[str, int]
    without_email: float = 0.03


AT_HOME = {"grand-age": 8, "retour-a-domicile": 5, "handicap": 2, "maladies-chroniques": 2, "soins-palliatifs": 1}
ALL_AGES = {
    "maladies-chroniques": 5,
    "grand-age": 4,
    "retour-a-domicile": 4,
    "sante-mentale": 2,
    "cancer": 2,
    "soins-palliatifs": 2,
    "precarite": 1,
    "addictions": 1,
}
CHILDHOOD = {"enfants-adolescents": 6, "handicap": 3, "premiers-jours": 2, "sante-mentale": 1}
BIRTH = {"premiers-jours": 9, "enfants-adolescents": 3, "precarite": 2}
MIND = {"sante-mentale": 9, "addictions": 3, "precarite": 3, "enfants-adolescents": 1}
RIGHTS = {"precarite": 6, "grand-age": 4, "handicap": 3, "retour-a-domicile": 3, "sante-mentale": 3, "addictions": 1}
MOVING_AGAIN = {"retour-a-domicile": 6, "grand-age": 5, "maladies-chroniques": 3, "handicap": 2, "cancer": 1}
DISABLED = {"handicap": 9, "sante-mentale": 3, "enfants-adolescents": 3, "precarite": 1}
AROUND_ALL = {"grand-age": 5, "retour-a-domicile": 5, "maladies-chroniques": 3, "cancer": 2, "precarite": 2}

DEMO_PROFESSIONS: tuple[DemoProfession, ...] = (
    DemoProfession("home_helper", "TRE_R85", "372", 150, 0.94, AT_HOME, without_email=0.25),
    DemoProfession("life_auxiliary", "TRE_R94", "42", 75, 0.92, AT_HOME | {"handicap": 5}),
    DemoProfession("family_worker", "TRE_R94", "43", 12, 0.96, BIRTH | {"cancer": 1}),
    DemoProfession("care_assistant", "TRE_G15", "35", 130, 0.9, AT_HOME | {"soins-palliatifs": 3, "cancer": 1}),
    DemoProfession("gerontology_assistant", "TRE_R356", "45", 8, 0.92, {"grand-age": 9, "retour-a-domicile": 1}),
    DemoProfession("nursery_assistant", "TRE_G15", "37", 10, 0.97, BIRTH),
    DemoProfession("nurse", "TRE_G15", "60", 140, 0.86, ALL_AGES),
    DemoProfession("psychiatric_nurse", "TRE_G15", "69", 14, 0.75, MIND),
    DemoProfession("nurse_coordinator", "TRE_R356", "20", 10, 0.9, AT_HOME),
    DemoProfession(
        "advanced_nurse", "TRE_R356", "86", 7, 0.85, {"maladies-chroniques": 6, "cancer": 4, "grand-age": 2}
    ),
    DemoProfession("paediatric_nurse", "TRE_R356", "14", 9, 0.97, BIRTH),
    DemoProfession("midwife", "TRE_G15", "50", 18, 0.96, {"premiers-jours": 9, "precarite": 2, "addictions": 1}),
    DemoProfession("gp", "TRE_R356", "90", 50, 0.52, ALL_AGES | {"enfants-adolescents": 1}),
    DemoProfession("geriatrician", "TRE_R356", "81", 6, 0.6, {"grand-age": 9, "soins-palliatifs": 3}),
    DemoProfession("psychiatrist", "TRE_G15", "10", 6, 0.55, MIND),
    DemoProfession("paediatrician", "TRE_G15", "10", 4, 0.7, BIRTH | {"enfants-adolescents": 7}),
    DemoProfession("pharmacist", "TRE_G15", "21", 32, 0.67, ALL_AGES),
    DemoProfession("pharmacy_assistant", "TRE_G15", "39", 15, 0.9, ALL_AGES),
    DemoProfession(
        "psychologist", "TRE_R95", "93", 29, 0.86, MIND | {"enfants-adolescents": 4, "soins-palliatifs": 3}
    ),
    DemoProfession("physiotherapist", "TRE_G15", "70", 48, 0.53, MOVING_AGAIN),
    DemoProfession("occupational_therapist", "TRE_G15", "94", 13, 0.87, MOVING_AGAIN | {"handicap": 5}),
    DemoProfession("psychomotor_therapist", "TRE_G15", "96", 8, 0.88, CHILDHOOD | {"grand-age": 3}),
    DemoProfession("speech_therapist", "TRE_G15", "91", 16, 0.96, CHILDHOOD | {"retour-a-domicile": 2}),
    DemoProfession("dietitian", "TRE_G15", "95", 10, 0.94, {"maladies-chroniques": 6, "cancer": 3, "grand-age": 3}),
    DemoProfession("podiatrist", "TRE_G15", "80", 8, 0.7, {"maladies-chroniques": 6, "grand-age": 5}),
    DemoProfession("adapted_activity_teacher", "TRE_R85", "361", 7, 0.55, MOVING_AGAIN | {"cancer": 4}),
    DemoProfession("social_worker", "TRE_R94", "41", 31, 0.92, RIGHTS),
    DemoProfession("home_economics_adviser", "TRE_R94", "44", 9, 0.93, RIGHTS),
    DemoProfession("guardian", "TRE_R85", "307", 6, 0.8, RIGHTS),
    DemoProfession("special_educator", "TRE_R94", "51", 18, 0.7, DISABLED | {"addictions": 2}),
    DemoProfession("educational_helper", "TRE_R94", "53", 14, 0.88, DISABLED | {"grand-age": 2}),
    DemoProfession("activity_leader", "TRE_R85", "368", 8, 0.85, {"grand-age": 8, "precarite": 2}),
    DemoProfession("peer_mediator", "TRE_R356", "08", 4, 0.5, {"sante-mentale": 7, "addictions": 5}),
    DemoProfession("medical_secretary", "TRE_R85", "331", 26, 0.96, AROUND_ALL),
    DemoProfession("pathway_coordinator", "TRE_R85", "330", 17, 0.88, AROUND_ALL | {"handicap": 2}),
    DemoProfession("sector_manager", "TRE_R85", "333", 16, 0.92, AT_HOME),
    DemoProfession("ambulance_driver", "TRE_G15", "36", 16, 0.4, {"retour-a-domicile": 8, "maladies-chroniques": 4}),
)
