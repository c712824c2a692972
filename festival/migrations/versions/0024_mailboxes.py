"""the last three messages of each mailbox, messages that are counted when they leave, and lost links asked for

Revision: 0024, after 0023. Messages that are on their way already count as counted: they were written under the old rule.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("third_last", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_mailboxes"),
    )
    op.create_index("ix_mailboxes_last", "mailboxes", ["last"])
    op.create_table(
        "link_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("mail", sa.String(254)),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_requests"),
    )
    with op.batch_alter_table("messages") as batch:
        batch.add_column(sa.Column("counted", sa.Boolean()))
    op.execute("UPDATE messages SET counted = true")
    with op.batch_alter_table("messages") as batch:
        batch.alter_column("counted", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("messages") as batch:
        batch.drop_column("counted")
    op.drop_table("link_requests")
    op.drop_index("ix_mailboxes_last", "mailboxes")
    op.drop_table("mailboxes")
