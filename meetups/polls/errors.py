"""Refusals about date polls."""

from collections.abc import Sequence

from meetups.errors import DomainError
from meetups.polls.rules import FEWEST_SLOTS, MOST_SLOTS, MOST_VOTERS


class PollClosed(DomainError):
    """No vote counts any more."""

    def __init__(self) -> None:
        super().__init__("Le choix des dates est terminé : votre réponse n’a pas changé.")


class PollOver(DomainError):
    """``PollClosed``, said to an organiser."""

    def __init__(self) -> None:
        super().__init__("Ce sondage est terminé : plus rien ne s’y note.")


class PollStillOpen(DomainError):
    """One poll at a time for one meetup."""

    def __init__(self) -> None:
        super().__init__("Un choix de dates est déjà en cours pour cette rencontre : fixez la date, ou abandonnez.")


class DateAlreadyKnown(DomainError):
    """Guests were told of a date: they are not asked for another."""

    def __init__(self) -> None:
        super().__init__("Les invitations sont parties : pour une autre date, utilisez « Déplacer ».")


class WrongSlots(DomainError):
    """Too few, too many, or twice the same."""

    def __init__(self) -> None:
        super().__init__(f"Proposez de {FEWEST_SLOTS} à {MOST_SLOTS} dates différentes.")


class WrongVoters(DomainError):
    """Nobody, or more than the few whose presence decides."""

    def __init__(self) -> None:
        super().__init__(f"Choisissez de 1 à {MOST_VOTERS} personnes de la liste : celles dont la présence décide.")


class VotersHeld(DomainError):
    """Their vote would fix a date to which they cannot be invited."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"Déjà trop de courriels pour une invitation avant la date limite : {', '.join(names)}. "
            "Décochez, ou laissez plus de temps pour répondre."
        )


class DeadlineTooLate(DomainError):
    """Answers must come before what they are about."""

    def __init__(self) -> None:
        super().__init__("La date limite doit être à venir, et avant la première date proposée.")


class DateStillAsked(DomainError):
    """A host is about to answer for another date."""

    def __init__(self, host: str) -> None:
        super().__init__(f"« {host} » a reçu une autre date : retirez d’abord la demande de salle.")


class DateBeingChosen(DomainError):
    """Invitations say a date: people would be told one that the votes are about to change."""

    def __init__(self) -> None:
        super().__init__("Un choix de date est en cours : fixez d’abord la date, ou abandonnez ce choix.")


class VoteIncomplete(DomainError):
    """A slot was left without an answer."""

    def __init__(self) -> None:
        super().__init__("Il manque une réponse : choisissez oui, si besoin ou non pour chaque date.")


class EndBeforeStart(DomainError):
    """A slip between the two hours."""

    def __init__(self) -> None:
        super().__init__("Chaque date doit finir après avoir commencé : vérifiez les deux heures.")
