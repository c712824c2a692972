"""The sample's sessions: real subjects of the conference and its seminars, invented people who are marked as samples."""

from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import SessionRow
from festival.conference.sample import fields as field
from festival.conference.services.seats import set_seats
from festival.conference.services.sessions import add_part, add_talk, save_session
from festival.conference.services.speakers import save_profile
from festival.conference.types.halls import DelegateKind, SeatTerms
from festival.conference.types.sessions import PartKind, SessionContent, SessionKind, TalkContent
from festival.core.actor import SYSTEM
from festival.core.clock import LOCAL
from festival.core.trilingual import Trilingual
from festival.programme.models import Edition
from festival.programme.queries import events_of
from festival.programme.sample.events_conference import AGRICULTURE, CONFERENCE, CULTURE
from festival.programme.types import EventFacts
from festival.registration.models import Person

_NONE = Trilingual()
_BIOGRAPHY = Trilingual(
    "Nhân vật mẫu, dùng để minh họa trang diễn giả.",
    "登壇者のページの見本として作成した人物です。",
    "An invented person who shows how a speaker’s page looks.",
)

# One session that takes fewer people than its event.
_FEW = SeatTerms(80, reserved=10, kept_for=frozenset({DelegateKind.LEADER, DelegateKind.COMPANY}))

# Event, title, kind, from, until, fields, moderator (part of a name), talks: (title, speaker)
_SESSIONS = (
    (
        CONFERENCE, Trilingual("Đón tiếp và phát biểu khai mạc", "開会挨拶", "Welcome and opening"), SessionKind.TALKS,
        time(8, 0), time(8, 30), (), "Mẫu Cường",
        (
            (Trilingual("Phát biểu chào mừng", "歓迎挨拶", "Words of welcome"), "Mẫu An"),
            (Trilingual("Phát biểu của đoàn Hokkaido", "北海道代表団挨拶", "Words of the Hokkaido delegation"), "鷗"),
        ),
    ),
    (
        CONFERENCE,
        Trilingual(
            "Quy hoạch: nền tảng để nhà đầu tư lựa chọn", "計画を土台にした投資環境", "Planning that investors can build on"
        ),
        SessionKind.TALKS, time(8, 30), time(9, 30), (field.INDUSTRY, field.PORTS), "Mẫu Cường",
        (
            (Trilingual("Hành lang cảng biển và khu công nghiệp", "港湾と工業団地の回廊", "The corridor of ports and parks"), "Mẫu Em"),
            (Trilingual("Nhà đầu tư Nhật Bản cần gì", "日本企業が求めるもの", "What investors from Japan need"), "例子"),
        ),
    ),
    (CONFERENCE, Trilingual("Giải lao", "休憩", "Coffee break"), SessionKind.BREAK, time(9, 30), time(9, 50), (), "", ()),
    (
        CONFERENCE,
        Trilingual(
            "Tọa đàm: năng lượng sạch và chuỗi cung ứng", "パネル：クリーンエネルギーとサプライチェーン",
            "Panel: clean energy and supply chains",
        ),
        SessionKind.PANEL, time(9, 50), time(10, 50), (field.ENERGY, field.PORTS), "例子",
        ((Trilingual("Trao đổi và hỏi đáp", "討論と質疑応答", "Discussion and questions"), "Mẫu Em"),),
    ),
    (
        CONFERENCE, Trilingual("Trao giấy chứng nhận và ký kết", "証書交付・調印式", "Certificates and signing"),
        SessionKind.SIGNING, time(10, 50), time(11, 30), (), "", (),
    ),
    (
        AGRICULTURE,
        Trilingual("Từ cánh đồng đến thị trường Nhật Bản", "畑から日本市場へ", "From the field to the Japanese market"),
        SessionKind.TALKS, time(14, 0), time(15, 20), (field.AGRICULTURE,), "Mẫu Giang",
        (
            (Trilingual("Giống, bảo quản lạnh và thương hiệu", "品種・低温貯蔵・ブランド化", "Seeds, cold storage and brands"), "試"),
            (Trilingual("Vùng nguyên liệu của Quảng Ninh", "クアンニン省の産地", "Where Quảng Ninh grows"), "Mẫu Hà"),
        ),
    ),
    (AGRICULTURE, Trilingual("Giải lao", "休憩", "Coffee break"), SessionKind.BREAK, time(15, 20), time(15, 40), (), "", ()),
    (
        AGRICULTURE, Trilingual("Tọa đàm và kết nối", "パネルと意見交換", "Panel and exchange"), SessionKind.PANEL,
        time(15, 40), time(17, 0), (field.AGRICULTURE,), "Mẫu Giang", (),
    ),
    (
        CULTURE,
        Trilingual("Di sản và du lịch bốn mùa", "世界遺産と四季の観光", "Heritage, and tourism in four seasons"),
        SessionKind.TALKS, time(14, 0), time(15, 20), (field.TOURISM,), "Mẫu Dương",
        ((Trilingual("Kinh nghiệm du lịch mùa đông", "冬の観光に学ぶ", "What winter tourism teaches"), "一例"),),
    ),
    (CULTURE, Trilingual("Giải lao", "休憩", "Coffee break"), SessionKind.BREAK, time(15, 20), time(15, 40), (), "", ()),
    (
        CULTURE,
        Trilingual("Tiếng Nhật, kỹ năng và trao đổi sinh viên", "日本語・技能・学生交流", "Japanese, skills and exchange of students"),
        SessionKind.PANEL, time(15, 40), time(17, 0), (field.PEOPLE,), "Mẫu Dương", (),
    ),
)  # fmt: skip


def sessions(session: Session, edition: Edition, *, now: datetime) -> None:
    """Add sessions to the conference and its seminars; speakers are guests of the sample, who must be there."""
    if session.scalar(select(SessionRow.id).limit(1)) is not None:
        return
    events = {event.slug: event for event in events_of(session, edition.id)}
    people = list(session.scalars(select(Person).where(Person.edition_id == edition.id, Person.is_sample)))
    speaking: set[int] = set()
    for sample, title, kind, begins, ends, fields, host, talks in _SESSIONS:
        event = events[sample.slug]
        number = save_session(
            session,
            actor=SYSTEM,
            session_id=None,
            version=0,
            content=SessionContent(
                event_id=event.id,
                title=title,
                summary=_NONE,
                kind=kind,
                starts_at=_at(event, begins),
                ends_at=_at(event, ends),
                space_id=None,
                channels=() if kind is SessionKind.BREAK else ("vi", "ja", "en"),
                fields=fields,
                is_public=True,
            ),
            now=now,
        )
        assert isinstance(number, int)
        if kind is SessionKind.PANEL and sample is AGRICULTURE:
            set_seats(session, actor=SYSTEM, session_id=number, terms=_FEW, now=now)
        speaking |= _join(
            session, edition, number, None, name=host, people=people, kind=PartKind.MODERATOR, now=now
        )
        for talk, speaker in talks:
            talk_id = add_talk(
                session, actor=SYSTEM, session_id=number, content=TalkContent(talk, _NONE, None), now=now
            )
            speaking |= _join(
                session, edition, number, talk_id, name=speaker, people=people, kind=PartKind.SPEAKER, now=now
            )
    for person_id in sorted(speaking):
        save_profile(
            session, actor=SYSTEM, edition_id=edition.id, person_id=person_id, biography=_BIOGRAPHY, now=now
        )


def _at(event: EventFacts, hour: time) -> datetime:
    return datetime.combine(event.starts_at.astimezone(LOCAL).date(), hour, LOCAL)


def _join(
    session: Session,
    edition: Edition,
    session_id: int,
    talk_id: int | None,
    *,
    name: str,
    people: list[Person],
    kind: PartKind,
    now: datetime,
) -> set[int]:
    found = next((one for one in people if name and name in f"{one.family} {one.given}"), None)
    if found is None:
        return set()
    add_part(
        session,
        actor=SYSTEM,
        edition_id=edition.id,
        session_id=session_id,
        talk_id=talk_id,
        person_id=found.id,
        kind=kind,
        now=now,
    )
    return {found.id}
