"""500 badges as a PDF, beside as many bare pages that typst sets from one word each; their codes are measured apart."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import typst

from festival.core.trilingual import Trilingual
from festival.registration.papers.badges import Back, Badge, Said, ZoneOnBadge, badges
from festival.registration.types.accreditation import BATCH_LIMIT, Sheet
from festival.registration.types.people import PersonContent
from festival.web import qr

FLOOR = "#set page(width: 105mm, height: 148mm)\n#for number in range({pages}) [#page[{word}]]"
NAMES = (
    PersonContent("Nguyễn", "Thị Thuỳ Dương (mẫu)", "vi"),
    PersonContent("髙﨑", "鷗（見本）", "ja", latin="TAKASAKI Kamome (sample)"),
    PersonContent("Berg", "Anna (sample)", "en"),
)
AIM = 20.0  # times the floor: a badge is two pages with a picture of 2,000 strokes, not a word


def measure(folder: Path, *, rounds: int) -> None:
    """Print what 500 badges of either sheet take, what their codes take, and what bare pages take."""
    floor = folder / "floor.typ"
    print(f"\npapers, median of {rounds} rounds")
    print("| what | seconds | KB | floor | floor seconds | times | aim |\n|---|---|---|---|---|---|---|")
    drawn, codes = _codes()
    print(f"| {BATCH_LIMIT} codes drawn | {drawn:.2f} | {sum(map(len, codes)) // 1024} | | | | |")
    for sheet in Sheet:
        pairs = [
            (
                _timed(partial(_bare, floor, number))[0],
                _timed(partial(_made, sheet, codes, number)),
            )
            for number in range(rounds)
        ]
        below = statistics.median(bare for bare, _ in pairs)
        above = statistics.median(seconds for _, (seconds, _size) in pairs)
        size = pairs[0][1][1]
        print(
            f"| {BATCH_LIMIT} badges, {sheet} | {above:.2f} | {size // 1024} | {2 * BATCH_LIMIT} bare pages | {below:.2f} "
            f"| {above / below:.1f} | {AIM:.0f} |"
        )


def _timed(make: Callable[[], bytes]) -> tuple[float, int]:
    began = time.perf_counter()
    made = make()
    return time.perf_counter() - began, len(made)


def _bare(path: Path, number: int) -> bytes:
    path.write_text(FLOOR.format(pages=2 * BATCH_LIMIT, word=f"Lan {number}"), encoding="utf-8")
    return bytes(typst.compile(str(path)))


def _codes() -> tuple[float, list[str]]:
    began = time.perf_counter()
    texts = (f"HTTPS://HK.EXAMPLE/T/{'A2B3C4D5' * 15}{number:07d}" for number in range(BATCH_LIMIT))
    made = [str(qr.svg(text, title="")) for text in texts]
    return time.perf_counter() - began, made


def _made(sheet: Sheet, codes: list[str], round_: int) -> bytes:
    """Set badges that typst has not seen in an earlier round: it remembers what it has set."""
    zones = tuple(ZoneOnBadge(letter, Trilingual(f"Khu {letter}"), "sea") for letter in "ABC")
    cards = [
        Badge(
            name=NAMES[number % len(NAMES)],
            position=Trilingual(f"Phóng viên {round_}"),
            organisation=Trilingual("Báo Mẫu Hạ Long (mẫu)", "見本新聞（見本）", "Sample Press (sample)"),
            colour="leaf",
            word=Trilingual("Báo chí", "報道", "Press"),
            more=(),
            zones=zones,
            svg=codes[number].replace('aria-label=""', f'aria-label="{sheet} {round_}"'),
            short=f"{sheet}{round_}-{number:04d}-1",
            valid="16/11–20/11/2027",
        )
        for number in range(BATCH_LIMIT)
    ]
    back = Back("Lễ hội Hokkaido tại Hạ Long", "113 · 114 · 115", Trilingual("Chỉ dành cho người có tên."))
    said = Said("vi", "Thẻ công tác", "Khu vực", "Khẩn cấp", "Mã QR của %(name)s", "Ảnh của %(name)s")
    return badges(cards, back, said, sheet)
