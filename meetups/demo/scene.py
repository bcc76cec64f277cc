"""What the demo's meetups are made from, once people and places are there."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.demo.content.meetups import MeetupIdea, ideas_for
from meetups.demo.places import Places
from meetups.demo.reach import Reach
from meetups.directory.models import Professional
from meetups.directory.reference import Pathways


@dataclass
class Scene:
    """Everyone and everything; ``said`` holds the titles already used, so that no two meetups bear the same."""

    session: Session
    seed: int
    today: date
    maud: Account
    ines: Professional
    places: Places
    pathways: Pathways
    reach: Reach
    said: set[str]

    def idea(self, slug: str) -> MeetupIdea:
        """A title and a reason for that pathway, not used yet while some are left."""
        ideas = ideas_for(slug)
        idea = next((idea for idea in ideas if idea.title not in self.said), ideas[0])
        self.said.add(idea.title)
        return idea
