"""kinds of messages with attachments, their texts, and requests about personal data

A message has a kind, references to files, a second way to its reader, and may be reported as delivered or bounced. Texts of
messages can be rewritten, and people can opt out of what can be spared. Requests about personal data have clocks in working
days; the public holidays are rows that can be edited, as far as they are known.

Revision: 0014, after 0013.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LAW = "Bộ luật Lao động 2019, Điều 112"
GOVERNMENT = LAW + "; Chính phủ quyết định ngày nghỉ cụ thể từng năm: cần đối chiếu thông báo"
NEW_YEAR = {"vi": "Tết Dương lịch", "ja": "元日", "en": "New Year's Day"}
TET = {"vi": "Tết Nguyên đán", "ja": "テト（旧正月）", "en": "Lunar New Year (Tết)"}
KINGS = {"vi": "Giỗ Tổ Hùng Vương", "ja": "フン王の命日", "en": "Hùng Kings' Commemoration Day"}
KINGS_INSTEAD = {"vi": "Nghỉ bù Giỗ Tổ Hùng Vương", "ja": "フン王の命日の振替休日", "en": "Day off for Hùng Kings' Commemoration Day"}
VICTORY = {"vi": "Ngày Chiến thắng 30/4", "ja": "南部解放記念日", "en": "Reunification Day"}
LABOUR = {"vi": "Ngày Quốc tế Lao động", "ja": "メーデー", "en": "Labour Day"}
LABOUR_INSTEAD = {"vi": "Nghỉ bù Ngày Quốc tế Lao động", "ja": "メーデーの振替休日", "en": "Day off for Labour Day"}
NATIONAL = {"vi": "Quốc khánh", "ja": "建国記念日", "en": "National Day"}

HOLIDAYS = [
    *((date(year, 1, 1), NEW_YEAR, LAW) for year in (2026, 2027, 2028)),
    *((date(2026, 2, day), TET, GOVERNMENT) for day in range(16, 21)),
    *((date(2027, 2, day), TET, GOVERNMENT) for day in range(5, 10)),
    *((date(2028, 1, day), TET, GOVERNMENT) for day in range(25, 30)),
    (date(2026, 4, 26), KINGS, LAW),
    (date(2026, 4, 27), KINGS_INSTEAD, LAW),
    (date(2027, 4, 16), KINGS, LAW),
    (date(2028, 4, 4), KINGS, LAW),
    *((date(year, 4, 30), VICTORY, LAW) for year in (2026, 2027, 2028)),
    *((date(year, 5, 1), LABOUR, LAW) for year in (2026, 2027, 2028)),
    (date(2027, 5, 3), LABOUR_INSTEAD, LAW),
    (date(2026, 9, 1), NATIONAL, GOVERNMENT),
    (date(2027, 9, 3), NATIONAL, GOVERNMENT),
    (date(2028, 9, 1), NATIONAL, GOVERNMENT),
    *((date(year, 9, 2), NATIONAL, LAW) for year in (2026, 2027, 2028)),
]


def upgrade() -> None:
    with op.batch_alter_table("messages") as batch:
        batch.add_column(sa.Column("kind", sa.String(16)))
        batch.add_column(sa.Column("attachments", sa.String(300)))
        batch.add_column(sa.Column("other_channel", sa.String(8)))
        batch.add_column(sa.Column("other_recipient", sa.String(254)))
        batch.add_column(sa.Column("short", sa.String(600)))
    op.execute("UPDATE messages SET kind = 'other', attachments = ''")
    op.execute("UPDATE messages SET kind = 'confirmation' WHERE cause LIKE 'registration:%confirmed'")
    with op.batch_alter_table("messages") as batch:
        batch.alter_column("kind", existing_type=sa.String(16), nullable=False)
        batch.alter_column("attachments", existing_type=sa.String(300), nullable=False)
        batch.alter_column("state", existing_type=sa.String(8), type_=sa.String(10), existing_nullable=False)
        batch.drop_constraint(conv("ck_messages_state"), type_="check")
        batch.create_check_constraint(
            conv("ck_messages_state"),
            "state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'bounced')",
        )
        batch.create_index("ix_messages_kind", ["kind", "id"])
    op.create_table(
        "opt_outs",
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_opt_outs"),
    )
    op.create_table(
        "message_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.JSON()),
        sa.Column("text", sa.JSON()),
        sa.Column("short", sa.JSON()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_message_texts_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_message_texts"),
        sa.UniqueConstraint("kind", "version", name="uq_message_texts_kind_version"),
    )
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("restricted_at", sa.DateTime(timezone=True)))
    op.create_table(
        "privacy_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("registration_id", sa.Integer()),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("contact", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("done_by", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('see', 'correct', 'get', 'delete', 'object', 'withdraw', 'restrict')",
            name=op.f("ck_privacy_requests_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'done', 'refused')", name=op.f("ck_privacy_requests_state")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_privacy_requests_registration_id_registrations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_requests"),
        sa.UniqueConstraint("submission", name="uq_privacy_requests_submission"),
    )
    op.create_index("ix_privacy_requests_state", "privacy_requests", ["state", "answer_by"])
    op.create_index("ix_privacy_requests_registration", "privacy_requests", ["registration_id"])
    holidays = op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_holidays"),
    )
    op.bulk_insert(holidays, [{"day": day, "name": name, "source": source} for day, name, source in HOLIDAYS])


def downgrade() -> None:
    op.drop_table("holidays")
    op.drop_table("privacy_requests")
    with op.batch_alter_table("registrations") as batch:
        batch.drop_column("restricted_at")
    op.drop_table("message_texts")
    op.drop_table("opt_outs")
    op.execute("UPDATE messages SET state = 'sent' WHERE state = 'delivered'")
    op.execute("UPDATE messages SET state = 'failed' WHERE state = 'bounced'")
    with op.batch_alter_table("messages") as batch:
        batch.drop_index("ix_messages_kind")
        batch.drop_constraint(conv("ck_messages_state"), type_="check")
        batch.create_check_constraint(conv("ck_messages_state"), "state IN ('queued', 'sending', 'sent', 'failed')")
        batch.alter_column("state", existing_type=sa.String(10), type_=sa.String(8), existing_nullable=False)
        batch.drop_column("short")
        batch.drop_column("other_recipient")
        batch.drop_column("other_channel")
        batch.drop_column("attachments")
        batch.drop_column("kind")
