"""Nurses in psychiatry."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "psychiatric_nurse": (
        RoleDraft(
            setting=Kind.MENTAL_HEALTH_CENTRE,
            feminine="infirmière en psychiatrie",
            masculine="infirmier en psychiatrie",
            mission=(
                "Je suis des personnes qui vivent avec des troubles psychiques, au centre ou chez elles. Je "
                "garde le lien quand elles n’en ont plus l’envie."
            ),
            call_me_for=(
                "une personne qui s’isole ou ne dort plus",
                "un premier rendez-vous qui fait peur",
                "un traitement arrêté",
                "un conseil pour intervenir chez quelqu’un sans le brusquer",
            ),
            not_for=(
                "un danger immédiat (plutôt : le 15)",
                "une psychothérapie (plutôt : une ou un psychologue)",
                "une demande de logement (plutôt : l’assistance sociale)",
            ),
            methods=("Un premier entretien sous dix jours. Je vais à domicile si la personne ne peut pas venir."),
            constraints="Le centre ferme à 17 h 30 et le week-end.",
            limits="Je ne parle pas d’une personne sans son accord, sauf danger.",
            channels=(
                "Par téléphone entre 13 h et 14 h, ou un message au secrétariat.",
                "Par téléphone le matin avant 9 h 30. Je rappelle dans la journée.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="infirmière en psychiatrie, équipe de liaison",
            masculine="infirmier en psychiatrie, équipe de liaison",
            mission=(
                "Je vais dans les services et les EHPAD rencontrer des personnes en souffrance, et soutenir "
                "les équipes qui les accompagnent."
            ),
            call_me_for=(
                "une tristesse ou une anxiété qui dure chez une personne âgée",
                "une équipe démunie devant des cris ou un refus",
                "préparer la suite après une tentative de suicide",
                "savoir vers qui orienter",
            ),
            not_for=(
                "une garde de nuit",
                "une prescription (plutôt : le psychiatre ou la psychiatre de l’équipe)",
                "une urgence en ville (plutôt : le 15)",
            ),
            methods=(
                "Je viens écouter d’abord la personne, ensuite l’équipe. J’écris une page avec trois idées à essayer."
            ),
            constraints="Nous sommes deux pour toute la vallée : comptez une semaine.",
            limits="Je passe et je repars. Le suivi long se fait au centre médico-psychologique.",
            channels=(
                "Par téléphone du mardi au vendredi, de 9 h à 16 h.",
                "Par messagerie sécurisée, avec un numéro où vous rappeler.",
            ),
        ),
    ),
}
