"""The plan of a venue as data: what stands where, in metres. Templates draw it and list it.

The layout is a sample: of the square only its size (23,000 m² in 11 zones), 6 gates, 4 car parks and 2 in reserve are public.
"""

from dataclasses import dataclass
from typing import Literal

from festival.core.trilingual import Trilingual

Mark = Literal["gate", "medical", "water", "toilet", "info", "parking"]


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle with its upper left corner at (x, y). `number` stands in the drawing, the name in the list beside it.

    `slug` is the space it is, when there is one; `tone` says how it is coloured.
    """

    number: str
    name: Trilingual
    x: int
    y: int
    width: int
    height: int
    tone: Literal["stage", "seats", "crowd", "fair", "care"]
    slug: str | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """The point on which its number stands."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Point:
    """Something one looks for, at (x, y). `letter` stands in its mark."""

    mark: Mark
    letter: str
    name: Trilingual
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A venue of `width` × `height` metres, streets included; `square` is the paved ground in it (x, y, width, height)."""

    width: int
    height: int
    square: tuple[int, int, int, int]
    zones: tuple[Zone, ...]
    points: tuple[Point, ...]
    step_free: tuple[tuple[int, int], ...]
    streets: tuple[tuple[Trilingual, int, int], ...]
    is_sample: bool

    def of(self, *marks: Mark) -> list[Point]:
        """Return the points of these kinds, one of those that are called the same."""
        found = {(point.letter, point.name): point for point in self.points if point.mark in marks}
        return list(found.values())


def _audience(letter: str, x: int, y: int) -> Zone:
    name = Trilingual(vi=f"Khu khán giả {letter}", ja=f"観客エリア{letter}", en=f"Audience zone {letter}")
    return Zone(letter, name, x, y, 50, 50, "crowd", f"khan-gia-{letter.lower()}")


def _gate(number: int, x: int, y: int, *, step_free: bool = False) -> Point:
    vi, ja, en = f"Cổng {number}", f"ゲート{number}", f"Gate {number}"
    if step_free:
        vi, ja, en = f"{vi} (lối đi không bậc)", f"{ja}（段差なし）", f"{en} (no steps)"
    return Point("gate", str(number), Trilingual(vi=vi, ja=ja, en=en), x, y)


def _parking(letter: str, x: int, y: int, *, reserve: bool = False) -> Point:
    vi, ja, en = f"Bãi đỗ xe {letter}", f"駐車場{letter}", f"Car park {letter}"
    if reserve:
        vi, ja, en = f"{vi} (dự phòng)", f"{ja}（予備）", f"{en} (in reserve)"
    return Point("parking", f"P{letter[-1]}", Trilingual(vi=vi, ja=ja, en=en), x, y)


_WATER = Trilingual(vi="Nước uống miễn phí", ja="無料の飲料水", en="Free drinking water")
_TOILETS = Trilingual(
    vi="Nhà vệ sinh, có buồng cho xe lăn",
    ja="トイレ（車いす対応あり）",
    en="Toilets, with one for wheelchairs",
)

SQUARE = SitePlan(
    width=260,
    height=230,
    square=(30, 30, 200, 165),
    zones=(
        Zone(
            "1",
            Trilingual(vi="Sân khấu và hậu trường", ja="ステージ・舞台裏", en="Stage and backstage"),
            85, 36, 80, 25, "stage", "san-khau",
        ),
        Zone(
            "2",
            Trilingual(vi="Khán đài đại biểu", ja="来賓席", en="Delegates’ stand"),
            100, 64, 50, 20, "seats", "khan-dai-dai-bieu",
        ),
        _audience("A", 75, 87),
        _audience("B", 127, 87),
        _audience("C", 75, 139),
        _audience("D", 127, 139),
        Zone(
            "3",
            Trilingual(vi="Khu hội chợ", ja="フェアエリア", en="Fair zone"),
            186, 87, 38, 102, "fair", "hoi-cho",
        ),
        Zone(
            "4",
            Trilingual(vi="Khu ẩm thực", ja="飲食エリア", en="Food zone"),
            36, 87, 34, 58, "fair", "am-thuc",
        ),
        Zone(
            "5",
            Trilingual(vi="Sân múa bon odori", ja="盆踊り広場", en="Bon odori ground"),
            36, 149, 34, 40, "fair", "san-bon-odori",
        ),
        Zone(
            "6",
            Trilingual(vi="Khu nghệ thuật đường phố", ja="ストリートアートエリア", en="Street art zone"),
            186, 50, 38, 33, "fair", "nghe-thuat-duong-pho",
        ),
        Zone(
            "7",
            Trilingual(vi="Khu đón tiếp và y tế", ja="受付・救護エリア", en="Reception and first aid"),
            36, 50, 40, 33, "care", "don-tiep-y-te",
        ),
    ),
    points=(
        _gate(1, 30, 85, step_free=True),
        _gate(2, 30, 147),
        _gate(3, 72, 195),
        _gate(4, 180, 195, step_free=True),
        _gate(5, 230, 150),
        _gate(6, 230, 66),
        Point("medical", "+", Trilingual(vi="Y tế", ja="救護所", en="First aid"), 68, 75),
        Point("medical", "+", Trilingual(vi="Y tế (chốt phụ)", ja="救護所（分所）", en="First aid, second post"), 181, 139),
        Point("info", "i", Trilingual(vi="Đón tiếp, trẻ lạc", ja="受付・迷子", en="Reception, lost children"), 44, 75),
        Point("water", "W", _WATER, 72, 113),
        Point("water", "W", _WATER, 181, 113),
        Point("toilet", "WC", _TOILETS, 43, 40),
        Point("toilet", "WC", _TOILETS, 215, 40),
        _parking("1", 12, 40),
        _parking("2", 12, 180),
        _parking("3", 248, 40),
        _parking("4", 248, 180),
        _parking("5", 12, 215, reserve=True),
        _parking("6", 248, 215, reserve=True),
    ),
    step_free=((30, 85), (181, 85), (181, 195)),
    streets=(
        (Trilingual(vi="Đường Trần Quốc Nghiễn", ja="チャン・クオック・ギエン通り", en="Trần Quốc Nghiễn street"), 130, 217),
        (Trilingual(vi="Vịnh Hạ Long", ja="ハロン湾", en="Hạ Long Bay"), 130, 16),
    ),
    is_sample=True,
)  # fmt: skip

PLANS = {"quang-truong-30-10": SQUARE}
