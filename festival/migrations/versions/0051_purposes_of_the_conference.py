"""what the conference processes personal data for: speakers, questions, surveys, business cards, attendance

Revision: 0051, after 0050.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
LAW = "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP"
PURPOSES = [
    {
        "key": "speakers",
        "basis": "consent",
        "title": {"vi": "Diễn giả và người điều phối phiên", "ja": "登壇者とモデレーター", "en": "Speakers and moderators"},
        "text": {
            "vi": "Mời, chuẩn bị và giới thiệu người phát biểu. Tiểu sử và ảnh chỉ công bố khi diễn giả đồng ý; diễn giả có thể rút lại bất cứ lúc nào.",
            "ja": "ご登壇のお願いと準備、登壇者のご紹介のため。略歴と写真は同意をいただいた場合にのみ公開し、同意はいつでも撤回できます。",
            "en": "To invite, prepare and introduce those who speak. Biography and photo are published only with the speaker’s consent, which can be taken back at any time.",
        },
        "data": {
            "vi": "Họ tên, chức vụ, cơ quan, liên hệ, tiểu sử, ảnh, bài trình bày, yêu cầu thiết bị, lịch trình đến và đi",
            "ja": "お名前、役職、所属、連絡先、略歴、写真、発表資料、機材のご希望、到着・出発の予定",
            "en": "Names, positions, organisations, contacts, biography, photo, slides, equipment, arrival and departure",
        },
        "readers": {
            "vi": "Cán bộ phụ trách hội nghị; công chúng, trong phạm vi diễn giả đồng ý",
            "ja": "会議の担当者、および同意いただいた範囲で一般の方",
            "en": "Staff of the conference; the public, as far as the speaker has agreed",
        },
    },
    {
        "key": "questions",
        "basis": "consent",
        "title": {"vi": "Câu hỏi gửi tới phiên họp", "ja": "セッションへのご質問", "en": "Questions to sessions"},
        "text": {
            "vi": "Chuyển câu hỏi tới người điều phối và hiển thị trong hội trường. Họ tên không bắt buộc; có ô đồng ý riêng.",
            "ja": "ご質問をモデレーターに届け、会場で表示するため。お名前は任意です。同意欄を別に設けています。",
            "en": "To bring questions to the moderator and show them in the hall. A name is optional; with a box of its own.",
        },
        "data": {
            "vi": "Nội dung câu hỏi và họ tên nếu có; lượt quan tâm được lưu bằng dấu vết không thể đọc ngược",
            "ja": "ご質問の内容とお名前（任意）。「知りたい」の記録は元に戻せない照合値で保存します。",
            "en": "The question, and a name if one is given; votes as fingerprints that cannot be read back",
        },
        "readers": {
            "vi": "Cán bộ phụ trách hội nghị, người điều phối và phiên dịch của phiên; công chúng, sau khi câu hỏi được nhận",
            "ja": "会議の担当者、そのセッションのモデレーターと通訳者、および受け付け後は一般の方",
            "en": "Staff of the conference, the session’s moderator and interpreters; the public, once a question is accepted",
        },
    },
    {
        "key": "survey",
        "basis": "consent",
        "title": {"vi": "Khảo sát sau phiên họp", "ja": "セッション後のアンケート", "en": "Survey after sessions"},
        "text": {
            "vi": "Biết phiên họp có ích đến đâu. Trả lời là tự nguyện và ẩn danh.",
            "ja": "セッションがどの程度お役に立ったかを知るため。回答は任意で、匿名です。",
            "en": "To learn how useful a session was. Answers are voluntary and anonymous.",
        },
        "data": {
            "vi": "Điểm đánh giá, điều hữu ích, loại cơ quan, ý kiến; dấu vết không thể đọc ngược để mỗi thiết bị chỉ trả lời một lần",
            "ja": "評価、役立った点、所属の種類、ご意見、および端末ごとに1回とするための元に戻せない照合値",
            "en": "Rating, what was useful, kind of organisation, remark; a fingerprint that cannot be read back, so that each browser answers once",
        },
        "readers": {"vi": "Cán bộ phụ trách hội nghị", "ja": "会議の担当者", "en": "Staff of the conference"},
    },
    {
        "key": "business_cards",
        "basis": "consent",
        "title": {"vi": "Trao đổi danh thiếp", "ja": "名刺交換", "en": "Exchange of business cards"},
        "text": {
            "vi": "Để đại biểu trao danh thiếp cho nhau bằng cách quét mã trên thẻ hoặc vé của nhau. Chỉ dành cho người đã đồng ý; có thể rút lại bất cứ lúc nào.",
            "ja": "お互いの資格証や入場券を読み取って、代表者どうしが名刺を交換できるようにするため。同意された方のみが対象で、同意はいつでも撤回できます。",
            "en": "To let delegates give each other their cards by scanning each other’s badge or ticket. Only for those who have agreed, which can be taken back at any time.",
        },
        "data": {
            "vi": "Họ tên, chức vụ, cơ quan, trang web; số điện thoại và email nếu người đó chọn; ai đã nhận danh thiếp của ai",
            "ja": "お名前、役職、所属、ウェブサイト、ご本人が選んだ場合は電話番号とメールアドレス、名刺を受け取った相手",
            "en": "Names, positions, organisations, website; phone and mail if their owner has chosen so; who has whose card",
        },
        "readers": {
            "vi": "Những đại biểu được chủ danh thiếp trao cho",
            "ja": "ご本人が名刺を渡した代表者",
            "en": "The delegates to whom its owner has given the card",
        },
    },
    {
        "key": "attendance",
        "basis": "duty",
        "title": {"vi": "Tham dự và giấy chứng nhận", "ja": "出席と参加証明書", "en": "Attendance and certificates"},
        "text": {
            "vi": "Biết ai đã dự phiên nào theo lượt quét ở cửa hội trường, cấp giấy chứng nhận tham dự và cho phép kiểm tra giấy thật.",
            "ja": "会場の入口での読み取りから出席を確認し、参加証明書を発行し、その真偽を確認できるようにするため。",
            "en": "To know from the scans at the hall’s doors who attended which session, to issue certificates and let them be checked.",
        },
        "data": {
            "vi": "Họ tên, cơ quan, giờ vào và ra hội trường, các phiên đã dự",
            "ja": "お名前、所属、会場への入退場の時刻、出席したセッション",
            "en": "Names, organisations, times of entering and leaving the hall, sessions attended",
        },
        "readers": {
            "vi": "Cán bộ phụ trách hội nghị; người được chủ giấy chứng nhận đưa cho xem",
            "ja": "会議の担当者、およびご本人が証明書を見せた相手",
            "en": "Staff of the conference; whoever is shown a certificate by its holder",
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
