"""The words of the speakers' desk: how somebody was asked, what they tell us, what is still missing, and what becomes of slides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.conference.types.sessions import MaterialAudience
from festival.core.trilingual import Language, Trilingual
from festival.registration.types.people import PersonContent

PUBLISH_CONSENT_VERSION = "1"  # of the words with which a speaker agrees to be shown (labels/speaking.py)
NO_TEXT = Trilingual()


class SpeakerState(StrEnum):
    """listed → sent → accepted | declined; the desk may take an invitation back."""

    LISTED = "listed"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


NEXT_SPEAKER_STATES: dict[SpeakerState, frozenset[SpeakerState]] = {
    SpeakerState.LISTED: frozenset({SpeakerState.SENT, SpeakerState.WITHDRAWN}),
    SpeakerState.SENT: frozenset({SpeakerState.ACCEPTED, SpeakerState.DECLINED, SpeakerState.WITHDRAWN}),
    SpeakerState.ACCEPTED: frozenset({SpeakerState.DECLINED, SpeakerState.WITHDRAWN}),
    SpeakerState.DECLINED: frozenset({SpeakerState.ACCEPTED, SpeakerState.WITHDRAWN}),
    SpeakerState.WITHDRAWN: frozenset({SpeakerState.SENT}),
}


class Equipment(StrEnum):
    """What a speaker needs on the stage. `NOTHING` is an answer too: without one nobody has said."""

    NOTHING = "nothing"
    OWN_COMPUTER = "own_computer"
    SOUND = "sound"
    VIDEO = "video"
    CLICKER = "clicker"
    LAPEL = "lapel"
    INTERNET = "internet"
    STEPS = "steps"  # a way to the stage without steps


class Hears(StrEnum):
    """Into which language a speaker wants the others interpreted; `NONE` says that none is needed."""

    UNSAID = ""
    NONE = "none"
    VI = "vi"
    JA = "ja"
    EN = "en"


@dataclass(frozen=True, slots=True)
class DayContent:
    """What a speaker tells of the day itself. `speaks` is the language of the talk, "" where nobody has said."""

    equipment: frozenset[Equipment] = frozenset()
    equipment_note: str = ""
    speaks: Language | None = None
    hears: Hears = Hears.UNSAID
    arrives_at: datetime | None = None
    departs_at: datetime | None = None
    travel: str = ""
    companion: str = ""


@dataclass(frozen=True, slots=True)
class AboutContent:
    """What a speaker tells of themselves: the person, and the biography in the languages they can write."""

    person: PersonContent
    biography: Trilingual
    is_published: bool


@dataclass(frozen=True, slots=True)
class PhotoWish:
    """What becomes of the photo: a new one that may be shown, or none any more."""

    jpeg: bytes | None = None
    remove: bool = False


@dataclass(frozen=True, slots=True)
class SpeakerTerms:
    """Until when speakers of an event answer and bring their slides. `version` is 0 where nobody has said."""

    answer_by: datetime | None = None
    slides_by: datetime | None = None
    version: int = 0


class SlideState(StrEnum):
    """What has become of a file that a speaker has brought."""

    WAITING = "waiting"
    USED = "used"
    REFUSED = "refused"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Slides:
    """One version of a speaker's file, without its bytes. `talk_id` is None for the session as a whole."""

    id: int
    session_id: int
    talk_id: int | None
    title: Trilingual
    name: str
    size: int
    version: int
    state: SlideState
    made_at: datetime
    by_desk: bool
    reason: str
    audience: MaterialAudience


class Lacking(StrEnum):
    """What is still missing of somebody who speaks."""

    ANSWER = "answer"
    NAME = "name"  # Latin letters or the reading
    POSITION = "position"
    BIOGRAPHY = "biography"
    PHOTO = "photo"
    CONSENT = "consent"
    ABSTRACT = "abstract"
    SLIDES = "slides"
    EQUIPMENT = "equipment"
    LANGUAGES = "languages"
    ARRIVAL = "arrival"
    TRANSLATION = "translation"  # the desk's own part: texts in languages the speaker has not written
    REVIEW = "review"  # the desk's own part: something new that nobody has looked at


# What only the desk can mend; speakers are not reminded of it.
OF_THE_DESK = frozenset({Lacking.TRANSLATION, Lacking.REVIEW})


@dataclass(frozen=True, slots=True)
class Appearance:
    """One place of the agenda in which somebody takes part; `talk_id` None is the session as a whole."""

    session_id: int
    talk_id: int | None
    title: Trilingual
    session: Trilingual
    starts_at: datetime
    ends_at: datetime
    is_moderator: bool

    @property
    def key(self) -> tuple[int, int | None]:
        """What its slides are kept under."""
        return self.session_id, self.talk_id


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known of one speaker of one event, as the rules look at it."""

    person_id: int
    person: PersonContent
    state: SpeakerState
    places: tuple[Appearance, ...]
    biography: Trilingual = NO_TEXT
    abstracts: Mapping[int, Trilingual] | None = None
    has_photo: bool = False
    is_published: bool = False
    slides: tuple[Slides, ...] = ()
    day: DayContent = DayContent()
    texts_at: datetime | None = None
    reviewed_at: datetime | None = None

    def abstract(self, talk_id: int) -> Trilingual:
        """Return the abstract of a talk."""
        return (self.abstracts or {}).get(talk_id, NO_TEXT)

    @property
    def talks(self) -> tuple[Appearance, ...]:
        """The talks this person gives; who moderates gives none."""
        return tuple(one for one in self.places if one.talk_id is not None and not one.is_moderator)


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why an answer is not taken: "late", "over" or "state"."""

    why: str
