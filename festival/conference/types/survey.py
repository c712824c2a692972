"""The words of the survey after a session: a few answers, and who speaks by kind of organisation alone."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from festival.core.trilingual import Language

OPEN_FOR = timedelta(days=14)  # after a session's end
RATINGS = (5, 4, 3, 2, 1)


class Useful(StrEnum):
    """What somebody took home from a session."""

    CONTENT = "content"
    SPEAKERS = "speakers"
    DISCUSSION = "discussion"
    CONTACTS = "contacts"
    INTERPRETING = "interpreting"
    MATERIALS = "materials"


class Organisation(StrEnum):
    """For what kind of organisation somebody has come."""

    UNSAID = ""
    COMPANY_VN = "company_vn"
    COMPANY_JP = "company_jp"
    AUTHORITY = "authority"
    ASSOCIATION = "association"
    SCHOOL = "school"
    PRESS = "press"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one browser answers."""

    rating: int
    useful: frozenset[Useful]
    remark: str
    organisation: Organisation
    language: Language


@dataclass(frozen=True, slots=True)
class Results:
    """What all answers come to. `average` is None while nobody has answered; `remarks` are the newest first."""

    count: int
    average: float | None
    ratings: dict[int, int]
    useful: dict[Useful, int]
    organisations: dict[Organisation, int]
    remarks: tuple[str, ...]


class NoOpinion(StrEnum):
    """Why an answer is not taken."""

    CLOSED = "closed"
    ALREADY = "already"
    TOO_MANY = "too_many"
