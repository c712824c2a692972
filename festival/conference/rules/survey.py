"""When a session's survey is open, and what its answers come to. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from festival.conference.types.sessions import ConferenceSession, SessionKind
from festival.conference.types.survey import OPEN_FOR, RATINGS, Opinion, Organisation, Results, Useful


def is_open(one: ConferenceSession, now: datetime) -> bool:
    """Tell whether a session is asked about now: from its end on, for two weeks; a break never."""
    content = one.content
    return content.kind is not SessionKind.BREAK and content.ends_at <= now < content.ends_at + OPEN_FOR


def results(opinions: Iterable[Opinion]) -> Results:
    """Return what answers come to (the newest first)."""
    listed = list(opinions)
    ratings = Counter(one.rating for one in listed)
    useful = Counter(word for one in listed for word in one.useful)
    organisations = Counter(one.organisation for one in listed)
    return Results(
        count=len(listed),
        average=sum(one.rating for one in listed) / len(listed) if listed else None,
        ratings={rating: ratings[rating] for rating in RATINGS},
        useful={word: useful[word] for word in Useful},
        organisations={word: organisations[word] for word in Organisation if organisations[word]},
        remarks=tuple(one.remark for one in listed if one.remark),
    )
