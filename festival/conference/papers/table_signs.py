"""Signs for the tables of business meetings: one A4 sheet each with its name and who meets there when, in three languages."""

from pathlib import Path

from festival.conference.types.meetings import Board
from festival.core.trilingual import LANGUAGES, Language
from festival.web import typesetting
from festival.web.locale import clock_time, day, speaking
from festival.web.locale import gettext as _

_TEMPLATE = Path(__file__).with_suffix(".typ")


def pdf(board: Board, reader: Language) -> bytes:
    """Return the signs of all tables, in the order of their numbers."""
    title = _("Table signs")
    sheets = []
    for desk in board.desks.values():
        mine = sorted(
            (one for one in board.meetings if one.desk == desk.id),
            key=lambda one: board.slots[one.slot].starts_at,
        )
        sheets.append(
            {
                "name": desk.name,
                "areas": [[code, text] for code in LANGUAGES if (text := desk.area.exact(code))],
                "heads": [_head(code) for code in LANGUAGES],
                "meetings": [
                    {
                        "time": f"{clock_time(board.slots[one.slot].starts_at)}–{clock_time(board.slots[one.slot].ends_at)}",
                        "day": day(board.slots[one.slot].starts_at),
                        "firms": [
                            [
                                [code, text]
                                for code in LANGUAGES
                                if (text := board.firms[number].name.exact(code))
                            ]
                            for number in one.firms
                        ],
                    }
                    for one in mine
                ],
            }
        )
    return typesetting.pdf(_TEMPLATE, {"language": reader, "title": title, "sheets": sheets})


def _head(code: Language) -> list[str]:
    with speaking(code):
        return [code, _("Business meetings")]
