"""The words of sessions: talks, who takes part, materials and who may have them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.core.trilingual import Language, Trilingual


class SessionKind(StrEnum):
    """What a session is."""

    TALKS = "talks"
    PANEL = "panel"
    SIGNING = "signing"
    BREAK = "break"


class PartKind(StrEnum):
    """What somebody does in a session. The public reads about the first two."""

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    INTERPRETER = "interpreter"


PUBLIC_PARTS = frozenset({PartKind.SPEAKER, PartKind.MODERATOR})


class MaterialAudience(StrEnum):
    """Who may have a material; each has what those before may have."""

    PUBLIC = "public"
    DELEGATES = "delegates"
    SPEAKERS = "speakers"


@dataclass(frozen=True, slots=True)
class SessionContent:
    """What a session says. `space_id` is None for the event's own place; `channels` are the languages that can be heard."""

    event_id: int
    title: Trilingual
    summary: Trilingual
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    space_id: int | None
    channels: tuple[Language, ...]
    fields: tuple[str, ...]
    is_public: bool


@dataclass(frozen=True, slots=True)
class TalkContent:
    """What a talk says."""

    title: Trilingual
    abstract: Trilingual
    starts_at: datetime | None


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as pages show it."""

    id: int
    content: TalkContent
    position: int


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody who takes part, in a talk or (talk_id None) in the session as a whole."""

    id: int
    person_id: int
    talk_id: int | None
    kind: PartKind


@dataclass(frozen=True, slots=True)
class Material:
    """A file of a session, without its bytes. `size` in bytes; `version` counts files of one title."""

    id: int
    session_id: int
    title: Trilingual
    audience: MaterialAudience
    name: str
    media_type: str
    size: int
    version: int


@dataclass(frozen=True, slots=True)
class ConferenceSession:
    """A session with all that hangs on it."""

    id: int
    content: SessionContent
    version: int
    space: Trilingual | None
    talks: tuple[Talk, ...]
    parts: tuple[Taking, ...]
    materials: tuple[Material, ...]

    def people(self, talk_id: int | None, *kinds: PartKind) -> tuple[int, ...]:
        """Return the persons who do this in a talk, or for None in the session as a whole."""
        return tuple(one.person_id for one in self.parts if one.talk_id == talk_id and one.kind in kinds)


@dataclass(frozen=True, slots=True)
class Live:
    """Who speaks now, as somebody in the room has said."""

    session_id: int
    talk_id: int | None
    since: datetime


class Objection(StrEnum):
    """Why a session cannot be as it is; the desk sees it and decides."""

    OUTSIDE_EVENT = "outside_event"
    ROOM_TAKEN = "room_taken"
    PERSON_TWICE = "person_twice"


@dataclass(frozen=True, slots=True)
class SessionStale:
    """Somebody else has changed the session meanwhile; nothing was stored."""

    version: int


class MaterialFault(StrEnum):
    """Why a file is not taken."""

    NOTHING = "nothing"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    OLD_OFFICE = "old_office"
    SVG = "svg"
    MACRO = "macro"
    SCRIPT = "script"
    EMBEDDED = "embedded"
    EXTERNAL = "external"
    UNPACKED = "unpacked"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that can be taken: what it is by its content, and how its name should end."""

    media_type: str
    ending: str
