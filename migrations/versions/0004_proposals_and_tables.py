"""Plans of tables, barriers and days that warn, travel times, how proposals weigh; places beyond those there are.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FORMAT = sa.Enum(
    "lunch", "evening", "breakfast", "coffee", "good_news", "discussion", "feedback",
    name="meetupformat", native_enum=False, length=32,
)  # fmt: skip
ADDED = (("meetups", "overbooking"), ("proposals", "format"), ("proposals", "changes"), ("venues", "free"))


def upgrade() -> None:
    op.create_table(
        "barriers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("closed_from", sa.String(), nullable=False),
        sa.Column("closed_until", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("(closed_from = '') = (closed_until = '')", name=op.f("ck_barriers_both_ends_or_none")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barriers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_barriers_public_id")),
    )
    op.create_table(
        "day_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_day_notes_first_before_last")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_notes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_day_notes_public_id")),
    )
    op.create_table(
        "proposal_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_proposal_settings_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_settings")),
    )
    op.create_table(
        "barrier_here",
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["barrier_id"], ["barriers.id"], name=op.f("fk_barrier_here_barrier_id_barriers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["commune_insee"], ["communes.insee"], name=op.f("fk_barrier_here_commune_insee_communes")
        ),
        sa.PrimaryKeyConstraint("barrier_id", "commune_insee", name=op.f("pk_barrier_here")),
    )
    op.create_table(
        "barrier_there",
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["barrier_id"], ["barriers.id"], name=op.f("fk_barrier_there_barrier_id_barriers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["commune_insee"], ["communes.insee"], name=op.f("fk_barrier_there_commune_insee_communes")
        ),
        sa.PrimaryKeyConstraint("barrier_id", "commune_insee", name=op.f("pk_barrier_there")),
    )
    op.create_table(
        "day_note_communes",
        sa.Column("day_note_id", sa.Integer(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_insee"], ["communes.insee"], name=op.f("fk_day_note_communes_commune_insee_communes")
        ),
        sa.ForeignKeyConstraint(
            ["day_note_id"],
            ["day_notes.id"],
            name=op.f("fk_day_note_communes_day_note_id_day_notes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("day_note_id", "commune_insee", name=op.f("pk_day_note_communes")),
    )
    op.create_table(
        "travel_times",
        sa.Column("from_insee", sa.String(), nullable=False),
        sa.Column("to_insee", sa.String(), nullable=False),
        sa.Column("minutes", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_insee"], ["communes.insee"], name=op.f("fk_travel_times_from_insee_communes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_insee"], ["communes.insee"], name=op.f("fk_travel_times_to_insee_communes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("from_insee", "to_insee", name=op.f("pk_travel_times")),
    )
    with op.batch_alter_table("travel_times") as table:
        table.create_index("ix_travel_times_to_insee", ["to_insee"], unique=False)

    op.create_table(
        "seating_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("apart", "together", name="wishkind", native_enum=False, length=32), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_seating_wishes_smaller_first")),
        sa.ForeignKeyConstraint(
            ["one_id"], ["professionals.id"], name=op.f("fk_seating_wishes_one_id_professionals"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["professionals.id"],
            name=op.f("fk_seating_wishes_other_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seating_wishes")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_seating_wishes_one_id_other_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seating_wishes_public_id")),
    )
    with op.batch_alter_table("seating_wishes") as table:
        table.create_index("ix_seating_wishes_other_id", ["other_id"], unique=False)

    op.create_table(
        "seating_plans",
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quality", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.CheckConstraint("rounds > 0", name=op.f("ck_seating_plans_rounds_positive")),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_seating_plans_meetup_id_meetups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meetup_id", name=op.f("pk_seating_plans")),
    )
    op.create_table(
        "seating_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_seating_tables_places_positive")),
        sa.ForeignKeyConstraint(
            ["meetup_id"],
            ["seating_plans.meetup_id"],
            name=op.f("fk_seating_tables_meetup_id_seating_plans"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seating_tables")),
        sa.UniqueConstraint("meetup_id", "number", name=op.f("uq_seating_tables_meetup_id_number")),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("professional_id", sa.Integer(), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.CheckConstraint("round >= 0", name=op.f("ck_seats_round_positive")),
        sa.ForeignKeyConstraint(
            ["meetup_id"],
            ["seating_plans.meetup_id"],
            name=op.f("fk_seats_meetup_id_seating_plans"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_seats_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint(
            "meetup_id", "round", "professional_id", name=op.f("uq_seats_meetup_id_round_professional_id")
        ),
    )
    with op.batch_alter_table("seats") as table:
        table.create_index(table.f("ix_seats_professional_id"), ["professional_id"], unique=False)

    with op.batch_alter_table("hosts") as table:
        table.add_column(sa.Column("notice_days", sa.Integer(), nullable=True))

    with op.batch_alter_table("meetups") as table:
        table.add_column(sa.Column("overbooking", sa.Integer(), nullable=False, server_default="0"))
        table.drop_constraint("seats_within_capacity", type_="check")
        table.create_check_constraint("overbooking_positive", "overbooking >= 0")
        table.create_check_constraint(
            "seats_within_capacity", "seats_taken >= 0 AND seats_taken <= capacity + overbooking"
        )

    with op.batch_alter_table("proposals") as table:
        table.add_column(sa.Column("commune_insee", sa.String(), nullable=True))
        table.add_column(sa.Column("format", FORMAT, nullable=False, server_default="lunch"))
        table.add_column(sa.Column("changes", sa.JSON(), nullable=False, server_default="{}"))
        table.alter_column("host_id", existing_type=sa.INTEGER(), nullable=True)
    op.execute(
        "UPDATE proposals SET commune_insee = (SELECT commune_insee FROM areas WHERE areas.id = proposals.area_id)"
    )
    with op.batch_alter_table("proposals") as table:
        table.alter_column("commune_insee", existing_type=sa.String(), nullable=False)
        table.create_foreign_key(
            table.f("fk_proposals_commune_insee_communes"), "communes", ["commune_insee"], ["insee"]
        )

    with op.batch_alter_table("venues") as table:
        table.add_column(sa.Column("free", sa.JSON(), nullable=False, server_default="[]"))

    for name, column in ADDED:
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)


def downgrade() -> None:
    """Seats promised beyond the places there are become places; an afternoon coffee becomes a coffee of good news."""
    op.execute("DELETE FROM proposals WHERE host_id IS NULL")
    op.execute("UPDATE meetups SET format = 'good_news' WHERE format = 'coffee'")
    op.execute("UPDATE meetups SET capacity = seats_taken WHERE seats_taken > capacity")
    with op.batch_alter_table("venues") as table:
        table.drop_column("free")

    with op.batch_alter_table("proposals") as table:
        table.drop_constraint(table.f("fk_proposals_commune_insee_communes"), type_="foreignkey")
        table.alter_column("host_id", existing_type=sa.INTEGER(), nullable=False)
        table.drop_column("changes")
        table.drop_column("format")
        table.drop_column("commune_insee")

    with op.batch_alter_table("meetups") as table:
        table.drop_constraint("seats_within_capacity", type_="check")
        table.drop_constraint("overbooking_positive", type_="check")
        table.create_check_constraint("seats_within_capacity", "seats_taken >= 0 AND seats_taken <= capacity")
        table.drop_column("overbooking")

    with op.batch_alter_table("hosts") as table:
        table.drop_column("notice_days")

    with op.batch_alter_table("seats") as table:
        table.drop_index(table.f("ix_seats_professional_id"))

    op.drop_table("seats")
    op.drop_table("seating_tables")
    op.drop_table("seating_plans")
    with op.batch_alter_table("seating_wishes") as table:
        table.drop_index("ix_seating_wishes_other_id")

    op.drop_table("seating_wishes")
    with op.batch_alter_table("travel_times") as table:
        table.drop_index("ix_travel_times_to_insee")

    op.drop_table("travel_times")
    op.drop_table("day_note_communes")
    op.drop_table("barrier_there")
    op.drop_table("barrier_here")
    op.drop_table("proposal_settings")
    op.drop_table("day_notes")
    op.drop_table("barriers")
