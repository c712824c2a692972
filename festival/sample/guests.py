"""The sample's invited guests: a delegation from Hokkaido, one of the province, and some who come alone; all invented and marked."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM
from festival.core.clock import LOCAL
from festival.core.trilingual import Language, Trilingual
from festival.programme.models import Edition
from festival.programme.queries import events_of
from festival.registration.guest_links import GuestLinks
from festival.registration.models import Guest, Invitation
from festival.registration.queries.invitations import all_invitations
from festival.registration.services import answering, inviting, seating
from festival.registration.services.delegations import add_guest, make_delegation
from festival.registration.types.guests import (
    DelegationContent,
    GuestContent,
    GuestPart,
    InvitationState,
    Matter,
    QuestionContent,
    QuestionKind,
    Side,
    TermsContent,
    Travel,
)
from festival.registration.types.people import Honorific, PersonContent
from festival.web.settings import settings

MR, MS = Honorific.MR, Honorific.MS
_HOTEL = "Khách sạn Mẫu Vịnh (mẫu)"
# Each: family and given name, Latin letters, kana, position in three languages, part in the delegation, food.
_HOKKAIDO = (
    ("髙﨑", "鷗（見本）", "TAKASAKI Kamome", "タカサキ カモメ", ("Phó Thống đốc (mẫu)", "副知事（見本）", "Vice Governor (sample)"), "guest", "蕎麦アレルギー"),
    ("見本", "結衣（見本）", "MIHON Yui", "ミホン ユイ", ("Phiên dịch (mẫu)", "通訳（見本）", "Interpreter (sample)"), "interpreter", "なし"),
    ("渡邉", "見本（見本）", "WATANABE Mihon", "ワタナベ ミホン", ("Nghị sĩ Hội đồng Hokkaido (mẫu)", "道議会議員（見本）", "Member of the Assembly (sample)"), "guest", "なし"),
    ("佐藤", "例子（見本）", "SATO Reiko", "サトウ レイコ", ("Giám đốc Sở Kinh tế (mẫu)", "経済部長（見本）", "Director of Economic Affairs (sample)"), "guest", "生ものを避けたい"),
    ("鈴木", "一例（見本）", "SUZUKI Ichirei", "スズキ イチレイ", ("Cục trưởng Cục Du lịch (mẫu)", "観光局長（見本）", "Director of Tourism (sample)"), "guest", "なし"),
    ("齋藤", "試（見本）", "", "サイトウ タメシ", ("Trưởng phòng Nông chính (mẫu)", "農政課長（見本）", "Head of Agriculture (sample)"), "guest", ""),
    ("田中", "様（見本）", "TANAKA Yo", "タナカ ヨウ", ("Phòng Quốc tế (mẫu)", "国際課（見本）", "International Division (sample)"), "staff", ""),
)  # fmt: skip
_PROVINCE = (
    ("Nguyễn", "Văn Mẫu An (mẫu)", ("Phó Chủ tịch UBND tỉnh (mẫu)", "副委員長（見本）", "Vice Chair (sample)"), "guest"),
    ("Trần", "Thị Mẫu Bình (mẫu)", ("Phiên dịch (mẫu)", "通訳（見本）", "Interpreter (sample)"), "interpreter"),
    ("Phạm", "Mẫu Cường (mẫu)", ("Giám đốc Sở Du lịch (mẫu)", "観光局長（見本）", "Director, Department of Tourism (sample)"), "guest"),
    ("Lê", "Thuỳ Mẫu Dương (mẫu)", ("Giám đốc Sở Ngoại vụ (mẫu)", "外務局長（見本）", "Director, Department of Foreign Affairs (sample)"), "guest"),
    ("Đặng", "Mẫu Em (mẫu)", ("Phó Giám đốc Sở Công Thương (mẫu)", "商工局副局長（見本）", "Deputy Director, Department of Industry and Trade (sample)"), "guest"),
    ("Vũ", "Mẫu Giang (mẫu)", ("Chánh Văn phòng (mẫu)", "官房長（見本）", "Chief of Office (sample)"), "guest"),
    ("Hoàng", "Mẫu Hà (mẫu)", ("Trưởng phòng Lễ tân (mẫu)", "儀典課長（見本）", "Head of Protocol (sample)"), "guest"),
    ("Bùi", "Mẫu Khánh (mẫu)", ("Cán bộ lễ tân (mẫu)", "儀典担当（見本）", "Protocol Officer (sample)"), "staff"),
)  # fmt: skip
_ALONE = 25


def guests(session: Session, edition: Edition, *, now: datetime) -> None:
    """Load two delegations and guests who come alone, 40 people; some have answered for the opening night."""
    main = next(event for event in events_of(session, edition.id) if event.is_main)
    eve = datetime.combine(edition.main_day - timedelta(days=1), time(14, 10), LOCAL)
    away = datetime.combine(edition.main_day + timedelta(days=3), time(9, 30), LOCAL)
    hokkaido = make_delegation(
        session,
        actor=SYSTEM,
        edition_id=edition.id,
        content=DelegationContent(
            Trilingual("Đoàn Hokkaido (mẫu)", "北海道代表団（見本）", "Hokkaido delegation (sample)"),
            "ja",
            Side.RIGHT,
            liaison="Ngô Mẫu Liên (mẫu)",
            liaison_phone="+84912345601",
            travel=Travel(_HOTEL, "14A-000.01", "VN9891", eve, "VN9892", away),
        ),
        submission=None,
        now=now,
        sample=True,
    )
    province = make_delegation(
        session,
        actor=SYSTEM,
        edition_id=edition.id,
        content=DelegationContent(
            Trilingual(
                "Đoàn tỉnh Quảng Ninh (mẫu)",
                "クアンニン省代表団（見本）",
                "Delegation of Quảng Ninh (sample)",
            ),
            "vi",
            Side.LEFT,
            liaison="Đỗ Mẫu Minh (mẫu)",
            travel=Travel(car="14A-000.02"),
        ),
        submission=None,
        now=now,
        sample=True,
    )
    made = _hokkaido(session, edition.id, hokkaido.id, now) + _province(session, edition.id, province.id, now)
    made += _alone(session, edition.id, now)
    inviting.list_for(
        session, actor=SYSTEM, event_id=main.id, guest_ids=[one.id for one in made], now=now, sample=True
    )
    if main.ends_at > now:
        _terms(session, main.id, now)
        _answers(session, main.id, now)


def _put(
    session: Session, edition_id: int, person: PersonContent, content: GuestContent, now: datetime
) -> Guest:
    made = add_guest(
        session,
        actor=SYSTEM,
        edition_id=edition_id,
        person=person,
        content=content,
        submission=None,
        now=now,
        sample=True,
    )
    assert isinstance(made, Guest)
    return made


def _hokkaido(session: Session, edition_id: int, delegation: int, now: datetime) -> list[Guest]:
    home = Trilingual("Chính quyền Hokkaido (mẫu)", "北海道庁（見本）", "Hokkaido Government (sample)")
    return [
        _put(
            session,
            edition_id,
            PersonContent(
                family,
                given,
                "ja",
                latin=latin,
                kana=kana,
                position=Trilingual(*position),
                organisation=home,
                mail=f"hokkaido{number}@doudan.example",
            ),
            GuestContent(
                delegation,
                number == 0,
                GuestPart(part),
                food,
                "Tranh Vịnh Hạ Long (mẫu)" if number == 0 else "",
            ),
            now,
        )
        for number, (family, given, latin, kana, position, part, food) in enumerate(_HOKKAIDO)
    ]


def _province(session: Session, edition_id: int, delegation: int, now: datetime) -> list[Guest]:
    home = Trilingual(
        "UBND tỉnh Quảng Ninh (mẫu)",
        "クアンニン省人民委員会（見本）",
        "People’s Committee of Quảng Ninh (sample)",
    )
    return [
        _put(
            session,
            edition_id,
            PersonContent(
                family,
                given,
                "vi",
                honorific=MS if "Thị" in given else MR,
                position=Trilingual(*position),
                organisation=home,
                mail=f"tinh{number}@co-quan.example",
            ),
            GuestContent(delegation, number == 0, GuestPart(part), "không" if number % 2 else "ăn chay"),
            now,
        )
        for number, (family, given, position, part) in enumerate(_PROVINCE)
    ]


def _alone(session: Session, edition_id: int, now: datetime) -> list[Guest]:
    made = []
    for number in range(1, _ALONE + 1):
        language: Language = "en" if number % 8 == 0 else "vi"
        person = (
            PersonContent("Sample", f"Guest {number} (sample)", "en", mail=f"guest{number}@partner.example")
            if language == "en"
            else PersonContent(
                ("Ngô", "Đỗ", "Hồ", "Dương", "Lý")[number % 5],
                f"Khách Mẫu {number} (mẫu)",
                "vi",
                position=Trilingual("Đại biểu (mẫu)", "来賓（見本）", "Delegate (sample)"),
                mail=f"khach{number}@don-vi.example",
            )
        )
        made.append(_put(session, edition_id, person, GuestContent(dietary="không"), now))
    return made


def _terms(session: Session, event_id: int, now: datetime) -> None:
    inviting.set_terms(
        session,
        actor=SYSTEM,
        event_id=event_id,
        version=0,
        content=TermsContent(None, takes_deputies=True, matters=frozenset({Matter.CAR})),
        now=now,
    )
    inviting.add_question(
        session,
        actor=SYSTEM,
        event_id=event_id,
        content=QuestionContent(
            QuestionKind.CHOICE,
            Trilingual(
                "Quý vị có dự tiệc chiêu đãi không?",
                "歓迎レセプションにご出席になりますか。",
                "Will you attend the reception?",
            ),
            (Trilingual("Có", "出席します", "Yes"), Trilingual("Không", "欠席します", "No")),
            is_needed=True,
        ),
        submission=None,
        now=now,
    )
    inviting.add_question(
        session,
        actor=SYSTEM,
        event_id=event_id,
        content=QuestionContent(
            QuestionKind.NUMBER,
            Trilingual(
                "Quý vị cần mấy tai nghe phiên dịch?",
                "通訳用イヤホンはいくつ必要ですか。",
                "How many headsets for interpretation do you need?",
            ),
        ),
        submission=None,
        now=now,
    )


def _answers(session: Session, event_id: int, now: datetime) -> None:
    for place, one in enumerate(all_invitations(session, event_id)):
        _answer(session, place, one, now)
    version = seating.set_rows(
        session, actor=SYSTEM, event_id=event_id, version=0, rows=[(6, 6)] * 4, reserved=(), now=now
    )
    assert isinstance(version, int)
    seating.propose_all(session, actor=SYSTEM, event_id=event_id, version=version, now=now)


def _answer(session: Session, place: int, one: Invitation, now: datetime) -> None:
    links = GuestLinks(settings().public_url, settings().secret_key)
    one.state, one.sent_at = InvitationState.SENT, now
    session.flush()
    head_of_hokkaido = place == 0  # waits for somebody to try the page
    if head_of_hokkaido or place % 5 == 4:
        return
    if place % 7 == 6:
        answering.decline(session, actor=SYSTEM, invitation_id=one.id, links=links, now=now)
    else:
        answering.accept(session, actor=SYSTEM, invitation_id=one.id, links=links, now=now)
