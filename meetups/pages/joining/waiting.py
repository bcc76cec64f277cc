"""What waits in the browser's signed cookie between the form and the code: nothing is written before the code.

Signed, so that nobody changes it; as long-lived as the code. It holds what this very browser typed.
"""

from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from flask.sessions import SessionMixin

from meetups.accounts.rules import CODE_LIFE

KEY = "joining"


@dataclass(frozen=True)
class Waiting:
    """The form of someone whose address is not proved yet. ``browser`` is the nonce that the code is bound to."""

    first_name: str
    profession: str
    insee: str
    email: str
    is_listed: bool
    browser: str
    asked_at: int
    """Seconds since 1970."""
    lunch: str | None = None
    """Public id of the meetup they came for."""
    message: str = ""

    def is_over(self, now: datetime) -> bool:
        """Whether the code that goes with it is."""
        return now >= datetime.fromtimestamp(self.asked_at, UTC) + CODE_LIFE


def keep(cookie: SessionMixin, waiting: Waiting) -> None:
    """Write it down, in the place of what waited before."""
    cookie[KEY] = asdict(waiting)


def read(cookie: SessionMixin) -> Waiting | None:
    """What waits, its time passed or not; ``None`` for nothing, or what another version of the site wrote."""
    held = cookie.get(KEY)
    names = {field.name for field in fields(Waiting)}
    return Waiting(**held) if isinstance(held, dict) and set(held) == names else None


def forget(cookie: SessionMixin) -> None:
    """Nothing waits any more."""
    cookie.pop(KEY, None)
