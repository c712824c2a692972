"""what somebody wants to do to many tasks, while it is looked at

Revision: 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("form", sa.String(43), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("result", sa.JSON()),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_task_batches_edition_id"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_task_batches_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_task_batches"),
        sa.UniqueConstraint("form", name="uq_task_batches_form"),
    )
    op.create_index("ix_task_batches_made_at", "task_batches", ["made_at"])


def downgrade() -> None:
    op.drop_table("task_batches")
