"""The sample's business meetings: invented companies, two departments, times, tables, interpreters and wishes."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import CompanyRow
from festival.conference.queries.meetings import booked, facts_of, get_company
from festival.conference.rules.meetings import propose
from festival.conference.sample import fields as field
from festival.conference.services import meetings as services
from festival.conference.services.companies import save_company, say, set_people
from festival.conference.types.meetings import CompanyContent, CompanyGroup, Pair, Strength
from festival.core.actor import SYSTEM
from festival.core.clock import LOCAL
from festival.core.trilingual import Language, Trilingual
from festival.programme.models import Edition
from festival.registration.models import Person

JP, VN, AG = CompanyGroup.JAPANESE, CompanyGroup.VIETNAMESE, CompanyGroup.AGENCY
_BOOKED = 3  # of the proposal; the rest is left for the planner


def _company(  # noqa: PLR0917 (a row of the table below)
    name: tuple[str, str, str],
    group: CompanyGroup,
    of: str,
    country: str,
    languages: tuple[Language, ...],
    offers: tuple[str, str, str],
    seeks: tuple[str, str, str],
) -> CompanyContent:
    return CompanyContent(
        Trilingual(*name), group, of, country, Trilingual(*offers), Trilingual(*seeks), languages, ""
    )


# Company, and a part of the name of who comes for it.
COMPANIES = (
    (
        _company(
            ("Sữa Tuyết Bắc (mẫu)", "北雪乳業（見本）", "North Snow Dairy (sample)"), JP, field.AGRICULTURE, "Hokkaido", ("ja",),
            ("Công nghệ chế biến và bảo quản lạnh sữa", "乳製品の加工・低温保存技術", "Processing and cold storage of milk"),
            ("Vùng nguyên liệu và đối tác phân phối", "原料産地と販売パートナー", "Where milk is produced, and who sells it"),
        ),
        "試",
    ),
    (
        _company(
            ("Logistics Hải Đăng (mẫu)", "灯台物流（見本）", "Lighthouse Logistics (sample)"), JP, field.PORTS, "Hokkaido", ("ja", "en"),
            ("Kho lạnh, vận tải biển Nhật – Việt", "低温倉庫、日越間の海上輸送", "Cold stores, shipping between Japan and Viet Nam"),
            ("Bến cảng và đối tác kho bãi", "港湾・倉庫の提携先", "A berth, and partners with warehouses"),
        ),
        "例子",
    ),
    (
        _company(
            ("Lữ hành Bốn Mùa (mẫu)", "四季旅行（見本）", "Four Seasons Travel (sample)"), JP, field.TOURISM, "Hokkaido", ("ja", "en"),
            ("Khách đoàn mùa đông và mùa hè", "冬季・夏季の団体送客", "Groups of guests in winter and summer"),
            ("Khách sạn và du thuyền tại Hạ Long", "ハロンの宿泊施設とクルーズ", "Hotels and cruises in Hạ Long"),
        ),
        "一例",
    ),
    (
        _company(
            ("Nông trại Đầm Xanh (mẫu)", "ダムサイン農園（見本）", "Đầm Xanh Farm (sample)"), VN, field.AGRICULTURE, "Quảng Ninh", ("vi",),
            ("Rau củ, sữa tươi đạt chuẩn", "認証を受けた野菜と生乳", "Certified vegetables and fresh milk"),
            ("Công nghệ bảo quản, thị trường Nhật Bản", "保存技術と日本市場", "Ways to keep it fresh, and the Japanese market"),
        ),
        "Mẫu Giang",
    ),
    (
        _company(
            ("Cảng Vịnh Mẫu (mẫu)", "ビンマウ港運（見本）", "Bay Port (sample)"), VN, field.PORTS, "Quảng Ninh", ("vi", "en"),
            ("Bến tổng hợp, kho ngoại quan", "多目的ふ頭、保税倉庫", "General berths and bonded stores"),
            ("Hãng tàu và chủ hàng Nhật Bản", "日本の船会社・荷主", "Shipping lines and shippers from Japan"),
        ),
        "Mẫu Em",
    ),
    (
        _company(
            ("Du thuyền Ngọc Mẫu (mẫu)", "ゴックマウ・クルーズ（見本）", "Pearl Cruises (sample)"), VN, field.TOURISM, "Quảng Ninh", ("vi", "en"),
            ("Du thuyền ngủ đêm trên vịnh", "湾内の宿泊クルーズ", "Nights on the bay"),
            ("Khách đoàn từ Hokkaido", "北海道からの団体客", "Groups from Hokkaido"),
        ),
        "Mẫu Hà",
    ),
    (
        _company(
            ("Ban Xúc tiến và Hỗ trợ đầu tư (mẫu)", "投資促進支援室（見本）", "Investment promotion office (sample)"), AG, "", "Quảng Ninh", ("vi", "en"),
            ("Hướng dẫn thủ tục đầu tư", "投資手続きの案内", "The steps to invest, explained"), ("", "", ""),
        ),
        "Mẫu Cường",
    ),
)  # fmt: skip
# Who wishes whom, by the order above.
WISHES = (
    (0, 3, Strength.MUST), (3, 0, Strength.MUST), (0, 6, Strength.WANT), (1, 4, Strength.MUST), (4, 1, Strength.WANT),
    (1, 6, Strength.WANT), (2, 5, Strength.MUST), (5, 2, Strength.MUST), (3, 1, Strength.WANT), (4, 0, Strength.NO),
)  # fmt: skip
_INTERPRETERS = (("結衣", (Pair.VI_JA, Pair.JA_EN)), ("Thị Mẫu Bình", (Pair.VI_JA,)))


def meetings(session: Session, edition: Edition, *, now: datetime) -> None:
    """Add companies, the setting of an afternoon, wishes, and a few meetings that are booked and published."""
    if session.scalar(select(CompanyRow.id).limit(1)) is not None:
        return
    people = list(session.scalars(select(Person).where(Person.edition_id == edition.id, Person.is_sample)))
    numbers = [_add(session, edition, content, name, people=people, now=now) for content, name in COMPANIES]
    _setting(session, edition, people, now)
    for place, number in enumerate(numbers):
        say(
            session,
            actor=SYSTEM,
            company=get_company(session, edition.id, number),
            wishes={numbers[other]: strength for one, other, strength in WISHES if one == place},
            away=(),
            is_listed=True,
            now=now,
        )
    proposal = propose(facts_of(session, edition.id, now), booked(session, edition.id))
    services.book_proposed(
        session, actor=SYSTEM, edition_id=edition.id, meetings=proposal.meetings[:_BOOKED], now=now
    )
    services.publish(session, actor=SYSTEM, edition_id=edition.id, now=now)


def _add(
    session: Session,
    edition: Edition,
    content: CompanyContent,
    name: str,
    *,
    people: list[Person],
    now: datetime,
) -> int:
    number = save_company(
        session, actor=SYSTEM, edition_id=edition.id, company_id=None, content=content, now=now
    )
    found = next((one for one in people if name in f"{one.family} {one.given}"), None)
    if found is not None:
        set_people(
            session,
            actor=SYSTEM,
            edition_id=edition.id,
            company_id=number,
            person_id=found.id,
            comes=True,
            now=now,
        )
    return number


def _setting(session: Session, edition: Edition, people: list[Person], now: datetime) -> None:
    first = datetime.combine(edition.main_day, time(13, 30), LOCAL)
    times = [(first + timedelta(minutes=30 * n), first + timedelta(minutes=30 * n + 25)) for n in range(6)]
    pause = first + timedelta(minutes=90)
    common: dict[str, Any] = {"actor": SYSTEM, "edition_id": edition.id, "now": now}
    services.add_slots(session, times=[(pause, pause + timedelta(minutes=25))], is_break=True, **common)
    services.add_slots(session, times=times, is_break=False, **common)
    services.add_tables(session, count=3, zone="A", **common)
    services.add_tables(session, count=1, zone="B", **common)
    for name, pairs in _INTERPRETERS:
        found = next((one for one in people if name in one.given), None)
        if found is not None:
            services.set_interpreter(session, person_id=found.id, pairs=pairs, **common)
