"""Who is never, or always, at the same table: until a day, without a reason, for organisers' eyes only."""

from datetime import date, datetime

from flask_babel import gettext
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.directory.models import Professional
from meetups.seating.errors import BadWish
from meetups.seating.models import SeatingWish, WishKind
from meetups.seating.rules import Bonds, pair_of
from meetups.web.filters import plain_date

LONGEST_DAYS = 3 * 366


def add_wish(
    session: Session,
    kind: WishKind,
    one: Professional,
    other: Professional,
    *,
    until: date,
    today: date,
    actor: Account,
    now: datetime,
) -> SeatingWish:
    """Note a wish until the end of the day ``until``; the same one again only changes its end. Flushes.

    Raises ``BadWish``: the same person twice, a day that is past or too far, or a wish that contradicts another.
    """
    if one.id == other.id:
        raise BadWish(gettext("Choisissez deux personnes différentes."))
    if not 0 <= (until - today).days <= LONGEST_DAYS:
        raise BadWish(gettext("Choisissez un dernier jour à partir d’aujourd’hui, dans les trois ans."))
    _hold(session, one, other)
    _refuse_contradiction(session, kind, one, other, today)
    first, second = pair_of(one.id, other.id)
    wish = session.scalar(_between(first, second))
    if wish is None:
        wish = SeatingWish(one_id=first, other_id=second, created_at=now, created_by=actor.public_id)
        session.add(wish)
    wish.kind, wish.until = kind, until
    session.flush()
    return wish


def remove_wish(session: Session, wish: SeatingWish) -> None:
    """As if it had never been. Flushes."""
    session.delete(wish)
    session.flush()


def _hold(session: Session, *people: Professional) -> None:
    """Two forms sent at once take turns; answers may still refer to these people."""
    wanted = select(Professional.id).where(Professional.id.in_([person.id for person in people]))
    session.execute(wanted.order_by(Professional.id).with_for_update(key_share=True))


def _between(one_id: int, other_id: int) -> Select[SeatingWish]:
    return select(SeatingWish).where(SeatingWish.one_id == one_id, SeatingWish.other_id == other_id)


def _refuse_contradiction(
    session: Session, kind: WishKind, one: Professional, other: Professional, today: date
) -> None:
    """Directly, or through others: whoever stays with somebody stays with their company too."""
    wishes = session.scalars(select(SeatingWish).where(SeatingWish.until >= today)).all()
    pair = pair_of(one.id, other.id)
    others = [wish for wish in wishes if (wish.one_id, wish.other_id) != pair]
    same = next((wish for wish in wishes if (wish.one_id, wish.other_id) == pair), None)
    if same is not None and same.kind is not kind:
        raise BadWish(_contrary(same.kind, one, other, same.until))
    together = frozenset(_pairs(others, WishKind.TOGETHER) | ({pair} if kind is WishKind.TOGETHER else set()))
    apart = _pairs(others, WishKind.APART) | ({pair} if kind is WishKind.APART else set())
    bonds = Bonds(together=together)
    for first, second in sorted(apart):
        if second in bonds.company(first):
            raise BadWish(_through(kind, one, other))


def _pairs(wishes: list[SeatingWish], kind: WishKind) -> set[tuple[int, int]]:
    return {(wish.one_id, wish.other_id) for wish in wishes if wish.kind is kind}


def _contrary(kind: WishKind, one: Professional, other: Professional, until: date) -> str:
    if kind is WishKind.APART:
        return gettext(
            "Vous avez noté que %(one)s et %(other)s ne sont jamais à la même table, jusqu’au %(date)s : retirez "
            "d’abord ce souhait.",
            one=one.first_name,
            other=other.first_name,
            date=plain_date(until),
        )
    return gettext(
        "Vous avez noté que %(one)s et %(other)s sont toujours à la même table, jusqu’au %(date)s : retirez "
        "d’abord ce souhait.",
        one=one.first_name,
        other=other.first_name,
        date=plain_date(until),
    )


def _through(kind: WishKind, one: Professional, other: Professional) -> str:
    names = {"one": one.first_name, "other": other.first_name}
    if kind is WishKind.APART:
        return gettext(
            "%(one)s et %(other)s restent à la même table par d’autres souhaits : les séparer les contredirait.",
            **names,
        )
    return gettext("Garder %(one)s et %(other)s ensemble contredirait d’autres souhaits, qui les séparent.", **names)
