"""What got in someone's way, in a few words."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from meetups.help.rules import LONGEST
from meetups.outbox.headers import clean_words


def _lines(text: str | None) -> str:
    """Line by line, without invisible controls."""
    return "\n".join(clean_words(line) for line in (text or "").splitlines()).strip()


class RemarkForm(FlaskForm):  # type: ignore[misc]
    """One thing to fill in."""

    text = TextAreaField(
        lazy_gettext("Qu’est-ce qui vous a gêné ?"),
        filters=[_lines],
        validators=[
            DataRequired(message=lazy_gettext("Écrivez ce qui vous a gêné, même en deux mots.")),
            Length(max=LONGEST, message=lazy_gettext("C’est un peu long : gardez l’essentiel, ou appelez-nous.")),
        ],
    )
    page = HiddenField()
    site = StringField(lazy_gettext("Laissez cette ligne vide"))
    """Nobody sees it: only a program fills it in."""

    @property
    def words(self) -> str:
        """What was written; read it once the form is valid."""
        return self.text.data or ""

    @property
    def is_from_a_program(self) -> bool:
        """What no person could have filled in is filled in."""
        return bool(self.site.data)
