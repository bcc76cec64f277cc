"""The bytes of a mail in a table of their own: what is noted while it leaves no longer writes them again.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MAILS = sa.table("outgoing_emails", sa.column("id", sa.Integer()), sa.column("mime", sa.LargeBinary()))
CONTENTS = sa.table("outgoing_contents", sa.column("mail_id", sa.Integer()), sa.column("mime", sa.LargeBinary()))


def upgrade() -> None:
    op.create_table(
        "outgoing_contents",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("mime", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["outgoing_emails.id"],
            name=op.f("fk_outgoing_contents_mail_id_outgoing_emails"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_outgoing_contents")),
    )
    kept = sa.select(MAILS.c.id, MAILS.c.mime).where(MAILS.c.mime.is_not(None))
    op.execute(CONTENTS.insert().from_select(["mail_id", "mime"], kept))
    op.drop_column("outgoing_emails", "mime")


def downgrade() -> None:
    op.add_column("outgoing_emails", sa.Column("mime", sa.LargeBinary(), nullable=True))
    kept = sa.select(CONTENTS.c.mime).where(CONTENTS.c.mail_id == MAILS.c.id).scalar_subquery()
    op.execute(MAILS.update().values(mime=kept))
    op.drop_table("outgoing_contents")
