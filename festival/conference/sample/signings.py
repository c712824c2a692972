"""Two sample documents of the register: one signed on a visit beforehand, one that is prepared for the conference."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import Company, FieldRow, SigningRow
from festival.conference.services.signings import add_signing
from festival.conference.types.signings import Currency, SigningContent, SigningKind, SigningState
from festival.core.actor import SYSTEM
from festival.core.clock import local
from festival.core.trilingual import Trilingual

_HALL = Trilingual("Hạ Long, Quảng Ninh", "クアンニン省ハロン市", "Hạ Long, Quảng Ninh")
_AGENCY = Trilingual(
    "Sở Nông nghiệp và Môi trường (mẫu)",
    "農業環境局（見本）",
    "Department of Agriculture and Environment (sample)",
)


def signings(session: Session, *, edition_id: int, now: datetime) -> None:
    """Add two documents, unless the register holds some already. Fields and companies must be there."""
    if session.scalar(select(SigningRow.id).limit(1)) is not None:
        return
    fields = session.scalars(select(FieldRow.slug).order_by(FieldRow.position)).all()
    companies = session.scalars(
        select(Company.id).where(Company.edition_id == edition_id).order_by(Company.id).limit(2)
    ).all()
    today = local(now).date()
    for content in (
        SigningContent(
            number="01/2027/MOU", kind=SigningKind.MEMORANDUM,
            title=Trilingual(
                "Biên bản ghi nhớ về chế biến nông sản (mẫu)", "農産物加工に関する覚書（見本）",
                "Memorandum on processing farm produce (sample)",
            ),
            companies=tuple(companies), sides=_AGENCY,
            field=next((one for one in fields if one == "nong-nghiep"), ""), signed_on=today, place=_HALL,
            amount=12_500_000, currency=Currency.USD, amount_is_public=True, owner="Trần Thị Hòa (mẫu)",
            due_on=today + timedelta(days=90), state=SigningState.SIGNED, is_public=True,
        ),
        SigningContent(
            number="02/2027/GCN", kind=SigningKind.CERTIFICATE,
            title=Trilingual(
                "Giấy chứng nhận đăng ký đầu tư kho lạnh (mẫu)", "冷蔵倉庫の投資登録証明書（見本）",
                "Investment certificate for a cold store (sample)",
            ),
            companies=tuple(companies[:1]), sides=Trilingual(),
            field=next((one for one in fields if one == "cang-bien-va-logistics"), ""), signed_on=None,
            place=_HALL, amount=850_000_000_000, currency=Currency.VND, amount_is_public=False, owner="",
            due_on=None, state=SigningState.PREPARED, is_public=False,
        ),
    ):  # fmt: skip
        add_signing(session, actor=SYSTEM, edition_id=edition_id, content=content, now=now)
