"""« Qu’est-ce qui vous a gêné ? »: what people write from any page, read by the organisers."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.accounts.models import Account
from meetups.database import Base, HasPublicId


class Remark(HasPublicId, Base):
    """A few words about a page. ``account`` is empty for someone who is not signed in, or who left since."""

    __tablename__ = "remarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str]
    """Path of the page, its secrets replaced: a link's token is never kept."""
    text: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    written_at: Mapped[datetime] = mapped_column(index=True)
    read_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()
