"""One application for each kind of database in a whole run, given to each test as it was made.

Making one costs more than most tests: its routes, its templates and its engine's compiled statements are kept.
"""

from typing import Any

from flask import Flask


def _copied(value: Any) -> Any:
    """Lists and dictionaries of any depth, as they are now; what they hold stays the same."""
    if isinstance(value, list):
        return [_copied(each) for each in value]
    if isinstance(value, dict):
        made = value.copy()  # a defaultdict stays one
        made.update({key: _copied(each) for key, each in value.items()})
        return made
    return value


class Kept:
    """An application, and everything that a test may change in it: settings, extensions, hooks, views, loaders."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._attributes = dict(vars(app))
        self._contents = {name: _copied(value) for name, value in vars(app).items() if isinstance(value, dict | list)}

    def restored(self) -> Flask:
        """The application as it was when it was kept."""
        vars(self.app).clear()
        vars(self.app).update(self._attributes)
        for name, content in self._contents.items():
            now = self._attributes[name]
            now.clear()
            if isinstance(now, dict):
                now.update(_copied(content))
            else:
                now.extend(_copied(content))
        return self.app
