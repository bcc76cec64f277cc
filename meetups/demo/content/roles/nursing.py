"""Nurses, at home, in hospital and in a health house."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "nurse": (
        RoleDraft(
            setting=Kind.NURSING_PRACTICE,
            feminine="infirmière libérale",
            masculine="infirmier libéral",
            mission=(
                "Je soigne les gens chez eux, matin et soir, tous les jours de l’année avec mon cabinet. Je "
                "suis souvent le lien entre la maison et le reste."
            ),
            call_me_for=(
                "un pansement, une injection, une perfusion à la maison",
                "une sortie d’hôpital, dès que la date est connue",
                "un traitement que la personne ne prend plus comme prévu",
                "une plaie qui n’évolue pas bien",
                "donner des nouvelles d’une personne que nous suivons ensemble",
            ),
            not_for=(
                "le ménage et les repas (plutôt : le service d’aide à domicile)",
                "un transport (plutôt : une société d’ambulances)",
                "une douleur brutale dans la poitrine (plutôt : le 15)",
            ),
            methods=(
                "Je regroupe les soins par hameau. Je laisse une feuille de suivi à la maison : tout le "
                "monde peut y écrire."
            ),
            constraints=(
                "Je suis sur la route de 6 h 30 à 13 h et de 16 h 30 à 20 h. Il me faut une ordonnance pour commencer."
            ),
            limits=(
                "Je ne peux pas passer à heure fixe, et je refuse un soin quand je ne peux pas le tenir tous "
                "les jours."
            ),
            channels=(
                "Un SMS à toute heure. Pour parler tranquillement, entre 14 h et 16 h.",
                "Par messagerie sécurisée pour les documents, par téléphone pour le reste, plutôt vers 14 h.",
            ),
            weight=6,
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="infirmière à l’hôpital, préparation des sorties",
            masculine="infirmier à l’hôpital, préparation des sorties",
            mission=(
                "Je prépare les retours à la maison depuis le service : je cherche qui prendra le relais et "
                "je m’assure que rien ne manque le premier soir."
            ),
            call_me_for=(
                "savoir quand une personne rentre et avec quels soins",
                "dire qu’un retour vous semble trop rapide",
                "récupérer une ordonnance ou un compte rendu qui manque",
                "nous prévenir, à l’entrée, de ce qui se passe à la maison",
            ),
            not_for=(
                "un renouvellement d’ordonnance en ville (plutôt : le médecin traitant)",
                "une aide financière (plutôt : le service social de l’hôpital)",
                "une hospitalisation directe (plutôt : le médecin du service)",
            ),
            methods=(
                "J’appelle au moins une personne du domicile avant chaque sortie compliquée. Je rappelle "
                "deux jours après."
            ),
            constraints=("Les sorties se décident parfois le matin pour l’après-midi. Je n’aime pas cela non plus."),
            limits="Je ne peux pas garder un lit plus longtemps, mais je peux faire remonter un vrai risque.",
            channels=(
                "Par téléphone de 9 h à 16 h 30, du lundi au vendredi.",
                ("Par messagerie sécurisée ou par téléphone. Évitez le créneau de la visite, de 9 h 30 à 11 h."),
            ),
            weight=4,
            pathways=(
                "retour-a-domicile",
                "grand-age",
                "maladies-chroniques",
                "cancer",
            ),
        ),
        RoleDraft(
            setting=Kind.HEALTH_HOUSE,
            feminine="infirmière en maison de santé",
            masculine="infirmier en maison de santé",
            mission=(
                "Je reçois et je me déplace avec l’équipe d’une maison de santé. J’aide les gens à vivre "
                "avec leur diabète, leur cœur, leur souffle."
            ),
            call_me_for=(
                "apprendre à faire ses injections ou à lire sa glycémie",
                "un essoufflement ou des chevilles qui gonflent, quand ce n’est pas brutal",
                "un vaccin pour une personne qui ne se déplace pas",
                "un sevrage du tabac à encourager",
            ),
            not_for=(
                "la toilette seule (plutôt : le service de soins infirmiers à domicile)",
                "des semelles ou un soin des pieds (plutôt : la pédicurie-podologie)",
                "prescrire un traitement (plutôt : le médecin traitant)",
            ),
            methods=(
                "Trois rencontres d’une heure pour comprendre, puis un appel par mois. La personne choisit "
                "ses objectifs."
            ),
            constraints=(
                "Les ateliers ont lieu le mardi et le jeudi après-midi ; le reste du temps je suis en tournée."
            ),
            limits="Je n’insiste pas quand ce n’est pas le moment. Je repropose plus tard.",
            channels=(
                "Par le secrétariat de la maison de santé, qui m’interrompt si c’est pressé.",
                "Par téléphone entre 12 h 30 et 14 h, ou par messagerie sécurisée.",
            ),
            weight=2,
            pathways=(
                "maladies-chroniques",
                "addictions",
                "grand-age",
                "precarite",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL_AT_HOME,
            feminine="infirmière en hospitalisation à domicile",
            masculine="infirmier en hospitalisation à domicile",
            mission=(
                "J’organise à la maison des soins qui se font d’habitude à l’hôpital : perfusions, "
                "pansements longs, soulagement de la douleur."
            ),
            call_me_for=(
                "éviter une hospitalisation quand les soins deviennent lourds",
                "une douleur mal soulagée chez une personne très malade",
                "former une équipe à un matériel nouveau",
                "préparer une fin de vie à la maison",
            ),
            not_for=(
                "un soin court, une fois par jour (plutôt : le cabinet infirmier)",
                "l’aide au ménage (plutôt : le service d’aide à domicile)",
                "une situation sans accord du médecin traitant",
            ),
            methods=(
                "Une visite d’évaluation sous deux jours, puis une équipe joignable jour et nuit. Nous "
                "travaillons avec le cabinet déjà en place."
            ),
            constraints="Il faut un logement où livrer du matériel, et quelqu’un qui puisse ouvrir.",
            limits="Nous arrêtons quand les soins redeviennent légers. Nous prévenons une semaine avant.",
            channels=(
                "Par téléphone, jour et nuit, au numéro de l’équipe.",
                "Par téléphone en journée, avec un mot par messagerie sécurisée pour les documents.",
            ),
            weight=1,
            pathways=(
                "soins-palliatifs",
                "cancer",
                "retour-a-domicile",
            ),
        ),
    ),
}
