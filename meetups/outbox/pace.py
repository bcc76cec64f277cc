"""How fast mails leave: token buckets in rows, which all workers share, one for everything and one for each domain.

A provider that is written to too fast refuses everything for hours; what waits here loses nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from meetups.outbox.models import SendingBucket

EVERYTHING = "*"


@dataclass(frozen=True)
class Rate:
    """``burst`` mails at once, then ``per_second``."""

    per_second: float
    burst: int


@dataclass(frozen=True)
class Pace:
    """What we allow ourselves: in all, and to the mailboxes of one domain."""

    overall: Rate = Rate(20, burst=200)
    by_domain: Rate = Rate(2, burst=60)

    def of(self, name: str) -> Rate:
        """The rate of a bucket."""
        return self.overall if name == EVERYTHING else self.by_domain


def exhausted(session: Session, pace: Pace, *, now: datetime) -> set[str]:
    """The buckets without a whole token. Only reads: a domain that nobody wrote to has no row, and is full."""
    longest = timedelta(seconds=1 / min(pace.overall.per_second, pace.by_domain.per_second))
    low = SendingBucket.tokens < 1, SendingBucket.refilled_at > now - longest
    return {row.name for row in session.scalars(select(SendingBucket).where(*low)) if _tokens(row, pace, now) < 1}


def take(session: Session, wanted: Mapping[str, int], pace: Pace, *, now: datetime) -> dict[str, int]:
    """Take as many tokens as there are for ``wanted``, a number of mails by domain; what each domain may send.

    The buckets stay locked until the transaction ends, always in the same order.
    """
    buckets = {row.name: row for row in _locked(session, {EVERYTHING, *wanted}, pace, now)}
    left = int(_tokens(buckets[EVERYTHING], pace, now))
    granted = {}
    for domain, count in wanted.items():
        granted[domain] = min(count, left, int(_tokens(buckets[domain], pace, now)))
        left -= granted[domain]
    for name, spent in {**granted, EVERYTHING: sum(granted.values())}.items():
        bucket = buckets[name]
        bucket.tokens, bucket.refilled_at = _tokens(bucket, pace, now) - spent, max(now, bucket.refilled_at)
    session.flush()
    return granted


def _tokens(bucket: SendingBucket, pace: Pace, now: datetime) -> float:
    rate = pace.of(bucket.name)
    waited = max(0.0, (now - bucket.refilled_at).total_seconds())
    return min(float(rate.burst), bucket.tokens + waited * rate.per_second)


def _locked(session: Session, names: Collection[str], pace: Pace, now: datetime) -> Collection[SendingBucket]:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = [{"name": name, "tokens": float(pace.of(name).burst), "refilled_at": now} for name in sorted(names)]
    session.execute(insert(SendingBucket).on_conflict_do_nothing(index_elements=["name"]), new)
    rows = select(SendingBucket).where(SendingBucket.name.in_(names)).order_by(SendingBucket.name)
    return session.scalars(rows.with_for_update().execution_options(populate_existing=True)).all()
