"""demands go by an event, and what a published programme proposes for shifts

Revision: 0039, after 0038.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("demands") as batch:
        batch.add_column(sa.Column("event_id", sa.Integer()))
        batch.create_foreign_key(conv("fk_demands_event_id"), "events", ["event_id"], ["id"])
        batch.create_index("ix_demands_event_id", ["event_id"])
    op.create_table(
        "shift_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue_id", sa.Integer()),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.Integer()),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.CheckConstraint("answer IN ('open', 'accepted', 'dismissed', 'overtaken')", name=conv("ck_shift_proposals_answer")),
        sa.CheckConstraint("ends_at > starts_at", name=conv("ck_shift_proposals_times")),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name="fk_shift_proposals_answered_by"),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name="fk_shift_proposals_release_id"),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name="fk_shift_proposals_shift_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_shift_proposals_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_shift_proposals"),
        sa.UniqueConstraint("shift_id", "release_id", name="uq_shift_proposals_shift_id_release_id"),
    )
    op.create_index("ix_shift_proposals_open", "shift_proposals", ["answer", "shift_id"])


def downgrade() -> None:
    op.drop_table("shift_proposals")
    with op.batch_alter_table("demands") as batch:
        batch.drop_index("ix_demands_event_id")
        batch.drop_constraint(conv("fk_demands_event_id"), type_="foreignkey")
        batch.drop_column("event_id")
