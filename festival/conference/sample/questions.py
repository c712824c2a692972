"""The sample's questions to one session: one on stage, one that many want to know, one that nobody has read yet."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import QuestionRow, SessionRow
from festival.conference.services import asking
from festival.conference.types.asking import Asked, AskTerms, QuestionState
from festival.core.actor import SYSTEM
from festival.core.trilingual import Language, Trilingual
from festival.web.settings import settings

_QUESTIONS: tuple[tuple[Language, Trilingual, QuestionState], ...] = (
    (
        "ja",
        Trilingual(
            "Khu công nghiệp có sẵn nhà xưởng cho thuê không (mẫu)?",
            "すぐに借りられる工場建屋はありますか（見本）",
            "Are there factory buildings to rent at once (sample)?",
        ),
        QuestionState.ON_STAGE,
    ),
    ("vi", Trilingual("Thủ tục đầu tư mất bao lâu (mẫu)?", "投資手続きにはどのくらいかかりますか（見本）"), QuestionState.ACCEPTED),
    ("en", Trilingual(en="Which ports take refrigerated containers (sample)?"), QuestionState.NEW),
)  # fmt: skip


def questions(session: Session, *, now: datetime) -> None:
    """Let the second session of the conference be asked. The sessions must be there."""
    session_id = session.scalar(
        select(SessionRow.id).order_by(SessionRow.starts_at, SessionRow.id).offset(1).limit(1)
    )
    if session_id is None or session.scalar(select(QuestionRow.id).limit(1)) is not None:
        return
    asking.set_terms(session, actor=SYSTEM, session_id=session_id, terms=AskTerms(is_open=True), now=now)
    for place, (language, text, state) in enumerate(_QUESTIONS):
        number = asking.ask(
            session,
            session_id=session_id,
            asked=Asked(text.exact(language), language, ""),
            is_delegate=False,
            is_before=True,
            network="sample",
            browser="sample",
            secret=settings().secret_key,
            submission=f"sample-question-{place}",
            now=now,
        )
        assert isinstance(number, int)
        row = session.get_one(QuestionRow, number)
        row.text = text
        for then in _WAY[state]:
            asking.move(
                session,
                actor=SYSTEM,
                session_id=session_id,
                question_id=number,
                version=row.version,
                then=then,
                now=now,
            )


_WAY: dict[QuestionState, tuple[QuestionState, ...]] = {
    QuestionState.NEW: (),
    QuestionState.ACCEPTED: (QuestionState.ACCEPTED,),
    QuestionState.ON_STAGE: (QuestionState.ACCEPTED, QuestionState.ON_STAGE),
}
