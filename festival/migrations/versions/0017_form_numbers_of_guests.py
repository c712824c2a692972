"""the numbers of forms that add a delegation, a guest or a question

Sent twice, such a form adds once.

Revision: 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("delegations", "guests", "questions")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("submission", sa.String(43)))
            batch.create_unique_constraint(f"uq_{table}_submission", ["submission"])


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f"uq_{table}_submission", type_="unique")
            batch.drop_column("submission")
