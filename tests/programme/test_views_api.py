"""`/api/v1/programme`: every answer is of the kind its description promises."""

import re
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator
from sqlalchemy import update

from festival.core.transaction import writing
from festival.programme import catalogue
from festival.programme.models import Edition
from festival.programme.queries import events_of
from tests.programme.test_feeds_api import described
from tests.support.apps import MAIN


def description(app: Flask) -> dict[Any, Any]:
    """Return the description as it is served."""
    answer = app.test_client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    return dict(answer.get_json())


def resolved(whole: dict[Any, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Return what a reference of the description stands for."""
    while "$ref" in part:
        found: Any = whole
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def test_it_is_served_as_it_is_described(sqlite_app: Flask) -> None:
    whole = description(sqlite_app)
    assert list(OpenAPIV31SpecValidator(whole).iter_errors()) == []
    assert whole["servers"] == [{"url": "http://festival.example/api/v1"}]
    served = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule).removeprefix("/api/v1")
        for rule in sqlite_app.url_map.iter_rules()
        if rule.endpoint.startswith("programme.api.")
    }
    assert set(whole["paths"]) == served - {"/openapi.json"}


CASES = [
    ("/programme", "/programme", 200),
    ("/programme", "/programme", 304),
    ("/programme/{slug}", f"/programme/{MAIN}", 200),
    ("/programme/{slug}", f"/programme/{MAIN}", 304),
    ("/programme/{slug}", "/programme/nowhere", 404),
]


@pytest.mark.parametrize(("address", "path", "status"), CASES)
def test_every_answer_is_as_described(sqlite_app: Flask, address: str, path: str, status: int) -> None:
    whole, client = description(sqlite_app), sqlite_app.test_client()
    headers = {"If-None-Match": client.get(f"/api/v1{path}").headers["ETag"]} if status == 304 else {}
    answer = client.get(f"/api/v1{path}", headers=headers)
    assert answer.status_code == status
    said = resolved(whole, whole["paths"][address]["get"]["responses"][str(status)])
    assert set(said.get("headers", {})) <= set(answer.headers.keys())
    if "content" not in said:
        assert answer.data == b""
        return
    assert list(said["content"]) == [answer.content_type]
    name = said["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert [error.message for error in described(name).iter_errors(answer.get_json())] == []


def test_no_promise_is_left_untried(sqlite_app: Flask) -> None:
    promised = {
        (path, int(status))
        for path, methods in description(sqlite_app)["paths"].items()
        for status in methods["get"]["responses"]
    }
    assert promised - {(address, status) for address, _path, status in CASES} == {("/programme", 404)}


def test_before_there_is_an_edition_the_promised_refusal_comes(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        with writing() as session:
            session.execute(update(Edition).values(is_current=False))
        catalogue.forget()
    answer = sqlite_app.test_client().get("/api/v1/programme")
    assert answer.status_code == 404
    assert list(described("Refusal").iter_errors(answer.get_json())) == []


def test_every_event_is_in_it_and_stands_at_its_own_address(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    with sqlite_app.app_context(), writing() as session:
        slugs = [event.slug for event in events_of(session, 1)]
    whole = client.get("/api/v1/programme").get_json()
    assert [event["slug"] for event in whole["events"]] == slugs
    for event in whole["events"]:
        assert client.get(f"/api/v1/programme/{event['slug']}").get_json() == event
        for language in ("vi", "ja", "en"):
            assert (
                client.get(event["links"][language].removeprefix("http://festival.example")).status_code
                == 200
            )
        assert (
            client.get(event["links"]["calendar"].removeprefix("http://festival.example")).status_code == 200
        )
