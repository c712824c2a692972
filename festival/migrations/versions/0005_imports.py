"""imports

Tables that somebody has sent, until they are taken or forgotten.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("taken_at", MOMENT),
        sa.Column("result", sa.JSON()),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_imports_edition_id"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_imports_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_made_at", "imports", ["made_at"])


def downgrade() -> None:
    op.drop_table("imports")
