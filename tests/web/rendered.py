"""What a page was made from: which template, with what in its hands. Words and classes may change; these stay."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template


@dataclass(frozen=True)
class Rendered:
    """One template that was rendered, and its context."""

    template: str
    context: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.context[name]


@contextmanager
def watching(app: Flask) -> Iterator[list[Rendered]]:
    """Collect what `app` renders inside the block."""
    seen: list[Rendered] = []

    def note(_sender: Flask, template: Template, context: dict[str, Any], **_more: Any) -> None:
        seen.append(Rendered(template.name or "", dict(context)))

    with template_rendered.connected_to(note, app):
        yield seen


def page(client: FlaskClient, path: str, **more: Any) -> Rendered:
    """Get a page and return what it was made from."""
    with watching(client.application) as seen:
        answer = client.get(path, **more)
    assert answer.status_code == 200, f"{path}: {answer.status}"
    return seen[-1]


@dataclass
class Document(HTMLParser):
    """A page as a browser sees it: language, title, links, files, and what would run or be styled inside it."""

    lang: str | None = None
    title: str = ""
    links: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    _open: str = ""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters of a tag."""
        given = dict(attrs)
        self._open = tag
        if tag == "html":
            self.lang = given.get("lang")
        if tag == "a":
            self.links.append(given.get("href") or "")
        data_block = given.get("type") in {"application/json", "application/ld+json"}
        if tag == "style" or (tag == "script" and "src" not in given and not data_block):
            self.inline.append(f"<{tag}>")
        fetched = tag == "link" and given.get("rel") != "canonical"  # which is an address to know, not a file
        loads = {"src", "srcset", "action", "formaction", "poster"} | ({"href"} if fetched else set())
        for name, value in attrs:
            words = (value or "").strip().lower()
            if name == "style" or name.startswith("on") or words.startswith("javascript:"):
                self.inline.append(f"<{tag} {name}={value!r}>")
            if name in loads and "//" in words:
                self.hosts.append(f"<{tag} {name}={value!r}>")
            if name in {"src", "href"} and tag in {"link", "script", "img"}:
                self.files.append(value or "")

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self._open == "title" and not self.title:
            self.title = data.strip()

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        self._open = ""


def document(html: str) -> Document:
    """Return a page as a browser sees it."""
    read = Document()
    read.feed(html)
    return read
