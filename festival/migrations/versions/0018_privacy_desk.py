"""letters to many, and the privacy desk

Letters to an audience are drafted and sent in batches. The privacy desk keeps purposes with their ground, the words people
agreed to, how long each kind of data is kept, what was purged, and violations; an officer of its own looks after it.

Revision: 0018, after 0017.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ROLES = ("administrator", "organizer", "registrar", "protocol", "security", "gate_lead", "coordinator", "crew", "leader")
WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
LAW = "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP"
STAFF = {
    "vi": "Cán bộ đăng ký có tài khoản riêng",
    "ja": "個人アカウントを持つ登録担当者",
    "en": "Registration staff with accounts of their own",
}
PURPOSES = [
    {
        "key": "registration",
        "basis": "consent",
        "title": {"vi": "Đăng ký và vé", "ja": "登録と入場券", "en": "Registration and tickets"},
        "text": {
            "vi": "Cấp vé, cho vào cổng và báo thay đổi của hoạt động.",
            "ja": "入場券の発行、入場の受付、変更のお知らせのため。",
            "en": "To issue tickets, to admit people and to tell them about changes.",
        },
        "data": {
            "vi": "Họ tên, số điện thoại hoặc email, ngôn ngữ, giờ và cổng vào",
            "ja": "お名前、電話番号またはメールアドレス、言語、入場の時刻とゲート",
            "en": "Names, phone or mail, language, time and gate of admission",
        },
        "readers": STAFF,
    },
    {
        "key": "access_needs",
        "basis": "consent",
        "title": {"vi": "Nhu cầu hỗ trợ tiếp cận", "ja": "配慮のご希望", "en": "Access needs"},
        "text": {
            "vi": "Hỗ trợ tại chỗ cho người cần trợ giúp. Dữ liệu nhạy cảm về sức khỏe, có ô đồng ý riêng.",
            "ja": "当日のお手伝いのため。健康に関わる機微な情報のため、同意欄を別に設けています。",
            "en": "To help on the day. Sensitive data about health, with a box of its own.",
        },
        "data": {"vi": "Các nhu cầu được đánh dấu hoặc ghi ra", "ja": "選択または記入されたご希望", "en": "The needs that are ticked or written"},
        "readers": {
            "vi": "Cán bộ đăng ký và người hỗ trợ trong ngày",
            "ja": "登録担当者と当日の介助スタッフ",
            "en": "Registration staff and those who help on the day",
        },
    },
    {
        "key": "invitation",
        "basis": "duty",
        "title": {"vi": "Khách mời và thẻ công tác", "ja": "招待客と資格証", "en": "Guests and accreditation"},
        "text": {
            "vi": "Mời, đón tiếp đại biểu và cấp thẻ cho người làm nhiệm vụ.",
            "ja": "代表者のご招待とお迎え、従事者への資格証の発行のため。",
            "en": "To invite and receive delegates and to give badges to those who work.",
        },
        "data": {
            "vi": "Họ tên, chức vụ, cơ quan, liên hệ, chuyến đi và lưu trú",
            "ja": "お名前、役職、所属、連絡先、旅程と宿泊",
            "en": "Names, positions, organisations, contacts, travel and stay",
        },
        "readers": {"vi": "Cán bộ lễ tân và an ninh", "ja": "式典担当者と警備担当者", "en": "Staff of protocol and security"},
    },
    {
        "key": "abuse",
        "basis": "duty",
        "title": {"vi": "Chống lạm dụng", "ja": "不正利用の防止", "en": "Protection against abuse"},
        "text": {
            "vi": "Đếm số lần gửi từ một mạng và số tin tới một địa chỉ trong khoảng hai ngày.",
            "ja": "同じネットワークからの送信と、同じ宛先への連絡の回数を、約2日間数えます。",
            "en": "To count for about two days how often forms come from one network and messages go to one address.",
        },
        "data": {"vi": "Dấu vết không thể đọc ngược", "ja": "元に戻せない照合値", "en": "Fingerprints that cannot be read back"},
        "readers": {"vi": "Không ai", "ja": "閲覧者なし", "en": "Nobody"},
    },
    {
        "key": "record",
        "basis": "record",
        "title": {"vi": "Nhật ký thay đổi", "ja": "変更の記録", "en": "Record of changes"},
        "text": {
            "vi": "Ghi lại ai đã thay đổi gì, không ghi dữ liệu cá nhân của người dân.",
            "ja": "誰が何を変更したかを記録します。来場者の個人情報は含みません。",
            "en": "To know who changed what; it holds no personal data of citizens.",
        },
        "data": {"vi": "Tài khoản cán bộ, thời điểm, việc đã làm", "ja": "担当者のアカウント、日時、操作", "en": "Accounts of staff, times, acts"},
        "readers": {"vi": "Ban tổ chức", "ja": "主催者", "en": "The organizers"},
    },
]
TERMS = [
    ("parties", 90, "Như đã nêu trong nội dung đồng ý"),
    ("needs", 90, "Như đã nêu trong nội dung đồng ý; dữ liệu nhạy cảm"),
    ("persons", 90, "Sau khi kỳ lễ hội kết thúc"),
    ("messages", 30, "Đủ để trả lời câu hỏi về tin đã gửi"),
    ("requests", 730, "Chứng minh đã giải quyết yêu cầu đúng hạn"),
    ("opt_outs", 730, "Giữ hiệu lực của việc ngừng nhận tin"),
]


def _allow(*roles: str) -> None:
    words = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table("grants") as batch:
        batch.drop_constraint(conv("ck_grants_role"), type_="check")
        batch.create_check_constraint(conv("ck_grants_role"), sa.text(f"role IN ({words})"))


def upgrade() -> None:
    _allow(*ROLES[:5], "privacy_officer", *ROLES[5:])
    op.create_table(
        "mailings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("short", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("spared", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state IN ('draft', 'sending', 'sent', 'stopped')", name=op.f("ck_mailings_state")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_mailings_edition_id_editions"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_mailings_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_mailings"),
        sa.UniqueConstraint("submission", name="uq_mailings_submission"),
    )
    op.create_index("ix_mailings_state", "mailings", ["state"])
    purposes = op.create_table(
        "processing_purposes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("law", sa.String(300), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("readers", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.CheckConstraint(
            "basis IN ('consent', 'duty', 'contract', 'life', 'record')", name=op.f("ck_processing_purposes_basis")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_processing_purposes_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_processing_purposes"),
        sa.UniqueConstraint("key", "version", name="uq_processing_purposes_key_version"),
    )
    op.bulk_insert(purposes, [one | {"version": 1, "law": LAW, "made_at": WRITTEN} for one in PURPOSES])
    op.create_table(
        "consent_texts",
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("version", sa.String(10), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "version", "language", name="pk_consent_texts"),
    )
    rules = op.create_table(
        "retention_rules",
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.CheckConstraint(
            "kind IN ('parties', 'needs', 'persons', 'messages', 'requests', 'opt_outs')",
            name=op.f("ck_retention_rules_kind"),
        ),
        sa.CheckConstraint("days BETWEEN 1 AND 3650", name=op.f("ck_retention_rules_days")),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_retention_rules_changed_by_accounts"),
        sa.PrimaryKeyConstraint("kind", name="pk_retention_rules"),
    )
    op.bulk_insert(
        rules,
        [{"kind": kind, "days": days, "reason": reason, "changed_at": WRITTEN} for kind, days, reason in TERMS],
    )
    op.create_table(
        "purges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_purges"),
    )
    op.create_index("ix_purges_at", "purges", ["at"])
    op.create_table(
        "violations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(60), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("consequences", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True)),
        sa.Column("reported_to", sa.String(300), nullable=False),
        sa.Column("why_late", sa.Text(), nullable=False),
        sa.Column("mailing_id", sa.Integer()),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_violations_edition_id_editions"),
        sa.ForeignKeyConstraint(["mailing_id"], ["mailings.id"], name="fk_violations_mailing_id_mailings"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_violations_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_violations"),
        sa.UniqueConstraint("submission", name="uq_violations_submission"),
    )


def downgrade() -> None:
    for table in ("violations", "purges", "retention_rules", "consent_texts", "processing_purposes", "mailings"):
        op.drop_table(table)
    # Who was only that keeps the account and may do no more than crew.
    op.execute(
        "DELETE FROM grants WHERE role = 'privacy_officer' AND account_id IN (SELECT account_id FROM grants WHERE role = 'crew')"
    )
    op.execute("UPDATE grants SET role = 'crew' WHERE role = 'privacy_officer'")
    _allow(*ROLES)
