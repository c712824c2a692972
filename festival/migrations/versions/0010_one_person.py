"""zones of tickets, and persons put together

A ticket may name zones; persons are addressed where it is known how, changed by version, and merged so that it can be undone.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW = (("tickets", "zones", sa.SmallInteger(), "0"), ("persons", "honorific", sa.String(2), "''"), ("persons", "version", sa.Integer(), "1"))


def upgrade() -> None:
    for table, name, kind, value in NEW:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(name, kind))
        op.execute(f"UPDATE {table} SET {name} = {value}")
        with op.batch_alter_table(table) as batch:
            batch.alter_column(name, existing_type=kind, nullable=False)
    op.create_table(
        "person_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("merged_at", MOMENT, nullable=False),
        sa.Column("merged_by", sa.Integer()),
        sa.Column("undone_at", MOMENT),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_person_merges_edition_id_editions"),
        sa.ForeignKeyConstraint(["kept_id"], ["persons.id"], name="fk_person_merges_kept_id_persons"),
        sa.ForeignKeyConstraint(["gone_id"], ["persons.id"], name="fk_person_merges_gone_id_persons"),
        sa.ForeignKeyConstraint(["merged_by"], ["accounts.id"], name="fk_person_merges_merged_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_person_merges"),
    )
    op.create_index("ix_person_merges_kept", "person_merges", ["kept_id"])
    op.create_table(
        "distinct_persons",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("said_by", sa.Integer()),
        sa.CheckConstraint("first_id < second_id", name="order"),
        sa.ForeignKeyConstraint(["first_id"], ["persons.id"], name="fk_distinct_persons_first_id_persons"),
        sa.ForeignKeyConstraint(["second_id"], ["persons.id"], name="fk_distinct_persons_second_id_persons"),
        sa.ForeignKeyConstraint(["said_by"], ["accounts.id"], name="fk_distinct_persons_said_by_accounts"),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="pk_distinct_persons"),
    )


def downgrade() -> None:
    op.drop_table("distinct_persons")
    op.drop_table("person_merges")
    for table, name, _, _ in reversed(NEW):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
