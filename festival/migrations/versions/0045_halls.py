"""halls with doors, counted seats of sessions, attendance and its certificates, what is worn at events

Revision: 0045, after 0044.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
KINDS = (
    "parties", "needs", "persons", "messages", "requests", "opt_outs", "incidents", "photos", "crew", "speakers",
)  # fmt: skip
REASON = "Người được cấp và cơ quan của họ cần kiểm tra giấy chứng nhận trong nhiều năm; sau đó chỉ giữ số hiệu"


def upgrade() -> None:
    op.create_table(
        "halls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=conv("fk_halls_edition_id")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=conv("fk_halls_space_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name=conv("fk_halls_zone_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=conv("pk_halls")),
        sa.UniqueConstraint("space_id", name=conv("uq_halls_space_id")),
        sa.UniqueConstraint("zone_id", name=conv("uq_halls_zone_id")),
    )
    op.create_index("ix_halls_edition", "halls", ["edition_id"], unique=False)
    op.create_table(
        "session_seats",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats > 0", name=conv("ck_session_seats_seats")),
        sa.CheckConstraint("reserved BETWEEN 0 AND seats", name=conv("ck_session_seats_reserved")),
        sa.CheckConstraint("taken >= 0", name=conv("ck_session_seats_taken")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["conference_sessions.id"], name=conv("fk_session_seats_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", name=conv("pk_session_seats")),
    )
    op.create_table(
        "session_places",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=conv("fk_session_places_person_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["conference_sessions.id"], name=conv("fk_session_places_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=conv("pk_session_places")),
    )
    op.create_index("ix_session_places_person", "session_places", ["person_id"], unique=False)
    op.create_table(
        "attendance_terms",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.SmallInteger(), nullable=False),
        sa.Column("basis", sa.String(8), nullable=False),
        sa.Column("least", sa.SmallInteger(), nullable=False),
        sa.Column("issuer", sa.JSON(), nullable=False),
        sa.Column("signatory", sa.String(120), nullable=False),
        sa.Column("position", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("basis IN ('share', 'minutes')", name=conv("ck_attendance_terms_basis")),
        sa.CheckConstraint("share BETWEEN 1 AND 100", name=conv("ck_attendance_terms_share")),
        sa.CheckConstraint("least BETWEEN 1 AND 1440", name=conv("ck_attendance_terms_least")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=conv("fk_attendance_terms_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", name=conv("pk_attendance_terms")),
    )
    op.create_table(
        "dress_codes",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=conv("fk_dress_codes_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=conv("pk_dress_codes")),
    )
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("name", sa.String(180), nullable=False),
        sa.Column("latin", sa.String(120), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=conv("fk_certificates_edition_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=conv("fk_certificates_event_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["accounts.id"], name=conv("fk_certificates_issued_by")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=conv("fk_certificates_person_id")),
        sa.ForeignKeyConstraint(["revoked_by"], ["accounts.id"], name=conv("fk_certificates_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=conv("pk_certificates")),
        sa.UniqueConstraint("edition_id", "number", name=conv("uq_certificates_edition_id_number")),
    )
    op.create_index("ix_certificates_person", "certificates", ["person_id"], unique=False)
    op.create_index(
        "uq_certificates_standing",
        "certificates",
        ["event_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    _allow(*KINDS, "certificates")
    rules = sa.table(
        "retention_rules",
        sa.column("kind", sa.String),
        sa.column("days", sa.Integer),
        sa.column("reason", sa.String),
        sa.column("changed_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(rules, [{"kind": "certificates", "days": 1825, "reason": REASON, "changed_at": WRITTEN}])


def _allow(*kinds: str) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("retention_rules") as batch:
        batch.drop_constraint(conv("ck_retention_rules_kind"), type_="check")
        batch.create_check_constraint(conv("ck_retention_rules_kind"), sa.text(f"kind IN ({words})"))


def downgrade() -> None:
    op.execute("DELETE FROM retention_rules WHERE kind = 'certificates'")
    _allow(*KINDS)
    op.drop_table("certificates")
    op.drop_table("dress_codes")
    op.drop_table("attendance_terms")
    op.drop_table("session_places")
    op.drop_table("session_seats")
    op.drop_table("halls")
