"""Contacts that reach nobody: in a demo, a town hall bears its real name and never its real contact."""

from typing import NamedTuple
from zlib import crc32

FICTION_PREFIX = "04 65 71"
"""The south-east's numbers that ARCEP reserves for works of fiction."""


class Contact(NamedTuple):
    """How a town hall is reached; unknown texts are empty."""

    phone: str
    email: str


def fictional_contact(insee: str) -> Contact:
    """The contact of a commune's town hall in a demo, always the same: a reserved number and domain (RFC 2606)."""
    digits = f"{crc32(insee.encode()) % 10_000:04d}"
    return Contact(f"{FICTION_PREFIX} {digits[:2]} {digits[2:]}", f"mairie.{insee.lower()}@mairie.example")
