"""The planning board as the province reported it in November 2023: thirteen localities and their plans.

Numbers of decisions stand only where they were made public with the figures.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import Locality
from festival.conference.services.planning import add_locality, add_plan
from festival.conference.types.planning import LocalityKind, PlanContent, PlanLayer, PlanStatus
from festival.core.actor import SYSTEM
from festival.core.trilingual import Trilingual

AS_OF = date(2023, 11, 17)
ZONING_PLANS, ZONING_DUE = 91, date(2024, 12, 31)
_WHY = "Số liệu tháng 11/2023 (mẫu)"

PROVINCE = ("quang-ninh", Trilingual("Tỉnh Quảng Ninh", "クアンニン省", "Quảng Ninh province"))
CITIES = (
    ("ha-long", Trilingual("Hạ Long", "ハロン", "Hạ Long")),
    ("mong-cai", Trilingual("Móng Cái", "モンカイ", "Móng Cái")),
    ("cam-pha", Trilingual("Cẩm Phả", "カムファ", "Cẩm Phả")),
    ("uong-bi", Trilingual("Uông Bí", "ウオンビ", "Uông Bí")),
)
TOWNS = (
    ("quang-yen", Trilingual("Quảng Yên", "クアンイエン", "Quảng Yên")),
    ("dong-trieu", Trilingual("Đông Triều", "ドンチエウ", "Đông Triều")),
)
# Each district with its township.
DISTRICTS = (
    (
        "van-don",
        Trilingual("Vân Đồn", "ヴァンドン", "Vân Đồn"),
        Trilingual("Cái Rồng", "カイロン", "Cái Rồng"),
    ),
    (
        "tien-yen",
        Trilingual("Tiên Yên", "ティエンイエン", "Tiên Yên"),
        Trilingual("Tiên Yên", "ティエンイエン", "Tiên Yên"),
    ),
    ("dam-ha", Trilingual("Đầm Hà", "ダムハ", "Đầm Hà"), Trilingual("Đầm Hà", "ダムハ", "Đầm Hà")),
    ("hai-ha", Trilingual("Hải Hà", "ハイハ", "Hải Hà"), Trilingual("Quảng Hà", "クアンハ", "Quảng Hà")),
    (
        "binh-lieu",
        Trilingual("Bình Liêu", "ビンリエウ", "Bình Liêu"),
        Trilingual("Bình Liêu", "ビンリエウ", "Bình Liêu"),
    ),
    ("ba-che", Trilingual("Ba Chẽ", "バーチェー", "Ba Chẽ"), Trilingual("Ba Chẽ", "バーチェー", "Ba Chẽ")),
    ("co-to", Trilingual("Cô Tô", "コートー", "Cô Tô"), Trilingual("Cô Tô", "コートー", "Cô Tô")),
)
_APPROVED_LAND = {"ha-long", "tien-yen"}
_LAND_BEING_DRAWN_UP = {"quang-yen", "dam-ha", "hai-ha", "binh-lieu", "mong-cai"}

_BUILDING = Trilingual("Sở Xây dựng", "建設局", "Department of Construction")
_LAND = Trilingual(
    "Sở Tài nguyên và Môi trường", "天然資源環境局", "Department of Natural Resources and Environment"
)
_INVESTMENT = Trilingual("Sở Kế hoạch và Đầu tư", "計画投資局", "Department of Planning and Investment")


def planning(session: Session, *, now: datetime) -> None:
    """Add the board, unless there is one already: it belongs to no edition."""
    if session.scalar(select(Locality.id).limit(1)) is not None:
        return
    places = [
        (PROVINCE, LocalityKind.PROVINCE),
        *((city, LocalityKind.CITY) for city in CITIES),
        *((town, LocalityKind.TOWN) for town in TOWNS),
        *(((slug, name), LocalityKind.DISTRICT) for slug, name, _township in DISTRICTS),
    ]
    for position, ((slug, name), kind) in enumerate(places):
        add_locality(session, slug=slug, name=name, kind=kind, position=position)
    for slug, content in _plans():
        add_plan(session, actor=SYSTEM, place=slug, content=content, why=_WHY, now=now)


def _plans() -> list[tuple[str, PlanContent]]:
    made = [
        (
            PROVINCE[0],
            _plan(
                PlanLayer.PROVINCIAL,
                PlanStatus.APPROVED,
                _INVESTMENT,
                name=Trilingual(
                    "Quy hoạch tỉnh Quảng Ninh", "クアンニン省総合計画", "Plan of Quảng Ninh province"
                ),
                decision="80/QĐ-TTg",
                decided_on=date(2023, 2, 11),
            ),
        ),
        (
            PROVINCE[0],
            _plan(
                PlanLayer.PROVINCIAL,
                PlanStatus.APPROVED,
                _INVESTMENT,
                name=Trilingual(
                    "Kế hoạch thực hiện quy hoạch tỉnh", "総合計画の実施計画", "Its implementation plan"
                ),
                decision="1279/QĐ-TTg",
                decided_on=date(2023, 11, 1),
            ),
        ),
        (
            PROVINCE[0],
            _plan(
                PlanLayer.ZONING,
                PlanStatus.DRAWING_UP,
                _BUILDING,
                total=ZONING_PLANS,
                due_on=ZONING_DUE,
            ),
        ),
    ]
    for slug, _name in (*CITIES, *TOWNS):
        made.append((slug, _plan(PlanLayer.URBAN, PlanStatus.APPROVED, _BUILDING)))
    for slug, _name, township in DISTRICTS:
        status = PlanStatus.DRAWING_UP if slug == "hai-ha" else PlanStatus.APPROVED
        made.append((slug, _plan(PlanLayer.DISTRICT, status, _BUILDING)))
        made.append((slug, _plan(PlanLayer.TOWNSHIP, PlanStatus.COMPLETED, _BUILDING, name=township)))
    made += [
        (slug, _plan(PlanLayer.LAND_USE, _land(slug), _LAND))
        for slug in [one[0] for one in (*CITIES, *TOWNS, *DISTRICTS)]
    ]
    return made


def _land(slug: str) -> PlanStatus:
    if slug in _APPROVED_LAND:
        return PlanStatus.APPROVED
    return PlanStatus.DRAWING_UP if slug in _LAND_BEING_DRAWN_UP else PlanStatus.COMPLETING


def _plan(
    layer: PlanLayer,
    status: PlanStatus,
    agency: Trilingual,
    *,
    name: Trilingual | None = None,
    total: int = 1,
    decision: str = "",
    decided_on: date | None = None,
    due_on: date | None = None,
) -> PlanContent:
    return PlanContent(
        layer=layer,
        name=name or Trilingual(),
        status=status,
        total=total,
        ready=0,
        progress=None,
        decision=decision,
        decided_on=decided_on,
        document_url="",
        agency=agency,
        due_on=due_on,
        as_of=AS_OF,
        is_public=True,
    )
