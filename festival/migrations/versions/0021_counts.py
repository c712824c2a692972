"""zones, the clicker, and how many people are where

The classes of the clicker and the limits are data that organizers change; they begin with the figures and their sources.

Revision: 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CLASSES = (
    ("Người lớn", "大人", "Adult"),
    ("Trẻ em", "子ども", "Child"),
    ("Khách mời danh dự", "来賓", "Guest of honour"),
    ("Lực lượng phục vụ", "スタッフ", "Staff"),
)
PROPOSED = "Mức đề xuất của ban tổ chức (proposed)"
# In hundredths: of people per m², and of the capacity.
LIMITS = (
    ("density", 1, 200, 30, "HSG195: mật độ quy hoạch ngoài trời 2 người/m²; Fruin: 2/m² đi lại bắt đầu chậm"),
    ("density", 2, 300, 30, "Fruin; Still: 3,57 người/m² chạm nhau ngoài ý muốn – hành động trước mức này"),
    ("density", 3, 400, 30, "Fruin; Still: trên mức chạm nhau, dưới mức nguy hiểm 5/m²"),
    ("density", 4, 500, 30, "Fruin; Still: từ 5 người/m² nguy hiểm, 7,1 tới hạn"),
    ("fill", 1, 70, 3, PROPOSED),
    ("fill", 2, 85, 3, PROPOSED),
    ("fill", 3, 95, 3, PROPOSED),
    ("fill", 4, 100, 3, PROPOSED),
)


def _key(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    target = to.partition(".")[0]
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}_{target}", ondelete=ondelete)


def _form_number(table: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("submission", name=f"uq_{table}_submission")


def _check(table: str, name: str, what: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(what, name=conv(f"ck_{table}_{name}"))


def _number(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    _places()
    _entries()
    _sums()
    _alarms()


def _places() -> None:
    op.create_table(
        "crowd_zones",
        _number(),
        _number("edition_id"),
        sa.Column("space_id", sa.Integer()),
        sa.Column("name", sa.JSON(), nullable=False),
        _number("area"),
        _number("capacity"),
        sa.Column("stale_after", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("submission", sa.String(43)),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        _check("crowd_zones", "area", "area > 0"),
        _check("crowd_zones", "capacity", "capacity > 0"),
        _check("crowd_zones", "stale_after", "stale_after BETWEEN 1 AND 1440"),
        _key("crowd_zones", "edition_id", "editions.id"),
        _key("crowd_zones", "space_id", "spaces.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_crowd_zones"),
        _form_number("crowd_zones"),
    )
    op.create_table(
        "crossings",
        _number(),
        _number("edition_id"),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("gate_id", sa.Integer()),
        sa.Column("outer_id", sa.Integer()),
        _number("inner_id"),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("submission", sa.String(43)),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        _check("crossings", "sides", "outer_id IS NULL OR outer_id <> inner_id"),
        _key("crossings", "edition_id", "editions.id"),
        _key("crossings", "gate_id", "gates.id", "CASCADE"),
        _key("crossings", "outer_id", "crowd_zones.id"),
        _key("crossings", "inner_id", "crowd_zones.id"),
        sa.PrimaryKeyConstraint("id", name="pk_crossings"),
        sa.UniqueConstraint("gate_id", name="uq_crossings_gate_id"),
        _form_number("crossings"),
    )
    op.create_index("ix_crossings_edition", "crossings", ["edition_id"])
    classes = op.create_table(
        "count_classes",
        _number(),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_count_classes"),
    )
    op.bulk_insert(
        classes,
        [
            {"name": {"vi": vi, "ja": ja, "en": en}, "position": position, "is_shown": True}
            for position, (vi, ja, en) in enumerate(CLASSES)
        ],
    )


def _entries() -> None:
    op.create_table(
        "tallies",
        sa.Column("id", sa.Uuid(), nullable=False),
        _number("device_id"),
        _number("crossing_id"),
        _number("class_id"),
        sa.Column("direction", sa.String(3), nullable=False),
        _number("people"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("skew", sa.Integer()),
        _check("tallies", "direction", "direction IN ('in', 'out')"),
        _key("tallies", "device_id", "devices.id"),
        _key("tallies", "crossing_id", "crossings.id"),
        _key("tallies", "class_id", "count_classes.id"),
        sa.PrimaryKeyConstraint("id", name="pk_tallies"),
    )
    op.create_index("ix_tallies_crossing_at", "tallies", ["crossing_id", "at"])
    op.create_index("ix_tallies_received", "tallies", ["received_at"])
    op.create_table(
        "zone_corrections",
        _number(),
        _number("zone_id"),
        sa.Column("kind", sa.String(10), nullable=False),
        _number("people"),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _number("made_by"),
        sa.Column("submission", sa.String(43)),
        _check("zone_corrections", "kind", "kind IN ('head_count', 'adjustment')"),
        _check("zone_corrections", "head_count", "kind <> 'head_count' OR people >= 0"),
        _key("zone_corrections", "zone_id", "crowd_zones.id"),
        _key("zone_corrections", "made_by", "accounts.id"),
        sa.PrimaryKeyConstraint("id", name="pk_zone_corrections"),
        _form_number("zone_corrections"),
    )
    op.create_index("ix_zone_corrections_zone_at", "zone_corrections", ["zone_id", "at"])
    op.create_table(
        "queue_readings",
        _number(),
        _number("gate_id"),
        _number("people"),
        sa.Column("at", MOMENT, nullable=False),
        _number("made_by"),
        sa.Column("submission", sa.String(43)),
        _check("queue_readings", "people", "people >= 0"),
        _key("queue_readings", "gate_id", "gates.id", "CASCADE"),
        _key("queue_readings", "made_by", "accounts.id"),
        sa.PrimaryKeyConstraint("id", name="pk_queue_readings"),
        _form_number("queue_readings"),
    )
    op.create_index("ix_queue_readings_gate_at", "queue_readings", ["gate_id", "at"])


def _sums() -> None:
    op.create_table(
        "gate_minutes",
        _number("gate_id"),
        sa.Column("minute", MOMENT, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        _number("number"),
        _key("gate_minutes", "gate_id", "gates.id", "CASCADE"),
        sa.PrimaryKeyConstraint("gate_id", "minute", "what", name="pk_gate_minutes"),
    )
    op.create_table(
        "folded_until",
        _number("gate_id"),
        sa.Column("until", MOMENT, nullable=False),
        _key("folded_until", "gate_id", "gates.id", "CASCADE"),
        sa.PrimaryKeyConstraint("gate_id", name="pk_folded_until"),
    )
    op.create_table(
        "recount_minutes",
        _number(),
        _number("gate_id"),
        sa.Column("minute", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        _key("recount_minutes", "gate_id", "gates.id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_recount_minutes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_recount_minutes_gate", "recount_minutes", ["gate_id", "minute"])


def _alarms() -> None:
    limits = op.create_table(
        "crowd_limits",
        _number(),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        _number("at_least"),
        _number("gap"),
        sa.Column("source", sa.String(300), nullable=False),
        _check("crowd_limits", "kind", "kind IN ('density', 'fill')"),
        _check("crowd_limits", "numbers", "at_least > 0 AND gap >= 0 AND gap < at_least"),
        sa.PrimaryKeyConstraint("id", name="pk_crowd_limits"),
    )
    op.create_index("ix_crowd_limits_kind", "crowd_limits", ["kind", "level"], unique=True)
    op.bulk_insert(
        limits,
        [
            {"kind": kind, "level": level, "at_least": at_least, "gap": gap, "source": source}
            for kind, level, at_least, gap, source in LIMITS
        ],
    )
    op.create_table(
        "crowd_alarms",
        _number(),
        _number("zone_id"),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        _number("at_least"),
        _number("people"),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("acknowledged_at", MOMENT),
        sa.Column("acknowledged_by", sa.Integer()),
        sa.Column("note", sa.String(200), nullable=False),
        _check("crowd_alarms", "kind", "kind IN ('density', 'fill')"),
        _key("crowd_alarms", "zone_id", "crowd_zones.id"),
        _key("crowd_alarms", "acknowledged_by", "accounts.id"),
        sa.PrimaryKeyConstraint("id", name="pk_crowd_alarms"),
    )
    op.create_index(
        "ix_crowd_alarms_open",
        "crowd_alarms",
        ["zone_id", "kind", "level"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "crowd_watchers",
        _number("account_id"),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.Column("least_level", sa.SmallInteger(), nullable=False),
        _key("crowd_watchers", "account_id", "accounts.id", "CASCADE"),
        sa.PrimaryKeyConstraint("account_id", name="pk_crowd_watchers"),
    )


def downgrade() -> None:
    for table in (
        "crowd_watchers",
        "crowd_alarms",
        "crowd_limits",
        "recount_minutes",
        "folded_until",
        "gate_minutes",
        "queue_readings",
        "zone_corrections",
        "tallies",
        "count_classes",
        "crossings",
        "crowd_zones",
    ):
        op.drop_table(table)
