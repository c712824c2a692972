"""groups that come by a list, and how large they may be

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("name_folded", sa.String(200), nullable=False),
        sa.Column("responsible", sa.String(120), nullable=False),
        sa.CheckConstraint("kind IN ('school', 'company', 'ward', 'other')", name=conv("ck_groups_kind")),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_groups_registration_id_registrations", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("registration_id", name="pk_groups"),
    )
    op.create_index("ix_groups_name_folded", "groups", ["name_folded"])
    op.create_table(
        "group_limits",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("most", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_group_limits_event_id_events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name="pk_group_limits"),
    )


def downgrade() -> None:
    op.drop_table("group_limits")
    op.drop_table("groups")
