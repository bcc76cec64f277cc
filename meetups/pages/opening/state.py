"""How far the opening guide is: read from what is there, so that it resumes wherever the work was done."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from meetups.directory.models import CarePathway, Professional
from meetups.geography.models import Area
from meetups.installation import Installation
from meetups.outbox.models import MailKind, MailState, OutgoingEmail


class Screen(StrEnum):
    """The four screens, in order. The value is the end of the endpoint's name."""

    ASSOCIATION = "association"
    TERRITORY = "territory"
    MAIL = "mail"
    PEOPLE = "people"

    @property
    def label(self) -> str:
        """Its step's name."""
        return {
            Screen.ASSOCIATION: gettext("Association"),
            Screen.TERRITORY: gettext("Secteurs et parcours"),
            Screen.MAIL: gettext("Courriels"),
            Screen.PEOPLE: gettext("Premières personnes"),
        }[self]

    @property
    def endpoint(self) -> str:
        """Of its page."""
        return f"pages.guide_{self.value}"


SCREENS = tuple(Screen)


@dataclass(frozen=True)
class Progress:
    """Which screens hold what they ask for, and whether the guide was finished."""

    done: frozenset[Screen]
    is_open: bool

    @property
    def first_unfinished(self) -> Screen:
        """Where to resume; the last screen when nothing is missing."""
        return next((screen for screen in SCREENS if screen not in self.done), SCREENS[-1])

    @property
    def number(self) -> int:
        """Of the screen where to resume, from 1."""
        return SCREENS.index(self.first_unfinished) + 1


def read_progress(session: Session) -> Progress:
    """One query."""
    test_left = (OutgoingEmail.kind == MailKind.TEST, OutgoingEmail.state == MailState.SENT)
    reachable = (Installation.team_phone != "") | (Installation.team_email != "")
    facts = {
        Screen.ASSOCIATION: exists().where(Installation.association != "", reachable),
        Screen.TERRITORY: exists().where(Area.id.is_not(None)) & exists().where(CarePathway.id.is_not(None)),
        Screen.MAIL: exists().where(*test_left),
        Screen.PEOPLE: exists().where(Professional.id.is_not(None)),
    }
    is_open = exists().where(Installation.opened_at.is_not(None))
    row = session.execute(select(*facts.values(), is_open)).one()
    return Progress(frozenset(screen for screen, found in zip(facts, row, strict=False) if found), bool(row[-1]))
