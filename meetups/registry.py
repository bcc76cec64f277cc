"""Which features the application is made of: their pages, and their commands."""

from flask import Flask

from meetups.accounts import access
from meetups.accounts.routes import blueprint as accounts
from meetups.cli import register as register_commands
from meetups.config import Settings
from meetups.demo.routes import blueprint as demo
from meetups.help.routes import blueprint as help_pages
from meetups.invitations.routes import blueprint as invitations
from meetups.outbox.routes import blueprint as outbox
from meetups.pages.navigation import register as register_navigation
from meetups.pages.routes import blueprint as pages
from meetups.planning.routes import blueprint as planning
from meetups.polls.routes import blueprint as polls
from meetups.proposals.routes import blueprint as proposals


def register_features(app: Flask) -> None:
    """Add every feature's pages, template globals and commands to the application."""
    for blueprint in (accounts, outbox, help_pages, planning, invitations, polls, proposals, pages, demo):
        app.register_blueprint(blueprint)
    access.register(app)
    register_navigation(app)
    register_commands(app)
    _register_bell(app)


def _register_bell(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    if settings.queue_url:
        # Imported by those who have a broker, and nobody else.
        from meetups.queueing.publishing import register

        register(app, settings.queue_url)
