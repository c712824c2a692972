"""The words of the crew: what people can do, what a form says of one, and the numbers that rosters keep to."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from festival.logistics.types.tasks import Area


class Skill(StrEnum):
    """What somebody is qualified for, in the order of pages."""

    LEAD = "lead"  # may lead a post
    FIRST_AID = "first_aid"
    NURSE = "nurse"
    DOCTOR = "doctor"
    AMBULANCE = "ambulance"  # drives an ambulance
    DRIVING = "driving"
    SECURITY = "security"
    TRAFFIC = "traffic"
    FIRE = "fire"
    RADIO = "radio"
    JAPANESE = "japanese"
    ENGLISH = "english"
    SIGN_LANGUAGE = "sign_language"


class Role(StrEnum):
    """What somebody does at a post."""

    LEAD = "lead"
    MEMBER = "member"
    RELIEF = "relief"  # takes over while others rest


@dataclass(frozen=True, slots=True)
class CrewContent:
    """What a crew member's form says beside the person. `skills` are (skill, last valid day or None for ever)."""

    agency_id: int | None = None
    team_id: int | None = None
    area: Area = Area.SECURITY
    skills: tuple[tuple[Skill, date | None], ...] = ()
    is_active: bool = True
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CrewFilters:
    """What the list of the crew is narrowed to; None narrows nothing."""

    text: str = ""
    area: Area | None = None
    skill: Skill | None = None
    agency_id: int | None = None
    team_id: int | None = None
    only_inactive: bool = False

    def as_query(self) -> dict[str, str]:
        """Return the filters as an address says them."""
        said = {
            "q": self.text,
            "area": self.area,
            "skill": self.skill,
            "agency": self.agency_id,
            "team": self.team_id,
            "inactive": "yes" if self.only_inactive else "",
        }
        return {name: str(value) for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class TeamContent:
    """What a team's form says."""

    name: str
    area: Area
    agency_id: int | None = None
    leader_id: int | None = None


@dataclass(frozen=True, slots=True)
class AwayContent:
    """From when until when somebody cannot come."""

    starts_at: datetime
    ends_at: datetime
    reason: str = ""


class LimitCode(StrEnum):
    """The numbers that a roster keeps to. They are rows of the database, each with its source."""

    REST = "rest"
    MOST = "most"
    WINDOW = "window"
    ADJOINING = "adjoining"
    UNBROKEN = "unbroken"
    UNKNOWN_WAY = "unknown_way"
    CONFIRM = "confirm"
    LATE = "late"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class StandardLimit:
    """What a number is until somebody changes it, in minutes, and where it is written."""

    code: LimitCode
    minutes: int
    source: str


_HOUSE = "Quy định của Ban Tổ chức"
STANDARD_LIMITS = (
    StandardLimit(LimitCode.REST, 600, f"{_HOUSE}: nghỉ ít nhất 10 giờ giữa hai lần trực"),
    StandardLimit(LimitCode.MOST, 720, "Bộ luật Lao động 2019, Điều 107: không quá 12 giờ trong một ngày"),
    StandardLimit(LimitCode.WINDOW, 1440, "Bộ luật Lao động 2019, Điều 107: tính trong 24 giờ"),
    StandardLimit(LimitCode.ADJOINING, 60, f"{_HOUSE}: hai ca liền nhau được tính là một lần trực"),
    StandardLimit(
        LimitCode.UNBROKEN, 360, "Bộ luật Lao động 2019, Điều 109: làm việc từ 6 giờ được nghỉ giữa giờ"
    ),
    StandardLimit(LimitCode.UNKNOWN_WAY, 60, f"{_HOUSE}: khi chưa biết thời gian di chuyển"),
    StandardLimit(LimitCode.CONFIRM, 1440, f"{_HOUSE}: xác nhận trước ca trực"),
    StandardLimit(LimitCode.LATE, 10, f"{_HOUSE}: coi là chưa đến sau giờ bắt đầu ca"),
    StandardLimit(LimitCode.EARLY, 60, f"{_HOUSE}: được điểm danh trước giờ bắt đầu ca"),
)
