"""What this installation is: the association that runs it, and whether it is a demo."""

from datetime import datetime

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meetups.database import Base


class Installation(Base):
    """The only row of its table: the association's letterhead, and the demo mark.

    A database that ``demo load`` filled is marked: only there do the demo's sign-in links and mailbox exist,
    and there nothing is ever delivered outside the reserved ``.example`` domains (RFC 2606).
    """

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    association: Mapped[str] = mapped_column(default="")
    team_name: Mapped[str] = mapped_column(default="")
    team_phone: Mapped[str] = mapped_column(default="")
    team_email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    """Postal, on several lines: the letterhead's."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    demo_seed: Mapped[int | None]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    """When the opening guide was finished; empty before, and in a demo, which needs none."""


def find_installation(session: Session) -> Installation | None:
    """The installation's row, or ``None`` before anyone set it up. Asked again, it is not read again."""
    return session.get(Installation, 1)


def lock_installation(session: Session) -> None:
    """Make whoever else asks for this wait for the end of the transaction: to count before adding, one at a time.

    Nothing to lock on SQLite, which has one writer.
    """
    session.execute(select(Installation.id).with_for_update())


def is_demo(session: Session) -> bool:
    """Whether ``demo load`` marked this database."""
    return bool(session.scalar(select(Installation.is_demo)))
