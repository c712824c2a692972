"""what a published programme proposes for tasks

Revision: 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer()),
        sa.Column("space_id", sa.Integer()),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.Integer()),
        sa.CheckConstraint("answer IN ('open', 'accepted', 'dismissed', 'overtaken')", name=conv("ck_task_proposals_answer")),
        sa.CheckConstraint("days BETWEEN -400 AND 400", name=conv("ck_task_proposals_days")),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name="fk_task_proposals_answered_by"),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name="fk_task_proposals_release_id"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_task_proposals_space_id"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_proposals_task_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_task_proposals_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task_proposals"),
        sa.UniqueConstraint("task_id", "release_id", name="uq_task_proposals_task_id_release_id"),
    )
    op.create_index("ix_task_proposals_open", "task_proposals", ["answer", "task_id"])


def downgrade() -> None:
    op.drop_table("task_proposals")
