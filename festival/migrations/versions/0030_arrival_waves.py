"""how people without an arrival time come to an event

Revision: 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

SOURCE = "Kinh nghiệm bãi mở (entry period of two hours): 60–70 % đến trong 45 phút cuối"
# Minutes before the start, and per cent of those without an arrival time.
WAVES = ((120, 75, 15), (75, 45, 20), (45, 15, 45), (15, 0, 20))


def upgrade() -> None:
    table = op.create_table(
        "arrival_waves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begins", sa.SmallInteger(), nullable=False),
        sa.Column("ends", sa.SmallInteger(), nullable=False),
        sa.Column("share", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.CheckConstraint("begins > ends AND share BETWEEN 0 AND 100", name=conv("ck_arrival_waves_numbers")),
        sa.PrimaryKeyConstraint("id", name="pk_arrival_waves"),
    )
    op.bulk_insert(
        table, [{"begins": begins, "ends": ends, "share": share, "source": SOURCE} for begins, ends, share in WAVES]
    )


def downgrade() -> None:
    op.drop_table("arrival_waves")
