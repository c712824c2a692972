"""A sample round of business meetings: companies, agencies, interpreters and wishes, none of them real."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import Company, FieldRow
from festival.conference.queries.companies import get_company
from festival.conference.services import companies, rounds, wishing
from festival.conference.services.rounds import RoundTerms
from festival.conference.types.companies import CompanyContent, Intent, Size
from festival.conference.types.meetings import Side, Wanting
from festival.core.actor import SYSTEM
from festival.core.clock import local
from festival.core.trilingual import Language, Trilingual
from festival.programme.models import Event
from festival.programme.types import EventKind
from festival.registration.services import people
from festival.registration.types.people import PersonContent

_MATRIX = frozenset(
    {
        (Side.INVESTOR, Side.LOCAL),
        (Side.INVESTOR, Side.DEPARTMENT),
        (Side.LOCAL, Side.INVESTOR),
        (Side.ASSOCIATION, Side.LOCAL),
        (Side.LOCAL, Side.ASSOCIATION),
    }
)


@dataclass(frozen=True, slots=True)
class _Sample:
    """One company: its people are (family, given, reading in kana, name in Latin letters, languages)."""

    name: Trilingual
    side: Side
    offers: Trilingual
    seeks: Trilingual
    size: Size
    intent: Intent
    field: int  # its place among the conference's fields
    people: tuple[tuple[str, str, str, str, tuple[Language, ...]], ...]
    listed: bool = True


_COMPANIES = (
    _Sample(
        Trilingual(vi="Thực phẩm Hokuto (mẫu)", ja="北斗食品（見本）", en="Hokuto Foods (sample)"),
        Side.INVESTOR,
        Trilingual(
            vi="Công nghệ chế biến và bảo quản lạnh thủy sản.",
            ja="水産物の加工・冷蔵保存の技術をご提供します。",
            en="Processing and cold storage of seafood.",
        ),
        Trilingual(
            vi="Đối tác cung cấp nguyên liệu và mặt bằng nhà máy.",
            ja="原料の供給先と工場用地を探しています。",
            en="Suppliers of raw material, and a site for a factory.",
        ),
        Size.MEDIUM,
        Intent.INVEST,
        0,
        (("北川", "見本", "きたがわ みほん", "Kitagawa Mihon", ("ja",)), ("髙﨑", "見本", "たかさき みほん", "Takasaki Mihon", ("ja", "en"))),
    ),
    _Sample(
        Trilingual(vi="Năng lượng gió Soya (mẫu)", ja="宗谷風力エナジー（見本）", en="Soya Wind Energy (sample)"),
        Side.INVESTOR,
        Trilingual(
            vi="Thiết kế và vận hành điện gió vùng lạnh.",
            ja="寒冷地における風力発電の設計・運営を行っています。",
            en="Design and operation of wind power.",
        ),
        Trilingual(
            vi="Thông tin quy hoạch điện và đối tác đầu tư.",
            ja="電力計画の情報と投資のパートナーを求めています。",
            en="Information on power planning, and partners.",
        ),
        Size.LARGE,
        Intent.INVEST,
        2,
        (("宗谷", "見本", "そうや みほん", "Soya Mihon", ("ja", "en")),),
    ),
    _Sample(
        Trilingual(vi="Nông trại sữa Tokachi (mẫu)", ja="十勝デーリー（見本）", en="Tokachi Dairy (sample)"),
        Side.INVESTOR,
        Trilingual(vi="Kỹ thuật chăn nuôi bò sữa.", ja="酪農技術をご紹介します。", en="Dairy farming know-how."),
        Trilingual(vi="Hợp tác xã nông nghiệp.", ja="農業協同組合との連携を希望します。", en="Farmers’ cooperatives."),
        Size.SMALL,
        Intent.PARTNER,
        3,
        (("帯広", "見本", "おびひろ みほん", "Obihiro Mihon", ("ja",)),),
        listed=False,
    ),
    _Sample(
        Trilingual(vi="Chế biến thủy sản Bái Tử Long (mẫu)", ja="バイトゥーロン水産加工（見本）", en="Bái Tử Long Seafood (sample)"),
        Side.LOCAL,
        Trilingual(vi="Hàu, mực và cá nuôi đạt chuẩn.", ja="養殖の牡蠣・いか・魚をご提供します。", en="Oysters, squid and farmed fish."),
        Trilingual(vi="Công nghệ cấp đông và thị trường Nhật Bản.", ja="冷凍技術と日本での販路を求めています。", en="Freezing technology and a market in Japan."),
        Size.MEDIUM,
        Intent.PARTNER,
        0,
        (("Nguyễn", "Văn Mẫu", "", "", ("vi",)), ("Trần", "Thị Mẫu", "", "", ("vi", "en"))),
    ),
    _Sample(
        Trilingual(vi="Du lịch Vịnh Xanh (mẫu)", ja="ブルーベイ・ツーリズム（見本）", en="Blue Bay Tourism (sample)"),
        Side.LOCAL,
        Trilingual(vi="Tàu du lịch và khách sạn ven vịnh.", ja="クルーズ船と湾岸のホテルを運営しています。", en="Cruises and hotels on the bay."),
        Trilingual(vi="Đoàn khách từ Hokkaido.", ja="北海道からの団体のお客さまを歓迎します。", en="Groups of guests from Hokkaido."),
        Size.LARGE,
        Intent.TRADE,
        4,
        (("Phạm", "Thị Mẫu", "", "", ("vi", "ja")),),
    ),
    _Sample(
        Trilingual(vi="Hợp tác xã nông sản Đông Triều (mẫu)", ja="ドンチエウ農産協同組合（見本）", en="Đông Triều Farmers’ Cooperative (sample)"),
        Side.LOCAL,
        Trilingual(vi="Na, vải và rau an toàn.", ja="釈迦頭・ライチ・安全な野菜を生産しています。", en="Custard apples, lychees and safe vegetables."),
        Trilingual(vi="Kỹ thuật trồng và bảo quản.", ja="栽培と保存の技術を学びたいと考えています。", en="Growing and storage techniques."),
        Size.SMALL,
        Intent.LEARN,
        3,
        (("Lê", "Văn Mẫu", "", "", ("vi",)),),
    ),
    _Sample(
        Trilingual(vi="Cơ quan xúc tiến đầu tư (mẫu)", ja="投資促進機関（見本）", en="Investment promotion agency (sample)"),
        Side.DEPARTMENT,
        Trilingual(vi="Thông tin thủ tục và mặt bằng.", ja="手続きと用地の情報をご案内します。", en="Information on procedures and sites."),
        Trilingual(vi="Nhà đầu tư.", ja="投資をお考えの企業さまをお待ちしています。", en="Investors."),
        Size.UNKNOWN,
        Intent.UNKNOWN,
        1,
        (("Vũ", "Thị Mẫu", "", "", ("vi", "en")), ("Đỗ", "Văn Mẫu", "", "", ("vi", "ja"))),
    ),
)  # fmt: skip
# (who asks, who is asked, what is said), by their places above.
_WISHES = (
    (0, 3, Wanting.MUST), (3, 0, Wanting.WANT), (0, 6, Wanting.WANT), (1, 6, Wanting.MUST), (2, 5, Wanting.MUST), (5, 2, Wanting.MUST),
    (4, 0, Wanting.WANT), (1, 4, Wanting.WANT), (4, 1, Wanting.NO), (2, 3, Wanting.WANT), (2, 6, Wanting.WANT),
)  # fmt: skip
_INTERPRETERS: tuple[tuple[str, str, tuple[Language, ...]], ...] = (
    ("Hoàng", "Thông Dịch (mẫu)", ("vi", "ja")),
    ("Mai", "Thông Dịch (mẫu)", ("vi", "ja", "en")),
)


def business_meetings(session: Session, *, edition_id: int, now: datetime) -> None:
    """Set up the round on the day of the conference, after it: companies, tables, interpreters and wishes, nothing planned yet."""
    event = session.scalars(
        select(Event)
        .where(Event.edition_id == edition_id, Event.kind == EventKind.CONFERENCE)
        .order_by(Event.starts_at)
    ).first()
    if event is None:
        return
    begins = local(event.ends_at).replace(hour=13, minute=30, second=0, microsecond=0)
    terms = RoundTerms(
        walk=5, most=6, in_a_row=3, matrix=_MATRIX, event_id=None, wishes_until=event.starts_at
    )
    of = rounds.set_up(session, actor=SYSTEM, edition_id=edition_id, terms=terms, now=now)
    rounds.add_slots(session, actor=SYSTEM, of=of, first=begins, minutes=25, pause=5, count=6, now=now)
    for area in (Trilingual("Sảnh A", "ホールA", "Hall A"), Trilingual("Sảnh B", "ホールB", "Hall B")):
        rounds.add_desks(session, actor=SYSTEM, of=of, count=3, area=area, now=now)
    fields = session.scalars(select(FieldRow.id).order_by(FieldRow.position)).all()
    made = [_company(session, edition_id, one, fields, now) for one in _COMPANIES]
    for family, given, spoken in _INTERPRETERS:
        who = people.add(
            session, actor=SYSTEM, edition_id=edition_id, content=replace(_PERSON, family=family, given=given), now=now, sample=True
        )  # fmt: skip
        rounds.set_interpreter(
            session, actor=SYSTEM, of=of, person_id=who.id, languages=spoken, since=begins,
            until=begins + timedelta(hours=3), now=now,
        )  # fmt: skip
    for asks, asked, wanting in _WISHES:
        wishing.wish(
            session, actor=SYSTEM, of=of, asks=get_company(session, edition_id, made[asks]), asked_id=made[asked],
            wanting=wanting, now=now,
        )  # fmt: skip


_PERSON = PersonContent(family="", given="", language="vi")


def _company(session: Session, edition_id: int, one: _Sample, fields: Sequence[int], now: datetime) -> int:
    is_guest = one.side is Side.INVESTOR
    content = CompanyContent(
        one.name, one.side, "JP" if is_guest else "VN", one.offers, one.seeks, one.size, one.intent,
        language="ja" if is_guest else "vi", fields=tuple(fields[one.field : one.field + 1]),
    )  # fmt: skip
    number = companies.add_company(
        session, actor=SYSTEM, edition_id=edition_id, content=content, now=now, is_sample=True
    )
    row: Company = get_company(session, edition_id, number)
    if one.listed:
        companies.set_listed(session, actor=SYSTEM, company=row, is_listed=True, now=now)
    for family, given, kana, latin, spoken in one.people:
        person = replace(
            _PERSON, family=family, given=f"{given} (mẫu)" if not is_guest else given, kana=kana, latin=latin,
            language="ja" if is_guest else "vi", organisation=one.name,
        )  # fmt: skip
        companies.add_speaker(session, actor=SYSTEM, company=row, content=person, languages=spoken, now=now)
    return number
