"""The words of personal data: what people may ask for, and how far their request has come."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# Luật 91/2025/QH15 and NĐ 356/2025/NĐ-CP: an answer within two working days, carried out within fifteen days.
ANSWER_WORKING_DAYS = 2
CARRY_OUT_DAYS = 15
REPORT_WITHIN = timedelta(hours=72)  # a violation, to the authority


class RequestKind(StrEnum):
    """What somebody asks concerning their own data."""

    SEE = "see"
    CORRECT = "correct"
    GET = "get"  # a copy to take along
    DELETE = "delete"
    OBJECT = "object"
    WITHDRAW = "withdraw"  # a consent
    RESTRICT = "restrict"


class RequestState(StrEnum):
    """open → answered → done | refused. What is carried out at once goes straight to done."""

    OPEN = "open"
    ANSWERED = "answered"
    DONE = "done"
    REFUSED = "refused"


NEXT_REQUEST_STATES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.OPEN: frozenset({RequestState.ANSWERED, RequestState.DONE, RequestState.REFUSED}),
    RequestState.ANSWERED: frozenset({RequestState.DONE, RequestState.REFUSED}),
    RequestState.DONE: frozenset(),
    RequestState.REFUSED: frozenset(),
}


class Basis(StrEnum):
    """On what ground the law lets data be processed."""

    CONSENT = "consent"
    DUTY = "duty"  # of a public authority, laid down by law
    CONTRACT = "contract"
    LIFE = "life"  # somebody's life or health in an emergency
    RECORD = "record"  # a duty to keep records


class Kept(StrEnum):
    """Kinds of data with a term of their own; each is purged by one function of services/retention.py."""

    PARTIES = "parties"  # names and contacts, counted from the end of the event
    NEEDS = "needs"  # access needs, from the end of the event
    PERSONS = "persons"  # guests, press, crew, from the end of the edition
    CREW = "crew"  # phones, qualifications and words of the crew, from the end of the edition
    MESSAGES = "messages"  # from the day they ended
    REQUESTS = "requests"  # names and words of requests about data, from the day they were done
    OPT_OUTS = "opt_outs"  # digests of addresses, from the day they were given
    INCIDENTS = "incidents"  # names, words and photos of the incident log, from the end of the edition
    SPEAKERS = "speakers"  # what speakers told us and was not published, from the end of the edition
    CERTIFICATES = "certificates"  # names on certificates of attendance, from the day they were issued
    QUESTIONS = "questions"  # names and untaken words of questions to sessions, from the end of the edition
    CARDS = "cards"  # business cards and who has whose, from the end of the edition
    PHOTOS = "photos"  # faces on badges, from the end of the edition


# What people were promised, in days: the schedule may be shorter, never longer (registration/consent.py, pages/public/privacy.html).
PROMISED_DAYS: dict[Kept, int] = {
    Kept.PARTIES: 90,
    Kept.NEEDS: 90,
    Kept.PHOTOS: 30,
    Kept.SPEAKERS: 90,
    Kept.QUESTIONS: 90,
}
# Purpose → the kinds of data whose terms are shown beside it; what holds no personal data, or keeps it for two days, has none.
KEPT_FOR: dict[str, tuple[Kept, ...]] = {
    "registration": (Kept.PARTIES,),
    "access_needs": (Kept.NEEDS,),
    "invitation": (Kept.PERSONS,),
    "badge_photo": (Kept.PHOTOS,),
    "speakers": (Kept.SPEAKERS, Kept.PERSONS),
    "questions": (Kept.QUESTIONS,),
    "survey": (Kept.QUESTIONS,),
    "business_cards": (Kept.CARDS,),
    "attendance": (Kept.CERTIFICATES, Kept.PERSONS),
    "crew": (Kept.CREW, Kept.PERSONS),
    "incidents": (Kept.INCIDENTS,),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is corrected: `what` is name, phone, mail or language."""

    what: str
    old: str
    new: str
