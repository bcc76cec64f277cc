"""Psychiatrists and paediatricians."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "psychiatrist": (
        RoleDraft(
            setting=Kind.MENTAL_HEALTH_CENTRE,
            feminine="psychiatre",
            masculine="psychiatre",
            mission=(
                "Je reçois des adultes en souffrance psychique, et je travaille avec celles et ceux qui les "
                "voient tous les jours."
            ),
            call_me_for=(
                "un traitement qui ralentit ou fait trembler",
                "une personne que plus personne n’ose visiter",
                "une idée de suicide dont on vous a parlé",
                "réfléchir à plusieurs avant une hospitalisation",
            ),
            not_for=(
                "un danger immédiat (plutôt : le 15)",
                "une psychothérapie hebdomadaire (plutôt : une ou un psychologue)",
                "une demande de logement adapté (plutôt : l’assistance sociale)",
            ),
            methods=(
                "Premier rendez-vous avec l’équipe infirmière, puis avec moi. Une réunion ouverte aux "
                "partenaires par trimestre."
            ),
            constraints=(
                "Deux mois d’attente pour une première consultation. Un avis entre collègues prend deux jours."
            ),
            limits="Je garde le secret, mais j’écoute tout ce que vous pouvez m’apprendre.",
            channels=(
                "Par le secrétariat du centre, je rappelle après 17 h.",
                "Par messagerie sécurisée, ou par téléphone le mercredi de 13 h à 14 h.",
            ),
            pathways=(
                "sante-mentale",
                "addictions",
                "precarite",
            ),
        ),
        RoleDraft(
            setting=Kind.PRACTICE,
            feminine="psychiatre, adolescents et jeunes adultes",
            masculine="psychiatre, adolescents et jeunes adultes",
            mission=("Je reçois des jeunes de douze à vingt-cinq ans et leurs familles, dans un cabinet au calme."),
            call_me_for=(
                "un repli, un décrochage scolaire, des scarifications",
                "une alimentation qui inquiète",
                "un conseil avant d’orienter",
                "une consommation qui prend toute la place",
            ),
            not_for=(
                "un enfant de moins de douze ans (plutôt : le centre pour enfants)",
                "une urgence le week-end (plutôt : le 15)",
                "un aménagement d’examen seul (plutôt : la santé scolaire)",
            ),
            methods=(
                "Je vois le jeune d’abord, les parents ensuite. J’appelle l’école seulement si le jeune est d’accord."
            ),
            constraints="Trois mois d’attente. Je garde un créneau par semaine pour les demandes du réseau.",
            limits="Je n’hospitalise pas moi-même : j’organise avec l’hôpital.",
            channels=(
                "Par SMS professionnel, je rappelle le soir.",
                "Par messagerie sécurisée, en deux ou trois phrases.",
            ),
            weight=1,
            pathways=(
                "enfants-adolescents",
                "sante-mentale",
                "addictions",
            ),
        ),
    ),
    "paediatrician": (
        RoleDraft(
            setting=Kind.PRACTICE,
            feminine="pédiatre",
            masculine="pédiatre",
            mission=("Je soigne les enfants de la naissance à l’adolescence, et je rassure autant que je soigne."),
            call_me_for=(
                "un retard de langage ou de marche qui vous intrigue",
                "un nourrisson qui grossit mal",
                "un enfant qui a une maladie chronique à l’école",
                "une inquiétude que vous ne savez pas où poser",
            ),
            not_for=(
                "une gêne pour respirer (plutôt : le 15)",
                "un certificat de sport (plutôt : le médecin traitant)",
                "les visites à domicile (plutôt : la PMI)",
            ),
            methods=("Une demi-heure pour un premier rendez-vous. L’enfant parle en premier quand il sait parler."),
            constraints="L’hiver, la moitié de la journée est gardée pour les enfants malades du jour.",
            limits="Je ne fais pas de bilan psychologique, mais je sais vers qui aller.",
            channels=(
                "Par téléphone entre 12 h 30 et 13 h 30.",
                "Par messagerie sécurisée, ou par le secrétariat si c’est pour le jour même.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="pédiatre à l’hôpital",
            masculine="pédiatre à l’hôpital",
            mission=(
                "Je travaille entre la maternité et le service des enfants. Je prépare les retours à la "
                "maison des plus fragiles."
            ),
            call_me_for=(
                "un avis rapide pour un nouveau-né",
                "un enfant suivi à l’hôpital que vous voyez chaque semaine",
                "une sortie à organiser à plusieurs",
                "une situation familiale qui vous inquiète",
            ),
            not_for=(
                "le suivi courant (plutôt : le médecin traitant)",
                "un rendez-vous de vaccin (plutôt : la PMI)",
                "une rééducation (plutôt : le centre d’action précoce)",
            ),
            methods="J’appelle la PMI ou la sage-femme avant chaque sortie délicate.",
            constraints="Je suis de garde une nuit par semaine, et en repos le lendemain.",
            limits="Je ne suis pas les enfants au long cours, sauf maladie rare.",
            channels=(
                "Par le téléphone d’avis du service, de 9 h à 18 h.",
                "Par messagerie sécurisée, lue chaque matin.",
            ),
            weight=2,
            pathways=(
                "premiers-jours",
                "enfants-adolescents",
            ),
        ),
    ),
}
