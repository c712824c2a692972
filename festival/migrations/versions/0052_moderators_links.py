"""links for moderators and interpreters who have no account

Revision: 0052, after 0051.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moderator_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("part", sa.String(12), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("part IN ('moderator', 'interpreter')", name=conv("ck_moderator_links_part")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["conference_sessions.id"], name=conv("fk_moderator_links_session_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=conv("fk_moderator_links_made_by")),
        sa.PrimaryKeyConstraint("id", name=conv("pk_moderator_links")),
        sa.UniqueConstraint("submission", name=conv("uq_moderator_links_submission")),
    )
    op.create_index("ix_moderator_links_session", "moderator_links", ["session_id"], unique=False)


def downgrade() -> None:
    op.drop_table("moderator_links")
