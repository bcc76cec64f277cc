"""A telephone number, an address: shown to whom the person chose, on a button that is logged."""

from dataclasses import dataclass

from meetups.directory.models import Professional, Visibility


@dataclass(frozen=True)
class Reach:
    """What one reader may read of someone's contact details. ``phone`` and ``email`` are empty until asked for."""

    can_reveal: bool = False
    is_for_met: bool = False
    """Nothing for this reader, who has not met the person: something for those who have."""
    phone: str = ""
    email: str = ""

    @property
    def is_revealed(self) -> bool:
        """The details stand on the page."""
        return bool(self.phone or self.email)


def allows(choice: Visibility, *, have_met: bool) -> bool:
    """Whether a member may read what was given that visibility."""
    return choice is Visibility.MEMBERS or (choice is Visibility.MET and have_met)


def reach_of(person: Professional, *, have_met: bool, revealed: bool = False) -> Reach:
    """What a reader may read of ``person``, organisers too: the team has its own pages."""
    phone = person.phone or "" if allows(person.phone_visibility, have_met=have_met) else ""
    email = person.email or "" if allows(person.email_visibility, have_met=have_met) else ""
    kept = [(person.phone, person.phone_visibility), (person.email, person.email_visibility)]
    return Reach(
        can_reveal=bool(phone or email),
        is_for_met=not (phone or email) and any(value and choice is Visibility.MET for value, choice in kept),
        phone=phone if revealed else "",
        email=email if revealed else "",
    )
