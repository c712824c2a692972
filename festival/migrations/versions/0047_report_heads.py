"""what somebody wrote around a report, kept for the next one

Revision: 0047, after 0046.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_heads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer()),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.CheckConstraint("kind IN ('plan', 'assignment', 'progress', 'sheet')", name=conv("ck_report_heads_kind")),
        sa.CheckConstraint("language IN ('vi', 'ja', 'en')", name=conv("ck_report_heads_language")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_report_heads_agency_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_report_heads_changed_by"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_report_heads_edition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_heads"),
    )
    for name, columns, wanted in (
        ("uq_report_heads_agency", ["edition_id", "agency_id", "kind", "language"], "agency_id IS NOT NULL"),
        ("uq_report_heads_committee", ["edition_id", "kind", "language"], "agency_id IS NULL"),
    ):
        op.create_index(
            name, "report_heads", columns, unique=True, sqlite_where=sa.text(wanted), postgresql_where=sa.text(wanted)
        )


def downgrade() -> None:
    op.drop_table("report_heads")
