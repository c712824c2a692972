"""tasks can be in the hands of one of the crew, who writes about them from the own page

Revision: 0040, after 0039.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tasks") as batch:
        batch.add_column(sa.Column("crew_id", sa.Integer()))
        batch.create_foreign_key(conv("fk_tasks_crew_id"), "crew", ["crew_id"], ["id"])
        batch.create_index("ix_tasks_crew_id", ["crew_id"])
    with op.batch_alter_table("task_entries") as batch:
        batch.add_column(sa.Column("crew_id", sa.Integer()))
        batch.create_foreign_key(conv("fk_task_entries_crew_id"), "crew", ["crew_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("task_entries") as batch:
        batch.drop_constraint(conv("fk_task_entries_crew_id"), type_="foreignkey")
        batch.drop_column("crew_id")
    with op.batch_alter_table("tasks") as batch:
        batch.drop_index("ix_tasks_crew_id")
        batch.drop_constraint(conv("fk_tasks_crew_id"), type_="foreignkey")
        batch.drop_column("crew_id")
