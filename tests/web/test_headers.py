"""What every answer tells the browser, whatever kind of answer it is."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from tests.accounts.people import enter, make
from tests.web.parties import registered, ticket_path

Ask = Callable[[FlaskClient], TestResponse]
KINDS: dict[str, tuple[int, Ask]] = {
    "redirect": (302, lambda c: c.get("/")),
    "page": (200, lambda c: c.get("/vi/")),
    "form": (200, lambda c: c.get("/vi/find-ticket")),
    "unchanged": (304, lambda c: c.get("/vi/", headers={"If-None-Match": c.get("/vi/").headers["ETag"]})),
    "stylesheet": (200, lambda c: c.get("/static/web/tokens.css", buffered=True)),
    "missing file": (404, lambda c: c.get("/static/nothing.css")),
    "missing page": (404, lambda c: c.get("/nowhere")),
    "wrong method": (405, lambda c: c.post("/vi/")),
    "options": (200, lambda c: c.options("/vi/")),
    "head": (200, lambda c: c.head("/vi/")),
    "without token": (400, lambda c: c.post("/vi/find-ticket", data={"contact": "x"})),
    "too large": (413, lambda c: c.post("/vi/find-ticket", data={"contact": "x" * 3_000_000})),
    "to sign in": (303, lambda c: c.get("/desk/")),
    "health": (200, lambda c: c.get("/healthz")),
    "feed": (200, lambda c: c.get("/feeds/programme.ics")),
    "api": (401, lambda c: c.get("/api/v1/gate/device")),
    "api, missing": (404, lambda c: c.get("/api/v1/gate/nothing")),
    "gate": (200, lambda c: c.get("/gate/")),
    "manifest": (200, lambda c: c.get("/gate/manifest.webmanifest")),
}


def policy(answer: TestResponse) -> dict[str, set[str]]:
    """Return the answer's content security policy: directive → sources."""
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";") if part.strip()]
    assert len({part[0] for part in parts}) == len(parts)  # a directive said twice counts once: the first
    return {part[0]: set(part[1:]) for part in parts}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_says_what_may_run_and_who_may_frame_it(site: Flask, kind: str) -> None:
    status, ask = KINDS[kind]
    answer = ask(site.test_client())
    assert answer.status_code == status
    allowed = policy(answer)
    assert allowed["default-src"] == {"'none'"}
    assert allowed["script-src"] - {"'wasm-unsafe-eval'"} == {"'self'"}
    assert allowed["style-src"] == {"'self'"}
    for directive in ("base-uri", "object-src", "frame-ancestors"):
        assert allowed[directive] == {"'none'"}, directive
    assert allowed["form-action"] == {"'self'"}
    sources = set().union(*allowed.values())
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "blob:"} & sources
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in {"no-referrer", "strict-origin-when-cross-origin"}
    assert "X-Request-Id" in answer.headers
    assert "Strict-Transport-Security" not in answer.headers


def test_webassembly_runs_at_the_gate_and_nowhere_else(site: Flask) -> None:
    client = site.test_client()
    needs = {
        path: "'wasm-unsafe-eval'" in policy(client.get(path))["script-src"] for path in ("/gate/", "/vi/")
    }
    assert needs == {"/gate/": True, "/vi/": False}
    assert (
        "'wasm-unsafe-eval'"
        in policy(client.get("/static/gate/decoder-worker.js", buffered=True))["script-src"]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_over_tls_every_kind_of_answer_asks_for_tls_from_now_on(secure_site: Flask, kind: str) -> None:
    client = secure_site.test_client()
    client.environ_base["HTTP_X_FORWARDED_HOST"] = "festival.example"
    answer = KINDS[kind][1](client)
    seconds = int(answer.headers["Strict-Transport-Security"].removeprefix("max-age="))
    assert seconds >= 31_536_000  # a year, ASVS 3.4.1


@pytest.mark.parametrize("host", ["localhost", "localhost:8443"])
def test_a_rehearsal_does_not_take_this_machines_name_from_other_servers(
    secure_site: Flask, host: str
) -> None:
    client = secure_site.test_client()
    client.environ_base["HTTP_X_FORWARDED_HOST"] = host
    assert "Strict-Transport-Security" not in client.get("/vi/").headers


def test_what_is_for_one_reader_is_kept_nowhere_and_its_address_not_passed_on(sqlite_app: Flask) -> None:
    party = registered(sqlite_app, "Nguyễn Mẫu (mẫu)")
    citizen = sqlite_app.test_client()
    staff = enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))
    answers = [
        citizen.get(ticket_path(party)),
        citizen.get(ticket_path(party) + "/qr-1.png"),
        citizen.get("/t/" + "A" * 32),
        citizen.get("/desk/"),
        citizen.get("/api/v1/gate/device"),
        citizen.get("/nowhere"),
        *(staff.get(path) for path in ("/desk/", "/desk/registrations", "/desk/accounts", "/desk/nowhere")),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 303, 401, 404, 200, 200, 200, 404]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store", answer.request.path
        assert answer.headers["Referrer-Policy"] == "no-referrer", answer.request.path


@pytest.mark.parametrize(
    "path", ["/desk/sign-in", "/vi/find-ticket", "/vi/events/dem-khai-mac/register", "/gate/"]
)
def test_a_page_with_a_form_is_asked_for_each_time(site: Flask, path: str) -> None:
    answer = site.test_client().get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] in {"no-cache", "no-store"}


def test_a_file_with_its_digest_is_kept_for_a_year_and_one_without_is_not(site: Flask) -> None:
    client = site.test_client()
    with site.test_request_context():
        address = site.jinja_env.globals["asset"]("web/tokens.css")  # type: ignore[operator]
    kept = {
        path: client.get(path, buffered=True).headers.get("Cache-Control", "")
        for path in (address, "/static/web/tokens.css", "/static/nothing.css?v=1")
    }
    assert ["immutable" in value for value in kept.values()] == [True, False, False]


def cookies(answer: TestResponse) -> dict[str, list[str]]:
    """Return the cookies an answer sets: name → its attributes in small letters."""
    made = {}
    for line in answer.headers.getlist("Set-Cookie"):
        pair, *attributes = [part.strip() for part in line.split(";")]
        made[pair.partition("=")[0]] = [attribute.lower() for attribute in attributes]
    return made


def test_over_tls_the_session_is_bound_to_this_host_and_hidden_from_scripts(secure_site: Flask) -> None:
    answer = secure_site.test_client().get("/desk/sign-in", base_url="https://festival.example")
    attributes = cookies(answer)["__Host-session"]
    assert {"secure", "httponly", "path=/", "samesite=lax"} <= set(attributes)
    assert not any(attribute.startswith("domain") for attribute in attributes)


def test_in_a_rehearsal_without_tls_the_session_still_works(site: Flask) -> None:
    attributes = cookies(site.test_client().get("/desk/sign-in"))["session"]
    assert {"httponly", "path=/", "samesite=lax"} <= set(attributes)
    assert "secure" not in attributes


def test_the_language_cookie_is_as_careful(secure_site: Flask) -> None:
    answer = secure_site.test_client().get("/language/ja", headers={"X-Forwarded-Proto": "https"})
    assert {"secure", "httponly", "samesite=lax"} <= set(cookies(answer)["lang"])


def test_the_public_address_decides_and_not_the_proxy_what_the_language_cookie_is_for(
    secure_site: Flask,
) -> None:
    """A proxy that forgets to say that people came over TLS must not open the cookie to others."""
    assert "secure" in cookies(secure_site.test_client().get("/language/ja"))["lang"]
