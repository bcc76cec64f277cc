"""People who choose what is shown of them, seats asked for, areas made of communes, remarks, the opening guide.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

VISIBILITY = sa.Enum("nobody", "met", "members", name="visibility", native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "area_communes",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_area_communes_area_id_areas"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["commune_insee"], ["communes.insee"], name=op.f("fk_area_communes_commune_insee_communes")
        ),
        sa.PrimaryKeyConstraint("area_id", "commune_insee", name=op.f("pk_area_communes")),
    )
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_remarks_account_id_accounts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_remarks_public_id")),
    )
    op.create_index(op.f("ix_remarks_account_id"), "remarks", ["account_id"])
    op.create_index(op.f("ix_remarks_written_at"), "remarks", ["written_at"])
    op.create_table(
        "seat_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("professional_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked", "granted", "declined", "withdrawn", name="seatrequeststatus", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_seat_requests_meetup_id_meetups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_seat_requests_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_requests")),
        sa.UniqueConstraint("meetup_id", "professional_id", name=op.f("uq_seat_requests_meetup_id_professional_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seat_requests_public_id")),
    )
    op.create_index(op.f("ix_seat_requests_professional_id"), "seat_requests", ["professional_id"])

    with op.batch_alter_table("areas") as areas:
        areas.alter_column("radius_km", existing_type=sa.Float(), nullable=True)
    with op.batch_alter_table("installation") as installation:
        installation.add_column(sa.Column("address", sa.String(), nullable=False, server_default=""))
        installation.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("professionals") as professionals:
        professionals.add_column(sa.Column("is_listed", sa.Boolean(), nullable=False, server_default=sa.false()))
        professionals.add_column(sa.Column("phone_visibility", VISIBILITY, nullable=False, server_default="nobody"))
        professionals.add_column(sa.Column("email_visibility", VISIBILITY, nullable=False, server_default="nobody"))
        professionals.add_column(sa.Column("meals", sa.JSON(), nullable=False, server_default="[]"))
        professionals.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        professionals.create_index(op.f("ix_professionals_is_listed"), ["is_listed"])
    op.execute("UPDATE professionals SET confirmed_at = created_at")
    with op.batch_alter_table("role_profiles") as role_profiles:
        role_profiles.add_column(sa.Column("reachable", sa.JSON(), nullable=False, server_default="[]"))
    _forget_defaults()


def _forget_defaults() -> None:
    """They were for the rows that were already there; new rows take theirs from the models."""
    with op.batch_alter_table("installation") as installation:
        installation.alter_column("address", server_default=None)
    with op.batch_alter_table("professionals") as professionals:
        for name in ("is_listed", "phone_visibility", "email_visibility", "meals"):
            professionals.alter_column(name, server_default=None)
    with op.batch_alter_table("role_profiles") as role_profiles:
        role_profiles.alter_column("reachable", server_default=None)


def downgrade() -> None:
    """An area made of communes becomes a circle of ten kilometres around its main commune."""
    with op.batch_alter_table("role_profiles") as role_profiles:
        role_profiles.drop_column("reachable")
    with op.batch_alter_table("professionals") as professionals:
        professionals.drop_index(op.f("ix_professionals_is_listed"))
        for name in ("confirmed_at", "meals", "email_visibility", "phone_visibility", "is_listed"):
            professionals.drop_column(name)
    with op.batch_alter_table("installation") as installation:
        installation.drop_column("opened_at")
        installation.drop_column("address")
    op.execute("UPDATE areas SET radius_km = 10 WHERE radius_km IS NULL")
    with op.batch_alter_table("areas") as areas:
        areas.alter_column("radius_km", existing_type=sa.Float(), nullable=False)
    op.drop_table("seat_requests")
    op.drop_table("remarks")
    op.drop_table("area_communes")
