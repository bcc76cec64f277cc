"""Static files under names that change with their content, so that browsers may keep them for ever."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request, url_for


class Assets:
    """Computes each file's version once a process; ``version("css/theme.css")`` is 12 hexadecimal digits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._versions: dict[str, str] = {}
        self._urls: dict[str, str] = {}

    def url(self, name: str) -> str:
        """Where browsers find a file; a page asks some thirty times."""
        if name not in self._urls:
            self._urls[name] = url_for("static", filename=name, v=self.version(name))
        return self._urls[name]

    def version(self, name: str) -> str:
        """Raises ``FileNotFoundError`` for a file that set-up did not bring: better than a broken page."""
        if name not in self._versions:
            self._versions[name] = sha256((self.folder / name).read_bytes()).hexdigest()[:12]
        return self._versions[name]


def register(app: Flask) -> None:
    """Give templates ``static_url`` and long caching to the URLs that it makes."""
    assets = Assets(Path(app.static_folder or "static"))

    def cache_for_ever(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    app.jinja_env.globals["static_url"] = assets.url
    app.after_request(cache_for_ever)
