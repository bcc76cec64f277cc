"""The only reader of the environment: typed settings that fail loudly and by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ConfigError(Exception):
    """A setting is missing or wrong. The text names it and says what to write."""


@dataclass(frozen=True)
class Settings:
    """What an operator may set. Every field has a working default but the secret, which ``make run`` writes."""

    database_url: str
    secret_key: str
    base_url: str
    port: int
    mail_from: str
    smtp_url: str | None
    geocoder_url: str | None
    imap_url: str | None = None
    mail_authserv_id: str | None = None
    """Whose Authentication-Results we believe: the name of the server that receives our mail."""
    mail_subaddress: bool = True
    """Whether our mail server accepts « name+something@domain »."""
    queue_url: str | None = None
    """Redis, when mails are handed over by Celery; unset, by the embedded worker."""
    routing_url: str | None = None
    """A server of minutes by road (OSRM's table service); unset, distances are as the crow flies."""

    @property
    def is_loopback(self) -> bool:
        """Served for this machine only: the demo's sign-in links and mailbox may exist."""
        return urlsplit(self.base_url).hostname in LOOPBACK

    @property
    def is_https(self) -> bool:
        """Served over TLS: cookies take the ``__Host-`` prefix and HSTS is sent."""
        return self.base_url.startswith("https://")

    @cached_property
    def host(self) -> str:
        """Name that links, Message-IDs and calendar UIDs carry."""
        return urlsplit(self.base_url).hostname or "localhost"


def load_settings(environ: Mapping[str, str], instance: Path) -> Settings:
    """Read the environment; ``instance`` is the folder of the secret and of the embedded database.

    Raises ``ConfigError`` naming the first setting that is wrong.
    """
    port = _port(environ.get("PORT") or "5000")
    base_url = _base_url(environ.get("BASE_URL") or f"http://127.0.0.1:{port}")
    return Settings(
        database_url=_database_url(environ.get("DATABASE_URL"), instance),
        secret_key=environ.get("SECRET_KEY") or _secret(instance / "secret"),
        base_url=base_url,
        port=port,
        mail_from=_address(environ.get("MAIL_FROM") or "reseau@parenthese.example"),
        smtp_url=_mail_url("SMTP_URL", environ.get("SMTP_URL"), {"smtp", "smtps"}),
        geocoder_url=environ.get("GEOCODER_URL") or None,
        imap_url=_mail_url("IMAP_URL", environ.get("IMAP_URL"), {"imap", "imaps"}),
        mail_authserv_id=(environ.get("MAIL_AUTHSERV_ID") or "").strip().lower() or None,
        mail_subaddress=_switch("MAIL_SUBADDRESS", environ.get("MAIL_SUBADDRESS") or "on"),
        queue_url=_queue_url(environ.get("QUEUE_URL")),
        routing_url=_routing_url(environ.get("ROUTING_URL")),
    )


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ConfigError(f"PORT : un nombre entre 1 et 65535 est attendu, pas « {text} ».")
    return int(text)


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ConfigError("BASE_URL : écrivez une adresse complète sans chemin, comme https://reseau.exemple.fr.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ConfigError("BASE_URL : http n’est accepté que sur cette machine ; ailleurs, il faut https.")
    return text.rstrip("/")


def _database_url(text: str | None, instance: Path) -> str:
    if not text:
        return f"sqlite:///{instance / 'parenthese.db'}"
    for short in ("postgres://", "postgresql://"):
        if text.startswith(short):
            return "postgresql+psycopg://" + text.removeprefix(short)
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigError("DATABASE_URL : écrivez sqlite:///… ou postgresql://….")
    return text


def _secret(path: Path) -> str:
    try:
        secret = path.read_text().strip()
    except OSError:
        raise ConfigError(f"SECRET_KEY manque, et {path} ne se lit pas : lancez « make run ».") from None
    if len(secret) < 32:
        raise ConfigError(f"SECRET_KEY : le secret de {path} est trop court, 32 caractères au moins.")
    return secret


def _address(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ConfigError(f"MAIL_FROM : « {text} » n’est pas une adresse de courriel.") from None


def _switch(name: str, text: str) -> bool:
    if text not in {"on", "off"}:
        raise ConfigError(f"{name} : écrivez on ou off.")
    return text == "on"


def _queue_url(text: str | None) -> str | None:
    if text and not text.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigError("QUEUE_URL : écrivez redis://serveur:port/numéro, ou rien.")
    return text or None


def _routing_url(text: str | None) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError("ROUTING_URL : écrivez l’adresse d’un serveur OSRM, comme http://127.0.0.1:5001, ou rien.")
    return text.rstrip("/")


def _mail_url(name: str, text: str | None, schemes: set[str]) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in schemes or not parts.hostname:
        expected = " ou ".join(sorted(f"{scheme}://utilisateur:motdepasse@serveur:port" for scheme in schemes))
        raise ConfigError(f"{name} : écrivez {expected}.")
    return text
