"""The JSON of the programme, and its description: nothing is sent that is not described."""

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from festival.core.trilingual import Trilingual
from festival.programme.feeds import openapi
from festival.programme.feeds.api import event_json, programme_json
from festival.programme.types import Audience, EventFacts, EventState
from tests.programme.happenings import EDITION, PLAIN, programmes, some_programmes

URL = "https://festival.example"
DESCRIPTION: dict[Any, Any] = openapi.document(URL)


def closed(schema: Any) -> Any:
    """Return a schema that refuses every key it does not describe."""
    if isinstance(schema, dict):
        more = {"additionalProperties": False} if "properties" in schema else {}
        return {name: closed(value) for name, value in schema.items()} | more
    return [closed(one) for one in schema] if isinstance(schema, list) else schema


def described(name: str) -> Draft202012Validator:
    """Return what checks a JSON value against the schema of this name."""
    whole = closed(deepcopy(DESCRIPTION["components"]["schemas"]))
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": {"schemas": whole}},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


def test_the_description_is_openapi_3_1() -> None:
    assert DESCRIPTION["openapi"].startswith("3.1.")
    assert [str(error) for error in OpenAPIV31SpecValidator(DESCRIPTION).iter_errors()] == []


def test_every_schema_is_one_and_is_used() -> None:
    text = json.dumps(DESCRIPTION)
    for name, schema in DESCRIPTION["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert f'"#/components/schemas/{name}"' in text


@some_programmes
@given(programmes)
def test_any_programme_is_as_described(programme: list[EventFacts]) -> None:
    read = json.loads(programme_json(EDITION, programme, public_url=URL))
    assert [error.message for error in described("Programme").iter_errors(read)] == []
    for event, whole in zip(programme, read["events"], strict=True):
        assert json.loads(event_json(event, public_url=URL)) == whole


def test_an_event_says_all_that_the_public_knows() -> None:
    said = json.loads(event_json(PLAIN, public_url=URL))
    assert said["title"] == {"vi": "Đêm khai mạc", "ja": "開幕の夜", "en": "Opening night"}
    assert said["starts_at"] == "2027-11-17T20:00:00+07:00"
    assert said["doors_at"] == "2027-11-17T17:30:00+07:00"
    assert said["space"] == {
        "slug": "san-khau",
        "name": {"vi": "Sân khấu", "ja": "ステージ", "en": "Stage"},
        "type": "stage",
    }
    assert (said["registration"]["capacity"], said["registration"]["party_max"]) == (10_000, 6)
    assert said["links"]["ja"] == f"{URL}/ja/events/dem-khai-mac"
    assert said["links"]["calendar"] == f"{URL}/feeds/events/dem-khai-mac.ics"
    assert [(one["id"], one["part"]) for one in said["people"]] == [(31, "performer")]


def test_what_is_not_there_is_null_and_nothing_else() -> None:
    bare = replace(PLAIN, doors_at=None, space_name=None, space_slug=None, capacity=None)
    said = json.loads(event_json(bare, public_url=URL))
    assert (said["doors_at"], said["space"], said["registration"]) == (None, None, None)
    assert list(described("Event").iter_errors(said)) == []


@pytest.mark.parametrize(
    "changed", [replace(PLAIN, state=EventState.CANCELLED), replace(PLAIN, audience=Audience.INVITED)]
)
def test_nobody_is_sent_to_a_registration_that_does_not_exist(changed: EventFacts) -> None:
    said = json.loads(event_json(changed, public_url=URL))
    assert said["registration"] is None
    assert list(described("Event").iter_errors(said)) == []


def test_a_text_that_nobody_has_written_is_empty() -> None:
    said = json.loads(event_json(replace(PLAIN, text=Trilingual(vi="Chữ")), public_url=URL))
    assert said["text"] == {"vi": "Chữ", "ja": "", "en": ""}


@pytest.mark.parametrize(
    ("name", "value"),
    [("secret", 1), ("kind", "blocker"), ("starts_at", "soon"), ("guid", "7"), ("people", [{"name": "A"}])],
)
def test_the_description_would_notice(name: str, value: object) -> None:
    said = json.loads(event_json(PLAIN, public_url=URL)) | {name: value}
    assert list(described("Event").iter_errors(said)) != []
