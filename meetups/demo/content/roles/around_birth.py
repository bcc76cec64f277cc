"""Midwives, paediatric nurses and nursery assistants."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "midwife": (
        RoleDraft(
            setting=Kind.PRACTICE,
            feminine="sage-femme libérale",
            masculine="sage-femme libéral",
            mission=(
                "J’accompagne les grossesses qui vont bien, les naissances et les premières semaines, au "
                "cabinet et à la maison."
            ),
            call_me_for=(
                "une sortie de maternité, dès le lendemain",
                "un allaitement douloureux",
                "un moral qui baisse avant ou après la naissance",
                "une contraception ou un frottis",
            ),
            not_for=(
                "un bébé de plus de deux mois malade (plutôt : le médecin)",
                "une grossesse à risque (plutôt : la maternité)",
                "la garde des aînés (plutôt : une association d’aide aux familles)",
            ),
            methods=(
                "Des rendez-vous de trente à quarante-cinq minutes. L’autre parent est le bienvenu, les aînés aussi."
            ),
            constraints="Une naissance peut décaler ma journée : je préviens par SMS.",
            limits="Dès que quelque chose sort de l’ordinaire, je passe la main sans attendre.",
            channels=(
                "Par SMS, même tard. Par téléphone entre 13 h et 14 h.",
                "Par messagerie sécurisée, ou un appel le matin avant 9 h.",
            ),
        ),
        RoleDraft(
            setting=Kind.CHILD_HEALTH,
            feminine="sage-femme de PMI",
            masculine="sage-femme de PMI",
            mission=(
                "Je vais voir chez elles des femmes enceintes qui sont seules, inquiètes ou loin de tout. La "
                "visite est gratuite."
            ),
            call_me_for=(
                "une grossesse sans suivi",
                "une future mère sans logement ou sans droits ouverts",
                "des violences dont quelqu’un commence à parler",
                "préparer la naissance quand on ne parle pas français",
            ),
            not_for=(
                "l’accouchement (plutôt : la maternité)",
                "une urgence la nuit (plutôt : le 15)",
                "une place d’hébergement (plutôt : le 115)",
            ),
            methods=(
                "J’y vais autant de fois qu’il faut, avec une ou un interprète si besoin. Rien n’est obligatoire."
            ),
            constraints=(
                "Il n’y a que moi pour tout un bassin : comptez quelques jours d’attente, moins si vous "
                "dites que ça presse."
            ),
            limits="Je ne transmets rien sans l’accord de la femme, sauf danger grave.",
            channels=(
                "Par téléphone de 8 h 30 à 9 h 30, ou un SMS dans la journée.",
                "Par courriel, sans nom de famille : je rappelle pour le reste.",
            ),
        ),
    ),
    "paediatric_nurse": (
        RoleDraft(
            setting=Kind.CHILD_HEALTH,
            feminine="puéricultrice de PMI",
            masculine="puériculteur de PMI",
            mission=(
                "Je rends visite aux familles avec un enfant de moins de six ans. On parle de sommeil, de "
                "repas, de pleurs, et de la fatigue des parents."
            ),
            call_me_for=(
                "un retour de maternité fragile",
                "un bébé qui pleure beaucoup ou qui mange peu",
                "des parents isolés, ou arrivés depuis peu",
                "une inquiétude sur la sécurité d’un enfant, pour en parler à deux",
            ),
            not_for=(
                "une fièvre ou une gêne pour respirer (plutôt : le médecin ou le 15)",
                "une place en crèche (plutôt : la mairie)",
                "le suivi d’un enfant de plus de six ans (plutôt : la santé scolaire)",
            ),
            methods=(
                "Je propose, la famille choisit. La visite est gratuite et peut se faire avec une ou un interprète."
            ),
            constraints="Deux cantons à couvrir : je regroupe les visites par vallée.",
            limits=(
                "Quand un enfant est en danger, je dois le signaler. Je le dis aux parents, sauf si cela "
                "aggrave le risque."
            ),
            channels=(
                "Par téléphone à la permanence, de 9 h à 11 h.",
                "Par SMS : je rappelle entre deux visites.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="puéricultrice en néonatalogie",
            masculine="puériculteur en néonatalogie",
            mission=(
                "Je m’occupe de bébés nés trop tôt ou malades, et j’apprends aux parents les gestes qui leur "
                "permettront de rentrer."
            ),
            call_me_for=(
                "préparer l’arrivée à la maison d’un bébé fragile",
                "un allaitement avec un petit poids",
                "comprendre un matériel à domicile",
                "soutenir des parents après une longue hospitalisation",
            ),
            not_for=(
                "un avis sur un traitement (plutôt : l’équipe médicale du service)",
                "un suivi à domicile (plutôt : la PMI)",
                "la rééducation (plutôt : la psychomotricité ou la kinésithérapie)",
            ),
            methods="La sortie se prépare dès la première semaine, avec les parents dans la chambre.",
            constraints="Je travaille en horaires de jour et de nuit, en alternance.",
            limits="Je reste disponible un mois après la sortie, puis je passe le relais.",
            channels=(
                "Par le téléphone du service, l’après-midi.",
                "Par courriel à l’équipe, avec un numéro pour vous rappeler.",
            ),
            weight=1,
            pathways=("premiers-jours",),
        ),
    ),
    "nursery_assistant": (
        RoleDraft(
            setting=Kind.NURSERY,
            feminine="auxiliaire de puériculture",
            masculine="auxiliaire de puériculture",
            mission=(
                "J’accueille des enfants de deux mois à trois ans en crèche. Je veille à leur sommeil, à "
                "leurs repas, à leurs découvertes."
            ),
            call_me_for=(
                "observer un tout-petit dans un groupe",
                "préparer l’accueil d’un enfant en situation de handicap",
                "des parents qui n’osent pas demander de l’aide",
                "faire le lien entre la maison et la crèche après une hospitalisation",
            ),
            not_for=(
                "une place en crèche (plutôt : la mairie ou le relais petite enfance)",
                "un avis médical (plutôt : la PMI)",
                "une garde le soir ou le dimanche",
            ),
            methods=(
                "J’observe d’abord, j’écris en quelques lignes, et j’en parle aux parents avant d’en parler ailleurs."
            ),
            constraints=(
                "Je suis auprès des enfants de 8 h à 17 h : je ne peux pas quitter le groupe pour téléphoner."
            ),
            limits="Je ne donne pas de médicament sans l’accord écrit des parents et du médecin.",
            channels=(
                "Par téléphone à la crèche entre 13 h et 14 h 30, pendant la sieste.",
                "Par courriel à la crèche, je réponds dans la semaine.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="auxiliaire de puériculture en maternité",
            masculine="auxiliaire de puériculture en maternité",
            mission=(
                "J’aide les parents pendant les premiers jours : le bain, le sein ou le biberon, les pleurs, "
                "le sommeil."
            ),
            call_me_for=(
                "préparer la sortie d’une maman seule ou très fatiguée",
                "un allaitement qui démarre mal",
                "savoir comment s’est passé le séjour",
                "rassurer avant le premier bain à la maison",
            ),
            not_for=(
                "le suivi après la sortie (plutôt : la sage-femme ou la PMI)",
                "un bébé qui a de la fièvre (plutôt : le 15)",
                "les papiers de naissance (plutôt : la mairie)",
            ),
            methods=("Je montre, puis je regarde faire sans corriger tout de suite. Chaque parent trouve sa manière."),
            constraints="Les séjours sont courts, deux ou trois jours : il faut prévenir tôt.",
            limits="Je ne suis plus les familles une fois rentrées chez elles.",
            channels=(
                "Par téléphone dans le service, entre 14 h et 16 h.",
                "Par téléphone le soir après 20 h 30, quand l’étage est calme.",
            ),
        ),
    ),
}
