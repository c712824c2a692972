"""What the JSON of the programme looks like, in OpenAPI 3.1."""

from collections.abc import Iterable
from typing import Any

from festival.core.trilingual import LANGUAGES
from festival.programme.types import (
    HIDDEN_KINDS,
    PUBLIC_PARTS,
    Audience,
    EventKind,
    EventState,
    RoomType,
)

VERSION = "1.0.0"
_SLUG = "dem-khai-mac"


def document(public_url: str) -> dict[str, Any]:
    """Return the description of `/api/v1`, served at `public_url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hokkaido Festival in Hạ Long: programme",
            "version": VERSION,
            "description": (
                "The programme as it was last published. Texts come in Vietnamese, Japanese and English; one that is not "
                "written yet is the empty string. Times carry the offset of Hạ Long, +07:00. Answers have a strong ETag and "
                "Last-Modified: ask again with If-None-Match, and an unchanged programme costs you a 304 without a body. "
                "What is described here stays; new keys may come."
            ),
        },
        "servers": [{"url": f"{public_url}/api/v1"}],
        "paths": {
            "/programme": {
                "get": _operation(
                    "getProgramme", "The whole programme, in order of time", "Programme", [], [404]
                )
            },
            "/programme/{slug}": {
                "get": _operation(
                    "getEvent",
                    "One event",
                    "Event",
                    [
                        {
                            "name": "slug",
                            "in": "path",
                            "required": True,
                            "description": "The last part of the address of the event's page.",
                            "schema": {"type": "string", "examples": [_SLUG]},
                        }
                    ],
                    [404],
                )
            },
        },
        "components": {"schemas": _schemas(), "headers": _headers(), "responses": _responses()},
    }


def _operation(
    name: str, summary: str, schema: str, parameters: list[dict[str, Any]], errors: Iterable[int]
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [
            *parameters,
            {
                "name": "If-None-Match",
                "in": "header",
                "description": "The ETag of the answer you have.",
                "schema": {"type": "string"},
            },
        ],
        "responses": {
            "200": {
                "description": summary,
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _headers()},
                "content": {"application/json": {"schema": _ref(schema)}},
            },
            "304": {"$ref": "#/components/responses/Unchanged"},
        }
        | {str(status): {"$ref": "#/components/responses/Refused"} for status in errors},
    }


def _headers() -> dict[str, Any]:
    return {
        "ETag": {"description": "Changes with the content.", "schema": {"type": "string"}},
        "Last-Modified": {
            "description": "When an event in the answer last changed.",
            "schema": {"type": "string"},
        },
    }


def _responses() -> dict[str, Any]:
    return {
        "Unchanged": {"description": "What you have is what there is."},
        "Refused": {
            "description": "There is no such event, or no programme yet.",
            "content": {"application/json": {"schema": _ref("Refusal")}},
        },
    }


def _schemas() -> dict[str, Any]:
    moment = {"type": "string", "format": "date-time"}
    day = {"type": "string", "format": "date"}
    text, slug = {"type": "string"}, {"type": "string", "pattern": "^[a-z0-9-]+$"}
    url = {"type": "string", "format": "uri"}
    texts = _ref("Trilingual")
    return {
        "Trilingual": _object(dict.fromkeys(LANGUAGES, text)),
        "Programme": _object(
            {
                "edition": _ref("Edition"),
                "changed_at": _or_null(moment),
                "events": {"type": "array", "items": _ref("Event")},
            }
        ),
        "Edition": _object(
            {
                "year": {"type": "integer"},
                "title": texts,
                "theme": texts,
                "starts_on": day,
                "ends_on": day,
                "main_day": day,
                "time_zone": text,
                "is_sample": {"type": "boolean", "description": "Sample data, not a real programme."},
            }
        ),
        "Event": _object(
            {
                "guid": {"type": "string", "format": "uuid", "description": "Never changes."},
                "slug": slug,
                "state": _one_of(EventState),
                "sequence": _whole(0, "How many releases have changed the event since its first."),
                "changed_at": moment,
                "kind": _one_of(kind for kind in EventKind if kind not in HIDDEN_KINDS),
                "audience": _one_of(Audience),
                "is_main": {"type": "boolean"},
                "title": texts,
                "summary": texts,
                "text": texts,
                "starts_at": moment,
                "ends_at": moment,
                "doors_at": _or_null(moment),
                "venue": _ref("Venue"),
                "space": _or_null(_ref("Space")),
                "people": {"type": "array", "items": _ref("Person")},
                "registration": _or_null(_ref("Registration")),
                "links": _object({**dict.fromkeys(LANGUAGES, url), "calendar": url}),
            }
        ),
        "Venue": _object({"slug": slug, "name": texts, "address": texts}),
        "Space": _object({"slug": slug, "name": texts, "type": _one_of(RoomType)}),
        "Person": _object({"id": _whole(1), "name": texts, "part": _one_of(sorted(PUBLIC_PARTS))}),
        "Registration": _object(
            {
                "opens_at": moment,
                "closes_at": moment,
                "capacity": _whole(0, "Places in people."),
                "party_max": _whole(1, "People in one registration."),
            }
        ),
        "Refusal": _object({"error": text, "sentence": text}),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(words: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": [str(word) for word in words]}


def _whole(least: int, description: str | None = None) -> dict[str, Any]:
    return {"type": "integer", "minimum": least} | ({"description": description} if description else {})
