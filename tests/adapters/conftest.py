"""A real mail server for the adapters."""

from tests.mail_server import dovecot, mail_server

__all__ = ["dovecot", "mail_server"]
