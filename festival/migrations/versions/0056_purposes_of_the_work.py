"""what logistics processes personal data for: the crew and its shifts, the incident log

Revision: 0056, after 0055.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

WRITTEN = datetime(2026, 11, 26, tzinfo=UTC)
LAW = "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP"
PURPOSES = [
    {
        "key": "crew",
        "basis": "duty",
        "title": {"vi": "Phân công lực lượng phục vụ", "ja": "スタッフの配置", "en": "Rostering the crew"},
        "text": {
            "vi": "Phân công người của các cơ quan và tình nguyện viên vào vị trí, ca trực; liên hệ khi cần; ghi nhận giờ làm việc.",
            "ja": "関係機関の職員とボランティアを持ち場とシフトに配置し、必要なときに連絡し、活動時間を記録するため。",
            "en": "To assign people of agencies and volunteers to posts and shifts, reach them when needed and record their hours.",
        },
        "data": {
            "vi": "Họ tên, cơ quan, số điện thoại, chứng chỉ và kỹ năng, thời gian rảnh, ca trực, giờ đến và đi, ghi chú",
            "ja": "お名前、所属機関、電話番号、資格と技能、活動できる時間、シフト、到着と終了の時刻、備考",
            "en": "Names, agencies, phones, qualifications, availability, shifts, times of arrival and leaving, remarks",
        },
        "readers": {
            "vi": "Cán bộ điều phối; trưởng nhóm và người cùng ca, trong phạm vi cần thiết",
            "ja": "調整担当者、および必要な範囲でチームリーダーと同じシフトのスタッフ",
            "en": "Coordinators; team leaders and people of the same shift as far as they need it",
        },
    },
    {
        "key": "incidents",
        "basis": "life",
        "title": {"vi": "Nhật ký sự việc", "ja": "事案の記録", "en": "Incident log"},
        "text": {
            "vi": "Ghi lại sự việc tại lễ hội để cứu giúp kịp thời, điều lực lượng và báo cáo sau đó. Sự việc kín chỉ người có quyền mới đọc được.",
            "ja": "会場で起きた事案に速やかに対応し、人員を派遣し、後日報告するため。非公開の事案は権限のある担当者のみが閲覧できます。",
            "en": "To record what happens at the festival, so that help comes in time, teams are sent and a report can follow. Confidential ones are read only by those with that right.",
        },
        "data": {
            "vi": "Nơi, giờ, diễn biến, ảnh; họ tên và tình trạng của người liên quan khi cần để cứu giúp",
            "ja": "場所、時刻、経過、写真、および救護に必要な場合は関係者のお名前と容体",
            "en": "Place, time, course, photos; names and condition of people concerned where help needs them",
        },
        "readers": {
            "vi": "Trực ban, lực lượng được điều đến, lãnh đạo phụ trách",
            "ja": "当直者、派遣されたスタッフ、担当の責任者",
            "en": "The officers on duty, the teams that are sent, the leaders in charge",
        },
    },
]


def upgrade() -> None:
    purposes = sa.table(
        "processing_purposes",
        sa.column("key", sa.String),
        sa.column("version", sa.Integer),
        sa.column("basis", sa.String),
        sa.column("law", sa.String),
        sa.column("title", sa.JSON),
        sa.column("text", sa.JSON),
        sa.column("data", sa.JSON),
        sa.column("readers", sa.JSON),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(purposes, [one | {"version": 1, "law": LAW, "made_at": WRITTEN} for one in PURPOSES])


def downgrade() -> None:
    keys = ", ".join(f"'{one['key']}'" for one in PURPOSES)
    op.execute(f"DELETE FROM processing_purposes WHERE key IN ({keys})")  # noqa: S608 (our own words)
