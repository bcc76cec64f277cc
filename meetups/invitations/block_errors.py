"""Refusals about the places offered to a structure."""

from flask_babel import ngettext

from meetups.errors import DomainError


class NotEnoughPlaces(DomainError):
    """All the places asked for, or none."""

    def __init__(self, left: int) -> None:
        super().__init__(
            ngettext(
                "Il ne reste que %(num)d place : offrez-en moins, ou ajoutez des places à table.",
                "Il ne reste que %(num)d places : offrez-en moins, ou ajoutez des places à table.",
                left,
            )
            if left > 0
            else "La table est complète : ajoutez d’abord des places."
        )


class NotPublishedYet(DomainError):
    """Names are told to people: the meetup must be real."""

    def __init__(self) -> None:
        super().__init__("Envoyez d’abord les invitations : on n’offre pas de places à un brouillon.")


class BadNamingDay(DomainError):
    """Until when names are given lies between now and the meetup."""

    def __init__(self) -> None:
        super().__init__("Choisissez un jour à venir, avant la rencontre.")


class NamingOver(DomainError):
    """The places were taken back, or the day to name people is over."""

    def __init__(self) -> None:
        super().__init__("Il est trop tard pour changer les noms ici : appelez l’équipe, elle s’en occupe.")


class NoPlaceToName(DomainError):
    """Every place of the block has a name."""

    def __init__(self) -> None:
        super().__init__("Toutes vos places ont un nom. Pour une place de plus, appelez l’équipe.")


class NotAllNamed(DomainError):
    """Several people at once, and not a place for each: nobody is named."""

    def __init__(self, left: int) -> None:
        super().__init__(
            ngettext(
                "Il ne reste que %(num)d place à nommer : aucun nom n’est noté. Retirez des lignes, ou appelez-nous.",
                "Il ne reste que %(num)d places à nommer : aucun nom n’est noté. Retirez des lignes, ou appelez-nous.",
                left,
            )
        )


class CannotBeNamed(DomainError):
    """Invited already, on a pause, taken off the list: the text never tells which."""

    def __init__(self, first_name: str) -> None:
        super().__init__(
            f"Nous ne pouvons pas garder une de vos places pour {first_name} par ce lien, "
            "peut-être parce qu’une invitation existe déjà : appelez l’équipe, elle s’en occupe."
        )


class NamedUnreachable(DomainError):
    """A first name, and an e-mail address or a telephone number."""

    def __init__(self) -> None:
        super().__init__("Il nous faut un prénom, et un courriel ou un téléphone.")


class OnlyTheTeam(DomainError):
    """They answered themselves, or the team had invited them: the manager's link does not decide for them."""

    def __init__(self, first_name: str) -> None:
        super().__init__(f"Pour {first_name}, seule l’équipe peut changer quelque chose : appelez-la.")
