"""Refusals of the demo's commands."""

from meetups.errors import DomainError


class NotEmpty(DomainError):
    """There is real work in this database, or a demo already."""

    def __init__(self) -> None:
        super().__init__(
            "Cette base contient déjà des données : la démonstration ne se charge que dans une base vide. "
            "Donnez-lui la sienne avec DATABASE_URL."
        )


class NotADemo(DomainError):
    """Nothing is ever played with real people."""

    def __init__(self) -> None:
        super().__init__(
            "Cette base n’est pas une démonstration : rien n’y est joué. "
            "Chargez d’abord une démonstration dans une base vide avec « flask demo load »."
        )


class NothingToPlay(DomainError):
    """The demo no longer holds what the story needs."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"La démonstration n’a plus {missing} : rechargez-la dans une base vide.")
