"""the registrar's desk: names found in one covering index, what is done to many parties at once, lists that were sent

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BLOCKED = sa.text("state = 'blocked'")
ADMITTED = sa.text("admitted_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_tickets_name_folded", "tickets")
    op.create_index("ix_tickets_names", "tickets", ["registration_id", "position", "name_folded"])
    op.create_index("ix_tickets_blocked", "tickets", ["registration_id"], sqlite_where=BLOCKED, postgresql_where=BLOCKED)
    op.create_index(
        "ix_tickets_admitted", "tickets", ["registration_id"], sqlite_where=ADMITTED, postgresql_where=ADMITTED
    )
    op.create_index("ix_registrations_made", "registrations", ["made_at"])
    op.create_table(
        "bulk_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(43), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("result", sa.JSON()),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undo_result", sa.JSON()),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_bulk_actions_edition_id_editions"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_bulk_actions_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_actions"),
        sa.UniqueConstraint("form", name="uq_bulk_actions_form"),
    )
    op.create_table(
        "party_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("result", sa.JSON()),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_party_imports_event_id_events"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_party_imports_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_party_imports"),
    )
    op.create_index("ix_party_imports_made_at", "party_imports", ["made_at"])


def downgrade() -> None:
    op.drop_table("party_imports")
    op.drop_table("bulk_actions")
    op.drop_index("ix_registrations_made", "registrations")
    op.drop_index("ix_tickets_admitted", "tickets")
    op.drop_index("ix_tickets_blocked", "tickets")
    op.drop_index("ix_tickets_names", "tickets")
    op.create_index("ix_tickets_name_folded", "tickets", ["name_folded"])
