"""teams and posts of the crew as units that can be sent, reports from the crew's own phones; what the law says of silence

Revision: 0046, after 0045.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_ND110 = "Nghị định 110/2018/NĐ-CP"
_CHECK = "(cần pháp chế đối chiếu)"
# code → (source and days before, as they were laid out; the same now; the title now). What somebody has changed since stays.
TERMS = {
    "nd110-foreign": ((f"{_ND110}, Điều 9–10", 30), (f"{_ND110}, Điều 9–11 {_CHECK}", 30), None),
    "nd110-annual": ((f"{_ND110}, Điều 14–15", 20), (f"{_ND110}, Điều 14–16 {_CHECK}", 20), None),
    "nd110-silence": (
        (f"{_ND110}, Điều 10", 15),
        (f"{_ND110}, Điều 16 {_CHECK}", 5),
        {
            "vi": "Hết 15 ngày kể từ ngày thông báo: không có ý kiến trả lời thì được tổ chức theo nội dung thông báo",
            "ja": "届出から15日の経過：回答がなければ届出の内容どおり開催可",
            "en": "15 days after the notification end: without an answer the festival may be held as notified",
        },
    ),
}
_BEFORE = {
    "vi": "Hết thời hạn trả lời: sau 15 ngày không có ý kiến thì được tổ chức theo nội dung đã đăng ký",
    "ja": "回答期限：15日以内に異議がなければ登録内容どおり開催可",
    "en": "Time for the answer ends: after 15 days of silence the festival may go ahead as registered",
}


def upgrade() -> None:
    with op.batch_alter_table("response_units") as batch:
        batch.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(conv("fk_response_units_team_id"), "crew_teams", ["team_id"], ["id"])
        batch.create_foreign_key(conv("fk_response_units_post_id"), "posts", ["post_id"], ["id"])
        batch.create_unique_constraint(conv("uq_response_units_team_id"), ["team_id"])
        batch.create_unique_constraint(conv("uq_response_units_post_id"), ["post_id"])
        batch.create_check_constraint(
            conv("ck_response_units_one_source"), sa.text("team_id IS NULL OR post_id IS NULL")
        )
    with op.batch_alter_table("incident_entries") as batch:
        batch.add_column(sa.Column("crew_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(conv("fk_incident_entries_crew_id"), "crew", ["crew_id"], ["id"])
    with op.batch_alter_table("field_reports") as batch:
        batch.add_column(sa.Column("crew_id", sa.Integer(), nullable=True))
        batch.alter_column("unit_id", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key(conv("fk_field_reports_crew_id"), "crew", ["crew_id"], ["id"])
        batch.create_check_constraint(
            conv("ck_field_reports_sender"), sa.text("unit_id IS NOT NULL OR crew_id IS NOT NULL")
        )
    op.create_index(conv("ix_field_reports_unit_id"), "field_reports", ["unit_id"])
    op.create_index(conv("ix_field_reports_crew_id"), "field_reports", ["crew_id"])
    for code, (before, after, title) in TERMS.items():
        _say(code, before, after, title)


def _say(
    code: str, before: tuple[str, int], after: tuple[str, int], title: dict[str, str] | None
) -> None:
    terms = sa.table(
        "statutory_terms",
        sa.column("code", sa.String),
        sa.column("source", sa.String),
        sa.column("days_before", sa.Integer),
        sa.column("title", sa.JSON),
    )
    values: dict[str, object] = {"source": after[0], "days_before": after[1]}
    if title is not None:
        values["title"] = title
    op.execute(
        terms.update()
        .where(terms.c.code == code, terms.c.source == before[0], terms.c.days_before == before[1])
        .values(values)
    )


def downgrade() -> None:
    for code, (before, after, title) in TERMS.items():
        _say(code, after, before, _BEFORE if title is not None else None)
    op.drop_index(conv("ix_field_reports_crew_id"), "field_reports")
    op.drop_index(conv("ix_field_reports_unit_id"), "field_reports")
    # A report needs its unit there: those of single people, and what the log took from them, cannot be kept.
    op.execute(
        "UPDATE incident_entries SET report_id = NULL WHERE report_id IN (SELECT id FROM field_reports WHERE unit_id IS NULL)"
    )
    op.execute("DELETE FROM field_reports WHERE unit_id IS NULL")
    with op.batch_alter_table("field_reports") as batch:
        batch.drop_constraint(conv("ck_field_reports_sender"), type_="check")
        batch.drop_constraint(conv("fk_field_reports_crew_id"), type_="foreignkey")
        batch.alter_column("unit_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("crew_id")
    with op.batch_alter_table("incident_entries") as batch:
        batch.drop_constraint(conv("fk_incident_entries_crew_id"), type_="foreignkey")
        batch.drop_column("crew_id")
    with op.batch_alter_table("response_units") as batch:
        batch.drop_constraint(conv("ck_response_units_one_source"), type_="check")
        batch.drop_constraint(conv("uq_response_units_post_id"), type_="unique")
        batch.drop_constraint(conv("uq_response_units_team_id"), type_="unique")
        batch.drop_constraint(conv("fk_response_units_post_id"), type_="foreignkey")
        batch.drop_constraint(conv("fk_response_units_team_id"), type_="foreignkey")
        batch.drop_column("post_id")
        batch.drop_column("team_id")
