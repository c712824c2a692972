"""Facts to look at a text with: a real event, and people who are marked as samples."""

from datetime import datetime, timedelta

from festival.core.trilingual import Language
from festival.programme.types import EventFacts
from festival.registration.mails.wording import event_facts
from festival.web.locale import day_and_time, moment, number, speaking
from festival.web.locale import gettext as _

_NAMES: dict[Language, str] = {
    "vi": "Nguyễn Thị Mẫu (mẫu)",
    "ja": "見本 花子（サンプル）",
    "en": "Sample Guest (sample)",
}
_GUESTS: dict[Language, str] = {
    "vi": "Ông Nguyễn Văn Mẫu (mẫu)",
    "ja": "見本 花子（サンプル） 様",
    "en": "Mr. Sample Guest (sample)",
}
_LINK = "https://festival.example/t/…"


def sample_facts(event: EventFacts, lang: Language, now: datetime) -> dict[str, str]:
    """Return a fact for every placeholder there is."""
    with speaking(lang):
        facts = event_facts(event, lang)
        return facts | {
            "name": _NAMES[lang],
            "guest": _GUESTS[lang],
            "deputies": _("You can also name somebody who comes in your place."),
            "people": number(3),
            "left": number(1),
            "until": moment(now + timedelta(hours=24)),
            "before": f"{day_and_time(event)}\n{facts['place']}",
            "after": f"{day_and_time(event)}\n{facts['place']}",
            "tickets": f"{facts['event']} – {facts['day']}\n{_LINK}",
            "group": _("Class 5A, sample school (sample)"),
            "reason": _("(here stands the reason)"),
            "notes": _("(here stands what you write)"),
            "request": _("See my data"),
            "number": "1",
            "answer": _("(here stands the answer)"),
        }
