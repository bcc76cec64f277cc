"""Names that mails may carry: whoever types one may have it sent to anyone's address."""

from meetups.accounts.rules import LONGEST_FIRST_NAME, InvalidFirstName, check_first_name
from meetups.errors import DomainError


class InvalidLastName(DomainError):
    """What was typed cannot stand in a mail as a last name; the text says what to write."""

    def __init__(self) -> None:
        super().__init__("Un nom s’écrit avec des lettres, quarante au plus, comme Perrier ou Le\u00a0Goff.")


def check_their_first_name(name: str) -> None:
    """The rule of first names, said to somebody who writes another person's. Raises ``InvalidFirstName``."""
    try:
        check_first_name(name)
    except InvalidFirstName:
        if len(name) > LONGEST_FIRST_NAME:
            raise InvalidFirstName("C’est un peu long pour un prénom : gardez celui qu’on lui donne.") from None
        raise InvalidFirstName("Écrivez son prénom avec des lettres, comme Lucie ou Jean-Éric.") from None


def check_last_name(name: str) -> None:
    """The rule of first names; but nobody owes us a last name. Raises ``InvalidLastName``."""
    if not name:
        return
    try:
        check_first_name(name)
    except InvalidFirstName:
        raise InvalidLastName from None


def are_names(first_name: str, last_name: str) -> bool:
    """Whether both could be a person's: letters, no link and no message."""
    try:
        check_first_name(first_name)
        check_last_name(last_name)
    except DomainError:
        return False
    return True
