"""An answer to the survey of a session is kept once a browser, and tells nothing of who gave it."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import OpinionRow
from festival.conference.types.survey import NoOpinion, Opinion
from festival.core import throttle
from festival.core.signing import derive
from festival.core.throttle import Counter

PER_NETWORK = 400  # an hour: a hall of people behind one address


def once(secret: str, session_id: int, browser: str) -> str:
    """Return the word by which a browser is known at one session's survey, and nowhere else."""
    mac = hmac.new(derive(secret, "survey"), f"{session_id}:{browser}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def has_answered(session: Session, word: str) -> bool:
    """Tell whether the browser of this word has answered."""
    return session.scalar(select(OpinionRow.id).where(OpinionRow.once == word)) is not None


def answer(
    session: Session,
    *,
    session_id: int,
    opinion: Opinion,
    word: str,
    network: str,
    secret: str,
    now: datetime,
) -> NoOpinion | None:
    """Keep an answer; None when it is kept. The same browser again changes nothing."""
    if has_answered(session, word):
        return NoOpinion.ALREADY
    counter = Counter("opinion-from", network, timedelta(hours=1))
    [count] = throttle.count(session, counter, secret=derive(secret, "throttle"), now=now)
    if count > PER_NETWORK:
        return NoOpinion.TOO_MANY
    session.add(
        OpinionRow(
            session_id=session_id,
            rating=opinion.rating,
            useful=",".join(sorted(opinion.useful)),
            remark=opinion.remark,
            organisation=str(opinion.organisation),
            language=opinion.language,
            once=word,
            made_at=now,
        )
    )
    session.flush()
    return None
