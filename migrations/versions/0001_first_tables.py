"""First tables.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("professional", "relay", "organiser", "administrator", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_accounts_public_id")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)

    op.create_table(
        "care_pathways",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_pathways")),
        sa.UniqueConstraint("public_id", name=op.f("uq_care_pathways_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_care_pathways_slug")),
    )
    op.create_table(
        "communes",
        sa.Column("insee", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("postal_codes", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("epci_code", sa.String(), nullable=False),
        sa.Column("epci_name", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("insee", name=op.f("pk_communes")),
    )
    with op.batch_alter_table("communes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_communes_department"), ["department"], unique=False)
        batch_op.create_index(batch_op.f("ix_communes_name_key"), ["name_key"], unique=False)

    op.create_table(
        "consent_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_entries")),
    )
    with op.batch_alter_table("consent_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_entries_subject"), ["subject"], unique=False)

    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association", sa.String(), nullable=False),
        sa.Column("team_name", sa.String(), nullable=False),
        sa.Column("team_phone", sa.String(), nullable=False),
        sa.Column("team_email", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("demo_seed", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "outgoing_emails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sign_in",
                "request",
                "request_withdrawn",
                "request_answered",
                "invitation",
                "update",
                "cancellation",
                "withdrawal",
                "confirmation",
                name="mailkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("envelope_from", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("mime", sa.LargeBinary(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum("pending", "sent", "failed", "suppressed", name="mailstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_emails")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outgoing_emails_dedupe_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outgoing_emails_public_id")),
    )
    with op.batch_alter_table("outgoing_emails", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_emails_about", ["about", "state"], unique=False)
        batch_op.create_index("ix_outgoing_emails_due", ["state", "not_before"], unique=False)

    op.create_table(
        "professions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "social",
                "domicile",
                "soutien",
                "autre",
                "medecine",
                "pharmacie",
                "psycho",
                "reeduc",
                "coordination",
                "soins",
                "transport",
                name="professionfamily",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_professions")),
        sa.UniqueConstraint("table_name", "code", name=op.f("uq_professions_table_name_code")),
    )
    op.create_table(
        "scheduled_tasks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scheduled_tasks")),
    )
    op.create_table(
        "areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("radius_km", sa.Double(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("radius_km > 0", name=op.f("ck_areas_radius_positive")),
        sa.ForeignKeyConstraint(["commune_insee"], ["communes.insee"], name=op.f("fk_areas_commune_insee_communes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("public_id", name=op.f("uq_areas_public_id")),
    )
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_areas_commune_insee"), ["commune_insee"], unique=False)

    op.create_table(
        "hosts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("town_hall", "structure", name="hostkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["commune_insee"], ["communes.insee"], name=op.f("fk_hosts_commune_insee_communes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hosts_public_id")),
    )
    with op.batch_alter_table("hosts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hosts_commune_insee"), ["commune_insee"], unique=False)

    op.create_table(
        "one_time_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("email_digest", sa.String(), nullable=False),
        sa.Column("browser_digest", sa.String(), nullable=False),
        sa.Column("code_digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_one_time_codes_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
        sa.UniqueConstraint("browser_digest", name=op.f("uq_one_time_codes_browser_digest")),
    )
    with op.batch_alter_table("one_time_codes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_one_time_codes_email_digest_created_at", ["email_digest", "created_at"], unique=False
        )

    op.create_table(
        "structures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_insee"], ["communes.insee"], name=op.f("fk_structures_commune_insee_communes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structures")),
        sa.UniqueConstraint("public_id", name=op.f("uq_structures_public_id")),
    )
    op.create_table(
        "town_halls",
        sa.Column("insee", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("is_approximate", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("opening_hours", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["insee"], ["communes.insee"], name=op.f("fk_town_halls_insee_communes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("insee", name=op.f("pk_town_halls")),
    )
    op.create_table(
        "user_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_user_sessions_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_user_sessions_token_digest")),
    )
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_sessions_account_id"), ["account_id"], unique=False)

    op.create_table(
        "professionals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("profession_id", sa.Integer(), nullable=True),
        sa.Column("profession_text", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "social",
                "domicile",
                "soutien",
                "autre",
                "medecine",
                "pharmacie",
                "psycho",
                "reeduc",
                "coordination",
                "soins",
                "transport",
                name="professionfamily",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("structure_id", sa.Integer(), nullable=True),
        sa.Column(
            "contact_channel",
            sa.Enum("email", "telephone", "letter", "employer", name="contactchannel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("is_relay", sa.Boolean(), nullable=False),
        sa.Column("is_seen_by_guests", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "contact_channel <> 'email' OR email IS NOT NULL",
            name=op.f("ck_professionals_email_when_reached_by_email"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_professionals_account_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["profession_id"], ["professions.id"], name=op.f("fk_professionals_profession_id_professions")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structures.id"],
            name=op.f("fk_professionals_structure_id_structures"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_professionals")),
        sa.UniqueConstraint("account_id", name=op.f("uq_professionals_account_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_professionals_public_id")),
    )
    with op.batch_alter_table("professionals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_professionals_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_professionals_family"), ["family"], unique=False)
        batch_op.create_index("ix_professionals_first_name", ["first_name", "last_name"], unique=False)

    op.create_table(
        "venues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("is_step_free", sa.Boolean(), nullable=True),
        sa.Column("has_kitchen", sa.Boolean(), nullable=True),
        sa.Column("access_notes", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_venues_capacity_positive")),
        sa.ForeignKeyConstraint(["host_id"], ["hosts.id"], name=op.f("fk_venues_host_id_hosts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venues")),
        sa.UniqueConstraint("public_id", name=op.f("uq_venues_public_id")),
    )
    with op.batch_alter_table("venues", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_venues_host_id"), ["host_id"], unique=False)

    op.create_table(
        "meetups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "lunch",
                "evening",
                "breakfast",
                "good_news",
                "discussion",
                "feedback",
                name="meetupformat",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("pathway_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "published", "cancelled", name="meetupstatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "openness",
            sa.Enum("invited", "members", "everyone", name="openness", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_meetups_capacity_positive")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meetups_ends_after_start")),
        sa.CheckConstraint(
            "seats_taken >= 0 AND seats_taken <= capacity", name=op.f("ck_meetups_seats_within_capacity")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_meetups_area_id_areas")),
        sa.ForeignKeyConstraint(["commune_insee"], ["communes.insee"], name=op.f("fk_meetups_commune_insee_communes")),
        sa.ForeignKeyConstraint(
            ["pathway_id"], ["care_pathways.id"], name=op.f("fk_meetups_pathway_id_care_pathways")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_meetups_venue_id_venues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetups")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meetups_public_id")),
    )
    with op.batch_alter_table("meetups", schema=None) as batch_op:
        batch_op.create_index("ix_meetups_status_starts_at", ["status", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetups_venue_id"), ["venue_id"], unique=False)

    op.create_table(
        "practice_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("professional_id", sa.Integer(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("is_exact", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_insee"], ["communes.insee"], name=op.f("fk_practice_places_commune_insee_communes")
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_practice_places_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_places")),
    )
    with op.batch_alter_table("practice_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_places_commune_insee"), ["commune_insee"], unique=False)
        batch_op.create_index(batch_op.f("ix_practice_places_professional_id"), ["professional_id"], unique=False)

    op.create_table(
        "professional_pathways",
        sa.Column("professional_id", sa.Integer(), nullable=False),
        sa.Column("pathway_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["care_pathways.id"],
            name=op.f("fk_professional_pathways_pathway_id_care_pathways"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_professional_pathways_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("professional_id", "pathway_id", name=op.f("pk_professional_pathways")),
    )
    with op.batch_alter_table("professional_pathways", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_professional_pathways_pathway_id"), ["pathway_id"], unique=False)

    op.create_table(
        "role_profiles",
        sa.Column("professional_id", sa.Integer(), nullable=False),
        sa.Column("mission", sa.String(), nullable=False),
        sa.Column("call_me_for", sa.String(), nullable=False),
        sa.Column("not_for", sa.String(), nullable=False),
        sa.Column("methods", sa.String(), nullable=False),
        sa.Column("constraints", sa.String(), nullable=False),
        sa.Column("limits", sa.String(), nullable=False),
        sa.Column("channels", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_role_profiles_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("professional_id", name=op.f("pk_role_profiles")),
    )
    op.create_table(
        "hosting_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "sent",
                "received",
                "accepted",
                "refused",
                "other_slot",
                "withdrawn",
                name="requeststatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("head_count", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer_channel",
            sa.Enum("link", "telephone", name="hostchannel", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("answer_note", sa.String(), nullable=False),
        sa.Column("other_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint("head_count > 0", name=op.f("ck_hosting_requests_head_count_positive")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["accounts.id"],
            name=op.f("fk_hosting_requests_asked_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["host_id"], ["hosts.id"], name=op.f("fk_hosting_requests_host_id_hosts")),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_hosting_requests_meetup_id_meetups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_hosting_requests_venue_id_venues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosting_requests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hosting_requests_public_id")),
    )
    with op.batch_alter_table("hosting_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hosting_requests_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hosting_requests_meetup_id"), ["meetup_id"], unique=False)
        batch_op.create_index(
            "uq_hosting_requests_open",
            ["meetup_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('sent', 'received', 'other_slot')"),
            postgresql_where=sa.text("status IN ('sent', 'received', 'other_slot')"),
        )

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("professional_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("email", "telephone", "letter", "employer", name="contactchannel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instead_of_id"],
            ["invitations.id"],
            name=op.f("fk_invitations_instead_of_id_invitations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_invitations_meetup_id_meetups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_invitations_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("meetup_id", "professional_id", name=op.f("uq_invitations_meetup_id_professional_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitations_public_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_invitations_uid")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_professional_id"), ["professional_id"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("pathway_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("dismissed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meetup_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_proposals_area_id_areas"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["hosts.id"], name=op.f("fk_proposals_host_id_hosts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_proposals_meetup_id_meetups"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["care_pathways.id"],
            name=op.f("fk_proposals_pathway_id_care_pathways"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_proposals_venue_id_venues"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("meetup_id", name=op.f("uq_proposals_meetup_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposals_public_id")),
    )
    op.create_table(
        "proposal_guests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("professional_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_proposal_guests_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposals.id"],
            name=op.f("fk_proposal_guests_proposal_id_proposals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_guests")),
        sa.UniqueConstraint(
            "proposal_id", "professional_id", name=op.f("uq_proposal_guests_proposal_id_professional_id")
        ),
    )
    with op.batch_alter_table("proposal_guests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_guests_professional_id"), ["professional_id"], unique=False)

    op.create_table(
        "registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("professional_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "going",
                "maybe",
                "declined",
                "withdrawn",
                "waiting",
                "offered",
                "substituted",
                name="registrationstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "email_link",
                "site",
                "calendar",
                "telephone",
                "letter",
                "employer",
                "colleague",
                "reschedule",
                "team",
                name="answersource",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "attendance",
            sa.Enum("unknown", "attended", "absent", name="attendance", native_enum=False, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_registrations_invitation_id_invitations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_registrations_meetup_id_meetups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_registrations_professional_id_professionals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_registrations_invitation_id")),
        sa.UniqueConstraint("meetup_id", "professional_id", name=op.f("uq_registrations_meetup_id_professional_id")),
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_registrations_professional_id_attendance", ["professional_id", "attendance"], unique=False
        )

    op.create_table(
        "registration_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "going",
                "maybe",
                "declined",
                "withdrawn",
                "waiting",
                "offered",
                "substituted",
                name="registrationstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "email_link",
                "site",
                "calendar",
                "telephone",
                "letter",
                "employer",
                "colleague",
                "reschedule",
                "team",
                name="answersource",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_registration_changes_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_changes")),
    )
    with op.batch_alter_table("registration_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_changes_registration_id"), ["registration_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("registration_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_changes_registration_id"))

    op.drop_table("registration_changes")
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index("ix_registrations_professional_id_attendance")

    op.drop_table("registrations")
    with op.batch_alter_table("proposal_guests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_guests_professional_id"))

    op.drop_table("proposal_guests")
    op.drop_table("proposals")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_professional_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("hosting_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hosting_requests_open",
            sqlite_where=sa.text("status IN ('sent', 'received', 'other_slot')"),
            postgresql_where=sa.text("status IN ('sent', 'received', 'other_slot')"),
        )
        batch_op.drop_index(batch_op.f("ix_hosting_requests_meetup_id"))
        batch_op.drop_index(batch_op.f("ix_hosting_requests_host_id"))

    op.drop_table("hosting_requests")
    op.drop_table("role_profiles")
    with op.batch_alter_table("professional_pathways", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_professional_pathways_pathway_id"))

    op.drop_table("professional_pathways")
    with op.batch_alter_table("practice_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_places_professional_id"))
        batch_op.drop_index(batch_op.f("ix_practice_places_commune_insee"))

    op.drop_table("practice_places")
    with op.batch_alter_table("meetups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetups_venue_id"))
        batch_op.drop_index("ix_meetups_status_starts_at")

    op.drop_table("meetups")
    with op.batch_alter_table("venues", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_venues_host_id"))

    op.drop_table("venues")
    with op.batch_alter_table("professionals", schema=None) as batch_op:
        batch_op.drop_index("ix_professionals_first_name")
        batch_op.drop_index(batch_op.f("ix_professionals_family"))
        batch_op.drop_index(batch_op.f("ix_professionals_email"))

    op.drop_table("professionals")
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_sessions_account_id"))

    op.drop_table("user_sessions")
    op.drop_table("town_halls")
    op.drop_table("structures")
    with op.batch_alter_table("one_time_codes", schema=None) as batch_op:
        batch_op.drop_index("ix_one_time_codes_email_digest_created_at")

    op.drop_table("one_time_codes")
    with op.batch_alter_table("hosts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hosts_commune_insee"))

    op.drop_table("hosts")
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_areas_commune_insee"))

    op.drop_table("areas")
    op.drop_table("scheduled_tasks")
    op.drop_table("professions")
    with op.batch_alter_table("outgoing_emails", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_emails_due")
        batch_op.drop_index("ix_outgoing_emails_about")

    op.drop_table("outgoing_emails")
    op.drop_table("installation")
    with op.batch_alter_table("consent_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_entries_subject"))

    op.drop_table("consent_entries")
    with op.batch_alter_table("communes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_communes_name_key"))
        batch_op.drop_index(batch_op.f("ix_communes_department"))

    op.drop_table("communes")
    op.drop_table("care_pathways")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))

    op.drop_table("audit_entries")
    op.drop_table("accounts")
