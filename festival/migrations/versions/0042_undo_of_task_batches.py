"""what was done to many tasks at once can be taken back

Revision: 0042, after 0041.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("task_batches") as batch:
        batch.add_column(sa.Column("undone_at", sa.DateTime(timezone=True)))
        batch.add_column(sa.Column("undo_result", sa.JSON()))


def downgrade() -> None:
    with op.batch_alter_table("task_batches") as batch:
        batch.drop_column("undo_result")
        batch.drop_column("undone_at")
