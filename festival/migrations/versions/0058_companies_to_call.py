"""companies without a mail address that the desk has to tell of an announced meeting itself

Revision: 0058, after 0057.
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_calls",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_calls_meeting_id_meetings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_meeting_calls_company_id_companies")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "company_id", name=op.f("pk_meeting_calls")),
    )
    op.create_index("ix_meeting_calls_company", "meeting_calls", ["company_id"])


def downgrade() -> None:
    op.drop_table("meeting_calls")
