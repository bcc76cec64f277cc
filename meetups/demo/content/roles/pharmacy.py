"""Pharmacists and pharmacy assistants."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "pharmacist": (
        RoleDraft(
            setting=Kind.PHARMACY,
            feminine="pharmacienne",
            masculine="pharmacien",
            mission=(
                "Je prépare, je vérifie et j’explique les médicaments. Je vois les gens souvent, parfois "
                "plus que leur famille."
            ),
            call_me_for=(
                "un pilulier préparé à la semaine",
                "une ordonnance de sortie d’hôpital, même un vendredi à 18 h",
                "des médicaments qui s’accumulent dans un placard",
                "un comprimé impossible à avaler",
                "un doute sur un mélange",
            ),
            not_for=(
                "changer une dose sans accord (plutôt : le médecin traitant)",
                "poser un pansement à domicile (plutôt : le cabinet infirmier)",
                "livrer dans l’heure au fond de la vallée",
            ),
            methods=(
                "Avant une sortie compliquée, j’appelle l’hôpital et le cabinet infirmier pour que tout soit prêt."
            ),
            constraints="Je suis au comptoir de 8 h 30 à 19 h 30. Certains produits arrivent le lendemain.",
            limits="Je ne donne pas un traitement sans ordonnance, mais je peux appeler qui il faut.",
            channels=(
                "Par téléphone, toute la journée. Dites que vous êtes du réseau, on me passe l’appel.",
                "Par messagerie sécurisée pour les ordonnances, par téléphone pour un avis.",
            ),
            weight=5,
        ),
        RoleDraft(
            setting=Kind.PHARMACY,
            feminine="pharmacienne, conseil et matériel à domicile",
            masculine="pharmacien, conseil et matériel à domicile",
            mission=(
                "Je conseille sur les traitements et je fais livrer le matériel : lit, fauteuil, oxygène, "
                "bas de contention."
            ),
            call_me_for=(
                "un lit médicalisé avant un retour",
                "un bilan complet des médicaments d’une personne âgée",
                "un vaccin ou un test",
                "apprendre à se servir d’un inhalateur",
            ),
            not_for=(
                "choisir un aménagement de salle de bain (plutôt : l’ergothérapie)",
                "une prescription de matériel (plutôt : le médecin traitant)",
                "le réglage d’un fauteuil roulant complexe (plutôt : l’ergothérapie)",
            ),
            methods=(
                "Un entretien de trente minutes dans une pièce à part. J’envoie une page au médecin "
                "traitant, avec l’accord de la personne."
            ),
            constraints="Le matériel se livre sous deux jours, sauf dans les stations en pleine saison.",
            limits="Je ne conseille pas à la place d’une ou d’un collègue qui connaît déjà la personne.",
            channels=(
                "Par téléphone entre 14 h et 16 h, c’est le moment calme.",
                "Passez au comptoir, ou envoyez un SMS : je rappelle.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="pharmacienne à l’hôpital",
            masculine="pharmacien à l’hôpital",
            mission=(
                "Je vérifie les traitements à l’entrée et à la sortie de l’hôpital, pour que rien ne se "
                "perde entre la ville et le service."
            ),
            call_me_for=(
                "comprendre pourquoi un traitement a changé",
                "un médicament que seule la pharmacie de l’hôpital donne",
                "nous dire ce que la personne prend vraiment à la maison",
                "un effet inattendu d’un traitement récent",
            ),
            not_for=(
                "un renouvellement (plutôt : le médecin traitant)",
                "une livraison à domicile (plutôt : la pharmacie de ville)",
                "un avis en urgence la nuit (plutôt : le 15)",
            ),
            methods="J’appelle la pharmacie de ville à chaque sortie qui comporte plus de cinq changements.",
            constraints="La pharmacie de l’hôpital reçoit le public de 9 h à 16 h 30.",
            limits="Je ne vois pas toutes les sorties : signalez-moi celles qui comptent.",
            channels=(
                "Par téléphone de 9 h à 17 h.",
                "Par messagerie sécurisée, réponse dans la journée.",
            ),
            weight=1,
            pathways=(
                "retour-a-domicile",
                "cancer",
                "maladies-chroniques",
            ),
        ),
    ),
    "pharmacy_assistant": (
        RoleDraft(
            setting=Kind.PHARMACY,
            feminine="préparatrice en pharmacie",
            masculine="préparateur en pharmacie",
            mission=(
                "J’accueille au comptoir, je prépare les ordonnances et les piluliers. Je remarque quand "
                "quelqu’un ne vient plus."
            ),
            call_me_for=(
                "savoir si un pilulier est prêt",
                "organiser qui vient chercher les médicaments",
                "une personne qui n’est pas passée depuis longtemps",
                "une taille de bas, un modèle de protection",
            ),
            not_for=(
                "un avis sur un mélange de médicaments (plutôt : la pharmacienne ou le pharmacien)",
                "une avance sans ordonnance",
                "une question de remboursement (plutôt : la caisse d’assurance maladie)",
            ),
            methods="Je prépare les piluliers le lundi et le mardi, avec un double contrôle.",
            constraints="Un changement de traitement m’oblige à tout refaire : prévenez-moi avant le mardi.",
            limits="Je transmets chaque doute à la pharmacienne ou au pharmacien présent.",
            channels=(
                "Par téléphone à la pharmacie, plutôt entre 14 h et 16 h.",
                "Directement au comptoir : demandez-moi par mon prénom.",
            ),
        ),
        RoleDraft(
            setting=Kind.PHARMACY,
            feminine="préparatrice en pharmacie, livraisons",
            masculine="préparateur en pharmacie, livraisons",
            mission=(
                "Je prépare les traitements et je les apporte aux personnes qui ne peuvent plus descendre au village."
            ),
            call_me_for=(
                "une livraison à prévoir pour une sortie d’hôpital",
                "reprendre des médicaments périmés",
                "expliquer une boîte qui a changé de couleur",
                "glisser un mot dans le sac à votre place",
            ),
            not_for=(
                "un soin à la livraison (plutôt : le cabinet infirmier)",
                "une tournée un jour de fermeture",
                "un changement d’ordonnance (plutôt : le médecin traitant)",
            ),
            methods=("Tournée le mercredi et le vendredi après-midi. Je frappe, j’attends, je prends des nouvelles."),
            constraints=(
                "Quand la route est fermée, je m’arrange avec le facteur ou une voisine, si la personne est d’accord."
            ),
            limits="Je ne laisse jamais un sac devant une porte.",
            channels=(
                "Un appel à la pharmacie avant midi, les jours de tournée.",
                "Par SMS le matin, ou par la pharmacie à toute heure d’ouverture.",
            ),
        ),
    ),
}
