"""seats of a session for categories of delegates, and which of those that are kept back are given

Revision: 0055, after 0054.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("session_seats") as batch:
        batch.add_column(sa.Column("kept_taken", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("admits", sa.String(80), nullable=False, server_default=""))
        batch.add_column(sa.Column("kept_for", sa.String(80), nullable=False, server_default=""))
        batch.create_check_constraint(conv("ck_session_seats_kept_taken"), "kept_taken BETWEEN 0 AND reserved")
    with op.batch_alter_table("session_seats") as batch:
        for name in ("kept_taken", "admits", "kept_for"):
            batch.alter_column(name, server_default=None)
    with op.batch_alter_table("session_places") as batch:
        batch.add_column(sa.Column("is_kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("session_places") as batch:
        batch.alter_column("is_kept", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("session_places") as batch:
        batch.drop_column("is_kept")
    with op.batch_alter_table("session_seats") as batch:
        batch.drop_constraint(conv("ck_session_seats_kept_taken"), type_="check")
        for name in ("kept_for", "admits", "kept_taken"):
            batch.drop_column(name)
