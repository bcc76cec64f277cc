"""The role profile: three questions, and what one may add."""

from hashlib import sha256

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from meetups.directory.models import RoleProfile
from meetups.directory.profiles import RoleAnswers
from meetups.pages.forms import TOO_LONG
from meetups.pages.half_days import HalfDaysField
from meetups.planning.typed import one_line, several_lines

TEXTS = ("mission", "call_me_for", "not_for", "methods", "constraints", "limits", "channels")
LONGEST = 1000
_BULLETS = "-–—•*·"


def one_a_line(text: str | None) -> str:
    """A list as people type one: bullets and empty lines go."""
    lines = (line.strip().lstrip(_BULLETS).strip() for line in several_lines(text).splitlines())
    return "\n".join(line for line in lines if line)


class RoleForm(FlaskForm):  # type: ignore[misc]
    """In the first person, with one's own words."""

    mission = TextAreaField(
        lazy_gettext("Ma mission, en une phrase"),
        filters=[one_line],
        validators=[
            DataRequired(message=lazy_gettext("Dites en une phrase ce que vous faites.")),
            Length(max=300, message=TOO_LONG),
        ],
    )
    call_me_for = TextAreaField(
        lazy_gettext("Appelez-moi pour…"),
        filters=[one_a_line],
        validators=[
            DataRequired(message=lazy_gettext("Donnez au moins une raison de vous appeler.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )
    not_for = TextAreaField(
        lazy_gettext("Ce n’est pas moi pour…"),
        filters=[one_a_line],
        validators=[
            DataRequired(message=lazy_gettext("Donnez au moins une chose que l’on vous demande à tort.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )
    methods = TextAreaField(
        lazy_gettext("Comment je travaille"),
        filters=[several_lines],
        validators=[Length(max=LONGEST, message=TOO_LONG)],
    )
    constraints = TextAreaField(
        lazy_gettext("Ce qu’il faut savoir"), filters=[one_a_line], validators=[Length(max=LONGEST, message=TOO_LONG)]
    )
    limits = TextAreaField(
        lazy_gettext("Ce que je ne fais pas"),
        filters=[several_lines],
        validators=[Length(max=LONGEST, message=TOO_LONG)],
    )
    channels = TextAreaField(
        lazy_gettext("Le plus simple pour me joindre"),
        filters=[several_lines],
        validators=[Length(max=LONGEST, message=TOO_LONG)],
    )
    reachable = HalfDaysField(lazy_gettext("Quand un appel est bienvenu"))

    @property
    def whole_text(self) -> str:
        """Everything that was written."""
        return "\n".join(self[name].data or "" for name in TEXTS)

    @property
    def digest(self) -> str:
        """What the second button of a warning sends back: the very text that was warned about."""
        return sha256(self.whole_text.encode()).hexdigest()[:32]

    @property
    def answers(self) -> RoleAnswers:
        """What the services take; read it once the form is valid."""
        return RoleAnswers(**{name: self[name].data or "" for name in TEXTS}, reachable=self.reachable.data or [])

    @property
    def has_more(self) -> bool:
        """Whether something was written beyond the three questions, or is to be put right there."""
        more = (*TEXTS[3:], "reachable")
        return any(self[name].data or self[name].errors for name in more)


def answers_of(profile: RoleProfile | None) -> dict[str, object]:
    """The first values of a ``RoleForm``."""
    return {name: getattr(profile, name) for name in (*TEXTS, "reachable")} if profile else {}
