"""how many of a large party were counted at a gate, where nobody ticked them off

Revision: 0038, after 0037.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLES = ("scans", "rehearsal_scans")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("here", sa.SmallInteger()))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "here")
