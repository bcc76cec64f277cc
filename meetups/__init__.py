"""Parenthèse Réseau: the application factory, and nothing else.

It imports what it needs when it is called: ``import meetups.engine`` loads no web framework, and is usable alone.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from flask import Flask

    from meetups.config import Settings

ROOT = Path(__file__).parent.parent


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Build the application. Raises ``ConfigError`` when a setting is missing or wrong."""
    from flask import Flask

    from meetups.config import load_settings
    from meetups.database import db
    from meetups.extensions import csrf, migrate
    from meetups.registry import register_features
    from meetups.web import assets, errors, filters, links, logs, security, texts

    settings = settings or load_settings(os.environ, ROOT / "instance")
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(ROOT / "instance"),
    )
    app.extensions["settings"] = settings
    app.config.from_mapping(flask_config(settings))
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    texts.register(app, str(ROOT / "translations"))
    csrf.init_app(app)
    for furniture in (logs, security, errors, filters, assets, links):
        furniture.register(app)
    register_features(app)
    return app


def flask_config(settings: "Settings") -> dict[str, object]:
    """What Flask and its extensions read, derived from the settings."""
    parts = urlsplit(settings.base_url)
    hosts = {parts.hostname or "localhost"} | ({"localhost", "127.0.0.1"} if settings.is_loopback else set())
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SERVER_NAME": parts.netloc,
        "PREFERRED_URL_SCHEME": parts.scheme,
        "TRUSTED_HOSTS": sorted(hosts),
        "SESSION_COOKIE_NAME": "__Host-session" if settings.is_https else "session",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }
