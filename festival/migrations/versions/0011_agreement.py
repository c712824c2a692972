"""agreement

What phones without a network decided, what it comes to together, and where it does not agree.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ADDED = {
    "tickets": (("left_at", MOMENT),),
    "gates": (("rules", sa.JSON()),),
    "devices": (("ends_at", MOMENT), ("report", sa.JSON())),
    "pairings": (("session_ends_at", MOMENT),),
    "scans": (
        ("said_code", sa.String(20)),
        ("counted", sa.SmallInteger()),
        ("members", sa.String(40)),
        ("reason", sa.String(200)),
        ("skew", sa.Integer()),
    ),
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind))
    op.create_table(
        "scan_conflicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("against", sa.Uuid()),
        sa.Column("code", sa.String(20)),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("resolution", sa.String(20)),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("resolved_at", MOMENT),
        sa.Column("resolved_by", sa.Integer()),
        sa.CheckConstraint("kind IN ('double', 'against', 'turned_away')", name=op.f("ck_scan_conflicts_kind")),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_scan_conflicts_scan_id"),
        sa.ForeignKeyConstraint(["against"], ["scans.id"], name="fk_scan_conflicts_against"),
        sa.ForeignKeyConstraint(["resolved_by"], ["accounts.id"], name="fk_scan_conflicts_resolved_by"),
        sa.PrimaryKeyConstraint("id", name="pk_scan_conflicts"),
        sa.UniqueConstraint("scan_id", "kind", name="uq_scan_conflicts_scan_id_kind"),
    )
    op.create_index("ix_scan_conflicts_found", "scan_conflicts", ["found_at"])


def downgrade() -> None:
    op.drop_table("scan_conflicts")
    for table, columns in reversed(ADDED.items()):
        with op.batch_alter_table(table) as batch:
            for name, _ in reversed(columns):
                batch.drop_column(name)
