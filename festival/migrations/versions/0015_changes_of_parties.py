"""forms that parties have sent to change something, and tickets they passed on

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forms_taken",
        sa.Column("number", sa.String(43), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_forms_taken_registration_id_registrations", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name="pk_forms_taken"),
    )
    op.create_table(
        "transfers",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_transfers_ticket_id_tickets"),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_transfers_registration_id_registrations"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_transfers"),
    )
    op.create_index("ix_transfers_registration", "transfers", ["registration_id"])


def downgrade() -> None:
    op.drop_table("transfers")
    op.drop_table("forms_taken")
