"""slots, pools, allotments, bounds of places, and parties that wait

Places can be parted by arrival time, category and shared pools; who finds none waits.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

CATEGORIES = "category IN ('citizen', 'student', 'press', 'partner', 'access')"
STATES = "state IN ('waiting', 'offered', 'accepted', 'declined', 'expired', 'skipped', 'left', 'ended')"
UNREMINDED = sa.text("reminded_at IS NULL AND cancelled_at IS NULL")
OPEN = sa.text("state IN ('waiting', 'offered')")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("event_places") as batch:
        batch.add_column(sa.Column("held", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch.add_column(sa.Column("waiting", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch.add_column(sa.Column("cap", sa.Integer()))
        batch.add_column(sa.Column("overbooking", sa.SmallInteger(), nullable=False, server_default=sa.text("0")))
        batch.add_column(sa.Column("ceiling", sa.Integer()))
        batch.add_column(sa.Column("parts", sa.SmallInteger(), nullable=False, server_default=sa.text("0")))
        batch.create_check_constraint(conv("ck_event_places_held"), "held >= 0")
        batch.create_check_constraint(conv("ck_event_places_waiting"), "waiting >= 0")
        batch.create_check_constraint(conv("ck_event_places_cap"), "cap >= 0")
        batch.create_check_constraint(conv("ck_event_places_overbooking"), "overbooking BETWEEN 0 AND 50")
        batch.create_check_constraint(conv("ck_event_places_ceiling"), "overbooking = 0 OR ceiling IS NOT NULL")
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=conv("ck_slots_times")),
        sa.CheckConstraint("capacity >= 0", name=conv("ck_slots_capacity")),
        sa.CheckConstraint("given >= 0", name=conv("ck_slots_given")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_slots_event_id_events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_slots"),
        sa.UniqueConstraint("event_id", "starts_at", name="uq_slots_event_id_starts_at"),
    )
    op.create_table(
        "allotments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(8), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("releases_at", MOMENT),
        sa.CheckConstraint(CATEGORIES, name=conv("ck_allotments_category")),
        sa.CheckConstraint("places >= 0", name=conv("ck_allotments_places")),
        sa.CheckConstraint("given >= 0", name=conv("ck_allotments_given")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_allotments_event_id_events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_allotments"),
        sa.UniqueConstraint("event_id", "category", name="uq_allotments_event_id_category"),
    )
    op.create_table(
        "pools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(43)),
        sa.CheckConstraint("capacity >= 0", name=conv("ck_pools_capacity")),
        sa.CheckConstraint("given >= 0", name=conv("ck_pools_given")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_pools_edition_id_editions"),
        sa.PrimaryKeyConstraint("id", name="pk_pools"),
        sa.UniqueConstraint("submission", name="uq_pools_submission"),
    )
    op.create_index("ix_pools_edition_id", "pools", ["edition_id"])
    op.create_table(
        "pool_events",
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name="fk_pool_events_pool_id_pools", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_pool_events_event_id_events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pool_id", "event_id", name="pk_pool_events"),
    )
    op.create_index("ix_pool_events_event", "pool_events", ["event_id"])
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("category", sa.String(8)))
        batch.add_column(sa.Column("slot_id", sa.Integer()))
        batch.add_column(sa.Column("reminded_at", MOMENT))
    op.execute("UPDATE registrations SET category = 'citizen'")
    with op.batch_alter_table("registrations") as batch:
        batch.alter_column("category", existing_type=sa.String(8), nullable=False)
        batch.create_check_constraint(conv("ck_registrations_category"), CATEGORIES)
        batch.create_foreign_key("fk_registrations_slot_id_slots", "slots", ["slot_id"], ["id"])
        batch.create_index("ix_registrations_slot", ["slot_id"])
        batch.create_index("ix_registrations_unreminded", ["event_id"], sqlite_where=UNREMINDED, postgresql_where=UNREMINDED)
    op.create_table(
        "waiting",
        sa.Column("registration_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("slot_id", sa.Integer()),
        sa.Column("offered_slot", sa.Integer()),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("offered_at", MOMENT),
        sa.Column("offer_ends_at", MOMENT),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(STATES, name=conv("ck_waiting_state")),
        sa.CheckConstraint("people >= 1", name=conv("ck_waiting_people")),
        sa.CheckConstraint("state <> 'offered' OR offer_ends_at IS NOT NULL", name=conv("ck_waiting_offer")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_waiting_registration_id_registrations", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_waiting_event_id_events", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name="fk_waiting_slot_id_slots"),
        sa.ForeignKeyConstraint(["offered_slot"], ["slots.id"], name="fk_waiting_offered_slot_slots"),
        sa.PrimaryKeyConstraint("registration_id", name="pk_waiting"),
    )
    op.create_index(
        "ix_waiting_queue",
        "waiting",
        ["event_id", "state", "queued_at", "registration_id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_waiting_event", "waiting", ["event_id", "registration_id"])


def downgrade() -> None:
    # Who waits has no tickets and no place in the older tables: the registration ends with its queue.
    op.execute(
        "UPDATE registrations SET cancelled_at = made_at WHERE cancelled_at IS NULL AND id IN "
        "(SELECT registration_id FROM waiting WHERE state <> 'accepted')"
    )
    op.drop_table("waiting")
    with op.batch_alter_table("registrations") as batch:
        batch.drop_index("ix_registrations_unreminded")
        batch.drop_index("ix_registrations_slot")
        batch.drop_constraint("fk_registrations_slot_id_slots", type_="foreignkey")
        batch.drop_constraint(conv("ck_registrations_category"), type_="check")
        batch.drop_column("reminded_at")
        batch.drop_column("slot_id")
        batch.drop_column("category")
    op.drop_table("pool_events")
    op.drop_table("pools")
    op.drop_table("allotments")
    op.drop_table("slots")
    with op.batch_alter_table("event_places") as batch:
        for name in ("ceiling", "overbooking", "cap", "waiting", "held"):
            batch.drop_constraint(conv(f"ck_event_places_{name}"), type_="check")
        for name in ("parts", "ceiling", "overbooking", "cap", "waiting", "held"):
            batch.drop_column(name)
