"""The words of pages and mails: French, read once.

Flask-Babel finds out its language again for each sentence, and a page has dozens of them. There is one language so
far: its catalogue is given to templates itself, and to ``gettext`` by a domain that holds nothing else.
"""

from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Domain

from meetups.extensions import babel

LANGUAGE = "fr"


class OneLanguage(Domain):  # type: ignore[misc]
    """A domain whose answer never changes."""

    def __init__(self, catalogue: NullTranslations) -> None:
        super().__init__()
        self._catalogue = catalogue

    def get_translations(self) -> NullTranslations:
        """The catalogue, whoever asks."""
        return self._catalogue


def register(app: Flask, folder: str) -> None:
    """Start the extension, and give both sides the same catalogue."""
    babel.init_app(app, default_locale=LANGUAGE, default_translation_directories=folder)
    catalogue = Translations.load(folder, [LANGUAGE])
    app.extensions["babel"].instance.domain_instance = OneLanguage(catalogue)
    app.jinja_env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
