"""What incidents, units and places of the site plan are called, and how a line of the log is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from festival.core.trilingual import Trilingual
from festival.logistics.models import IncidentEntry
from festival.logistics.types.incidents import (
    EntryKind,
    IncidentKind,
    IncidentRefusal,
    IncidentState,
    MethaneKind,
    Severity,
    UnitAnswer,
)
from festival.programme.site_plan import PLANS
from festival.web.locale import gettext as _
from festival.web.locale import joined, tr_plain


@dataclass(frozen=True, slots=True)
class Names:
    """Number → name of whom lines of the log are read with: accounts, units, people of the crew."""

    people: Mapping[int, str]
    units: Mapping[int, str]
    crew: Mapping[int, str]


# Tags: the word says it, the colour only helps.
STATE_TAGS = {
    IncidentState.NEW: "bad",
    IncidentState.ACKNOWLEDGED: "warn",
    IncidentState.DISPATCHED: "lavender",
    IncidentState.ON_SCENE: "sea",
    IncidentState.ON_HOLD: "plain",
    IncidentState.CLOSED: "good",
}


def state_labels() -> dict[IncidentState, str]:
    """Return state → its word."""
    return {
        IncidentState.NEW: _("New incident"),
        IncidentState.ACKNOWLEDGED: _("Acknowledged"),
        IncidentState.DISPATCHED: _("Units sent"),
        IncidentState.ON_SCENE: _("Units on the scene"),
        IncidentState.ON_HOLD: _("On hold"),
        IncidentState.CLOSED: _("Closed incident"),
    }


def way_labels() -> dict[IncidentState, str]:
    """Return state → what the button says that leads there."""
    return {
        IncidentState.NEW: "",
        IncidentState.ACKNOWLEDGED: _("Acknowledge"),
        IncidentState.DISPATCHED: _("Units are sent"),
        IncidentState.ON_SCENE: _("Units are on the scene"),
        IncidentState.ON_HOLD: _("Put on hold"),
        IncidentState.CLOSED: _("Close the incident"),
    }


def kind_labels() -> dict[IncidentKind, str]:
    """Return kind → its word."""
    return {
        IncidentKind.MEDICAL: _("Medical"),
        IncidentKind.SECURITY: _("Security"),
        IncidentKind.FIRE: _("Fire"),
        IncidentKind.CROWD: _("Crowd"),
        IncidentKind.TRAFFIC: _("Traffic"),
        IncidentKind.CHILD: _("Lost or found child"),
        IncidentKind.WEATHER: _("Weather"),
        IncidentKind.TECHNICAL: _("Power and technology"),
        IncidentKind.FOOD: _("Food safety"),
        IncidentKind.GUEST: _("Delegation or guest"),
        IncidentKind.PROPERTY: _("Lost or stolen things"),
        IncidentKind.OTHER: _("Other"),
    }


def severity_labels() -> dict[Severity, str]:
    """Return severity → its word."""
    return {
        Severity.MAJOR: _("Major incident"),
        Severity.SERIOUS: _("Serious"),
        Severity.MODERATE: _("Moderate"),
        Severity.MINOR: _("Minor"),
    }


def answer_labels() -> dict[UnitAnswer, str]:
    """Return a unit's answer → its word."""
    return {
        UnitAnswer.SENT: _("Sent, no answer yet"),
        UnitAnswer.UNDER_WAY: _("On the way"),
        UnitAnswer.ON_SCENE: _("On the scene"),
        UnitAnswer.DONE: _("Done, free again"),
        UnitAnswer.RECALLED: _("Called back"),
    }


def methane_labels() -> dict[str, str]:
    """Return part of a METHANE report → what is asked."""
    return {
        "exact": _("Exact location"),
        "type": _("Type of incident"),
        "hazards": _("Hazards, present and possible"),
        "access": _("Access and rendezvous point"),
        "number": _("Number and severity of casualties"),
        "emergency": _("Emergency services, present and required"),
    }


def methane_kind_labels() -> dict[MethaneKind, str]:
    """Return kind of report → what it declares."""
    return {
        MethaneKind.METHANE: _("METHANE: a major incident is declared"),
        MethaneKind.ETHANE: _("ETHANE: below a major incident"),
    }


def refusal_sentence(refused: IncidentRefusal) -> str:
    """Return why something was not done, and what to do."""
    return {
        IncidentRefusal.MERGED: _("This incident lives on in another one. Please write there."),
        IncidentRefusal.NO_WAY: _("The incident is in another state by now. Please look at it again."),
        IncidentRefusal.NO_REASON: _("Please say why: others have to know."),
        IncidentRefusal.ITSELF: _("This is the same incident. Please enter the number of another one."),
        IncidentRefusal.CONFIDENTIAL: _(
            "A confidential incident only merges into a confidential one. Please make the other one confidential first."
        ),
        IncidentRefusal.BUSY: _("This unit has been sent here already."),
        IncidentRefusal.GONE: _("It is not there any more. Please look at the list again."),
    }[refused]


@cache
def places() -> Mapping[str, Trilingual]:
    """Return key → name of what stands on the site plans: zones, gates, posts, car parks."""
    made: dict[str, Trilingual] = {}
    for slug, plan in PLANS.items():
        for zone in plan.zones:
            made[f"{slug}/zone-{zone.number}"] = zone.name
        for point in plan.of("gate", "medical", "info", "parking"):
            same = sum(key.startswith(f"{slug}/{point.mark}-{point.letter}") for key in made)
            made[f"{slug}/{point.mark}-{point.letter}{same or ''}"] = point.name
    return made


def place_name(key: str) -> str:
    """Return what a place of the plan is called, "" for none."""
    return tr_plain(places()[key]) if key in places() else ""


def where(place: str, text: str) -> str:
    """Return where something is, in words."""
    return joined(part for part in (place_name(place), text) if part) or _("No place yet")


def field_labels() -> dict[str, str]:
    """Return field of an incident → what it is called."""
    return {
        "title": _("What has happened"),
        "kinds": _("Kinds"),
        "severity": _("Severity"),
        "place": _("Place on the plan"),
        "place_text": _("Place in words"),
        "reported_by": _("Reported by"),
        "happened_at": _("Happened at"),
        "confidential": _("Confidential"),
    }


def written_by(entry: IncidentEntry, names: Names) -> str:
    """Return who wrote a line: somebody of the control room, a unit, somebody of the crew for their unit, else the system."""
    if entry.made_by is not None and entry.made_by in names.people:
        return names.people[entry.made_by]
    sent = (names.units.get(entry.unit_id or 0, ""), names.crew.get(entry.crew_id or 0, ""))
    return joined(part for part in sent if part) or _("The system")


def told(entry: IncidentEntry, names: Names) -> str:
    """Return what a line of the log says of itself, before its text."""
    content = entry.content or {}
    unit = names.units.get(entry.unit_id or 0, "")
    states, answers = state_labels(), answer_labels()
    match EntryKind(entry.kind):
        case EntryKind.NOTE:
            return ""
        case EntryKind.OPENED:
            return _("Opened")
        case EntryKind.STATE:
            if content["from"] == IncidentState.CLOSED:
                return _("Opened again")
            return _(
                "%(state)s (before: %(before)s)", state=states[content["to"]], before=states[content["from"]]
            )
        case EntryKind.EDIT:
            labels = field_labels()
            return _("Changed: %(fields)s", fields=joined(labels[name] for name in content["fields"]))
        case EntryKind.UNIT:
            return _("%(unit)s: %(answer)s", unit=unit, answer=answers[content["answer"]])
        case EntryKind.REPORT:
            name = content.get("name", "") or names.crew.get(entry.crew_id or 0, "")
            return _("Report from the field: %(who)s", who=joined(part for part in (unit, name) if part))
        case EntryKind.METHANE:
            return methane_kind_labels()[content["kind"]]
        case EntryKind.LINK:
            return _linked(content)
        case EntryKind.MERGE:
            return _merged(content)


def said(entry: IncidentEntry) -> str:
    """Return the text of a line; a METHANE report part by part."""
    if entry.kind != EntryKind.METHANE or not entry.content:
        return entry.text
    labels = methane_labels()
    return "\n".join(f"{labels[part]}: {entry.content[part]}" for part in labels if entry.content.get(part))


def _linked(content: Mapping[str, object]) -> str:
    number = content.get("number")
    if content["linked"]:
        return _("Linked with no. %(number)s", number=number) if number else _("Linked with another incident")
    return _("Link to no. %(number)s taken away", number=number) if number else _("Link taken away")


def _merged(content: Mapping[str, object]) -> str:
    if content.get("separate"):
        return _("Separated: lives by itself again")
    if "number" in content:
        return _("No. %(number)s was merged into this one", number=content["number"])
    if "into" in content:
        return _("Merged into no. %(number)s", number=content["into"])
    return _("Merged into another incident")
