"""The words of investment projects that call for capital."""

from dataclasses import dataclass, fields
from enum import StrEnum

from festival.core.trilingual import Trilingual


class LegalStatus(StrEnum):
    """How far a project is for somebody who wants to begin, from an idea to a granted certificate."""

    PROPOSED = "proposed"
    IN_PLANNING = "in_planning"  # in an approved plan
    LAND_CLEARED = "land_cleared"
    BIDDING = "bidding"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class ProjectContent:
    """What a project says. `area` in square metres, `capital` in thousands of US dollars; None where nobody knows yet."""

    name: Trilingual
    summary: Trilingual
    field: str  # slug, "" for none
    locality: str  # slug, "" for none
    place: Trilingual
    area: int | None
    capital: int | None
    status: LegalStatus
    contact: Trilingual
    phone: str
    mail: str
    document_url: str
    is_public: bool


CONTENT_FIELDS = tuple(field.name for field in fields(ProjectContent))


@dataclass(frozen=True, slots=True)
class Project:
    """A project as pages show it. `code` is its name in tables and addresses; `version` counts its changes."""

    id: int
    code: str
    content: ProjectContent
    version: int


@dataclass(frozen=True, slots=True)
class ProjectWanted:
    """What a reader of the list has asked for; "" and None ask for nothing."""

    field: str = ""
    locality: str = ""
    status: LegalStatus | None = None

    def __bool__(self) -> bool:
        return self != ProjectWanted()


@dataclass(frozen=True, slots=True)
class ProjectStale:
    """Somebody else has changed the project meanwhile; nothing was stored."""

    now: Project


@dataclass(frozen=True, slots=True)
class CodeTaken:
    """Another project has this code; nothing was stored."""

    project_id: int


class Fate(StrEnum):
    """What taking a table would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


class CellFault(StrEnum):
    """Why a cell cannot be read."""

    NEEDED = "needed"
    TWICE = "twice"
    CODE = "code"
    NUMBER = "number"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_LOCALITY = "unknown_locality"
    UNKNOWN_STATUS = "unknown_status"
    MAIL = "mail"
    PHONE = "phone"
    ADDRESS = "address"
    YES_OR_NO = "yes_or_no"
    MEANWHILE = "meanwhile"


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that cannot be read: its column and what it says."""

    column: str
    fault: CellFault
    said: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of a table: what would become of it. `version` is that of the project it was compared with, 0 for a new one."""

    number: int
    code: str
    fate: Fate
    content: ProjectContent | None
    version: int
    wrong: tuple[WrongCell, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a table has done: how many rows of each fate."""

    new: int
    changed: int
    same: int
    wrong: int
