"""form numbers of the ground

Venues, spaces, closures and people remember the form they came from, so that a form sent twice adds one.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = ("venues", "spaces", "closures", "participants")


def upgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("submission", sa.String(43)))
            batch.create_unique_constraint(f"uq_{table}_submission", ["submission"])


def downgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f"uq_{table}_submission", type_="unique")
            batch.drop_column("submission")
