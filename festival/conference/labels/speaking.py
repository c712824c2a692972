"""How the words of the speakers' desk are said: states, what is missing, equipment, languages, what a speaker agrees to."""

from collections.abc import Callable, Mapping
from typing import Any

from festival.conference.types.sessions import MaterialAudience
from festival.conference.types.speaking import Equipment, Hears, Lacking, NoAnswer, SlideState, SpeakerState
from festival.core.trilingual import Language
from festival.web.locale import gettext as _
from festival.web.locale import number


def state_labels() -> dict[SpeakerState, str]:
    """Return how an invitation to speak stands → words."""
    return {
        SpeakerState.LISTED: _("Not asked yet"),
        SpeakerState.SENT: _("Asked, no answer"),
        SpeakerState.ACCEPTED: _("Confirmed"),
        SpeakerState.DECLINED: _("Declined"),
        SpeakerState.WITHDRAWN: _("Invitation taken back"),
    }


def state_kind(state: SpeakerState) -> str:
    """Return in which colour a state is shown, beside its word."""
    return {
        SpeakerState.LISTED: "plain",
        SpeakerState.SENT: "warn",
        SpeakerState.ACCEPTED: "good",
        SpeakerState.DECLINED: "bad",
        SpeakerState.WITHDRAWN: "plain",
    }[state]


def lacking_labels() -> dict[Lacking, str]:
    """Return what is missing of a speaker → words."""
    return {
        Lacking.ANSWER: _("Answer to the invitation"),
        Lacking.NAME: _("Name in Latin letters and its reading"),
        Lacking.POSITION: _("Position and organisation"),
        Lacking.BIOGRAPHY: _("Biography"),
        Lacking.PHOTO: _("Photo"),
        Lacking.CONSENT: _("Consent to be shown"),
        Lacking.ABSTRACT: _("Abstract"),
        Lacking.SLIDES: _("Slides"),
        Lacking.EQUIPMENT: _("Equipment on the stage"),
        Lacking.LANGUAGES: _("Language of the talk and interpreting"),
        Lacking.ARRIVAL: _("Arrival"),
        Lacking.TRANSLATION: _("Translation"),
        Lacking.REVIEW: _("To be looked at"),
    }


def equipment_labels() -> dict[Equipment, str]:
    """Return what a speaker needs on the stage → words."""
    return {
        Equipment.NOTHING: _("Nothing but a microphone"),
        Equipment.OWN_COMPUTER: _("The speaker’s own computer is connected"),
        Equipment.SOUND: _("Sound from the computer"),
        Equipment.VIDEO: _("A video is shown"),
        Equipment.CLICKER: _("A remote control for slides"),
        Equipment.LAPEL: _("A lapel or headset microphone"),
        Equipment.INTERNET: _("The internet on the stage"),
        Equipment.STEPS: _("A way to the stage without steps"),
    }


def speaks_labels() -> dict[Language, str]:
    """Return the language of a talk → its name."""
    return {"vi": _("Vietnamese"), "ja": _("Japanese"), "en": _("English")}


def hears_labels() -> dict[Hears, str]:
    """Return into which language a speaker wants the others interpreted → words."""
    return {
        Hears.NONE: _("No interpreting is needed"),
        Hears.VI: _("Into Vietnamese"),
        Hears.JA: _("Into Japanese"),
        Hears.EN: _("Into English"),
    }


def slide_state_labels() -> dict[SlideState, str]:
    """Return what has become of a version → words."""
    return {
        SlideState.WAITING: _("Waits for the desk"),
        SlideState.USED: _("In use"),
        SlideState.REFUSED: _("Not accepted"),
        SlideState.OLDER: _("Older version"),
    }


def wish_labels() -> dict[MaterialAudience, str]:
    """Return who a speaker lets have a file → words."""
    return {
        MaterialAudience.PUBLIC: _("Everybody, on the conference’s page"),
        MaterialAudience.DELEGATES: _("The delegates of the conference"),
        MaterialAudience.SPEAKERS: _("Only the speakers and the organizers"),
    }


def publish_text() -> str:
    """Return what a speaker agrees to (version 1)."""
    return _(
        "I agree that my name, position, organisation and biography, and my photo where I have sent one, are shown on the "
        "conference’s public pages. I can take this back here at any time."
    )


def no_answer_sentence(why: NoAnswer) -> str:
    """Return why an answer was not taken."""
    return {
        "late": _("The time for answers has passed. Please call the organizers. Nothing was changed."),
        "over": _("This event is over. Nothing was changed."),
        "state": _("This can no longer be answered here. Please call the organizers. Nothing was changed."),
    }[why.why]


def happened(verb: str, details: Mapping[str, Any] | None) -> str:
    """Return what an entry of the record about a speaker says."""
    say = _HAPPENED.get(verb)
    return say(details or {}) if say else verb


def _version(details: Mapping[str, Any]) -> str:
    return number(int(details.get("version", 1)))


_HAPPENED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "sent": lambda _d: _("The invitation was sent"),
    "reminded": lambda _d: _("A reminder was sent"),
    "accepted": lambda _d: _("The speaker has accepted"),
    "declined": lambda _d: _("The speaker has declined"),
    "withdrawn": lambda _d: _("The invitation was taken back"),
    "link.replaced": lambda _d: _("The link was replaced"),
    "about": lambda _d: _("Name, position or biography was changed on the speaker’s page"),
    "talks": lambda _d: _("Abstracts were changed on the speaker’s page"),
    "day": lambda _d: _("Equipment, languages or travel was changed"),
    "photo.kept": lambda _d: _("A photo was sent"),
    "photo.removed": lambda _d: _("The photo was removed"),
    "consent.given": lambda _d: _("The speaker agreed to be shown"),
    "consent.taken": lambda _d: _("The speaker took the consent back"),
    "texts.edited": lambda _d: _("Texts were edited or translated at the desk"),
    "texts.shown": lambda _d: _("Texts were shown to the public"),
    "slides.kept": lambda d: _("Version %(n)s of the slides came in", n=_version(d)),
    "slides.approved": lambda d: _("Version %(n)s of the slides was approved", n=_version(d)),
    "slides.refused": lambda d: _("Version %(n)s of the slides was not accepted", n=_version(d)),
}
