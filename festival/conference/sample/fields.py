"""Six fields of the conference and projects that call for capital. The projects are invented and marked as samples."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import FieldRow
from festival.conference.services.fields import save_field
from festival.conference.services.projects import save_project
from festival.conference.types.fields import FieldContent
from festival.conference.types.projects import LegalStatus, ProjectContent
from festival.core.actor import SYSTEM
from festival.core.trilingual import Trilingual

INDUSTRY = "cong-nghiep-che-bien-che-tao"
PORTS = "cang-bien-va-logistics"
ENERGY = "nang-luong-tai-tao"
AGRICULTURE = "nong-nghiep"
TOURISM = "du-lich"
PEOPLE = "nguon-nhan-luc"

FIELDS = (
    FieldContent(
        Trilingual("Công nghiệp chế biến, chế tạo", "製造・加工業", "Processing and manufacturing"),
        Trilingual(
            "Khu công nghiệp gần cảng và cửa khẩu, dành cho doanh nghiệp công nghệ sạch.",
            "港と国境に近い工業団地で、環境に配慮した企業をお迎えします。",
            "Industrial parks near ports and the border, for companies with clean technology.",
        ),
        Trilingual(
            "Tỉnh định hướng công nghiệp chế biến, chế tạo là động lực tăng trưởng mới, thay cho khai thác tài nguyên. Nhà đầu "
            "tư được hướng dẫn từ bước chọn địa điểm đến khi vận hành.",
            "省は資源採掘に代わる新たな成長の柱として、製造・加工業を重視しています。用地選びから操業まで、投資家の皆さまを"
            "一貫して支援します。",
            "The province wants manufacturing to take over from mining as what it grows by. Investors are accompanied from "
            "choosing a site until they produce.",
        ),
        "settings",
    ),
    FieldContent(
        Trilingual("Cảng biển và logistics", "港湾・物流", "Seaports and logistics"),
        Trilingual(
            "Cảng nước sâu, cao tốc và cửa khẩu quốc tế trên một hành lang.",
            "深水港、高速道路、国際国境ゲートが一つの回廊で結ばれています。",
            "Deep-water ports, motorways and an international border crossing along one corridor.",
        ),
        Trilingual(
            "Hành lang từ Hải Phòng qua Hạ Long, Vân Đồn đến Móng Cái nối cảng biển, sân bay và cửa khẩu, thuận lợi cho kho lạnh "
            "và trung chuyển nông sản, thủy sản.",
            "ハイフォンからハロン、ヴァンドンを経てモンカイに至る回廊は、港湾、空港、国境ゲートを結び、農水産物の低温物流や"
            "中継輸送に適しています。",
            "The corridor from Hải Phòng by Hạ Long and Vân Đồn to Móng Cái joins ports, an airport and the border: a good place "
            "for cold stores and for moving farm and sea products.",
        ),
        "water",
    ),
    FieldContent(
        Trilingual("Năng lượng tái tạo", "再生可能エネルギー", "Renewable energy"),
        Trilingual(
            "Điện gió, điện mặt trời và LNG trong lộ trình chuyển dịch năng lượng.",
            "風力、太陽光、LNGによるエネルギー転換を進めています。",
            "Wind, sun and LNG on the way from coal to clean power.",
        ),
        Trilingual(),
        "sun",
    ),
    FieldContent(
        Trilingual("Nông nghiệp", "農業", "Agriculture"),
        Trilingual(
            "Nông nghiệp tăng trưởng xanh: trồng trọt, thủy sản, chế biến sâu cùng Hokkaido.",
            "北海道とともに、農業・水産・加工のグリーン成長を目指します。",
            "Green growth with Hokkaido: crops, fish, and processing that keeps the value here.",
        ),
        Trilingual(
            "Kinh nghiệm của Hokkaido về giống, bảo quản lạnh và thương hiệu nông sản là hướng hợp tác được hai bên quan tâm.",
            "品種、低温貯蔵、農産物のブランド化など、北海道の経験を生かした協力に双方が関心を寄せています。",
            "What Hokkaido knows of seeds, cold storage and brands is where both sides want to work together.",
        ),
        "flower",
    ),
    FieldContent(
        Trilingual("Du lịch", "観光", "Tourism"),
        Trilingual(
            "Di sản vịnh Hạ Long, du lịch biển đảo, nghỉ dưỡng bốn mùa.",
            "世界遺産ハロン湾を中心に、島と海、四季を通じた滞在型観光を育てます。",
            "The heritage of Hạ Long Bay, islands and the sea, and stays in all four seasons.",
        ),
        Trilingual(),
        "globe",
    ),
    FieldContent(
        Trilingual("Nguồn nhân lực", "人材育成", "Human resources"),
        Trilingual(
            "Đào tạo tiếng Nhật, kỹ năng nghề và trao đổi sinh viên.",
            "日本語教育、職業技能の育成、学生交流を進めます。",
            "Japanese lessons, skills for work, and exchange of students.",
        ),
        Trilingual(),
        "people",
    ),
)

_CONTACT = Trilingual(
    "Ban Xúc tiến và Hỗ trợ đầu tư (mẫu)",
    "投資促進支援室（見本）",
    "Investment promotion and support office (sample)",
)


def _project(
    field: str,
    locality: str,
    name: Trilingual,
    place: Trilingual,
    *,
    hectares: float,
    millions: float,
    status: LegalStatus,
) -> ProjectContent:
    return ProjectContent(
        name=name,
        summary=Trilingual(
            "Dự án mẫu để minh họa; không phải lời mời đầu tư.",
            "見本の事業です。実際の投資の募集ではありません。",
            "A sample that shows how a project looks; no offer to invest.",
        ),
        field=field,
        locality=locality,
        place=place,
        area=round(hectares * 10_000),
        capital=round(millions * 1_000),
        status=status,
        contact=_CONTACT,
        phone="+84 203 000 0000",
        mail="dautu@quangninh.example",
        document_url="",
        is_public=True,
    )  # fmt: skip


PROJECTS = {
    "QN-01": _project(
        INDUSTRY, "quang-yen",
        Trilingual("Nhà máy linh kiện điện tử (mẫu)", "電子部品工場（見本）", "Electronic parts plant (sample)"),
        Trilingual("Khu công nghiệp ven sông (mẫu), Quảng Yên", "河岸工業団地（見本）、クアンイエン", "Riverside industrial park (sample), Quảng Yên"),
        hectares=24.5, millions=120, status=LegalStatus.LAND_CLEARED,
    ),
    "QN-02": _project(
        INDUSTRY, "hai-ha",
        Trilingual("Nhà máy dệt may khép kín (mẫu)", "一貫型繊維工場（見本）", "Integrated textile mill (sample)"),
        Trilingual("Khu công nghiệp cảng biển (mẫu), Hải Hà", "臨港工業団地（見本）、ハイハ", "Seaport industrial park (sample), Hải Hà"),
        hectares=40, millions=85, status=LegalStatus.IN_PLANNING,
    ),
    "QN-03": _project(
        PORTS, "mong-cai",
        Trilingual("Trung tâm kho lạnh và trung chuyển (mẫu)", "低温物流・中継センター（見本）", "Cold store and transfer centre (sample)"),
        Trilingual("Gần cửa khẩu, Móng Cái", "国境ゲート付近、モンカイ", "Near the border crossing, Móng Cái"),
        hectares=18, millions=45, status=LegalStatus.BIDDING,
    ),
    "QN-04": _project(
        PORTS, "cam-pha",
        Trilingual("Bến cảng tổng hợp (mẫu)", "多目的ふ頭（見本）", "General cargo berth (sample)"),
        Trilingual("Ven vịnh Bái Tử Long, Cẩm Phả", "バイトゥーロン湾沿岸、カムファ", "On Bái Tử Long Bay, Cẩm Phả"),
        hectares=62, millions=210, status=LegalStatus.IN_PLANNING,
    ),
    "QN-05": _project(
        ENERGY, "co-to",
        Trilingual("Điện gió ngoài khơi, giai đoạn khảo sát (mẫu)", "洋上風力発電・調査段階（見本）", "Offshore wind, survey stage (sample)"),
        Trilingual("Vùng biển Cô Tô", "コートー沖", "Off Cô Tô"),
        hectares=9_800, millions=480, status=LegalStatus.PROPOSED,
    ),
    "QN-06": _project(
        ENERGY, "uong-bi",
        Trilingual("Điện mặt trời mái nhà khu công nghiệp (mẫu)", "工業団地の屋根置き太陽光（見本）", "Solar roofs of an industrial park (sample)"),
        Trilingual("Uông Bí", "ウオンビ", "Uông Bí"),
        hectares=12.4, millions=16.5, status=LegalStatus.LAND_CLEARED,
    ),
    "QN-07": _project(
        AGRICULTURE, "dam-ha",
        Trilingual("Trại giống thủy sản công nghệ cao (mẫu)", "ハイテク水産種苗場（見本）", "High-tech hatchery (sample)"),
        Trilingual("Xã ven biển, Đầm Hà", "沿岸の村、ダムハ", "A village by the sea, Đầm Hà"),
        hectares=35, millions=22, status=LegalStatus.LAND_CLEARED,
    ),
    "QN-08": _project(
        AGRICULTURE, "tien-yen",
        Trilingual("Nhà máy chế biến sữa và rau củ (mẫu)", "乳製品・野菜加工工場（見本）", "Dairy and vegetable processing (sample)"),
        Trilingual("Cụm công nghiệp (mẫu), Tiên Yên", "工業クラスター（見本）、ティエンイエン", "Industrial cluster (sample), Tiên Yên"),
        hectares=9.6, millions=30, status=LegalStatus.BIDDING,
    ),
    "QN-09": _project(
        TOURISM, "van-don",
        Trilingual("Khu nghỉ dưỡng suối nước và biển (mẫu)", "海と温浴のリゾート（見本）", "Resort of sea and baths (sample)"),
        Trilingual("Đảo ven bờ, Vân Đồn", "沿岸の島、ヴァンドン", "An island near the shore, Vân Đồn"),
        hectares=54, millions=160, status=LegalStatus.IN_PLANNING,
    ),
    "QN-10": _project(
        PEOPLE, "ha-long",
        Trilingual("Trung tâm đào tạo nghề Việt – Nhật (mẫu)", "日越職業訓練センター（見本）", "Vietnam – Japan vocational centre (sample)"),
        Trilingual("Hạ Long", "ハロン", "Hạ Long"),
        hectares=4.2, millions=12, status=LegalStatus.GRANTED,
    ),
}  # fmt: skip


def fields(session: Session, *, now: datetime) -> None:
    """Add fields and projects, unless there are some already. The localities must be there."""
    if session.scalar(select(FieldRow.id).limit(1)) is not None:
        return
    for content in FIELDS:
        save_field(session, actor=SYSTEM, slug=None, content=content, now=now)
    for code, project in PROJECTS.items():
        save_project(session, actor=SYSTEM, code=code, version=0, content=project, now=now)
