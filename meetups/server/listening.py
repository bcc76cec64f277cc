"""The socket and the web server behind it (waitress)."""

import errno
import os
import resource
import socket

import waitress
from flask import Flask

from meetups.config import Settings
from meetups.server.refusals import Refused

BACKLOG = 1024
OPEN_FILES = 8192
# 700 slow clients stop a server that lacks the last two; with them 300 are not felt.
LIMITS = {"threads": 8, "connection_limit": 2000, "channel_timeout": 10, "asyncore_use_poll": True}


def listen(settings: Settings) -> socket.socket:
    """Take the port, for this machine only when ``BASE_URL`` is. Raises ``Refused`` when it is not free."""
    host = "127.0.0.1" if settings.is_loopback else "0.0.0.0"  # noqa: S104
    try:
        return socket.create_server((host, settings.port), backlog=BACKLOG)
    except OSError as error:
        raise Refused(_why_not(error, settings.port)) from error


def _why_not(error: OSError, port: int) -> str:
    other = f"choisissez un autre port, par exemple « PORT={port + 1 if 1023 < port < 65535 else 5001} make run »."
    if error.errno == errno.EADDRINUSE:
        return f"Le port {port} est déjà pris : arrêtez le programme qui l’occupe, ou {other}"
    if error.errno == errno.EACCES:
        return f"Le port {port} est réservé à l’administration de la machine : {other}"
    return f"Le port {port} ne s’ouvre pas ({os.strerror(error.errno or 0)}) : {other}"


def make_server(app: Flask, listener: socket.socket) -> waitress.server.BaseWSGIServer:
    """A server that answers on ``listener`` once ``run()`` is called. No header from a proxy is believed."""
    _raise_file_limit()
    return waitress.create_server(
        app, sockets=[listener], backlog=BACKLOG, clear_untrusted_proxy_headers=True, ident=None, **LIMITS
    )


def _raise_file_limit() -> None:
    """One connection is one open file, and the usual limit is 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
