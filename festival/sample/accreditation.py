"""The sample's zones, categories and a dozen accreditations on their way: invented people, marked as samples."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM, Actor
from festival.core.trilingual import Language, Trilingual
from festival.programme.models import Edition
from festival.programme.queries import events_of
from festival.registration.links import Links
from festival.registration.models import Accreditation, Category, Zone
from festival.registration.services.accreditation_tables import (
    save_agency,
    save_category,
    save_terms,
    save_zone,
)
from festival.registration.services.accrediting import approve, ask, countersign
from festival.registration.services.people import add
from festival.registration.types import TicketClass, Validity
from festival.registration.types.accreditation import CategoryContent, Colour, ZoneContent
from festival.registration.types.passes import Offered
from festival.registration.types.people import Honorific, PersonContent
from festival.web.settings import settings

_T = Trilingual
_ZONES = (
    ZoneContent("A", _T("Quảng trường", "広場", "Square"), Colour.SEA),
    ZoneContent("B", _T("Khán đài khách mời", "来賓席", "Guests of honour"), Colour.AMBER),
    ZoneContent("C", _T("Khu báo chí", "報道エリア", "Press area"), Colour.LEAF),
    ZoneContent("D", _T("Hậu trường", "楽屋・舞台裏", "Backstage"), Colour.PLUM),
    ZoneContent("E", _T("Khu kỹ thuật", "技術エリア", "Technical area"), Colour.SLATE),
)
_CATEGORIES = (
    (_T("Đại biểu", "代表者", "Delegate"), Colour.LAVENDER, TicketClass.DELEGATE, "AB"),
    (_T("Báo chí", "報道", "Press"), Colour.LEAF, TicketClass.PRESS, "AC"),
    (_T("Diễn viên", "出演者", "Performer"), Colour.PLUM, TicketClass.CREW, "AD"),
    (_T("Lực lượng phục vụ", "運営スタッフ", "Crew"), Colour.SLATE, TicketClass.CREW, "ADE"),
)
# Family, given, language, Latin letters, kana, organisation, category, how far it has come (0 asked, 1 approved, 2 signed).
_PEOPLE: tuple[tuple[str, str, Language, str, str, str, int, int], ...] = (
    ("Nguyễn", "Thị Mẫu Lan (mẫu)", "vi", "", "", "Báo Mẫu Hạ Long (mẫu)", 1, 2),
    ("Trần", "Văn Mẫu Hùng (mẫu)", "vi", "", "", "Báo Mẫu Hạ Long (mẫu)", 1, 1),
    ("Đặng", "Thuỳ Mẫu Dương (mẫu)", "vi", "", "", "Truyền hình Mẫu (mẫu)", 1, 0),
    ("髙﨑", "鷗（見本）", "ja", "TAKASAKI Kamome (sample)", "タカサキ カモメ", "北海道庁（見本）", 0, 2),
    (
        "渡邉",
        "花子（見本）",
        "ja",
        "WATANABE Hanako (sample)",
        "ワタナベ ハナコ",
        "見本商工会議所（見本）",
        0,
        1,
    ),
    ("佐藤", "太郎（見本）", "ja", "SATO Taro (sample)", "サトウ タロウ", "よさこい見本連（見本）", 2, 2),
    ("鈴木", "美咲（見本）", "ja", "SUZUKI Misaki (sample)", "スズキ ミサキ", "よさこい見本連（見本）", 2, 0),
    ("Berg", "Anna (sample)", "en", "", "", "Sample Press (sample)", 1, 2),
    ("Phạm", "Mẫu Cường (mẫu)", "vi", "", "", "Công ty Âm thanh Mẫu (mẫu)", 3, 2),
    ("Vũ", "Mẫu Ễ (mẫu)", "vi", "", "", "Công ty Ánh sáng Mẫu (mẫu)", 3, 0),
    ("Lê", "Mẫu Đức (mẫu)", "vi", "", "", "Sở Văn hóa và Thể thao (mẫu)", 3, 1),
    ("Le", "Mau Duc (mẫu)", "vi", "", "", "Sở Văn hóa và Thể thao (mẫu)", 2, 0),
)
_DESKS = ("Cung Quy hoạch", "Sân bay Vân Đồn")


def _crew_hours(masks: dict[str, int], begins: datetime) -> tuple[Offered, ...]:
    """Return what crew may enter when: the square at the event's hours, backstage and technical area while it is built up too."""
    eve = Validity(begins - timedelta(hours=32), begins - timedelta(hours=22))
    night = Validity(begins - timedelta(hours=8), begins + timedelta(hours=4))
    both = masks["D"] | masks["E"]
    return (Offered(masks["A"], None), Offered(both, eve), Offered(both, night))


def accreditations(
    session: Session, edition: Edition, *, protocol: Actor, security: Actor, now: datetime
) -> None:
    """Make zones, categories, an agency and a dozen requests; `protocol` and `security` are the sample's officers."""
    common = {"actor": SYSTEM, "edition_id": edition.id, "now": now}
    masks = {}
    for content in _ZONES:
        zone = save_zone(session, zone_id=None, version=0, content=content, sample=True, **common)  # type: ignore[arg-type]
        assert isinstance(zone, Zone)
        masks[zone.letter] = zone.mask
    event = next(one for one in events_of(session, edition.id) if one.is_main)
    made = []
    for name, colour, ticket_class, letters in _CATEGORIES:
        words = CategoryContent(
            name,
            colour,
            ticket_class,
            event.id,
            sum(masks[letter] for letter in letters),
            None,
            needs_photo=False,
            offers=_crew_hours(masks, event.starts_at) if letters == "ADE" else (),
        )
        category = save_category(
            session,
            category_id=None,
            version=0,
            content=words,
            sample=True,
            **common,  # type: ignore[arg-type]
        )
        assert isinstance(category, Category)
        made.append(category)
    save_terms(
        session,
        version=0,
        emergency="113 · 114 · 115",
        words=_T(
            "Thẻ này chỉ dành cho người có tên ở mặt trước. Nếu nhặt được, vui lòng gửi lại bàn đăng ký.",
            "表面に記載のご本人のみ有効です。拾われた方は受付までお届けください。",
            "Valid only for the person named on the front. If found, please hand it in at any desk.",
        ),
        **common,  # type: ignore[arg-type]
    )
    save_agency(
        session,
        agency_id=None,
        version=0,
        name="Báo Mẫu Hạ Long (mẫu)",
        category_id=made[1].id,
        most=8,
        closes_at=event.starts_at,
        sample=True,
        **common,  # type: ignore[arg-type]
    )
    links = Links(settings().public_url, settings().secret_key)
    for number, (family, given, language, latin, kana, organisation, kind, far) in enumerate(_PEOPLE):
        person = add(
            session,
            content=PersonContent(
                family=family,
                given=given,
                language=language,
                latin=latin,
                kana=kana,
                honorific=Honorific.UNKNOWN,
                organisation=_T(**{language: organisation}),
                mail=f"mau-the-{number}@co-quan.example",
            ),
            sample=True,
            **common,  # type: ignore[arg-type]
        )
        request = ask(
            session,
            actor=SYSTEM,
            person=person,
            category=made[kind],
            submission=f"sample-{edition.id}-{number}",
            desk=_DESKS[number % 2],
            now=now,
            sample=True,
        )
        assert isinstance(request, Accreditation)
        if far > 0:
            approve(session, actor=protocol, number=request.id, version=request.version, now=now)
        if far > 1:
            countersign(
                session, actor=security, number=request.id, version=request.version, links=links, now=now
            )
