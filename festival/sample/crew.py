"""The sample's crew: posts of the main night with what they need, shifts, and invented people who are rostered as well as can be."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM
from festival.core.clock import LOCAL
from festival.core.trilingual import Trilingual
from festival.logistics.models import Agency, Assignment, CrewMember, Post, Proposed, Shift, Task
from festival.logistics.services import enlisting, manning, rostering
from festival.logistics.types.crew import AwayContent, CrewContent, Role, Skill, TeamContent
from festival.logistics.types.shifts import AREA_OF, AssignmentState, DemandContent, PostContent, PostKind
from festival.logistics.types.tasks import Area, TaskState
from festival.programme.models import Edition, Event, Venue
from festival.registration.types.people import PersonContent

_OPEN = (TaskState.TODO, TaskState.DOING)
SQUARE = "quang-truong-30-10"
K, S = PostKind, Skill
# code, kind, names, metres on the plan (None: on a road), and needs: from hour, until hour, role, qualification, at least, better
_Need = tuple[int, int, Role, Skill | None, int, int]
_LEAD: _Need = (16, 23, Role.LEAD, None, 1, 1)
_POSTS: tuple[tuple[str, PostKind, tuple[str, str, str], tuple[int, int] | None, tuple[_Need, ...]], ...] = (
    ("B1", K.SECURITY_RING, ("Vòng bảo vệ sân khấu", "ステージ周辺警備", "Ring round the stage"), (120, 62), (_LEAD, (16, 23, Role.MEMBER, S.SECURITY, 4, 6))),
    ("B2", K.SECURITY_RING, ("Vòng bảo vệ khu khán giả", "観客エリア警備", "Ring round the audience"), (128, 190), ((17, 23, Role.MEMBER, S.SECURITY, 4, 6),)),
    ("C1", K.GATE_LANE, ("Cổng 1, các làn soát vé", "ゲート1 検札レーン", "Gate 1, lanes"), (36, 100), ((15, 21, Role.LEAD, None, 1, 1), (15, 21, Role.MEMBER, None, 3, 5))),
    ("C4", K.GATE_LANE, ("Cổng 4, các làn soát vé", "ゲート4 検札レーン", "Gate 4, lanes"), (176, 184), ((15, 21, Role.LEAD, None, 1, 1), (15, 21, Role.MEMBER, None, 3, 5), (16, 21, Role.RELIEF, None, 1, 1))),
    ("Y1", K.FIRST_AID, ("Trạm y tế chính", "主救護所", "Main first-aid post"), (66, 66), (_LEAD, (16, 23, Role.MEMBER, S.DOCTOR, 1, 2), (16, 23, Role.MEMBER, S.FIRST_AID, 4, 6))),
    ("Y2", K.FIRST_AID, ("Chốt y tế phụ", "救護所分所", "Second first-aid post"), (178, 128), ((16, 23, Role.MEMBER, S.FIRST_AID, 2, 4),)),
    ("Y3", K.AMBULANCE, ("Xe cứu thương", "救急車", "Ambulances"), (22, 62), ((16, 24, Role.MEMBER, S.AMBULANCE, 2, 3),)),
    ("G1", K.TRAFFIC_POINT, ("Nút giao Trần Quốc Nghiễn", "チャン・クオック・ギエン交差点", "Crossing on Trần Quốc Nghiễn"), None, ((14, 23, Role.MEMBER, S.TRAFFIC, 2, 3),)),
    ("G2", K.ROAD_CLOSURE, ("Rào chắn đường Trần Quốc Nghiễn", "チャン・クオック・ギエン通り封鎖", "Road closure, Trần Quốc Nghiễn"), None, ((14, 23, Role.MEMBER, S.TRAFFIC, 2, 4),)),
    ("P1", K.CAR_PARK, ("Bãi đỗ xe 1", "第1駐車場", "Car park 1"), (16, 52), ((15, 22, Role.MEMBER, None, 2, 3),)),
    ("L1", K.RECEPTION_DESK, ("Bàn đón tiếp, trẻ lạc", "受付・迷子", "Reception desk, lost children"), (48, 88), ((15, 22, Role.MEMBER, S.JAPANESE, 1, 2), (15, 22, Role.MEMBER, S.ENGLISH, 1, 2))),
    ("F1", K.FIRE_WATCH, ("Trực chữa cháy khu ẩm thực", "飲食エリア消防", "Fire watch at the food zone"), (58, 140), ((16, 23, Role.MEMBER, S.FIRE, 2, 2),)),
)  # fmt: skip
_BRIEFING = Trilingual(
    "Có mặt trước giờ trực 15 phút, mang thẻ công tác. Nhận bộ đàm tại Bàn đón tiếp L1.\nKhông rời vị trí khi chưa có người thay. Khi có sự cố: gọi người phụ trách, nói rõ vị trí.",
    "勤務開始の15分前までに、資格証をつけて集合してください。無線機は受付L1で受け取ります。\n交代が来るまで持ち場を離れないでください。異常があれば担当者に電話し、場所を伝えてください。",
    "Be there 15 minutes before, with your badge. Radios are handed out at the reception desk L1.\nDo not leave your post before somebody takes over. If something happens: call, and say where you are.",
)
# agency, area, team, names in order, qualifications that its people take in turn
_TEAMS: tuple[tuple[str, Area, str, int, tuple[tuple[Skill, ...], ...]], ...] = (
    ("cong-an", Area.SECURITY, "Tổ bảo vệ 1 (mẫu)", 14, ((S.SECURITY,), (S.SECURITY, S.RADIO), (S.SECURITY, S.ENGLISH))),
    ("tinh-doan", Area.PEOPLE, "Tổ tình nguyện đón Nhân dân (mẫu)", 18, ((), (S.ENGLISH,), (S.RADIO,), (S.JAPANESE,))),
    ("so-yte", Area.MEDICAL, "Tổ y tế (mẫu)", 12, ((S.FIRST_AID, S.DOCTOR), (S.FIRST_AID,), (S.FIRST_AID, S.NURSE), (S.FIRST_AID, S.RADIO))),
    ("cap-cuu-115", Area.MEDICAL, "Tổ cấp cứu 115 (mẫu)", 5, ((S.AMBULANCE, S.FIRST_AID, S.DRIVING),)),
    ("csgt", Area.TRAFFIC, "Tổ phân luồng giao thông (mẫu)", 11, ((S.TRAFFIC, S.RADIO), (S.TRAFFIC,))),
    ("dh-halong", Area.RECEPTION, "Tổ lễ tân sinh viên (mẫu)", 8, ((S.JAPANESE, S.ENGLISH), (S.ENGLISH,))),
    ("pccc", Area.ENVIRONMENT, "Tổ chữa cháy (mẫu)", 4, ((S.FIRE, S.RADIO),)),
)  # fmt: skip
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
_GIVEN = ("Mẫu An", "Mẫu Bình", "Mẫu Chi", "Mẫu Dũng", "Mẫu Giang", "Mẫu Hà", "Mẫu Khánh", "Mẫu Linh")
_JAPANESE = (("佐々木", "一例"), ("小林", "見本"))  # students from Hokkaido who help at the reception


def crew(session: Session, edition: Edition, *, now: datetime) -> None:
    """Add posts, shifts and 72 people; two in three open places are booked, most of them confirmed, the others proposed."""
    posts = _posts(session, edition, now)
    people = _people(session, edition, now)
    _tasks(session, edition, people)
    manning.make_shifts(session, actor=SYSTEM, edition_id=edition.id, hours=5, is_open=False, now=now)
    for shift in session.scalars(select(Shift).where(Shift.edition_id == edition.id)):
        code = next(code for code, post in posts.items() if post.id == shift.post_id)
        shift.is_open = code in {"C1", "C4", "P1", "L1"} and shift.role == Role.MEMBER
    away = people[20]
    evening = datetime.combine(edition.main_day, time(12), LOCAL)
    enlisting.add_away(
        session,
        actor=SYSTEM,
        edition_id=edition.id,
        crew_id=away.id,
        content=_away(evening),
        submission=None,
        now=now,
    )
    session.flush()
    rostering.propose_open(session, actor=SYSTEM, edition_id=edition.id, now=now)
    numbers = session.scalars(
        select(Proposed.id).where(Proposed.edition_id == edition.id).order_by(Proposed.id)
    ).all()
    chosen = [number for place, number in enumerate(numbers) if place % 6 != 5]
    taken = rostering.take_proposals(
        session, actor=SYSTEM, edition_id=edition.id, proposal_ids=chosen, now=now
    )
    for place, one in enumerate(taken.assignments):
        if place % 4:
            one.state, one.told = str(AssignmentState.CONFIRMED), 1
    session.flush()
    _some_refuse(session, taken.assignments, now)


def _tasks(session: Session, edition: Edition, people: Sequence[CrewMember]) -> None:
    """Put the next open task of each area that has a crew into the hands of its first person."""
    for area in dict.fromkeys(one.area for one in people):
        task = session.scalars(
            select(Task)
            .where(Task.edition_id == edition.id, Task.area == area, Task.state.in_(_OPEN))
            .order_by(Task.due_on, Task.id)
        ).first()
        if task is not None:
            task.crew_id = next(one.id for one in people if one.area == area)
    session.flush()


def _away(evening: datetime) -> AwayContent:
    return AwayContent(evening, evening + timedelta(hours=12), "Lịch học (mẫu)")


def _some_refuse(session: Session, assignments: tuple[Assignment, ...], now: datetime) -> None:
    for one in assignments[3::17]:
        one.state, one.reason, one.changed_at = str(AssignmentState.REFUSED), "Bận việc gia đình (mẫu)", now
    session.flush()


def _posts(session: Session, edition: Edition, now: datetime) -> dict[str, Post]:
    venue = session.scalars(select(Venue.id).where(Venue.slug == SQUARE)).one()
    night = session.scalars(select(Event.id).where(Event.edition_id == edition.id, Event.is_main)).first()
    found: dict[str, Post] = {}
    for code, kind, names, at, needs in _POSTS:
        closed = kind is PostKind.ROAD_CLOSURE
        made = manning.save_post(
            session,
            actor=SYSTEM,
            edition_id=edition.id,
            post_id=None,
            version=0,
            content=PostContent(
                code,
                kind,
                AREA_OF[kind],
                Trilingual(*names),
                venue if at else None,
                at[0] if at else None,
                at[1] if at else None,
                _hour(edition, 15) if closed else None,
                _hour(edition, 23) if closed else None,
                _BRIEFING,
                "Trực ban chỉ huy (mẫu)",
                "+84912345690",
            ),
            submission=None,
            now=now,
            sample=True,
        )
        assert isinstance(made, Post)
        found[code] = made
        for begin, end, role, skill, minimum, target in needs:
            manning.add_demand(
                session,
                actor=SYSTEM,
                edition_id=edition.id,
                post_id=made.id,
                content=DemandContent(
                    _hour(edition, begin), _hour(edition, end), role, skill, minimum, target, night
                ),
                submission=None,
                now=now,
            )
    return found


def _people(session: Session, edition: Edition, now: datetime) -> list[CrewMember]:
    agencies = {one.code: one.id for one in session.scalars(select(Agency))}
    until = date(edition.main_day.year + 1, 12, 31)
    found: list[CrewMember] = []
    for code, area, name, count, skills in _TEAMS:
        team = enlisting.save_team(
            session,
            actor=SYSTEM,
            edition_id=edition.id,
            team_id=None,
            content=TeamContent(name, area, agencies.get(code)),
            submission=None,
            now=now,
        )
        for place in range(count):
            number = len(found)
            own = skills[place % len(skills)] + ((S.LEAD,) if place < 2 else ())
            dated = {S.DOCTOR, S.FIRST_AID, S.NURSE}
            made = enlisting.add_member(
                session,
                actor=SYSTEM,
                edition_id=edition.id,
                person=_person(number, is_guest=area is Area.RECEPTION and place >= count - len(_JAPANESE)),
                content=CrewContent(
                    agency_id=agencies.get(code),
                    team_id=team.id,
                    area=area,
                    skills=tuple((one, until if one in dated else None) for one in own),
                ),
                submission=None,
                now=now,
                sample=True,
            )
            made.leads = place == 0
            found.append(made)
    session.flush()
    return found


def _person(number: int, *, is_guest: bool) -> PersonContent:
    phone = f"+84912346{number:03}"
    if is_guest:
        family, given = _JAPANESE[number % len(_JAPANESE)]
        return PersonContent(
            family, f"{given}（見本）", "ja", phone=phone, mail=f"crew{number}@sample.example"
        )
    return PersonContent(
        _FAMILY[number % len(_FAMILY)],
        f"{_GIVEN[number % len(_GIVEN)]} {number + 1} (mẫu)",
        "vi",
        phone=phone,
        mail=f"crew{number}@sample.example",
    )


def _hour(edition: Edition, hour: int) -> datetime:
    return datetime.combine(edition.main_day, time(), LOCAL) + timedelta(hours=hour)
