"""persons, and how a registration came about

Guests and crew are persons of their own; a group's or a walk-in's registration is told from a family's.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CONTACT = "phone IS NOT NULL OR mail IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(80), nullable=False),
        sa.Column("given", sa.String(80), nullable=False),
        sa.Column("latin", sa.String(120), nullable=False),
        sa.Column("kana", sa.String(120), nullable=False),
        sa.Column("print_as", sa.String(120), nullable=False),
        sa.Column("folded", sa.String(500), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("position", sa.JSON(), nullable=False),
        sa.Column("organisation", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("mail", sa.String(254)),
        sa.Column("attention", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Integer()),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_persons_edition_id_editions"),
        sa.ForeignKeyConstraint(["merged_into"], ["persons.id"], name="fk_persons_merged_into_persons"),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
    )
    op.create_index("ix_persons_edition_folded", "persons", ["edition_id", "folded"])
    op.create_index("ix_persons_phone", "persons", ["phone"])
    op.create_index("ix_persons_mail", "persons", ["mail"])
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("kind", sa.String(8)))
    op.execute("UPDATE registrations SET kind = 'party'")
    with op.batch_alter_table("registrations") as batch:
        batch.alter_column("kind", existing_type=sa.String(8), nullable=False)
        batch.create_check_constraint(conv("ck_registrations_kind"), "kind IN ('party', 'group', 'guest', 'walk_in')")
        batch.drop_constraint(conv("ck_registrations_contact"), type_="check")
        batch.create_check_constraint(conv("ck_registrations_contact"), f"{CONTACT} OR kind IN ('guest', 'walk_in')")
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("person_id", sa.Integer()))
        batch.create_foreign_key("fk_tickets_person_id_persons", "persons", ["person_id"], ["id"])
        batch.create_index("ix_tickets_person", ["person_id"])


def downgrade() -> None:
    with op.batch_alter_table("tickets") as batch:
        batch.drop_index("ix_tickets_person")
        batch.drop_constraint("fk_tickets_person_id_persons", type_="foreignkey")
        batch.drop_column("person_id")
    # The older rule wants a contact of everybody: one that says there is none stands in.
    op.execute(f"UPDATE registrations SET phone = '–' WHERE NOT ({CONTACT})")
    with op.batch_alter_table("registrations") as batch:
        batch.drop_constraint(conv("ck_registrations_kind"), type_="check")
        batch.drop_constraint(conv("ck_registrations_contact"), type_="check")
        batch.create_check_constraint(conv("ck_registrations_contact"), CONTACT)
        batch.drop_column("kind")
    op.drop_table("persons")
