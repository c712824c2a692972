"""revision of places

A release raises it, so that who registers at the same moment looks again at what is published.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event_places") as batch:
        batch.add_column(sa.Column("revision", sa.Integer()))
    op.execute("UPDATE event_places SET revision = 0")
    with op.batch_alter_table("event_places") as batch:
        batch.alter_column("revision", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("event_places") as batch:
        batch.drop_column("revision")
