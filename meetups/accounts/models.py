"""Who may sign in, how, and what was agreed to or done."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.database import Base, HasPublicId


class Role(StrEnum):
    """What an account may do. A relay is a professional who knows the ground."""

    PROFESSIONAL = "professional"
    RELAY = "relay"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            Role.PROFESSIONAL: "membre",
            Role.RELAY: "relais",
            Role.ORGANISER: "organisation",
            Role.ADMINISTRATOR: "administration",
        }[self]


class Account(HasPublicId, Base):
    """Someone who can sign in: an address that receives codes, and a role. No password exists."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    first_name: Mapped[str]
    role: Mapped[Role] = mapped_column(default=Role.PROFESSIONAL)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def is_organiser(self) -> bool:
        """Organisers and administrators see the organisation's pages."""
        return self.role in {Role.ORGANISER, Role.ADMINISTRATOR}

    @property
    def is_active(self) -> bool:
        """A disabled account signs nobody in, and ends its sessions at once."""
        return self.disabled_at is None


class OneTimeCode(Base):
    """A sign-in code: hashed, single use, ten minutes, typed in the browser that asked (ASVS 6.5, 6.6).

    Rows for unknown addresses exist too (no account), so that both do the same work.
    """

    __tablename__ = "one_time_codes"
    __table_args__ = (Index("ix_one_time_codes_email_digest_created_at", "email_digest", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    email_digest: Mapped[str]
    browser_digest: Mapped[str] = mapped_column(unique=True)
    code_digest: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class UserSession(Base):
    """A signed-in browser: revocable, with an absolute end. Idle time lives in the signed cookie."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class ConsentEntry(Base):
    """One line of the append-only consent log: who agreed to what, to which text, when and how."""

    __tablename__ = "consent_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(index=True)
    """Public id of the person."""
    purpose: Mapped[str]
    text_version: Mapped[str]
    given: Mapped[bool]
    source: Mapped[str]
    at: Mapped[datetime]


class AuditEntry(Base):
    """One line of the append-only audit log. Public ids only, never a name or an address."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str | None]
    action: Mapped[str]
    object: Mapped[str | None]
