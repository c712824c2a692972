"""Every view carries one guard; each guard lets in whom it names and nobody else."""

import base64
import hashlib

import pytest
from flask import Flask, render_template_string

from festival.accounts.types import Role
from festival.core.transaction import writing
from festival.core.trilingual import Trilingual
from festival.gate.models import Device, Gate
from festival.programme.queries import current_edition
from festival.web import access
from tests.accounts.people import enter, make
from tests.support.apps import NOW
from tests.web.parties import registered

KEY = "a-key-only-the-phone-holds"


def add(app: Flask, path: str, view: object) -> None:
    """Give the application one more view."""
    app.add_url_rule(path, path.strip("/").replace("/", "_"), view)  # type: ignore[arg-type]


def pair(app: Flask, *, revoked: bool = False) -> None:
    """Make a device that holds KEY."""
    with app.app_context(), writing() as session:
        gate = Gate(edition_id=current_edition(session).id, name=Trilingual("A"), place=Trilingual())
        session.add(gate)
        session.flush()
        session.add(
            Device(
                gate_id=gate.id,
                name="Máy mẫu",
                digest=hashlib.sha256(KEY.encode()).digest(),
                paired_at=NOW,
                seen_at=NOW,
                revoked_at=NOW if revoked else None,
            )
        )


# --- the decorators themselves -----------------------------------------------------------------------------------------


def test_a_view_without_a_guard_is_never_served(sqlite_app: Flask) -> None:
    add(sqlite_app, "/forgotten", lambda: "secret")
    answer = sqlite_app.test_client().get("/forgotten")
    assert answer.status_code == 404
    assert "secret" not in answer.text


@pytest.mark.parametrize("first", [access.public, access.token, access.by_device, access.staff("right")])
@pytest.mark.parametrize("second", [access.public, access.token, access.by_device, access.staff("right")])
def test_two_guards_on_one_view_are_refused_when_the_program_starts(first: object, second: object) -> None:
    def view() -> str:
        return ""

    with pytest.raises(TypeError, match="two guards"):
        second(first(view))  # type: ignore[operator]


def test_a_guard_says_whom_it_lets_in_and_keeps_the_views_name() -> None:
    def view() -> str:
        """Show something."""
        return ""

    guards = [
        (access.public(view), access.Guard("public")),
        (access.token(view), access.Guard("token")),
        (access.by_device(view), access.Guard("device")),
        (access.staff("see_all")(view), access.Guard("staff", "see_all")),
    ]
    for guarded, guard in guards:
        assert guarded.guard == guard  # type: ignore[attr-defined]
        assert (guarded.__name__, guarded.__doc__) == (view.__name__, view.__doc__)
    assert not hasattr(view, "guard")


# --- staff -------------------------------------------------------------------------------------------------------------


def test_a_stranger_signs_in_first_and_comes_back_to_where_he_wanted(sqlite_app: Flask) -> None:
    answer = sqlite_app.test_client().get("/desk/registrations?q=An&page=2")
    assert answer.status_code == 303
    assert answer.location == "/desk/sign-in?next=/desk/registrations?q%3DAn%26page%3D2"


def test_a_strangers_post_is_not_repeated_after_signing_in(sqlite_app: Flask) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    answer = sqlite_app.test_client().post("/desk/accounts/1/disable")
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")


def test_who_lacks_the_right_is_refused(sqlite_app: Flask) -> None:
    crew = enter(sqlite_app, make(sqlite_app, Role.CREW))
    assert crew.get("/desk/registrations").status_code == 403
    assert crew.get("/desk/").status_code == 200


def test_who_owes_a_second_factor_sets_it_up_before_anything_else(sqlite_app: Flask) -> None:
    organizer = enter(sqlite_app, make(sqlite_app, Role.ORGANIZER, sample=False))
    for path in ("/desk/", "/desk/registrations", "/desk/accounts", "/desk/account"):
        answer = organizer.get(path)
        assert (answer.status_code, answer.location) == (303, "/desk/account/second-factor"), path
    assert organizer.get("/desk/account/second-factor").status_code == 200


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.GATE_LEAD, Role.COORDINATOR, Role.CREW, Role.LEADER])
def test_who_owes_none_goes_straight_in(sqlite_app: Flask, role: Role) -> None:
    assert enter(sqlite_app, make(sqlite_app, role, sample=False)).get("/desk/").status_code == 200


def test_a_view_inside_a_request_knows_who_is_there(sqlite_app: Flask) -> None:
    add(sqlite_app, "/desk/me", access.staff("own_account")(lambda: access.signed_in().name))
    account = make(sqlite_app, Role.CREW, login="lucluong")
    assert enter(sqlite_app, account).get("/desk/me").text == "Nhân viên lucluong (mẫu)"


def test_outside_the_desk_nobody_is_looked_up(sqlite_app: Flask) -> None:
    """A public page must not depend on who reads it: it is kept for others."""
    add(sqlite_app, "/open", access.public(lambda: render_template_string("{{ actor is none }}")))
    assert enter(sqlite_app, make(sqlite_app, Role.CREW)).get("/open").text == "True"


# --- devices -----------------------------------------------------------------------------------------------------------


def device_answer(app: Flask, header: str | None) -> tuple[int, object]:
    """Ask as a phone; return status and error."""
    headers = {} if header is None else {"Authorization": header}
    answer = app.test_client().get("/api/v1/gate/device", headers=headers)
    assert answer.is_json
    return answer.status_code, answer.get_json()["error"] if answer.status_code != 200 else None


def test_a_paired_phone_is_let_in_by_its_key(sqlite_app: Flask) -> None:
    pair(sqlite_app)
    assert device_answer(sqlite_app, f"Device {KEY}") == (200, None)


@pytest.mark.parametrize("header", [None, "", "Device", "Device ", "Device wrong", f"Bearer {KEY}", KEY])
def test_without_its_key_nobody_is_a_phone(sqlite_app: Flask, header: str | None) -> None:
    pair(sqlite_app)
    assert device_answer(sqlite_app, header) == (401, "unknown_device")


def test_a_revoked_phone_is_told_so(sqlite_app: Flask) -> None:
    pair(sqlite_app, revoked=True)
    assert device_answer(sqlite_app, f"Device {KEY}") == (401, "revoked")


def test_a_phone_is_no_member_of_staff_and_a_member_of_staff_no_phone(sqlite_app: Flask) -> None:
    pair(sqlite_app)
    as_phone = sqlite_app.test_client().get("/desk/", headers={"Authorization": f"Device {KEY}"})
    assert as_phone.status_code == 303
    administrator = enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))
    assert administrator.get("/api/v1/gate/device").status_code == 401


def test_the_key_does_not_count_in_a_cookie_or_an_address(sqlite_app: Flask) -> None:
    pair(sqlite_app)
    client = sqlite_app.test_client()
    client.set_cookie("device", KEY)
    client.set_cookie("session", KEY)
    assert client.get(f"/api/v1/gate/device?key={KEY}&device={KEY}").status_code == 401


# --- whom nobody needs to know -----------------------------------------------------------------------------------------


def test_the_same_404_for_what_is_not_there_and_what_is_not_yours(sqlite_app: Flask) -> None:
    party = registered(sqlite_app)
    nobodys = base64.b32encode((999_999).to_bytes(4, "big") + bytes(16)).decode()
    anothers = base64.b32encode(party.registration_id.to_bytes(4, "big") + bytes(16)).decode()
    pages = [sqlite_app.test_client().get(f"/t/{code}") for code in (nobodys, anothers)]
    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].text.replace(nobodys, "") == pages[1].text.replace(anothers, "")


def test_signed_in_outside_of_a_sign_in_is_an_error_and_not_a_person(sqlite_app: Flask) -> None:
    add(sqlite_app, "/who", access.public(lambda: access.signed_in().name))
    assert sqlite_app.test_client().get("/who").status_code == 401
