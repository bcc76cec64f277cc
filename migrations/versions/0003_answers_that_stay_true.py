"""Answers from every channel, waiting list, waves, reminders, date polls, calls, feeds; mail that comes back.

Revision: 0003
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DICTATED = "abcdefghjkmnpqrstuvwxyz23456789"
ADDED = {
    "invitations": ("reply_sequence", "moved_sequence"),
    "meetups": ("waves_are_automatic", "silence_days", "caterer_name", "caterer_email", "caterer_phone"),
    "outgoing_emails": ("domain",),
    "registrations": ("needs",),
}
NEW_KINDS = "('reminder', 'waiting', 'promotion', 'poll', 'seat_block', 'answer_check', 'words', 'provider')"
NEW_SOURCES = "('secretary', 'structure', 'waiting_list', 'expiry', 'poll')"


def upgrade() -> None:
    op.create_table(
        "inbound_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("from_address", sa.String(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("calendar", "bounce", "automatic", "words", name="inboundkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "applied",
                "ignored",
                "asked",
                "to_read",
                "to_decide",
                "done",
                name="inboundstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("concerns", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.String(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_messages")),
        sa.UniqueConstraint("digest", name=op.f("uq_inbound_messages_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_inbound_messages_public_id")),
    )
    with op.batch_alter_table("inbound_messages") as table:
        table.create_index(table.f("ix_inbound_messages_about"), ["about"], unique=False)
        table.create_index("ix_inbound_messages_state", ["state", "id"], unique=False)

    op.create_table(
        "sending_buckets",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("refilled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sending_buckets")),
    )
    op.create_table(
        "suspended_addresses",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_suspended_addresses")),
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("professional_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_calendar_feeds_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("professional_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_feeds_token_digest")),
    )
    op.create_table(
        "date_polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chosen_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_date_polls_meetup_id_meetups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_polls")),
        sa.UniqueConstraint("meetup_id", name=op.f("uq_date_polls_meetup_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_date_polls_public_id")),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("silent", "coming", name="reminderaudience", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("sent_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("days_before > 0", name=op.f("ck_reminders_days_before_positive")),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_reminders_meetup_id_meetups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "meetup_id", "audience", "days_before", name=op.f("uq_reminders_meetup_id_audience_days_before")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_reminders_public_id")),
    )
    op.create_table(
        "seat_blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("structure", sa.String(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("unnamed", sa.Integer(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("name_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("unnamed >= 0 AND unnamed <= seats", name=op.f("ck_seat_blocks_unnamed_within_seats")),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_seat_blocks_meetup_id_meetups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_blocks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seat_blocks_public_id")),
    )
    with op.batch_alter_table("seat_blocks") as table:
        table.create_index(table.f("ix_seat_blocks_meetup_id"), ["meetup_id"], unique=False)

    op.create_table(
        "poll_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_poll_slots_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_polls.id"], name=op.f("fk_poll_slots_poll_id_date_polls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_slots")),
        sa.UniqueConstraint("poll_id", "starts_at", name=op.f("uq_poll_slots_poll_id_starts_at")),
        sa.UniqueConstraint("public_id", name=op.f("uq_poll_slots_public_id")),
    )
    op.create_table(
        "poll_voters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("professional_id", sa.Integer(), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(professional_id IS NULL) <> (host_id IS NULL)", name=op.f("ck_poll_voters_professional_or_host")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["hosts.id"], name=op.f("fk_poll_voters_host_id_hosts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_polls.id"], name=op.f("fk_poll_voters_poll_id_date_polls"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_poll_voters_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_voters")),
        sa.UniqueConstraint("poll_id", "host_id", name=op.f("uq_poll_voters_poll_id_host_id")),
        sa.UniqueConstraint("poll_id", "professional_id", name=op.f("uq_poll_voters_poll_id_professional_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_poll_voters_public_id")),
    )
    with op.batch_alter_table("poll_voters") as table:
        table.create_index(table.f("ix_poll_voters_professional_id"), ["professional_id"], unique=False)

    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "invited",
                "reminded",
                "moved",
                "cancelled",
                "withdrawn",
                "offered",
                "provider",
                name="callreason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached_by", sa.String(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_calls_invitation_id_invitations"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_calls_meetup_id_meetups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_calls_dedupe_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calls_public_id")),
    )
    with op.batch_alter_table("calls") as table:
        table.create_index(table.f("ix_calls_invitation_id"), ["invitation_id"], unique=False)
        table.create_index("ix_calls_meetup_id_reached_at", ["meetup_id", "reached_at"], unique=False)

    op.create_table(
        "poll_votes",
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column(
            "vote", sa.Enum("yes", "if_needed", "no", name="vote", native_enum=False, length=32), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["poll_slots.id"], name=op.f("fk_poll_votes_slot_id_poll_slots"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["voter_id"], ["poll_voters.id"], name=op.f("fk_poll_votes_voter_id_poll_voters"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("voter_id", "slot_id", name=op.f("pk_poll_votes")),
    )
    with op.batch_alter_table("invitations") as table:
        table.add_column(sa.Column("short_code", sa.String(), nullable=True))
        table.add_column(sa.Column("reply_sequence", sa.Integer(), nullable=False, server_default="-1"))
        table.add_column(sa.Column("reply_stamp", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("moved_sequence", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("block_id", sa.Integer(), nullable=True))
        table.create_index(table.f("ix_invitations_block_id"), ["block_id"], unique=False)
        table.create_foreign_key(
            table.f("fk_invitations_block_id_seat_blocks"), "seat_blocks", ["block_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("meetups") as table:
        table.add_column(sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("moved_from", sa.String(), nullable=True))
        table.add_column(sa.Column("wave_size", sa.Integer(), nullable=True))
        table.add_column(sa.Column("waves_are_automatic", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("silence_days", sa.Integer(), nullable=False, server_default="7"))
        table.add_column(sa.Column("caterer_name", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("caterer_email", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("caterer_phone", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("outgoing_emails") as table:
        table.add_column(sa.Column("domain", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("concerns", sa.String(), nullable=True))
        table.create_index("ix_outgoing_emails_concerns", ["concerns"], unique=False)
        table.create_index("ix_outgoing_emails_message_id", ["message_id"], unique=False)

    with op.batch_alter_table("professionals") as table:
        table.add_column(sa.Column("secretary_email", sa.String(), nullable=True))
        table.add_column(sa.Column("unsubscribed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("registrations") as table:
        table.add_column(sa.Column("needs", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("waiting_rank", sa.Integer(), nullable=True))
        table.add_column(sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True))
    _fill()
    with op.batch_alter_table("invitations") as table:
        table.alter_column("short_code", existing_type=sa.String(), nullable=False)
        table.create_unique_constraint(table.f("uq_invitations_short_code"), ["short_code"])
    _forget_defaults()


def _fill() -> None:
    """Short codes for links already sent; the domain and the invitation of mails already written."""
    connection = op.get_bind()
    invitations = connection.execute(sa.text("SELECT id FROM invitations")).scalars().all()
    codes = [{"id": id_, "code": "".join(secrets.choice(DICTATED) for _ in range(10))} for id_ in invitations]
    if codes:
        connection.execute(sa.text("UPDATE invitations SET short_code = :code WHERE id = :id"), codes)
    after_at = "instr(recipient, '@')" if connection.dialect.name == "sqlite" else "strpos(recipient, '@')"
    domain = f"lower(substr(recipient, {after_at} + 1))"
    op.execute(f"UPDATE outgoing_emails SET domain = {domain} WHERE {after_at} > 0")  # noqa: S608 - written above
    op.execute("UPDATE outgoing_emails SET concerns = substr(dedupe_key, 12, 12) WHERE dedupe_key LIKE 'invitation:%'")
    op.execute(
        "UPDATE invitations SET moved_sequence = (SELECT sequence FROM meetups WHERE meetups.id = meetup_id) "
        "WHERE sequence >= 0"
    )


def _forget_defaults() -> None:
    """They were for the rows that were already there; new rows take theirs from the models."""
    for table_name, columns in ADDED.items():
        with op.batch_alter_table(table_name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)


def downgrade() -> None:
    """Places offered to a structure and not named are free again; mails of kinds unknown before are forgotten."""
    op.execute(
        "UPDATE meetups SET seats_taken = seats_taken - "
        "(SELECT coalesce(sum(unnamed), 0) FROM seat_blocks WHERE meetup_id = meetups.id)"
    )
    op.execute(f"DELETE FROM outgoing_emails WHERE kind IN {NEW_KINDS}")  # noqa: S608 - written above
    for table_name in ("registrations", "registration_changes"):
        source = f"source = 'team' WHERE source IN {NEW_SOURCES}"
        op.execute(f"UPDATE {table_name} SET {source}")  # noqa: S608 - written above
    with op.batch_alter_table("registrations") as table:
        table.drop_column("offered_until")
        table.drop_column("waiting_rank")
        table.drop_column("waiting_since")
        table.drop_column("needs")

    with op.batch_alter_table("professionals") as table:
        table.drop_column("unsubscribed_at")
        table.drop_column("secretary_email")

    with op.batch_alter_table("outgoing_emails") as table:
        table.drop_index("ix_outgoing_emails_message_id")
        table.drop_index("ix_outgoing_emails_concerns")
        table.drop_column("concerns")
        table.drop_column("domain")

    with op.batch_alter_table("meetups") as table:
        table.drop_column("caterer_phone")
        table.drop_column("caterer_email")
        table.drop_column("caterer_name")
        table.drop_column("silence_days")
        table.drop_column("waves_are_automatic")
        table.drop_column("wave_size")
        table.drop_column("answer_by")
        table.drop_column("moved_from")

    with op.batch_alter_table("invitations") as table:
        table.drop_constraint(table.f("fk_invitations_block_id_seat_blocks"), type_="foreignkey")
        table.drop_constraint(table.f("uq_invitations_short_code"), type_="unique")
        table.drop_index(table.f("ix_invitations_block_id"))
        table.drop_column("block_id")
        table.drop_column("moved_sequence")
        table.drop_column("reply_stamp")
        table.drop_column("reply_sequence")
        table.drop_column("short_code")

    op.drop_table("poll_votes")
    with op.batch_alter_table("calls") as table:
        table.drop_index("ix_calls_meetup_id_reached_at")
        table.drop_index(table.f("ix_calls_invitation_id"))

    op.drop_table("calls")
    with op.batch_alter_table("poll_voters") as table:
        table.drop_index(table.f("ix_poll_voters_professional_id"))

    op.drop_table("poll_voters")
    op.drop_table("poll_slots")
    with op.batch_alter_table("seat_blocks") as table:
        table.drop_index(table.f("ix_seat_blocks_meetup_id"))

    op.drop_table("seat_blocks")
    op.drop_table("reminders")
    op.drop_table("date_polls")
    op.drop_table("calendar_feeds")
    op.drop_table("suspended_addresses")
    op.drop_table("sending_buckets")
    with op.batch_alter_table("inbound_messages") as table:
        table.drop_index("ix_inbound_messages_state")
        table.drop_index(table.f("ix_inbound_messages_about"))

    op.drop_table("inbound_messages")
