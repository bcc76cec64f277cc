"""Answers as calendars write them: one object back into one person's answer (RFC 5545, RFC 5546 3.2.3 and 3.2.7).

What arrives is written by any program, or by somebody who wishes us harm: it is read line by line, without recursion
and without expanding anything, and what makes no single answer is an :class:`UnreadableReply`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar.parser import Contentline

from meetups.calendars.errors import CalendarError
from meetups.calendars.events import PartStat
from meetups.calendars.lines import content_lines
from meetups.calendars.text import paragraphs
from meetups.calendars.times import instant

LONGEST_OBJECT = 256 * 1024  # bytes
LONGEST_COMMENT = 2000  # characters
_METHOD = re.compile(r"\s*METHOD\s*(?:;[^:]*)?:\s*([A-Za-z0-9-]{1,40})\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:mailto:)?\s*<?([^\s<>\"(),:;\\@]{1,64}@[^\s<>\"(),:;\\@]{1,253})>?", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\+?([0-9]{1,9})\s*")
_READ = frozenset({"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "ATTENDEE", "COMMENT"})
# Hidden words of Google and of Exchange beside the answer; Apple and Nextcloud write COMMENT.
_COMMENT_PARAMETER = "X-RESPONSE-COMMENT"


class UnreadableReply(CalendarError):
    """It has a METHOD, but does not say one thing about one person: somebody has to look."""


@dataclass(frozen=True)
class Reply:
    """One person's answer. ``method`` is the object's own, in capitals: REPLY, COUNTER, or whatever it says.

    ``stamp`` is DTSTAMP in UTC, ``None`` when it is missing or says no instant; ``starts_at`` is what a COUNTER
    proposes, in UTC, ``None`` when its time zone is not known. A missing SEQUENCE is 0 (RFC 5545, 3.8.7.4).
    """

    method: str
    uid: str
    sequence: int
    stamp: datetime | None
    attendee_email: str
    partstat: PartStat
    comment: str = ""
    starts_at: datetime | None = None


@dataclass(frozen=True)
class _Property:
    parameters: dict[str, str]
    value: str


def method_of(content: bytes) -> str | None:
    """The METHOD written inside, in capitals; ``None`` when this is no calendar object with a METHOD."""
    depth = 0
    for line in content_lines(content[:LONGEST_OBJECT]):
        depth += _nesting(line)
        found = _METHOD.fullmatch(line) if depth == 1 else None
        if found:
            return found[1].upper()
    return None


def read_reply(content: bytes, zone: str = "Europe/Paris") -> Reply | None:
    """What one calendar object answers; ``None`` when it has no METHOD or holds no event.

    ORGANIZER is not wanted (Exchange omits it) and the announced MIME method is not known here: the body is believed.
    Several events are one answer when they say the same, as for the days of a series; the newest is then read. A
    time without zone is one of ``zone`` (IANA name). Raises :class:`UnreadableReply`.
    """
    method = method_of(content)
    if method is None:
        return None
    if len(content) > LONGEST_OBJECT:
        raise UnreadableReply("longer than any answer")
    replies = [_reply(method, event, zone) for event in _events(content)]
    if len({(reply.uid, reply.attendee_email, reply.partstat) for reply in replies}) > 1:
        raise UnreadableReply("several answers in one")
    return max(replies, key=_age, default=None)


def _age(reply: Reply) -> tuple[int, datetime]:
    return reply.sequence, reply.stamp or datetime.min.replace(tzinfo=UTC)


def _nesting(line: str) -> int:
    """How much deeper the components are after this line."""
    keyword = line[:6].upper()
    return 1 if keyword == "BEGIN:" else -1 if keyword.startswith("END:") else 0


def _events(content: bytes) -> Iterator[dict[str, list[_Property]]]:
    """The properties that matter of each VEVENT, those of its alarms left out."""
    depth = 0
    event: dict[str, list[_Property]] | None = None
    for line in content_lines(content):
        depth += _nesting(line)
        if depth == 2 and line.strip().upper() == "BEGIN:VEVENT":
            event = {}
        elif depth < 2 and event is not None:
            yield event
            event = None
        elif depth == 2 and event is not None:
            _note(event, line)
    if event is not None:
        raise UnreadableReply("cut off")


def _note(event: dict[str, list[_Property]], line: str) -> None:
    name = re.split("[:;]", line, maxsplit=1)[0].strip().upper()
    if name not in _READ:
        return
    seen = event.setdefault(name, [])
    try:
        _, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        # "from None": the cause repeats the line, which names a person.
        raise UnreadableReply(f"{name} cannot be read") from None
    singles = {key.upper(): "".join(text) for key, text in parameters.items()}
    seen.append(_Property(singles, value))


def _reply(method: str, event: dict[str, list[_Property]], zone: str) -> Reply:
    attendee = _only(event, "ATTENDEE")
    comments = "\n".join(comment.value for comment in event.get("COMMENT", []))
    words = comments or attendee.parameters.get(_COMMENT_PARAMETER, "")
    return Reply(
        method=method,
        uid=_uid(event),
        sequence=_sequence(event),
        stamp=_instant(event, "DTSTAMP", floating=None),
        attendee_email=_address(attendee),
        partstat=_partstat(attendee),
        comment=paragraphs(words[:LONGEST_COMMENT]),
        starts_at=_instant(event, "DTSTART", floating=zone) if method == "COUNTER" else None,
    )


def _only(event: dict[str, list[_Property]], name: str) -> _Property:
    found = event.get(name, [])
    if len(found) != 1:
        raise UnreadableReply(f"{len(found)} {name}")
    return found[0]


def _uid(event: dict[str, list[_Property]]) -> str:
    uid = _only(event, "UID").value.strip()
    if not uid or len(uid) > 1000:
        raise UnreadableReply("no UID")
    return uid


def _sequence(event: dict[str, list[_Property]]) -> int:
    if "SEQUENCE" not in event:
        return 0
    number = _NUMBER.fullmatch(_only(event, "SEQUENCE").value)
    if number is None:
        raise UnreadableReply("SEQUENCE is not a number")
    return int(number[1])


def _instant(event: dict[str, list[_Property]], name: str, floating: str | None) -> datetime | None:
    if name not in event:
        return None
    written = event[name][0]
    return instant(written.value, written.parameters.get("TZID", ""), floating)


def _address(attendee: _Property) -> str:
    """Its mailto, else its EMAIL parameter: Apple writes there whom a ``urn:uuid`` is (RFC 7986, 6.2)."""
    for text in (attendee.value, attendee.parameters.get("EMAIL", "")):
        if found := _ADDRESS.fullmatch(text.strip()):
            return found[1].lower()
    raise UnreadableReply("ATTENDEE is no address")


def _partstat(attendee: _Property) -> PartStat:
    """An unknown word counts as no answer (RFC 5545, 3.2.12); a delegation is for a person to look at."""
    written = attendee.parameters.get("PARTSTAT", "").strip().upper()
    if written == "DELEGATED":
        raise UnreadableReply("delegated")
    return PartStat(written) if written in set(PartStat) else PartStat.NEEDS_ACTION
