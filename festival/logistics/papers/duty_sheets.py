"""Assignment sheets for posts and teams on a day, after ICS-204: unit, leader, people with hours and part, tasks, safety, contact."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from festival.core.trilingual import Language
from festival.logistics.papers.official.content import Box, Column, Row, Sheet, Sheets, Table
from festival.logistics.roster_words import kind_labels, role_labels, skill_labels
from festival.logistics.rules import reports as rules
from festival.logistics.task_words import area_labels
from festival.logistics.types.crew import Role
from festival.logistics.types.reports import Duty, Head, PostFacts, Roster, TeamFacts
from festival.registration.contacts import shown_phone
from festival.web.locale import clock_time, day, joined, moment, ngettext, speaking, tr_plain
from festival.web.locale import gettext as _

_ROLES = tuple(Role)


def duty_sheets(
    roster: Roster, head: Head, reader: Language, *, author: str, now: datetime, phones: bool
) -> Sheets:
    """Return a sheet for each post with shifts on the day and for each team whose people have some; `phones`: with their numbers."""
    with speaking(reader):
        by_post: dict[int, list[Duty]] = {}
        for duty in roster.duties:
            by_post.setdefault(duty.post_id, []).append(duty)
        page = _Page(roster, head, author, now, phones)
        made = [page.of_post(post, by_post[post.id]) for post in roster.posts if post.id in by_post]
        posts = {post.id: post for post in roster.posts}
        for team in roster.teams:
            own = [duty for duty in roster.duties if duty.team_id == team.id]
            if own:
                made.append(page.of_team(team, own, posts))
        return Sheets(
            language=reader,
            title=_("Assignment sheets, %(day)s", day=day(roster.day)),
            dated=roster.day,
            sheets=tuple(made),
            private=_(
                "Personal data: only for those who lead these people on this day; please destroy after use."
            )
            if phones
            else tr_plain(roster.edition.title),
        )


class _Page:
    """What all sheets of a day have in common."""

    def __init__(self, roster: Roster, head: Head, author: str, now: datetime, phones: bool) -> None:
        self.roster, self.head, self.author, self.now, self.phones = roster, head, author, now, phones

    def of_post(self, post: PostFacts, duties: list[Duty]) -> Sheet:
        """Return a post's sheet."""
        unit = [
            f"{post.code} · {tr_plain(post.name)}",
            f"{kind_labels()[post.kind]} · {area_labels()[post.area]}",
        ]
        if post.venue is not None:
            unit.append(tr_plain(post.venue))
        tasks = rules.lines(tr_plain(post.briefing))
        if post.closed_from and post.closed_until:
            tasks.insert(
                0,
                _(
                    "The road is closed from %(begin)s to %(end)s.",
                    begin=moment(post.closed_from),
                    end=moment(post.closed_until),
                ),
            )
        leads = [
            self._called(f"{one.name} ({_hours(one)})", one.phone)
            for one in _sorted(duties)
            if one.role == Role.LEAD and one.name
        ]
        contact = (
            [self._called(post.contact, post.contact_phone)] if post.contact or post.contact_phone else []
        )
        return self._sheet(unit, leads, contact, self._people(duties, {}), tasks)

    def of_team(self, team: TeamFacts, duties: list[Duty], posts: Mapping[int, PostFacts]) -> Sheet:
        """Return a team's sheet: who of it stands where."""
        unit = [team.name, area_labels()[team.area]]
        if agency := self.roster.agencies.get(team.agency_id or 0):
            unit.append(tr_plain(agency.name))
        leads = [self._called(team.leader, team.phone)] if team.leader else []
        at = [
            posts[number]
            for number in dict.fromkeys(one.post_id for one in _sorted(duties))
            if number in posts
        ]
        contact = [
            f"{post.code}: {self._called(post.contact, post.contact_phone)}"
            for post in at
            if post.contact or post.contact_phone
        ]
        tasks = [
            f"{post.code} · {tr_plain(post.name)}: {' '.join(rules.lines(tr_plain(post.briefing)))}".rstrip(
                ": "
            )
            for post in at
        ]
        return self._sheet(unit, leads, contact, self._people(duties, posts), tasks)

    def _sheet(
        self, unit: list[str], leads: list[str], contact: list[str], people: Table, tasks: list[str]
    ) -> Sheet:
        radio = rules.lines(self.head.radio) or ["\u00a0"]
        boxes = (
            Box(
                _("1. Event"),
                (tr_plain(self.roster.edition.title), tr_plain(self.roster.edition.theme)),
                half=True,
            ),
            Box(_("2. Day"), (day(self.roster.day),), half=True),
            Box(_("3. Post or team"), tuple(unit), half=True),
            Box(
                _("4. Where and when to meet"),
                tuple(rules.lines(self.head.meeting)) or ("\u00a0",),
                half=True,
            ),
            Box(_("5. Leader"), tuple(leads) or (_("Nobody yet"),), half=True),
            Box(_("6. Contact and radio"), (*contact, *radio), half=True),
            Box(_("7. People"), table=people),
            Box(_("8. Tasks"), tuple(f"– {line}" for line in tasks) or ("\u00a0",)),
            Box(_("9. Safety"), tuple(f"– {line}" for line in rules.lines(self.head.safety)) or ("\u00a0",)),
            Box(
                _("10. Prepared by"),
                (_("%(who)s, %(when)s", who=self.author, when=moment(self.now)),),
                half=True,
            ),
            Box(_("11. Received (leader’s signature)"), ("\u00a0", "\u00a0"), half=True),
        )
        return Sheet(_("Assignment sheet"), _("After ICS-204"), boxes)

    def _people(self, duties: list[Duty], posts: Mapping[int, PostFacts]) -> Table:
        """Return who comes when; with the post of each when there are several."""
        columns = [
            Column(_("Line no."), 6, "center"),
            Column(_("Name"), 27),
            *([Column(_("Post"), 12)] if posts else []),
            Column(_("Part"), 17),
            Column(_("Time"), 14, "center"),
            *([Column(_("Phone"), 17, "center")] if self.phones else []),
            Column(_("Remark"), 19),
        ]
        rows = []
        for place, one in enumerate(_sorted(duties), 1):
            cells = [
                str(place),
                one.name or ngettext("%(n)s place is free", "%(n)s places are free", one.missing),
            ]
            if posts:
                cells.append(posts[one.post_id].code if one.post_id in posts else "")
            cells += [role_labels()[Role(one.role)], _hours(one)]
            if self.phones:
                cells.append(shown_phone(one.phone) if one.phone else "")
            cells.append(_remark(one))
            rows.append(Row(tuple(cells)))
        return Table(tuple(columns), tuple(rows))

    def _called(self, name: str, phone: str) -> str:
        number = shown_phone(phone) if phone and self.phones else ""
        return " – ".join(part for part in (name, number) if part)


def _sorted(duties: Iterable[Duty]) -> list[Duty]:
    return sorted(
        duties,
        key=lambda one: (one.starts_at, one.ends_at, _ROLES.index(Role(one.role)), not one.name, one.name),
    )


def _hours(one: Duty) -> str:
    return f"{clock_time(one.starts_at)}–{clock_time(one.ends_at)}"


def _remark(one: Duty) -> str:
    said = [] if one.confirmed or not one.name else [_("Not confirmed")]
    if one.skill:
        said.insert(0, next(label for skill, label in skill_labels().items() if skill == one.skill))
    return joined(said)
