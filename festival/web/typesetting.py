"""Typst sets what is printed or shared as a picture: templates stand beside the code that fills them.

A template begins with `#import "/festival/web/typesetting.typ": *`, which gives it `data`, the fonts and the parts that
stand on several papers. What it is given are texts and never markup, so a name can hold anything. Fonts come from
static/vendor alone: paper looks the same on every machine.
"""

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from festival.core.config import ROOT
from festival.web.letters import FONTS, drawable

FAMILIES = ("be-vietnam-pro", "noto-sans-jp")  # of typesetting.typ
PDF = "application/pdf"

# A compiler that is at work answers a second thread with "Already borrowed".
_one_at_a_time = threading.Lock()


def pdf(template: Path, data: Mapping[str, Any], *, families: tuple[str, ...] = FAMILIES) -> bytes:
    """Return the PDF that `template` makes of `data` (what JSON can say), the same bytes for the same data.

    A letter that none of the `families` of fonts can draw, such as a smiley, is □.

    It is PDF/UA-1, so that a screen reader can read it: a template without a title, or with a picture without words for
    it, raises typst.TypstError.
    """
    made = _set(template, data, families, format="pdf", pdf_standards="ua-1")
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def png(template: Path, data: Mapping[str, Any], *, ppi: float = 72) -> bytes:
    """Return the only page that `template` makes of `data` as a picture of `ppi` pixels an inch."""
    made = _set(template, data, FAMILIES, format="png", ppi=ppi)
    assert isinstance(made, bytes), "a picture has one page"
    return made


def _set(
    template: Path, data: Mapping[str, Any], families: tuple[str, ...], **how: Any
) -> bytes | list[bytes] | None:
    said = drawable(json.dumps(data, ensure_ascii=False), families)
    with _one_at_a_time:
        return _compiler().compile(input=str(template), sys_inputs={"data": said}, **how)


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(ROOT), font_paths=fonts)
