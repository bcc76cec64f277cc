"""``python -m benchmarks.serve hello|form|app PORT LIMITS [FILE]``: one application behind the server that we ship.

``LIMITS`` are the server's own, as JSON: an empty page must not load our code to read them.
"""

import json
import os
import socket
import sys
from pathlib import Path

import waitress
from flask import Flask

SERVER_CORE = 0


def _application(name: str, file: str | None) -> Flask:
    if name == "app":
        from app import app

        return app
    from benchmarks import rivals

    return rivals.hello() if name == "hello" else rivals.bare_form(Path(file or ""))


def main() -> None:
    """Serve until killed, on one core."""
    os.sched_setaffinity(0, {SERVER_CORE})
    name, port, limits, *file = sys.argv[1:]
    made = _application(name, file[0] if file else None)
    listener = socket.create_server(("127.0.0.1", int(port)), backlog=1024)
    waitress.create_server(made, sockets=[listener], ident=None, **json.loads(limits)).run()


if __name__ == "__main__":
    main()
