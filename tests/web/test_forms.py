"""Forms tidy what people type, say what is wrong where it is wrong, and keep what was typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField

from festival.core.trilingual import LANGUAGES, Language
from festival.web.forms import (
    AtMost,
    Form,
    LongText,
    Mail,
    Needed,
    OneOf,
    Optional,
    Phone,
    Pressed,
    Secret,
    Text,
    choices,
)
from festival.web.locale import lazy, speaking
from tests.web.rendered import watching


class Visit(Form):
    """One field of each kind."""

    name = Text(lazy("Full name"), validators=[Needed(), AtMost(10)])
    mail = Mail(validators=[AtMost(254)])
    phone = Phone(validators=[Optional(), AtMost(5)])
    note = LongText()
    password = Secret(validators=[Needed(lazy("Please enter your password."))])
    people = IntegerField(validators=[Optional()])


@contextmanager
def filled(app: Flask, **fields: Any) -> Iterator[Visit]:
    """A form as it was sent."""
    with app.test_request_context("/vi/", method="POST", data=fields):
        yield Visit(meta={"csrf": False})


def test_what_people_type_is_tidied_at_the_edge(site: Flask) -> None:
    fields = {
        "name": " Nguye\u0302\u0303n\u3000 A\u200b ",
        "mail": " ba@gia-dinh.example\r\n",
        "phone": "0912\t345",
    }
    with filled(site, **fields) as form:
        assert (form.name.data, form.mail.data, form.phone.data) == (
            "Nguyễn A",
            "ba@gia-dinh.example",
            "0912 345",
        )


def test_a_password_is_taken_exactly_as_typed_and_never_sent_back(site: Flask) -> None:
    typed = "  hai  khoảng\u00a0trắng  "
    with filled(site, name="A", password=typed) as form:
        assert form.password.data == typed
        assert "khoảng" not in form.password()


def test_several_lines_stay_several_lines(site: Flask) -> None:
    with filled(site, note="một\r\nhai") as form:
        assert form.note.data == "một\r\nhai"


@pytest.mark.parametrize("empty", ["", "   ", "\u3000", "\u200b"])
def test_a_field_that_only_looks_filled_is_empty(site: Flask, empty: str) -> None:
    with filled(site, name=empty, password="x") as form:
        assert not form.validate()
        assert set(form.errors) == {"name"}


def test_all_errors_are_said_at_once_and_each_field_says_one(site: Flask) -> None:
    with filled(site, phone="123456") as form:
        assert not form.validate()
        assert {name: len(errors) for name, errors in form.errors.items()} == {
            "name": 1,
            "phone": 1,
            "password": 1,
        }


def test_a_length_is_counted_in_the_letters_people_see_typed(site: Flask) -> None:
    with filled(site, name="Ễ" * 10, password="x") as form:
        assert form.validate()
    with filled(site, name="E\u0302\u0303" * 10, password="x") as form:
        assert form.validate()
    with filled(site, name="Ễ" * 11, password="x") as form:
        assert not form.validate()


def test_an_optional_field_is_checked_only_when_it_is_filled(site: Flask) -> None:
    with filled(site, name="A", password="x", phone="  ", people="") as form:
        assert form.validate()
    with filled(site, name="A", password="x", people="many") as form:
        assert set(form.errors if not form.validate() else {}) == {"people"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_errors_speak_the_language_of_the_page(site: Flask, language: Any) -> None:
    with filled(site) as form, speaking(language):
        form.validate()
        assert form.errors["password"] == [str(lazy("Please enter your password."))]
        assert str(form.name.label.text) == str(lazy("Full name"))


def test_a_services_refusal_stands_at_its_field_and_an_unknown_one_is_not_lost(site: Flask) -> None:
    with filled(site, name="A", password="x") as form:
        form.validate()
        form.take_errors({"mail": "Taken.", "elsewhere": "Full."})
        assert list(form.mail.errors) == ["Taken."]
        assert any("Full." in field.errors for field in form)


def test_what_was_typed_comes_back_as_words_and_never_as_markup(sqlite_app: Flask) -> None:
    hostile = '"><script>alert(1)</script>'
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    with watching(sqlite_app) as seen:
        answer = sqlite_app.test_client().post("/vi/find-ticket", data={"contact": hostile})
    assert answer.status_code == 422
    assert seen[-1]["form"].contact.data == hostile
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_a_form_from_elsewhere_changes_nothing(site: Flask) -> None:
    """A token of another session is as good as none."""
    mine, theirs = site.test_client(), site.test_client()
    page = theirs.get("/vi/find-ticket").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    mine.get("/vi/find-ticket")
    assert mine.post("/vi/find-ticket", data={"csrf_token": token, "contact": "x"}).status_code == 400
    assert theirs.post("/vi/find-ticket", data={"csrf_token": token, "contact": "x"}).status_code == 422


class Choosing(Form):
    """What is chosen, and what WTForms itself reads."""

    then = Pressed()
    mark = OneOf(
        "", validators=[Needed(lazy("Please choose one of the five."))], choices=choices([("1", "1")])
    )
    way = OneOf("", validators=[Optional()], choices=choices([("a", "A")]))
    must = OneOf("", choices=choices([("a", "A")]))
    one = SelectField("", choices=choices([("a", "A")]))
    some = SelectMultipleField("", choices=choices([("a", "A")]))
    people = IntegerField(validators=[Optional()])
    day = DateField(validators=[Optional()])


def choosing(app: Flask, lang: Language, **fields: Any) -> dict[str, list[str]]:
    """Return what is wrong with what was chosen."""
    with app.test_request_context(f"/{lang}/", method="POST", data=fields), speaking(lang):
        form = Choosing(meta={"csrf": False})
        form.validate()
        return {name: [str(one) for one in errors] for name, errors in form.errors.items() if name}


def test_where_nothing_was_chosen_one_sentence_says_what_is_to_be_done(site: Flask) -> None:
    wrong = choosing(site, "en", one="a")
    assert wrong == {
        "mark": ["Please choose one of the five."],
        "must": ["Please choose one of the list."],
    }


def test_what_is_not_on_the_list_is_refused_in_the_readers_language(site: Flask) -> None:
    sent = {"mark": "9", "way": "x", "must": "x", "one": "x", "some": "x", "people": "x", "day": "x"}
    said = {lang: choosing(site, lang, **sent) for lang in LANGUAGES}
    assert set(said["en"]) == set(sent)
    assert all(len(one) == 1 for errors in said.values() for one in errors.values())
    assert "Vui lòng chọn một mục trong danh sách." in said["vi"]["some"]
    for name in sent:
        assert len({said[lang][name][0] for lang in LANGUAGES}) == 3


def test_no_empty_field_speaks_for_the_button_that_is_pressed(site: Flask) -> None:
    with site.test_request_context("/vi/", method="POST", data={"then": "accepted"}):
        form = Choosing(meta={"csrf": False})
        assert form.then.data == "accepted"
        assert "then" not in form.hidden_tag()
