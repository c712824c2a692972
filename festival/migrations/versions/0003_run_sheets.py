"""run sheets

The cues of an event, how the night went, and every call of the caller. Nothing that was there changes.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
IS_RUNNING = sa.text("started_at IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "run_sheets",
        sa.Column("draft_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_run_sheets_draft_id"),
        sa.PrimaryKeyConstraint("draft_id", name="pk_run_sheets"),
    )
    op.create_table(
        "cues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("starts_after", sa.Integer()),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("performers", sa.JSON(), nullable=False),
        sa.Column("stage", sa.JSON(), nullable=False),
        sa.Column("light", sa.JSON(), nullable=False),
        sa.Column("sound", sa.JSON(), nullable=False),
        sa.Column("screen", sa.JSON(), nullable=False),
        sa.Column("submission", sa.String(43)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.Column("removed_at", MOMENT),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("is_skipped", sa.Boolean(), nullable=False),
        sa.Column("held_until", MOMENT),
        sa.CheckConstraint("ended_at >= started_at", name=conv("ck_cues_times")),
        sa.CheckConstraint("ended_at IS NULL OR started_at IS NOT NULL", name=conv("ck_cues_ended")),
        sa.CheckConstraint("NOT is_skipped OR started_at IS NULL", name=conv("ck_cues_skipped")),
        sa.CheckConstraint("seconds BETWEEN 1 AND 86400", name=conv("ck_cues_seconds")),
        sa.CheckConstraint("starts_after BETWEEN 0 AND 1209600", name=conv("ck_cues_starts_after")),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_cues_changed_by"),
        sa.ForeignKeyConstraint(["draft_id"], ["run_sheets.draft_id"], name="fk_cues_draft_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cues"),
        sa.UniqueConstraint("submission", name="uq_cues_submission"),
    )
    op.create_index("ix_cues_draft_position", "cues", ["draft_id", "position"])
    op.create_index(
        "uq_cues_running", "cues", ["draft_id"], unique=True, sqlite_where=IS_RUNNING, postgresql_where=IS_RUNNING
    )
    op.create_table(
        "cue_performers",
        sa.Column("cue_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cue_id"], ["cues.id"], name="fk_cue_performers_cue_id"),
        sa.ForeignKeyConstraint(["participant_id"], ["participants.id"], name="fk_cue_performers_participant_id"),
        sa.PrimaryKeyConstraint("cue_id", "participant_id", name="pk_cue_performers"),
    )
    op.create_index("ix_cue_performers_participant_id", "cue_performers", ["participant_id"])
    op.create_table(
        "cue_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(8), nullable=False),
        sa.Column("cue_id", sa.Integer()),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("called_at", MOMENT, nullable=False),
        sa.Column("called_by", sa.Integer()),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_by", sa.Integer()),
        sa.CheckConstraint("call IN ('start', 'finish', 'skip', 'shift', 'reset')", name=conv("ck_cue_calls_call")),
        sa.ForeignKeyConstraint(["called_by"], ["accounts.id"], name="fk_cue_calls_called_by"),
        sa.ForeignKeyConstraint(["cue_id"], ["cues.id"], name="fk_cue_calls_cue_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["run_sheets.draft_id"], name="fk_cue_calls_draft_id"),
        sa.ForeignKeyConstraint(["undone_by"], ["accounts.id"], name="fk_cue_calls_undone_by"),
        sa.PrimaryKeyConstraint("id", name="pk_cue_calls"),
    )
    op.create_index("ix_cue_calls_draft_id", "cue_calls", ["draft_id"])


def downgrade() -> None:
    for table in ("cue_calls", "cue_performers", "cues", "run_sheets"):
        op.drop_table(table)
