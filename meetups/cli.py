"""Commands: ``flask …``. Each feature brings its own group; what joins them is here."""

from flask import Flask

from meetups.geography.cli import geography_cli


def register(app: Flask) -> None:
    """Add every command to the application."""
    app.cli.add_command(geography_cli)
