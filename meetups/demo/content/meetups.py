"""What the demo's meetups are about: a title and a reason for each pathway, and what is said to town halls."""

import random
from typing import NamedTuple

from meetups.demo.content.meetup_ideas import IDEAS


class MeetupIdea(NamedTuple):
    """``why`` is shown under the title, to the people invited."""

    title: str
    why: str


NEEDS = (
    "Des tables pour manger à six, des chaises, l’eau et l’électricité. Nous apportons le repas, nous remettons "
    "la salle en ordre et nous remportons les déchets."
)

NEEDS_ACCESS = "Une entrée sans marche et des toilettes adaptées, si c’est possible."


CANCEL_REASONS = (
    "La route de la vallée est fermée après un éboulement.",
    "La salle n’est plus disponible ce jour-là.",
    "Trop d’équipes sont en remplacement cette semaine. Nous reprenons date bientôt.",
)


def ideas_for(pathway: str) -> tuple[MeetupIdea, ...]:
    """The ideas of a pathway, in a fixed order; KeyError for an unknown slug."""
    return tuple(MeetupIdea(title, why) for title, why in IDEAS[pathway])


def meetup_idea(pathway: str, rng: random.Random) -> MeetupIdea:
    """One of them."""
    return rng.choice(ideas_for(pathway))
