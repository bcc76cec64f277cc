"""Professionals: who they are, where they work, which pathways they share, how to reach them, who may see it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from meetups.accounts.models import Account
from meetups.database import Base, HasPublicId
from meetups.directory.families import ProfessionFamily
from meetups.geography.models import Commune
from meetups.geography.text import words


class ContactChannel(StrEnum):
    """How a person is reached. Someone without any e-mail is as first-class as anyone."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    LETTER = "letter"
    EMPLOYER = "employer"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            ContactChannel.EMAIL: "par courriel",
            ContactChannel.TELEPHONE: "par téléphone",
            ContactChannel.LETTER: "par lettre",
            ContactChannel.EMPLOYER: "par l’employeur",
        }[self]


class Visibility(StrEnum):
    """Who among members may read a telephone number or an address: the person's own choice, hidden at first."""

    NOBODY = "nobody"
    MET = "met"
    MEMBERS = "members"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            Visibility.NOBODY: "personne d’autre que l’équipe",
            Visibility.MET: "les personnes avec qui j’ai déjeuné",
            Visibility.MEMBERS: "tous les membres du réseau",
        }[self]


class Profession(Base):
    """An entry of the French nomenclatures (ANS). Codes collide between tables, so both are kept."""

    __tablename__ = "professions"
    __table_args__ = (UniqueConstraint("table_name", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    code: Mapped[str]
    label: Mapped[str]
    family: Mapped[ProfessionFamily]


class CarePathway(HasPublicId, Base):
    """A care pathway that professionals share: older people, mental health, infants..."""

    __tablename__ = "care_pathways"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")


class Structure(HasPublicId, Base):
    """An employer or a practice."""

    __tablename__ = "structures"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    commune_insee: Mapped[str] = mapped_column(ForeignKey("communes.insee"))


professional_pathways = Table(
    "professional_pathways",
    Base.metadata,
    Column("professional_id", ForeignKey("professionals.id", ondelete="CASCADE"), primary_key=True),
    Column("pathway_id", ForeignKey("care_pathways.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Professional(HasPublicId, Base):
    """A person who cares for or accompanies people. May have no account and no e-mail."""

    __tablename__ = "professionals"
    __table_args__ = (
        CheckConstraint("contact_channel <> 'email' OR email IS NOT NULL", name="email_when_reached_by_email"),
        Index("ix_professionals_first_name", "first_name", "last_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), unique=True)
    first_name: Mapped[str]
    last_name: Mapped[str] = mapped_column(default="")
    profession_id: Mapped[int | None] = mapped_column(ForeignKey("professions.id"))
    profession_text: Mapped[str]
    """The profession in the person's own words: what screens show."""
    search_key: Mapped[str] = mapped_column(default="")
    """Names and profession without accents or case, each word after a space: kept by ``_keep_search_key``."""
    family: Mapped[ProfessionFamily] = mapped_column(index=True)
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structures.id", ondelete="SET NULL"))
    contact_channel: Mapped[ContactChannel]
    email: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None]
    secretary_email: Mapped[str | None]
    """Another address whose calendar answers count as this person's: « my secretary may answer for me »."""
    is_relay: Mapped[bool] = mapped_column(default=False)
    is_seen_by_guests: Mapped[bool] = mapped_column(default=False)
    """Agreed to show first name and profession to the other people invited, once coming."""
    is_listed: Mapped[bool] = mapped_column(default=False, index=True)
    """Agreed to stand in the directory, which members read."""
    phone_visibility: Mapped[Visibility] = mapped_column(default=Visibility.NOBODY)
    email_visibility: Mapped[Visibility] = mapped_column(default=Visibility.NOBODY)
    meals: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Half-days of the week that suit for a meetup, as the codes of ``half_days.HalfDay``; empty says nothing."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """Empty for someone who joined with a telephone number alone, until the team has spoken with them."""
    paused_until: Mapped[datetime | None]
    unsubscribed_at: Mapped[datetime | None]
    """Since when they want no invitation any more, by one click in a mail (RFC 8058); seats held are kept."""
    left_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()
    profession: Mapped[Profession | None] = relationship()
    structure: Mapped[Structure | None] = relationship()
    pathways: Mapped[list[CarePathway]] = relationship(secondary=professional_pathways)
    places: Mapped[list["PracticePlace"]] = relationship(
        back_populates="professional", cascade="all, delete-orphan", order_by="PracticePlace.id"
    )
    role_profile: Mapped["RoleProfile | None"] = relationship(
        back_populates="professional", cascade="all, delete-orphan"
    )

    @validates("first_name", "last_name", "profession_text")
    def _keep_search_key(self, name: str, value: str) -> str:
        texts = {key: getattr(self, key) or "" for key in ("first_name", "last_name", "profession_text")}
        self.search_key = " " + " ".join(words(" ".join((texts | {name: value}).values())))
        return value

    @validates("email")
    def _keep_lower_case(self, _name: str, value: str | None) -> str | None:
        """As we compare it: an index finds it."""
        return value and value.lower()

    @property
    def full_name(self) -> str:
        """First name first, as everywhere."""
        return f"{self.first_name} {self.last_name}".strip()

    def can_be_invited(self, now: datetime) -> bool:
        """Confirmed, not gone, and neither unsubscribed nor on a pause that they asked for."""
        is_here = self.confirmed_at is not None and self.left_at is None and self.unsubscribed_at is None
        return is_here and (self.paused_until is None or self.paused_until <= now)


class PracticePlace(Base):
    """Where a professional works or visits. Without an exact point, the commune's centre, and it says so."""

    __tablename__ = "practice_places"

    id: Mapped[int] = mapped_column(primary_key=True)
    professional_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"), index=True)
    commune_insee: Mapped[str] = mapped_column(ForeignKey("communes.insee"), index=True)
    address: Mapped[str | None]
    lat: Mapped[float]
    lon: Mapped[float]
    is_exact: Mapped[bool] = mapped_column(default=False)

    professional: Mapped[Professional] = relationship(back_populates="places")
    commune: Mapped[Commune] = relationship()


class RoleProfile(Base):
    """Mission, call me for and not for, methods, constraints, limits, channels: in the first person.

    ``call_me_for`` and ``not_for`` hold one item a line.
    """

    __tablename__ = "role_profiles"

    professional_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"), primary_key=True)
    mission: Mapped[str]
    call_me_for: Mapped[str] = mapped_column(default="")
    not_for: Mapped[str] = mapped_column(default="")
    methods: Mapped[str] = mapped_column(default="")
    constraints: Mapped[str] = mapped_column(default="")
    limits: Mapped[str] = mapped_column(default="")
    channels: Mapped[str] = mapped_column(default="")
    reachable: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Half-days of the week when a call is welcome, as the codes of ``half_days.HalfDay``."""
    updated_at: Mapped[datetime]

    professional: Mapped[Professional] = relationship(back_populates="role_profile")
