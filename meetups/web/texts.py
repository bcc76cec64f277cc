"""The words of templates: French, read once.

Flask-Babel looks its context up for each sentence, eight microseconds a time, and a page has thirty of them. There is
one language so far: templates are given its catalogue itself.
"""

from babel.support import Translations
from flask import Flask

from meetups.extensions import babel

LANGUAGE = "fr"


def register(app: Flask, folder: str) -> None:
    """Start the extension, which Python code and mails' dates go through, then give templates the catalogue."""
    babel.init_app(app, default_locale=LANGUAGE, default_translation_directories=folder)
    app.jinja_env.install_gettext_translations(  # type: ignore[attr-defined]
        Translations.load(folder, [LANGUAGE]), newstyle=True
    )
