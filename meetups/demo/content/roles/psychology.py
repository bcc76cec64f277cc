"""Psychologists."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "psychologist": (
        RoleDraft(
            setting=Kind.PRACTICE,
            feminine="psychologue",
            masculine="psychologue",
            mission=(
                "Je reçois des adultes et des couples qui traversent une épreuve. J’écoute sans presser, et "
                "on cherche ensemble un appui."
            ),
            call_me_for=(
                "une annonce difficile à encaisser",
                "un proche aidant qui n’en peut plus",
                "un deuil qui ne passe pas",
                "savoir si une psychothérapie a du sens maintenant",
                "une personne qui pleure à chaque visite",
            ),
            not_for=(
                "une prescription (plutôt : le médecin traitant)",
                "un danger immédiat (plutôt : le 15)",
                "un bilan de mémoire (plutôt : la consultation mémoire)",
            ),
            methods=(
                "Un premier entretien d’une heure, puis une fois par semaine ou par quinzaine. La personne "
                "appelle elle-même, si elle le peut."
            ),
            constraints="Les séances ne sont pas toujours remboursées. Je garde deux créneaux à petit prix.",
            limits=("Ce qui se dit en séance y reste. Je peux vous dire que la personne vient, si elle est d’accord."),
            channels=(
                "Laissez un message : je rappelle entre 12 h 30 et 14 h, ou après 19 h.",
                "Par SMS ou par courriel, sans détail. Nous parlerons de vive voix.",
            ),
            weight=5,
            pathways=(
                "sante-mentale",
                "soins-palliatifs",
                "precarite",
                "addictions",
            ),
        ),
        RoleDraft(
            setting=Kind.EHPAD,
            feminine="psychologue en EHPAD",
            masculine="psychologue en EHPAD",
            mission=(
                "Je rencontre des personnes âgées et leurs familles, et je prends du recul avec les équipes "
                "quand une situation use tout le monde."
            ),
            call_me_for=(
                "une entrée en établissement mal vécue",
                "une famille qui se déchire",
                "des cris, un refus, un silence que l’on ne comprend pas",
                "préparer une équipe à un décès",
            ),
            not_for=(
                "convaincre quelqu’un d’accepter un soin",
                "une psychothérapie en ville (plutôt : une ou un psychologue en cabinet)",
                "un avis sur un traitement (plutôt : le médecin traitant)",
            ),
            methods=(
                "Des entretiens en chambre ou au jardin, à l’heure qui convient. Un temps d’équipe une fois par mois."
            ),
            constraints="Je suis là le lundi, le mardi matin et le jeudi.",
            limits=(
                "Je ne mesure pas les personnes. Un test n’a lieu que si son résultat change quelque chose pour elles."
            ),
            channels=(
                "Par téléphone le lundi et le jeudi, entre 13 h et 14 h.",
                "Par courriel, je réponds les jours où je suis là.",
            ),
            weight=2,
            pathways=(
                "grand-age",
                "sante-mentale",
                "soins-palliatifs",
            ),
        ),
        RoleDraft(
            setting=Kind.MENTAL_HEALTH_CENTRE,
            feminine="psychologue, enfants et familles",
            masculine="psychologue, enfants et familles",
            mission=(
                "Je reçois des enfants, des adolescentes et des adolescents, avec leurs parents. On parle, "
                "on joue, on dessine."
            ),
            call_me_for=(
                "un enfant qui ne veut plus aller à l’école",
                "un sommeil ou une alimentation qui déraille",
                "une séparation, une maladie, un deuil dans la famille",
                "un avis avant d’orienter",
            ),
            not_for=(
                "un bilan d’attention ou de langage seul (plutôt : l’orthophonie ou la neuropsychologie)",
                "une enquête sur la famille (plutôt : la maison sociale)",
                "une urgence le soir (plutôt : le 15)",
            ),
            methods="Trois rencontres pour comprendre, puis un projet écrit avec la famille.",
            constraints=("Quatre mois d’attente. Un premier appel avec les parents est possible sous quinze jours."),
            limits="Je n’interviens que si les parents, ou le jeune selon son âge, sont d’accord.",
            channels=(
                "Par le secrétariat du centre, je rappelle le mercredi ou le vendredi.",
                "Par téléphone le mardi de 12 h à 14 h.",
            ),
            pathways=(
                "enfants-adolescents",
                "sante-mentale",
                "premiers-jours",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="psychologue, soins palliatifs",
            masculine="psychologue, soins palliatifs",
            mission=(
                "Je me tiens auprès de personnes très malades, de leurs proches et des équipes, à l’hôpital "
                "et à la maison."
            ),
            call_me_for=(
                "des enfants à qui parler de la maladie d’un parent",
                "une équipe à domicile éprouvée",
                "une personne qui dit vouloir en finir",
                "un proche avant, pendant et après un décès",
            ),
            not_for=(
                "une douleur mal soulagée (plutôt : l’équipe médicale ou infirmière)",
                "une démarche d’aide (plutôt : l’assistance sociale)",
                "un suivi au long cours sans lien avec la maladie grave",
            ),
            methods="Je me déplace. Je rencontre chacun séparément puis, si tous le veulent, ensemble.",
            constraints="Je couvre un grand secteur : comptez trois à cinq jours.",
            limits="Je propose une présence, jamais une obligation de parler.",
            channels=(
                "Par téléphone du lundi au jeudi, de 9 h à 17 h.",
                "Par messagerie sécurisée ou par SMS : je rappelle avant le soir.",
            ),
            weight=1,
            pathways=(
                "soins-palliatifs",
                "cancer",
            ),
        ),
    ),
}
