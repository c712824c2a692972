"""figures of crowds, gates and medical cover, each with its source, and scenarios that are kept

Revision: 0033, after 0032.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
GREEN = "Guide to Safety at Sports Grounds (Green Guide), UK"
SEARCH = "eventknowhow.com"
MAURER = "Maurer-Schema, Wien 2005"
OWN = "Đề xuất của ban tổ chức"


def _name(vi: str, ja: str, en: str) -> dict[str, str]:
    return {"vi": vi, "ja": ja, "en": en}


def _steps(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [{"up_to": up_to, "number": number} for up_to, number in steps]


def _figure(key: str, value: str, source: str, vi: str, ja: str, en: str) -> dict[str, object]:
    return {"key": key, "name": _name(vi, ja, en), "value": value, "source": source}


FIGURES = [
    _figure("entry_minutes", "60", GREEN, "Sức chứa an toàn phải vào hết trong (phút)", "安全収容人数が入場し終える時間（分）", "Minutes in which the safe capacity must come in"),
    _figure("holding_density", "2", "HSG195 (HSE, UK)", "Mật độ quy hoạch ngoài trời (người/m²)", "屋外の計画密度（人/m²）", "Planning density outdoors (people per m²)"),
    _figure("exit_minutes", "8", GREEN, "Thoát ra hết trong điều kiện bình thường (phút)", "通常時に退場し終える時間（分）", "Minutes to clear normally"),
    _figure("least_exit", "1.05", GREEN, "Chiều rộng lối ra tối thiểu (m)", "出口の最小幅（m）", "Least width of an exit (m)"),
    _figure("per_steward", "250", "NFPA 101", "Số người trên một nhân viên hướng dẫn", "誘導員1人あたりの人数", "People per trained crowd manager"),
    _figure("steward_low", "100", "UK, đối chiếu 1:100–1:300", "Đối chiếu: nhiều nhân viên nhất (1 trên … người)", "照合：最も手厚い場合（…人に1人）", "Sense-check, most stewards: one for … people"),
    _figure("steward_high", "300", "UK, đối chiếu 1:100–1:300", "Đối chiếu: ít nhân viên nhất (1 trên … người)", "照合：最も少ない場合（…人に1人）", "Sense-check, fewest stewards: one for … people"),
    _figure("relief", "15", OWN, "Dự phòng để thay ca nghỉ (%)", "休憩交代の予備（%）", "Relief for breaks (per cent)"),
    _figure("maurer_expected", "500", MAURER, "Maurer: số người dự kiến trên một điểm", "マウラー方式：予想来場者1点あたりの人数", "Maurer: people expected per point"),
    _figure("maurer_per_begun", "10000", MAURER, "Maurer: trên mức cao nhất của bảng, cứ thêm … người được 1 điểm", "マウラー方式：表の上限を超えた分、…人ごとに1点", "Maurer: above the table one point per … people begun"),
    _figure("maurer_enclosed", "2", MAURER, "Maurer: hệ số khi trong nhà hoặc có rào kín", "マウラー方式：屋内・閉鎖空間の係数", "Maurer: factor where it is enclosed"),
    _figure("maurer_vip_group", "5", MAURER, "Maurer: cỡ một nhóm khách cấp cao", "マウラー方式：要人1グループの人数", "Maurer: VIPs that make a group"),
    _figure("maurer_vip_points", "10", MAURER, "Maurer: điểm cho mỗi nhóm khách cấp cao", "マウラー方式：要人1グループの点数", "Maurer: points for each group of VIPs"),
    _figure("maurer_vip_most", "30", MAURER, "Maurer: điểm tối đa cho khách cấp cao", "マウラー方式：要人の点数の上限", "Maurer: most points for VIPs"),
    _figure("maurer_violence", "10", MAURER, "Maurer: điểm khi dự báo có gây rối", "マウラー方式：騒乱が予想される場合の点数", "Maurer: points where violence is expected"),
]

TABLES: dict[str, tuple[str, list[dict[str, object]] | list[dict[str, str]]]] = {
    "scenarios": (
        "Lễ hội 2023: dự kiến 4.000–5.000 người, thực tế trên 10.000",
        [
            {"name": _name("Theo kế hoạch", "計画どおり", "As planned"), "factor": "1"},
            {"name": _name("Gấp rưỡi", "1.5倍", "Half as many again"), "factor": "1.5"},
            {"name": _name("Như năm 2023", "2023年並み", "As in 2023"), "factor": "2.5"},
        ],
    ),
    "lane_rates": (
        "Green Guide, UK; eventknowhow.com",
        [
            {"name": _name("Soát, khách không mang túi", "手荷物なしの検査", "Search, without bags"), "per_minute": "10", "source": SEARCH},
            {"name": _name("Soát, có và không có túi", "手荷物あり・なし混在の検査", "Search, mixed"), "per_minute": "7", "source": SEARCH},
            {"name": _name("Soát, khách mang túi", "手荷物ありの検査", "Search, with bags"), "per_minute": "4", "source": SEARCH},
            {"name": _name("Cửa xoay, không soát", "回転式ゲート（検査なし）", "Turnstile, no search"), "per_minute": "11", "source": GREEN},
        ],
    ),
    "lane_reductions": (
        SEARCH,
        [
            {"name": _name("Dò bằng máy cầm tay", "携帯型金属探知機", "Wanding"), "less": "2"},
            {"name": _name("Máy soi hành lý", "手荷物X線検査", "Baggage scanner"), "less": "3"},
        ],
    ),
    "arrivals": (
        "eventknowhow.com: 60–70 % trong 45 phút cuối, có khi 75 % trong 30 phút cuối",
        [
            {"name": _name("Bốn nửa giờ: 20, 30, 40, 10 %", "30分ごとに20、30、40、10%", "Four half hours: 20, 30, 40, 10 %"), "step": "30", "shares": "20 30 40 10", "source": OWN},
            {"name": _name("Hai giờ, 70 % trong 45 phút cuối", "2時間、最後の45分に70%", "Two hours, 70 % in the last 45 minutes"), "step": "15", "shares": "6 6 6 6 6 23 23 24", "source": SEARCH},
            {"name": _name("Hai giờ, 75 % trong 30 phút cuối", "2時間、最後の30分に75%", "Two hours, 75 % in the last 30 minutes"), "step": "15", "shares": "4 4 4 4 4 5 37 38", "source": SEARCH},
            {"name": _name("Hai giờ, đều đặn", "2時間、均等", "Two hours, evenly"), "step": "30", "shares": "25 25 25 25", "source": "Green Guide: khu vực mở tính hai giờ vào cửa"},
        ],
    ),
    "areas": (
        "HSG195 (HSE, UK)",
        [
            {"name": _name("Xem biểu diễn, đứng", "公演（立ち見）", "Concert, standing"), "area": "0.5"},
            {"name": _name("Ăn uống", "飲食", "Dining"), "area": "1.0"},
            {"name": _name("Triển lãm", "展示", "Exhibition"), "area": "1.5"},
        ],
    ),
    "density_marks": (
        "Fruin; Still; HSG195",
        [
            {"name": _name("Đi lại tự do", "自由に歩ける", "Free flow"), "density": "0.43", "source": "Fruin"},
            {"name": _name("Đi chậm lại; mật độ quy hoạch ngoài trời", "歩みが遅くなる、屋外の計画密度", "Walking slows; planning density outdoors"), "density": "2", "source": "Fruin; HSG195"},
            {"name": _name("Chạm nhau ngoài ý muốn", "意図せず体が触れる", "Involuntary contact"), "density": "3.57", "source": "Fruin"},
            {"name": _name("Nguy hiểm", "危険", "Dangerous"), "density": "5", "source": "Still"},
            {"name": _name("Nguy kịch", "限界", "Critical"), "density": "7.1", "source": "Fruin"},
        ],
    ),
    "density_bands": (
        "Đề xuất theo Fruin và Still",
        [
            {"name": _name("Bình thường", "通常", "Normal"), "density": "0"},
            {"name": _name("Theo dõi", "注意して見る", "Watch"), "density": "2"},
            {"name": _name("Hành động", "対応する", "Act"), "density": "3"},
            {"name": _name("Ngừng cho vào", "入場を止める", "Stop entry"), "density": "4"},
            {"name": _name("Khẩn cấp", "緊急", "Emergency"), "density": "5"},
        ],
    ),
    "exit_rates": (
        "Green Guide; hướng dẫn cho sự kiện ngoài trời (UK)",
        [
            {"name": _name("Mặt bằng phẳng", "平坦", "On the level"), "per_minute": "82", "source": GREEN},
            {"name": _name("Bậc thang", "階段", "On steps"), "per_minute": "66", "source": GREEN},
            {"name": _name("Ngoài trời", "屋外", "Open air"), "per_minute": "109", "source": "Hướng dẫn cho sự kiện ngoài trời (UK)"},
        ],
    ),
    "emergencies": (
        GREEN + ": 2,5–8 phút tùy nguy cơ",
        [
            {"name": _name("Nguy cơ thấp", "危険度 低", "Low risk"), "minutes": "8"},
            {"name": _name("Nguy cơ cao", "危険度 高", "High risk"), "minutes": "2.5"},
        ],
    ),
    "figures": ("Xem nguồn của từng dòng", FIGURES),
    "maurer_permitted": (
        MAURER,
        [
            {"up_to": up_to, "points": str(points)}
            for points, up_to in enumerate(("500", "1000", "1500", "3000", "6000", "10000", "20000"), 1)
        ],
    ),
    "maurer_factors": (
        MAURER,
        [
            {"name": _name("Hội nghị, hội chợ, sân khấu, chợ phiên", "会議、見本市、演劇、のみの市", "Congress, fair, theatre, flea market"), "factor": "0.2"},
            {"name": _name("Thể thao, triển lãm, chợ từ thiện, khiêu vũ", "スポーツ、展示会、バザー、ダンス", "Sport, exhibition, bazaar, dance"), "factor": "0.3"},
            {"name": _name("Pháo hoa, lễ hội đường phố, chợ Giáng sinh, trình diễn", "花火、街の祭り、クリスマス市、ショー", "Fireworks, street or district festival, Christmas market, show"), "factor": "0.4"},
            {"name": _name("Lễ hội nhân dân, mít tinh", "大規模な祭り、集会", "Public festival, rally"), "factor": "0.5"},
            {"name": _name("Hội hóa trang, diễu hành", "カーニバル、パレード", "Carnival, parade"), "factor": "0.7"},
            {"name": _name("Hòa nhạc ngoài trời", "野外コンサート", "Open-air concert"), "factor": "1.0"},
            {"name": _name("Nhạc rock", "ロックコンサート", "Rock concert"), "factor": "1.2"},
        ],
    ),
    "maurer_aiders": (MAURER, _steps(("2", "0"), ("4", "3"), ("13.5", "5"), ("22", "10"), ("40", "20"), ("60", "30"), ("80", "40"), ("100", "80"), ("110", "100"), ("120", "120"), ("", "160"))),
    "maurer_transport": (MAURER, _steps(("4", "0"), ("13", "1"), ("25", "2"), ("40", "3"), ("60", "4"), ("80", "5"), ("100", "6"), ("110", "7"), ("120", "8"), ("", "10"))),
    "maurer_emergency": (MAURER, _steps(("6", "0"), ("25.5", "1"), ("45.5", "2"), ("60.5", "3"), ("75.5", "4"), ("100", "5"), ("120", "6"), ("", "7"))),
    "maurer_doctors": (MAURER, _steps(("13", "0"), ("30", "1"), ("60", "2"), ("90", "3"), ("120", "4"), ("", "5"))),
    "maurer_command": (MAURER, _steps(("30", "0"), ("60", "1"), ("", "2"))),
    "maurer_posts": (MAURER, _steps(("50", "0"), ("80", "1"), ("110", "2"), ("", "3"))),
    "purple_guide": (
        "Purple Guide, UK",
        [
            {"over": "0", "base": "0", "per_thousand": "2", "least": "2", "paramedics_least": "0", "paramedics_most": "0", "nurses_least": "0", "nurses_most": "0", "doctor_led": "0", "source": "Purple Guide: tối đa 3.000 người"},
            {"over": "3000", "base": "6", "per_thousand": "1", "least": "6", "paramedics_least": "1", "paramedics_most": "2", "nurses_least": "1", "nurses_most": "2", "doctor_led": "0", "source": "Purple Guide: 3.000–10.000 người"},
            {"over": "10000", "base": "13", "per_thousand": "1", "least": "13", "paramedics_least": "1", "paramedics_most": "2", "nurses_least": "1", "nurses_most": "2", "doctor_led": "1", "source": "Purple Guide: trên 10.000 do bác sĩ điều hành; số sơ cứu viên là kéo dài của dòng trước"},
        ],
    ),
}  # fmt: skip


def upgrade() -> None:
    kinds = ", ".join(f"'{kind}'" for kind in TABLES)
    tables = op.create_table(
        "planning_tables",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({kinds})", name=conv("ck_planning_tables_kind")),
        sa.PrimaryKeyConstraint("kind", name="pk_planning_tables"),
    )
    versions = op.create_table(
        "planning_table_versions",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(500), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["kind"], ["planning_tables.kind"], name="fk_planning_table_versions_kind_planning_tables"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_planning_table_versions_made_by_accounts"),
        sa.PrimaryKeyConstraint("kind", "version", name="pk_planning_table_versions"),
    )
    first = [{"kind": kind, "content": {"rows": rows}, "source": source, "version": 1} for kind, (source, rows) in TABLES.items()]
    op.bulk_insert(tables, [one | {"changed_at": WRITTEN} for one in first])
    op.bulk_insert(versions, [one | {"note": "", "made_at": WRITTEN} for one in first])
    op.create_table(
        "planning_scenarios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(10), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint(
            "question IN ('entry', 'capacity', 'exits', 'stewards', 'medical')", name=conv("ck_planning_scenarios_question")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_planning_scenarios_edition_id_editions"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_planning_scenarios_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_planning_scenarios"),
        sa.UniqueConstraint("submission", name="uq_planning_scenarios_submission"),
    )
    op.create_index("ix_planning_scenarios_edition", "planning_scenarios", ["edition_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_planning_scenarios_edition", "planning_scenarios")
    op.drop_table("planning_scenarios")
    op.drop_table("planning_table_versions")
    op.drop_table("planning_tables")
