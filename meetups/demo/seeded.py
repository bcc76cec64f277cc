"""Chance that comes back the same: generators from a seed, and identifiers drawn from them."""

import base64
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from meetups.calendars.uids import new_uid
from meetups.database import HasPublicId
from meetups.invitations.models import Invitation
from meetups.invitations.rules import new_short_code
from meetups.web.links import settings


def stream(seed: int, name: str) -> random.Random:
    """A generator for one part of the demo, so that a change in one part leaves the others as they were."""
    return random.Random(f"{seed} {name}")  # noqa: S311 a demo's chance, not a secret


def public_id(rng: random.Random) -> str:
    """Shaped like ``database.new_public_id``: 72 bits, 12 characters."""
    return base64.urlsafe_b64encode(rng.randbytes(9)).decode()


@contextmanager
def seeded_identifiers(session: Session, rng: random.Random) -> Iterator[None]:
    """Inside this block, rows added to ``session`` take their public ids, and invitations their UIDs, from ``rng``.

    Services draw them at random, and links, mails and calendars carry them: two loads of a demo would differ.
    """

    def identify(_session: Session, row: object) -> None:
        if not isinstance(row, HasPublicId) or row.public_id is not None:
            return
        row.public_id = public_id(rng)
        if isinstance(row, Invitation):
            token = uuid.UUID(int=rng.getrandbits(128), version=4)
            row.uid = new_uid(settings().secret_key.encode(), settings().host, token)
            row.short_code = new_short_code(rng)

    event.listen(session, "before_attach", identify)
    try:
        yield
    finally:
        event.remove(session, "before_attach", identify)
