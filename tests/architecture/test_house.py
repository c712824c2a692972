"""How the house is kept: sizes, names, sentences."""

import ast
import json
import re
from pathlib import Path

import pytest

from festival.core.config import ROOT
from festival.core.trilingual import LANGUAGES
from festival.gate.sentences import sentences
from festival.translations.extraction import problems

PACKAGE, STATIC, TESTS = ROOT / "festival", ROOT / "static", ROOT / "tests"
FORBIDDEN = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def files(*folders: Path, suffixes: set[str]) -> list[Path]:
    """Return our own files of these kinds."""
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in suffixes and "vendor" not in path.parts and path.is_file()
    ]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files(PACKAGE, STATIC, ROOT / "templates", suffixes={".py", ".js", ".css", ".html"})
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def words(identifier: str) -> set[str]:
    """Return the words of a name, however it is written."""
    return set(re.sub(r"([a-z])([A-Z])", r"\1_\2", identifier).lower().replace("-", "_").split("_"))


def test_nothing_is_called_by_a_name_that_says_nothing() -> None:
    named = []
    for path in files(PACKAGE, STATIC, TESTS, ROOT / "tools", suffixes={".py", ".js", ".css"}):
        parts = path.relative_to(ROOT).with_suffix("").parts
        named += [str(path.relative_to(ROOT)) for part in parts if words(part) & FORBIDDEN]
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and words(node.name) & FORBIDDEN:
                    named.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert named == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in files(PACKAGE, suffixes={".py"})
        if (text := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_every_sentence_is_there_in_every_language() -> None:
    assert problems() == []


SENTENCES = (PACKAGE / "gate" / "sentences.json", PACKAGE / "gate" / "count_sentences.json")


def of_the_gate() -> dict[str, dict[str, str]]:
    """Return key → language → sentence of all pages of the gate; no key stands in two files."""
    tables = [json.loads(path.read_text("utf-8")) for path in SENTENCES]
    table = {key: said for one in tables for key, said in one.items()}
    assert len(table) == sum(map(len, tables))
    return table


# Vietnamese is spelled in one way: hủy, tùy, hòa, khỏe, and not huỷ, tuỳ, hoà, khoẻ (people's names as they write them).
NEWER_TONE = re.compile(r"(?i)(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![a-zà-ỹ])")


def test_vietnamese_places_its_tones_in_one_way() -> None:
    texts = [
        PACKAGE / "translations" / "vi" / "messages.po",
        *SENTENCES,
        *files(PACKAGE / "programme", PACKAGE / "pages", ROOT / "templates", suffixes={".py", ".html"}),
    ]
    said = {str(path.relative_to(ROOT)): NEWER_TONE.findall(path.read_text("utf-8")) for path in texts}
    assert {path: found for path, found in said.items() if found} == {}


def placeholders(sentence: str) -> list[str]:
    """Return the names of what is filled into a sentence."""
    return sorted({one or other for one, other in PLACEHOLDER.findall(sentence)})


def test_every_sentence_of_the_gate_is_there_in_every_language_with_the_same_places_to_fill() -> None:
    table = of_the_gate()
    assert len(table) > 50
    for key, said in table.items():
        assert list(said) == list(LANGUAGES), key
        assert all(said[language].strip() == said[language] != "" for language in LANGUAGES), key
        assert len({str(placeholders(said[language])) for language in LANGUAGES}) == 1, key
    assert {language: set(made) for language, made in sentences("count").items()} == {
        language: set(table) for language in LANGUAGES
    }


def test_the_gate_says_nothing_it_has_no_sentence_for() -> None:
    """Keys that the scripts and the page of the gate name are in the table, and the table has no others."""
    table = of_the_gate()
    pages = ROOT / "templates" / "gate" / "app"
    sources = [*files(STATIC / "gate", suffixes={".js"}), pages / "gate.html", pages / "count.html"]
    said = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r"\bt\(\s*[\"']([a-z_0-9]+)[\"']", said)) | set(
        re.findall(r'data-t(?:-label)?="([a-z_0-9]+)"', said)
    )
    assert asked - set(table) == set()


@pytest.mark.parametrize(
    "path", files(PACKAGE, suffixes={".py"}), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_a_sentence_for_people_is_whole(path: Path) -> None:
    """A sentence that is put together or filled in before it is looked up is found in no catalogue."""
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"_", "gettext", "lazy", "ngettext"}:
            texts = node.args[:2] if ast.unparse(node.func) == "ngettext" else node.args[:1]
            wrong += [
                node.lineno
                for text in texts
                if not (isinstance(text, ast.Constant) and isinstance(text.value, str))
                and path.name != "locale.py"
            ]
    assert wrong == []
