"""Ambulance crews."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "ambulance_driver": (
        RoleDraft(
            setting=Kind.AMBULANCE,
            feminine="ambulancière",
            masculine="ambulancier",
            mission=(
                "Je conduis les gens à l’hôpital, en dialyse, en rééducation, et je les ramène. Je porte, "
                "j’installe, je fais parler ou je laisse dormir."
            ),
            call_me_for=(
                "organiser une sortie : l’heure, l’étage, les escaliers",
                "un trajet allongé ou sous oxygène",
                "signaler que la maison n’est pas prête",
                "des séances qui se répètent",
            ),
            not_for=(
                "une urgence vitale (plutôt : le 15)",
                "un trajet sans prescription de transport (plutôt : le transport accompagné)",
                "rester sur place après l’arrivée",
            ),
            methods="Nous sommes toujours deux. Je préviens dix minutes avant d’arriver.",
            constraints="Les sorties de 14 h se bousculent. Avant 11 h, tout est plus facile.",
            limits="Je ne laisse personne seul devant une porte fermée : il faut quelqu’un ou une clé.",
            channels=(
                "Par le standard, jour et nuit. Demandez l’équipage du secteur.",
                "Par SMS la veille, par le standard le jour même.",
            ),
        ),
        RoleDraft(
            setting=Kind.AMBULANCE,
            feminine="ambulancière, transport assis",
            masculine="ambulancier, transport assis",
            mission=(
                "J’emmène en véhicule léger des personnes qui marchent avec une aide. Je les connais : nous "
                "faisons route ensemble trois fois par semaine."
            ),
            call_me_for=(
                "un aller-retour pour un traitement",
                "prévenir qu’une personne est plus fatiguée que d’habitude",
                "regrouper deux trajets d’une même vallée",
                "attendre quelqu’un pendant un examen",
            ),
            not_for=(
                "une personne qui ne tient pas assise (plutôt : l’ambulance)",
                "des courses au passage (plutôt : le service d’aide à domicile)",
                "une urgence vitale (plutôt : le 15)",
            ),
            methods="J’accompagne jusqu’au bureau d’accueil, et je reviens chercher à l’intérieur.",
            constraints="Un col fermé ou une route coupée peut tout changer : appelez la veille.",
            limits="Je ne suis pas dans les soins : si je m’inquiète, j’appelle l’équipe ou le 15.",
            channels=(
                "Par SMS, je lis à l’arrêt.",
                "Par le standard, de 6 h à 20 h.",
            ),
        ),
    ),
}
