"""where a task comes from that another domain has handed over

Revision: 0054, after 0053.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_sources",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=conv("fk_task_sources_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=conv("pk_task_sources")),
        sa.UniqueConstraint("key", name=conv("uq_task_sources_key")),
    )


def downgrade() -> None:
    op.drop_table("task_sources")
