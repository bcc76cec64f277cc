"""Where a meetup was to be before a move whose news has not left.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meetups") as meetups:
        meetups.add_column(sa.Column("moved_from", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meetups") as meetups:
        meetups.drop_column("moved_from")
