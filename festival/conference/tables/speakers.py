"""The speakers of an event as a table for spreadsheets. What people wrote is text, and none can start a formula."""

from collections.abc import Iterable
from datetime import datetime

from festival.conference.labels.speaking import (
    equipment_labels,
    hears_labels,
    lacking_labels,
    slide_state_labels,
    speaks_labels,
    state_labels,
)
from festival.conference.queries.speaking import Speaking
from festival.conference.rules.speaking import agrees, brought, lacking
from festival.conference.types.speaking import Equipment, Lacking
from festival.core.clock import local
from festival.core.trilingual import LANGUAGES
from festival.programme.tables.writing import Value, as_xlsx
from festival.registration.contacts import shown_phone
from festival.registration.rules.names import own
from festival.web.locale import gettext as _
from festival.web.locale import moment, tr_plain


def export(listed: Iterable[Speaking]) -> bytes:
    """Return the speakers as XLSX in the reader's language; moments are those of Viet Nam."""
    return as_xlsx([(_("Speakers"), [_heads(), *(_row(one) for one in listed)])])


def _heads() -> list[str]:
    return [
        _("Name"),
        _("Name in Latin letters"),
        _("Reading in kana"),
        *(_("Position in Vietnamese"), _("Position in Japanese"), _("Position in English")),
        *(_("Organisation in Vietnamese"), _("Organisation in Japanese"), _("Organisation in English")),
        _("In the agenda"),
        _("Invitation"),
        _("Answered at"),
        _("A note to the organizers"),
        _("Abstract"),
        _("Slides"),
        *(_("Biography in Vietnamese"), _("Biography in Japanese"), _("Biography in English")),
        _("Photo"),
        _("Consent to be shown"),
        _("Equipment on the stage"),
        _("Anything else on the stage"),
        _("Language of the talk"),
        _("Interpreting of the other talks for the speaker"),
        _("Arrives (time in Viet Nam)"),
        _("Leaves (time in Viet Nam)"),
        _("Flight, train or car"),
        _("Who else can be reached, and how"),
        _("Phone number"),
        _("Mail address"),
        _("Missing"),
    ]


def _row(one: Speaking) -> list[Value]:
    told, person, row = one.told, one.person, one.row
    missing = lacking(told)
    equipment, labels = equipment_labels(), lacking_labels()
    return [
        own(person),
        person.latin,
        person.kana,
        *(person.position.exact(code) for code in LANGUAGES),
        *(person.organisation.exact(code) for code in LANGUAGES),
        "\n".join(f"{moment(place.starts_at)} {tr_plain(place.title)}" for place in told.places),
        state_labels()[told.state],
        _local(row.answered_at if row else None),
        row.answer_note if row else "",
        "\n".join(tr_plain(told.abstract(talk.talk_id or 0)) for talk in told.talks),
        "\n".join(_slides(one)),
        *(told.biography.exact(code) for code in LANGUAGES),
        _yes(is_there=told.has_photo),
        _yes(is_there=agrees(told)),
        "\n".join(equipment[each] for each in Equipment if each in told.day.equipment),
        told.day.equipment_note,
        speaks_labels()[told.day.speaks] if told.day.speaks else "",
        hears_labels().get(told.day.hears, ""),
        _local(told.day.arrives_at),
        _local(told.day.departs_at),
        told.day.travel,
        told.day.companion,
        shown_phone(person.phone) if person.phone else "",
        person.mail or "",
        "\n".join(labels[what] for what in Lacking if what in missing),
    ]


def _slides(one: Speaking) -> list[str]:
    states = slide_state_labels()
    found = (brought(one.told.slides, place.key) for place in one.told.places)
    return [
        _("version %(n)s", n=each.version) + f" · {states[each.state]} · {moment(each.made_at)}"
        for each in found
        if each is not None
    ]


def _local(value: datetime | None) -> datetime | None:
    return local(value).replace(tzinfo=None, second=0, microsecond=0) if value else None


def _yes(*, is_there: bool) -> str:
    return _("Yes") if is_there else _("No")
