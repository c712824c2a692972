"""Delegations, precedence, lists from offices and seats."""

from datetime import datetime, time, timedelta

from flask import Flask
from sqlalchemy import select

from festival.accounts.types import Role
from festival.core.actor import SYSTEM, Actor
from festival.core.clock import LOCAL
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.models import Edition
from festival.programme.tables.reading import Refused
from festival.registration.guest_tables import Sheet, read
from festival.registration.models import Delegation, Guest, GuestList, Invitation, Person
from festival.registration.queries.guests import gaps, get_guest, guests_of
from festival.registration.queries.seating import seated
from festival.registration.rules.seating import Place
from festival.registration.services import delegations, guest_lists, inviting, seating
from festival.registration.services.answering import accept
from festival.registration.services.deputizing import send_deputy
from festival.registration.services.guest_retention import any_old_care, forget_care
from festival.registration.services.people import content_of
from festival.registration.types.guests import DelegationContent, GuestContent, GuestPart, Side
from festival.registration.types.people import Stale
from tests.accounts.people import make
from tests.programme.sheets_of_xlsx import xlsx
from tests.registration.guests import GUEST_LINKS, HOKKAIDO, YUI, delegation, guest, invited, stored
from tests.registration.persons import ANNA, KAMOME, LAN
from tests.support.apps import MAIN, NOW, event_of


def order(app: Flask) -> list[str]:
    """The given names by rank."""
    with app.app_context():
        return [one.person.given for one in guests_of(current(), 1)]


def test_two_tabs_that_save_one_guest_are_told_apart(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            one = guest(session)
        outcomes = []
        for food in ("A", "B"):
            with writing() as session:
                outcomes.append(
                    delegations.change_guest(
                        session,
                        actor=SYSTEM,
                        guest_id=one.id,
                        version=1,
                        person=content_of(session.get_one(Person, one.person_id)),
                        content=GuestContent(dietary=food),
                        now=NOW,
                    )
                )
        assert isinstance(outcomes[0], Guest)
        assert outcomes[1] == Stale(2)
        assert get_guest(current(), 1, one.id).dietary == "A"


def test_the_same_form_adds_one_guest_and_one_delegation(app: Flask) -> None:
    with app.app_context():
        for _ in range(2):
            with writing() as session:
                delegations.make_delegation(
                    session,
                    actor=SYSTEM,
                    edition_id=1,
                    content=DelegationContent(Trilingual(vi="A (mẫu)"), "vi"),
                    submission="a" * 22,
                    now=NOW,
                )
                delegations.add_guest(
                    session,
                    actor=SYSTEM,
                    edition_id=1,
                    person=LAN,
                    content=GuestContent(),
                    submission="b" * 22,
                    now=NOW,
                )
        assert len(current().scalars(select(Delegation)).all()) == 1
        assert len(current().scalars(select(Guest)).all()) == 1


def test_a_delegation_has_one_head(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            home = delegation(session)
            guest(session, KAMOME, delegation_id=home.id, is_head=True)
            guest(session, YUI, delegation_id=home.id, is_head=True)
        assert [one.person.given for one in guests_of(current(), 1) if one.is_head] == [YUI.given]


def test_guests_move_alone_or_with_their_delegation(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            home = delegation(session)
            guest(session, LAN)
            guest(session, ANNA)
            head = guest(session, KAMOME, delegation_id=home.id, is_head=True)
            guest(session, YUI, delegation_id=home.id)
        first = guests_of(current(), 1)[0].id
        for together, expected in (
            (False, [KAMOME, LAN, ANNA, YUI]),
            (True, [KAMOME, YUI, LAN, ANNA]),
        ):
            with writing() as session:
                assert delegations.move_guest(
                    session,
                    actor=SYSTEM,
                    edition_id=1,
                    guest_id=head.id,
                    before=first,
                    with_delegation=together,
                    now=NOW,
                )
            assert order(app) == [one.given for one in expected]


def test_what_is_missing_follows_the_delegation(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        home = delegation(session)
        alone = guest(session, LAN)
        member = guest(session, YUI, delegation_id=home.id, part=GuestPart.INTERPRETER)
        session.flush()
        assert [str(one) for one in gaps(get_guest(session, 1, alone.id))] == ["position", "dietary"]
        assert [str(one) for one in gaps(get_guest(session, 1, member.id))] == [
            "latin",
            "dietary",
            "departure",
        ]


# --- lists from offices ----------------------------------------------------------------------------------------------


LIST = xlsx(
    ["STT", "Họ và tên", "Chức vụ", "Đoàn", "Vai trò", "Email"],
    ["1", "髙﨑 鷗（見本）", "副知事（見本）", "北海道代表団（見本）", "団長", "kamome@doudan.example"],
    ["2", "Nguyễn Mẫu An (mẫu)", "Giám đốc (mẫu)", "", "", ""],
    ["3", "NGUYEN MAU AN (MAU)", "", "", "", ""],
    ["4", "Trần Mẫu Bình (mẫu)", "", "", "", "không có"],
)


def kept(app: Flask, data: bytes = LIST, *, with_event: bool = True) -> tuple[int, Actor]:
    """Send a list; return its number and who has sent it."""
    sheet = read(data)
    assert isinstance(sheet, Sheet)
    event = event_of(app, MAIN)
    actor = Actor("person", make(app, Role.PROTOCOL))
    with app.app_context(), writing() as session:
        return (
            guest_lists.keep(
                session,
                actor=actor,
                edition_id=1,
                event_id=event.id if with_event else None,
                name="khach.xlsx",
                sheet=sheet,
                now=NOW,
            ).id,
            actor,
        )


def take(app: Flask, number: int, actor: Actor, *, right_rows_only: bool = True) -> object:
    with app.app_context(), writing() as session:
        return guest_lists.take(
            session,
            actor=actor,
            list_id=number,
            choices={},
            right_rows_only=right_rows_only,
            now=NOW,
        )


def test_nothing_is_stored_before_the_list_is_taken_and_twice_taken_is_once(app: Flask) -> None:
    with app.app_context(), writing() as session:
        home = delegation(session)
        guest(session, KAMOME, delegation_id=home.id)
    number, actor = kept(app)
    assert order(app) == [KAMOME.given]
    assert isinstance(take(app, number, actor, right_rows_only=False), guest_lists.NotAllRight)
    assert order(app) == [KAMOME.given]
    done = take(app, number, actor)
    assert done == guest_lists.Taken(guests=2, known=1, left_out=(4, 5), listed=2)
    assert take(app, number, actor) == done
    assert order(app) == [KAMOME.given, "Mẫu An (mẫu)"]
    with app.app_context():
        assert len(current().scalars(select(Delegation)).all()) == 1  # known by its Japanese name
        assert len(current().scalars(select(Invitation)).all()) == 2


def test_a_known_person_is_completed_and_nothing_known_is_overwritten(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        guest(session, KAMOME)
    number, actor = kept(sqlite_app)
    take(sqlite_app, number, actor)
    with sqlite_app.app_context():
        one = current().scalars(select(Person).where(Person.given == KAMOME.given)).one()
    assert one.mail == "kamome@doudan.example"
    assert one.position.ja == "副知事（見本）"
    assert (one.latin, one.organisation, one.phone) == (KAMOME.latin, KAMOME.organisation, KAMOME.phone)


def test_what_columns_mean_is_remembered_for_the_next_list(app: Flask) -> None:
    data = xlsx(["Quý danh", "Món"], ["Nguyễn Mẫu (mẫu)", "chay"])
    number, actor = kept(app, data, with_event=False)
    with app.app_context():
        assert current().get_one(GuestList, number).mapping == {"Quý danh": "", "Món": ""}
        with writing() as session:
            guest_lists.map_columns(
                session,
                actor=actor,
                list_id=number,
                mapping={"Quý danh": "name", "Món": "dietary"},
                now=NOW,
            )
    second, _ = kept(app, xlsx(["QUY DANH", "STT"], ["Lê Mẫu (mẫu)", "1"]), with_event=False)
    with app.app_context():
        assert current().get_one(GuestList, second).mapping == {"QUY DANH": "name", "STT": ""}


def test_a_list_is_forgotten_after_a_day(sqlite_app: Flask) -> None:
    kept(sqlite_app)
    later = NOW + timedelta(days=1, seconds=1)
    with sqlite_app.app_context():
        assert not guest_lists.any_old_guest_lists(current(), now=NOW)
        assert guest_lists.any_old_guest_lists(current(), now=later)
        with writing() as session:
            assert guest_lists.forget_old_guest_lists(session, now=later) == 1
        assert not guest_lists.any_old_guest_lists(current(), now=later)


def test_a_list_that_is_no_list_is_refused(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert isinstance(read(b""), Refused)
        assert isinstance(read(b"PK\x03\x04 no workbook"), Refused)
        assert isinstance(read("Tên\n".encode()), Refused)
        same = read("Tên,Tên\nA,B\n".encode())
    assert isinstance(same, Sheet)
    assert same.heads == ("Tên", "Tên 2")


# --- seats -----------------------------------------------------------------------------------------------------------


def test_seat_and_rank_follow_to_the_deputy(app: Flask) -> None:
    number = invited(app)
    event_id = stored(app, number).event_id
    with app.app_context():
        with writing() as session:
            accept(session, actor=SYSTEM, invitation_id=number, links=GUEST_LINKS, now=NOW)
        with writing() as session:
            seating.set_rows(
                session, actor=SYSTEM, event_id=event_id, version=0, rows=[(2, 2)], reserved=(), now=NOW
            )
            seating.propose_all(session, actor=SYSTEM, event_id=event_id, version=1, now=NOW)
        before = seated(current(), event_id)
        assert before.given == {number: Place(1, 3)}  # the delegation's side is the right
        with writing() as session:
            send_deputy(
                session,
                actor=SYSTEM,
                invitation_id=number,
                version=stored(app, number).version,
                deputy=YUI,
                links=GUEST_LINKS,
                now=NOW,
            )
        current().expire_all()
        after = seated(current(), event_id)
        assert after.given == before.given
        assert [(one.precedence, one.side) for one in after.sitters] == [(1, Side.RIGHT)]
        assert after.conflicts() == []


def test_who_is_put_on_a_taken_seat_changes_places_and_an_old_page_changes_nothing(app: Flask) -> None:
    number = invited(app)
    event_id = stored(app, number).event_id
    with app.app_context():
        with writing() as session:
            other = guest(session, ANNA)
            inviting.list_for(session, actor=SYSTEM, event_id=event_id, guest_ids=[other.id], now=NOW)
        second = current().scalars(select(Invitation.id).where(Invitation.guest_id == other.id)).one()
        with writing() as session:
            for one in (number, second):
                accept(session, actor=SYSTEM, invitation_id=one, links=GUEST_LINKS, now=NOW)
            seating.set_rows(
                session, actor=SYSTEM, event_id=event_id, version=0, rows=[(2, 2)], reserved=(), now=NOW
            )
            seating.propose_all(session, actor=SYSTEM, event_id=event_id, version=1, now=NOW)
        before = seated(current(), event_id).given

        def place(who: int, version: int, where: Place | None) -> object:
            with writing() as session:
                return seating.place(
                    session,
                    actor=SYSTEM,
                    event_id=event_id,
                    invitation_id=who,
                    version=version,
                    where=where,
                    now=NOW,
                )

        assert place(number, 2, before[second]) == 3
        assert seated(current(), event_id).given == {number: before[second], second: before[number]}
        assert place(number, 2, None) == Stale(3)
        assert place(number, 3, None) == 4
        assert seated(current(), event_id).given == {second: before[number]}


def test_a_person_is_on_the_list_once(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        with writing() as session:
            one = guest(session, LAN)
        with writing() as session:
            again = delegations.add_guest(
                session,
                actor=SYSTEM,
                edition_id=1,
                person=session.get_one(Person, one.person_id),
                content=GuestContent(),
                submission=None,
                now=NOW,
            )
        assert isinstance(again, Guest)
        assert again.id == one.id


def test_food_and_travel_are_forgotten_ninety_days_after_the_festival(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            home = delegation(session)
            guest(session, KAMOME, delegation_id=home.id, dietary="蕎麦", gift="Tranh (mẫu)")
        last = current().get_one(Edition, 1).ends_on
        end = datetime.combine(last, time(12), LOCAL) + timedelta(days=90)
        assert not any_old_care(current(), now=end)
        later = end + timedelta(days=1)
        assert any_old_care(current(), now=later)
        with writing() as session:
            assert forget_care(session, now=later) == 2
        assert not any_old_care(current(), now=later)
        [one] = guests_of(current(), 1)
        assert (one.dietary, one.gift, one.person.given) == ("", "", KAMOME.given)
        assert one.delegation is not None
        assert (one.delegation.flight_in, one.delegation.name) == ("", HOKKAIDO.name)


def test_where_the_head_does_not_come_the_interpreter_sits_beside_the_next_in_rank(sqlite_app: Flask) -> None:
    number = invited(sqlite_app)  # the head, who does not answer
    event_id = stored(sqlite_app, number).event_id
    with sqlite_app.app_context():
        with writing() as session:
            others = [
                guest(session, who, delegation_id=1, part=part)
                for who, part in ((YUI, GuestPart.INTERPRETER), (LAN, GuestPart.GUEST))
            ]
            inviting.list_for(
                session,
                actor=SYSTEM,
                event_id=event_id,
                guest_ids=[one.id for one in others],
                now=NOW,
            )
        asked = current().scalars(select(Invitation.id).where(Invitation.id != number)).all()
        with writing() as session:
            for one in asked:
                accept(session, actor=SYSTEM, invitation_id=one, links=GUEST_LINKS, now=NOW)
            seating.set_rows(
                session, actor=SYSTEM, event_id=event_id, version=0, rows=[(3, 3)], reserved=(), now=NOW
            )
            seating.propose_all(session, actor=SYSTEM, event_id=event_id, version=1, now=NOW)
        plan = seated(current(), event_id)
        assert sorted(str(place) for place in plan.given.values()) == ["1-4", "1-5"]
        assert [one.is_head for one in plan.sitters] == [False, True]
