"""Templates hold no code of their own and trust nothing; every page has a title."""

import re
from pathlib import Path

import pytest
from flask import Flask

from festival.core.config import ROOT
from festival.web.rendering import STATIC
from tests.web.rendered import document

TEMPLATES = ROOT / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))
SKELETONS = {"base.html", "public.html", "desk.html", "plain.html", "languages.html"}
PAGES = [path for path in ALL if "components" not in path.parts and path.name not in SKELETONS]
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TITLE = re.compile(r"\{%-?\s*block title\s*-?%\}(.*?)\{%-?\s*endblock", re.DOTALL)


def name(path: Path) -> str:
    """Return a template's name."""
    return str(path.relative_to(TEMPLATES))


def source(path: Path) -> str:
    """Return a template without its comments."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_nothing_is_declared_to_be_safe(path: Path) -> None:
    """Markup is made where it is escaped; a template only prints."""
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(|\|\s*forceescape", source(path))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_there_is_no_script_and_no_style_in_it(path: Path) -> None:
    words = STATEMENT.sub("x", source(path))
    read = document(words)
    assert read.inline == []
    assert not re.search(r"(?i)\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<style", source(path))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_it_loads_nothing_from_other_hosts(path: Path) -> None:
    assert document(STATEMENT.sub("x", source(path))).hosts == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_page_has_a_title(path: Path) -> None:
    text = source(path)
    found = TITLE.search(text) or re.search(r"<title[^>]*>(.*?)</title>", text, re.DOTALL)
    assert found is not None
    assert found.group(1).strip()


@pytest.mark.parametrize("path", ALL, ids=name)
def test_what_it_asks_of_the_static_files_is_there(path: Path) -> None:
    asked = re.findall(r"asset\(\s*[\"']([^\"']+)[\"']\s*\)", source(path))
    assert [one for one in asked if not (STATIC / one).is_file()] == []


@pytest.mark.parametrize("path", ALL, ids=name)
def test_it_can_be_read_by_the_machine(sqlite_app: Flask, path: Path) -> None:
    sqlite_app.jinja_env.get_template(name(path))


def test_no_template_is_forgotten() -> None:
    """Each is rendered, extended, included or imported by something."""
    places = [*ALL, *sorted((ROOT / "festival").rglob("*.py"))]
    said = "\n".join(path.read_text(encoding="utf-8") for path in places)
    assert [name(path) for path in ALL if f'"{name(path)}"' not in said] == []
