"""Occupational therapists, psychomotor therapists and podiatrists."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "occupational_therapist": (
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="ergothérapeute, équipe mobile",
            masculine="ergothérapeute, équipe mobile",
            mission=(
                "Je vais chez les gens pour que leur logement leur permette de continuer à faire seuls ce "
                "qu’ils aiment faire."
            ),
            call_me_for=(
                "préparer un retour à la maison après une hospitalisation",
                "une salle de bain, un escalier, un lit qui ne vont plus",
                "choisir un fauteuil, un lève-personne, une aide pour manger",
                "un proche qui s’épuise dans les transferts",
            ),
            not_for=(
                "la rééducation de la marche (plutôt : la kinésithérapie)",
                "financer les travaux (plutôt : l’assistance sociale)",
                "une urgence dans la journée (plutôt : le 15)",
            ),
            methods=(
                "Une visite d’une heure et demie, avec la personne et si possible un proche. J’envoie une "
                "page sous huit jours."
            ),
            constraints=(
                "Trois semaines d’attente en moyenne, dix jours pour une sortie d’hôpital. Une ordonnance "
                "est nécessaire."
            ),
            limits="Je conseille et j’essaie le matériel, je ne le vends pas.",
            channels=(
                "Le plus pratique : un appel entre 12 h et 13 h. Je rappelle toujours dans la journée.",
                "Par courriel pour une visite, par téléphone pour un conseil.",
            ),
            weight=4,
            pathways=(
                "retour-a-domicile",
                "grand-age",
                "handicap",
            ),
        ),
        RoleDraft(
            setting=Kind.SOLO,
            feminine="ergothérapeute",
            masculine="ergothérapeute",
            mission=(
                "Je travaille avec des enfants qui peinent à écrire, à s’habiller, à s’organiser, à l’école "
                "et à la maison."
            ),
            call_me_for=(
                "une écriture illisible ou douloureuse",
                "un ordinateur à l’école",
                "des couverts, une chaise, un cartable adaptés",
                "des repas ou un habillage qui tournent à la bataille",
            ),
            not_for=(
                "le langage (plutôt : l’orthophonie)",
                "un diagnostic (plutôt : le médecin)",
                "du soutien scolaire",
            ),
            methods=(
                "Un bilan en deux fois, puis des séances en classe ou à la maison. Je parle avec "
                "l’enseignante ou l’enseignant."
            ),
            constraints="Mes séances sont peu remboursées. J’aide à chercher un financement.",
            limits="Six mois au plus, puis on regarde ce qui a changé.",
            channels=(
                "Par courriel, réponse sous trois jours.",
                "Par SMS, ou par téléphone le vendredi matin.",
            ),
            weight=2,
            pathways=(
                "enfants-adolescents",
                "handicap",
            ),
        ),
    ),
    "psychomotor_therapist": (
        RoleDraft(
            setting=Kind.CHILD_HEALTH,
            feminine="psychomotricienne",
            masculine="psychomotricien",
            mission=(
                "J’accompagne des bébés et de jeunes enfants qui bougent peu, trop, ou autrement. Le jeu est "
                "mon outil."
            ),
            call_me_for=(
                "un bébé qui ne se retourne pas",
                "un enfant maladroit, qui tombe ou évite",
                "une agitation qui fatigue toute la maison",
                "soutenir un premier lien après une naissance difficile",
            ),
            not_for=(
                "une scoliose ou une entorse (plutôt : la kinésithérapie)",
                "le langage (plutôt : l’orthophonie)",
                "un mode de garde (plutôt : la mairie)",
            ),
            methods="Les parents restent dans la salle. Une séance par semaine, au sol, en chaussettes.",
            constraints="L’attente est de deux mois. Un avis par téléphone est possible avant.",
            limits="Je décris comment l’enfant bouge, je ne pose pas de diagnostic.",
            channels=(
                "Par téléphone à la permanence, le matin.",
                "Par courriel, ou par SMS si c’est court.",
            ),
            pathways=(
                "premiers-jours",
                "enfants-adolescents",
                "handicap",
            ),
        ),
        RoleDraft(
            setting=Kind.EHPAD,
            feminine="psychomotricienne en EHPAD",
            masculine="psychomotricien en EHPAD",
            mission=(
                "J’aide des personnes âgées à se sentir mieux dans leur corps : le toucher, l’équilibre, la détente."
            ),
            call_me_for=(
                "une toilette qui fait peur",
                "des mains crispées, un dos qui se ferme",
                "une personne qui déambule sans repos",
                "une idée d’atelier à deux métiers",
            ),
            not_for=(
                "rééduquer une fracture (plutôt : la kinésithérapie)",
                "choisir un fauteuil (plutôt : l’ergothérapie)",
                "occuper un groupe sans but (plutôt : l’animation)",
            ),
            methods="De petites séances, souvent pendant un soin, avec l’aide-soignante ou l’aide-soignant.",
            constraints=(
                "Je partage mon temps entre deux maisons : mardi et jeudi d’un côté, mercredi et vendredi de l’autre."
            ),
            limits="Je ne force pas un contact. Un refus est une réponse.",
            channels=(
                "Par téléphone entre 12 h et 13 h.",
                "Un mot à l’équipe : il m’attend à mon arrivée.",
            ),
            weight=2,
            pathways=(
                "grand-age",
                "handicap",
            ),
        ),
    ),
    "podiatrist": (
        RoleDraft(
            setting=Kind.PRACTICE,
            feminine="pédicure-podologue",
            masculine="pédicure-podologue",
            mission=(
                "Je soigne les pieds et j’aide à bien se chausser. Un pied qui va bien, c’est une marche de plus."
            ),
            call_me_for=(
                "une petite plaie au pied chez une personne diabétique",
                "des ongles que plus personne n’arrive à couper",
                "une chaussure qui blesse",
                "des chutes liées à la façon de marcher",
            ),
            not_for=(
                "une plaie infectée avec de la fièvre (plutôt : le médecin traitant)",
                "un pansement chaque jour (plutôt : le cabinet infirmier)",
                "la rééducation (plutôt : la kinésithérapie)",
            ),
            methods="Au cabinet, et à domicile le lundi. Je regarde toujours les chaussures.",
            constraints="Le matériel pèse lourd : prévoir une chaise et une lampe.",
            limits="Je n’opère pas. J’oriente dès qu’une plaie ne guérit pas en quinze jours.",
            channels=(
                "Par téléphone entre 12 h et 14 h.",
                "Par SMS avec la commune et le degré d’urgence, sans nom.",
            ),
        ),
        RoleDraft(
            setting=Kind.SOLO,
            feminine="pédicure-podologue à domicile",
            masculine="pédicure-podologue à domicile",
            mission=("Je passe dans les maisons et les EHPAD de la vallée. J’ai souvent le temps d’une conversation."),
            call_me_for=(
                "des pieds douloureux au lever",
                "un talon rouge chez une personne alitée",
                "choisir des chaussons qui tiennent",
                "une prévention pour les personnes diabétiques",
            ),
            not_for=(
                "des semelles de sport (plutôt : un cabinet équipé)",
                "une pose de vernis",
                "une urgence le jour même",
            ),
            methods="Quarante minutes par personne. Je laisse un mot dans le cahier.",
            constraints="Je passe dans chaque village une fois par mois, à jour fixe.",
            limits="Quand la peau m’inquiète, j’appelle le cabinet infirmier avant de partir.",
            channels=(
                "Par SMS, je complète ma tournée la veille.",
                "Par téléphone le soir, entre 18 h et 19 h.",
            ),
        ),
    ),
}
