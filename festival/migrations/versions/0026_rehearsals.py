"""scans of a rehearsal, apart from those that count, and phones whose holders may look guests up

Revision: 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rehearsal_scans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("size", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.String(20), nullable=True),
        sa.Column("said_code", sa.String(20), nullable=True),
        sa.Column("offline", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("code", sa.String(20), nullable=True),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.Column("counted", sa.SmallInteger(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_gate", sa.Integer(), nullable=True),
        sa.Column("members", sa.String(40), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("conflict", sa.String(12), nullable=True),
        sa.CheckConstraint("verdict IN ('admitted', 'refused')", name=conv("ck_rehearsal_scans_verdict")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_rehearsal_scans_edition_id_editions"),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_rehearsal_scans_device_id_devices"),
        sa.ForeignKeyConstraint(["gate_id"], ["gates.id"], name="fk_rehearsal_scans_gate_id_gates"),
        sa.PrimaryKeyConstraint("id", name="pk_rehearsal_scans"),
    )
    op.create_index("ix_rehearsal_scans_round", "rehearsal_scans", ["edition_id", "round", "number"])
    for table in ("devices", "pairings"):
        op.add_column(table, sa.Column("may_help", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for table in ("pairings", "devices"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("may_help")
    op.drop_table("rehearsal_scans")
