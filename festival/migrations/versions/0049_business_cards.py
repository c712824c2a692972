"""business cards of delegates, who has whose, and how long they are kept

Revision: 0049, after 0048.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
KINDS = (
    "parties", "needs", "persons", "messages", "requests", "opt_outs", "incidents", "photos", "crew", "speakers",
    "certificates", "questions",
)  # fmt: skip
REASON = "Đại biểu cần danh thiếp đã nhận để liên hệ sau hội nghị; sau đó mọi người đã lưu vào danh bạ của mình"


def upgrade() -> None:
    op.create_table(
        "business_cards",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("gives", sa.String(4), nullable=False),
        sa.Column("shows_phone", sa.Boolean(), nullable=False),
        sa.Column("shows_mail", sa.Boolean(), nullable=False),
        sa.Column("website", sa.String(300), nullable=False),
        sa.Column("consent_version", sa.String(10), nullable=False),
        sa.Column("consent_language", sa.String(2), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("gives IN ('ask', 'scan')", name=conv("ck_business_cards_gives")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=conv("fk_business_cards_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=conv("pk_business_cards")),
    )
    op.create_table(
        "card_passes",
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("taker_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("giver_id <> taker_id", name=conv("ck_card_passes_two_people")),
        sa.CheckConstraint("state IN ('asked', 'given', 'refused')", name=conv("ck_card_passes_state")),
        sa.ForeignKeyConstraint(["giver_id"], ["persons.id"], name=conv("fk_card_passes_giver_id")),
        sa.ForeignKeyConstraint(["taker_id"], ["persons.id"], name=conv("fk_card_passes_taker_id")),
        sa.PrimaryKeyConstraint("giver_id", "taker_id", name=conv("pk_card_passes")),
    )
    op.create_index("ix_card_passes_taker", "card_passes", ["taker_id"], unique=False)
    _allow(*KINDS, "cards")
    rules = sa.table(
        "retention_rules",
        sa.column("kind", sa.String),
        sa.column("days", sa.Integer),
        sa.column("reason", sa.String),
        sa.column("changed_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(rules, [{"kind": "cards", "days": 180, "reason": REASON, "changed_at": WRITTEN}])


def _allow(*kinds: str) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("retention_rules") as batch:
        batch.drop_constraint(conv("ck_retention_rules_kind"), type_="check")
        batch.create_check_constraint(conv("ck_retention_rules_kind"), sa.text(f"kind IN ({words})"))


def downgrade() -> None:
    op.execute("DELETE FROM retention_rules WHERE kind = 'cards'")
    _allow(*KINDS)
    op.drop_table("card_passes")
    op.drop_table("business_cards")
