"""What letters on paper say: where they go, how one answers, a code that a telephone reads."""

from dataclasses import dataclass

import segno
from markupsafe import Markup

from meetups.invitations.models import Invitation
from meetups.invitations.second_person import reasons_for_you
from meetups.invitations.short_links import short_url


@dataclass(frozen=True)
class Letter:
    """One page to one person; ``address`` is what the envelope says, line by line, the name first."""

    invitation: Invitation
    address: list[str]
    reasons: list[str]
    url: str
    code: Markup


def letter_to(invitation: Invitation) -> Letter:
    """The invitation on paper. The person's places and their communes are loaded with the guest list."""
    url = short_url(invitation)
    return Letter(invitation, postal_lines(invitation), reasons_for_you(invitation.reasons), url, qr_code(url))


def postal_lines(invitation: Invitation) -> list[str]:
    """The name, then the first address that the team knows; without one the commune alone, to be completed by hand."""
    person = invitation.professional
    place = next((place for place in person.places if place.address), next(iter(person.places), None))
    if place is None:
        return [person.full_name]
    town = f"{place.commune.postal_code} {place.commune.name}"
    return [line for line in (person.full_name, place.address, town) if line]


def qr_code(url: str) -> Markup:
    """``url`` as an inline SVG, black on white; it survives a coffee stain (15 % of it, ISO/IEC 18004 level M)."""
    drawn = segno.make(url, error="m", micro=False).svg_inline(
        omitsize=True, light="#fff", svgclass=None, lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - the library writes numbers and two colours
