"""Persons are added, changed by version, found by any script, put together and taken apart."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from festival.core.actor import SYSTEM
from festival.core.db import Base
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.registration.models import Person, PersonMerge, Ticket
from festival.registration.queries.people import merges, search_people
from festival.registration.services import people
from festival.registration.services.issuing import issue
from festival.registration.services.people import add, change, content_of, keep_apart, merge, undo_merge
from festival.registration.services.retention import forget_old
from festival.registration.types import TicketClass
from festival.registration.types.people import Likeness, Merged, Stale
from tests.registration.persons import ANNA, KAMOME, LAN, LINKS, person
from tests.support.apps import MAIN, NOW, event_of


@pytest.mark.parametrize("typed", ["鷗", "takasaki kamome", "ﾀｶｻｷ", "高崎", "0312345678"])
def test_a_person_is_found_by_any_script_and_the_phone(app: Flask, typed: str) -> None:
    with app.app_context():
        with writing() as session:
            number = person(session, KAMOME).id
            person(session, LAN)
        assert [found.id for found in search_people(current(), edition_id=1, text=typed).rows] == [number]


def test_a_changed_name_stands_on_the_ticket_and_an_older_version_changes_nothing(app: Flask) -> None:
    event = event_of(app, MAIN)
    with app.app_context():
        with writing() as session:
            lan = person(session, LAN)
            issue(
                session,
                actor=SYSTEM,
                person=lan,
                event_id=event.id,
                ticket_class=TicketClass.GUEST,
                links=LINKS,
                now=NOW,
            )
        number = lan.id
        married = replace(LAN, family="Trần")
        with writing() as session:
            changed = change(session, actor=SYSTEM, person_id=number, version=1, content=married, now=NOW)
            assert isinstance(changed, Person)
        with writing() as session:
            late = change(session, actor=SYSTEM, person_id=number, version=1, content=LAN, now=NOW)
        assert late == Stale(2)
        assert current().query(Ticket.name).filter_by(person_id=number).scalar() == "Trần Thị Lan (mẫu)"


def test_who_may_be_the_same_is_found_across_accents_variants_and_contacts(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        lan, kamome = person(session, LAN), person(session, KAMOME)
        asked = replace(LAN, family="NGUYEN", given="THI LAN (MAU)", mail=None)
        assert people.find_duplicates(session, edition_id=1, content=asked) == [
            (lan, frozenset({Likeness.NAME}))
        ]
        variant = replace(ANNA, family="高崎", given="鷗（見本）", phone=KAMOME.phone)
        [(found, why)] = people.find_duplicates(session, edition_id=1, content=variant)
        assert (found, why) == (kamome, frozenset({Likeness.NAME, Likeness.PHONE}))
        assert people.find_duplicates(session, edition_id=1, content=ANNA) == []


def test_two_who_are_not_one_are_not_asked_about_again(app: Flask) -> None:
    with app.app_context(), writing() as session:
        one, other = person(session, LAN), person(session, LAN)
        assert [(pair.first, pair.second) for pair in people.duplicates(session, 1)] == [(one.id, other.id)]
        for first, second in ((other.id, one.id), (one.id, other.id)):
            keep_apart(session, actor=SYSTEM, first=first, second=second, now=NOW)
        assert people.duplicates(session, 1) == []


def test_links_move_when_two_become_one_and_come_back(app: Flask) -> None:
    event = event_of(app, MAIN)
    with app.app_context():
        with writing() as session:
            kept, gone = person(session, LAN), person(session, replace(LAN, mail=None, phone="+84912345678"))
            ticket = issue(
                session,
                actor=SYSTEM,
                person=gone,
                event_id=event.id,
                ticket_class=TicketClass.PRESS,
                links=LINKS,
                now=NOW,
            )
            assert isinstance(ticket, Ticket)
        both = replace(LAN, phone="+84912345678", family="Trần")
        with writing() as session:
            made = merge(session, actor=SYSTEM, keep=(kept.id, 1), gone=(gone.id, 1), content=both, now=NOW)
            assert isinstance(made, Merged)
            assert made.links == 1
        session = current()
        assert (session.get_one(Ticket, ticket.id).person_id, session.get_one(Ticket, ticket.id).name) == (
            kept.id,
            "Trần Thị Lan (mẫu)",
        )
        assert [found.id for found in search_people(session, edition_id=1, text="lan").rows] == [kept.id]
        assert [record.id for record in merges(session, 1)] == [made.merge_id]
        with writing() as session:
            back = undo_merge(session, actor=SYSTEM, merge_id=made.merge_id, now=NOW)
            assert isinstance(back, Merged)
        session = current()
        moved = session.get_one(Ticket, ticket.id, populate_existing=True)
        assert (moved.person_id, moved.name) == (gone.id, "Nguyễn Thị Lan (mẫu)")
        assert content_of(session.get_one(Person, kept.id, populate_existing=True)) == LAN
        assert session.get_one(Person, gone.id, populate_existing=True).merged_into is None
        assert session.get_one(PersonMerge, made.merge_id, populate_existing=True).before is None
        with pytest.raises(NotFound), writing() as session:
            undo_merge(session, actor=SYSTEM, merge_id=made.merge_id, now=NOW)


def test_what_was_changed_since_is_kept_when_a_merge_is_undone(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        with writing() as session:
            kept, gone = person(session, LAN), person(session, LAN)
            made = merge(session, actor=SYSTEM, keep=(kept.id, 1), gone=(gone.id, 1), content=LAN, now=NOW)
            assert isinstance(made, Merged)
            later = replace(LAN, latin="Lan N.")
            change(session, actor=SYSTEM, person_id=kept.id, version=2, content=later, now=NOW)
            undo_merge(session, actor=SYSTEM, merge_id=made.merge_id, now=NOW)
        assert content_of(current().get_one(Person, kept.id)) == later


def test_a_merge_of_what_has_changed_or_gone_is_refused_and_a_chain_is_undone_from_its_end(
    app: Flask,
) -> None:
    with app.app_context(), writing() as session:
        one, two, three = (person(session, LAN) for _ in range(3))
        first = merge(session, actor=SYSTEM, keep=(two.id, 1), gone=(one.id, 1), content=LAN, now=NOW)
        assert isinstance(first, Merged)
        late = merge(session, actor=SYSTEM, keep=(two.id, 1), gone=(three.id, 1), content=LAN, now=NOW)
        assert late == Stale(2)
        again = merge(session, actor=SYSTEM, keep=(three.id, 1), gone=(one.id, 2), content=LAN, now=NOW)
        assert again == Stale(2)
        second = merge(session, actor=SYSTEM, keep=(three.id, 1), gone=(two.id, 2), content=LAN, now=NOW)
        assert isinstance(second, Merged)
        assert isinstance(undo_merge(session, actor=SYSTEM, merge_id=first.merge_id, now=NOW), Stale)
        assert isinstance(undo_merge(session, actor=SYSTEM, merge_id=second.merge_id, now=NOW), Merged)
        assert isinstance(undo_merge(session, actor=SYSTEM, merge_id=first.merge_id, now=NOW), Merged)


def test_nobody_is_merged_with_themselves(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        one = (add(session, actor=SYSTEM, edition_id=1, content=LAN, now=NOW).id, 1)
        with pytest.raises(NotFound):
            merge(session, actor=SYSTEM, keep=one, gone=one, content=LAN, now=NOW)


def test_what_a_merge_remembers_is_forgotten_with_the_persons(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            kept, gone = person(session, LAN), person(session, LAN)
            made = merge(session, actor=SYSTEM, keep=(kept.id, 1), gone=(gone.id, 1), content=ANNA, now=NOW)
            assert isinstance(made, Merged)
        later = NOW + timedelta(days=1000)
        for _ in range(20):
            with writing() as session:
                if not forget_old(session, now=later):
                    break
        assert current().scalar(select(PersonMerge.before)) is None
        with writing() as session:
            undo_merge(session, actor=SYSTEM, merge_id=made.merge_id, now=later)
        names = current().scalars(select(Person.given)).all()
        assert set(names) == {"–"}


def test_what_a_person_has_once_by_its_key_moves_and_comes_back(app: Flask) -> None:
    """A table whose key is the person: nothing else names its row."""
    with app.app_context():
        with writing() as session:
            kept, gone = person(session, LAN), person(session, KAMOME)
            profiles = Base.metadata.tables["speaker_profiles"]
            session.execute(profiles.insert().values(person_id=gone.id, biography=Trilingual("x"), version=1))
        with writing() as session:
            done = merge(session, actor=SYSTEM, keep=(kept.id, 1), gone=(gone.id, 1), content=LAN, now=NOW)
            assert isinstance(done, Merged)
        assert current().scalars(select(profiles.c.person_id)).all() == [kept.id]
        with writing() as session:
            [one] = merges(session, 1)
            undo_merge(session, actor=SYSTEM, merge_id=one.id, now=NOW)
        assert current().scalars(select(profiles.c.person_id)).all() == [gone.id]
