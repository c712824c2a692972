"""Made crews and shifts for the tests of rosters."""

from datetime import UTC, date, datetime, timedelta

from festival.logistics.rules.proposing import Known, Wanted
from festival.logistics.rules.rostering import Away, Duty, Limits, Place, Worker
from festival.logistics.types.crew import STANDARD_LIMITS, Role, Skill

LIMITS = Limits.of({one.code: one.minutes for one in STANDARD_LIMITS})
NIGHT = datetime(2027, 11, 17, 11, 0, tzinfo=UTC)  # 18:00 in Hạ Long
SKILLS = tuple(Skill)
AREAS = ("security", "medical", "traffic", "people")


def duty(number: int, begin: float, hours: float, *, venue: int | None = 1, post: int = 1) -> Duty:
    """Return a shift that begins so many hours after 18:00 of the main night."""
    start = NIGHT + timedelta(hours=begin)
    return Duty(number, post, venue, start, start + timedelta(hours=hours))


def place(
    begin: float = 0, hours: float = 4, *, role: Role = Role.MEMBER, skill: Skill | None = None
) -> Place:
    """Return a shift that looks for people."""
    return Place(duty(900, begin, hours), role, skill)


def worker(
    *held: Duty, skills: dict[Skill, date | None] | None = None, away: tuple[Away, ...] = ()
) -> Worker:
    """Return somebody of the crew."""
    return Worker(1, True, skills or {}, away, held)


def made_crew(people: int = 400) -> list[Known]:
    """Return people of four areas, each with a few qualifications, some expired, some away, some gone."""
    return [
        Known(
            Worker(
                number,
                is_active=number % 29 != 0,
                skills={
                    SKILLS[(number * step) % len(SKILLS)]: date(2027, 11, 16 + number % 5)
                    if number % 7 == 0
                    else None
                    for step in (1, 3, 4)
                },
                away=(Away(NIGHT - timedelta(hours=20), NIGHT - timedelta(hours=8), ""),)
                if number % 11 == 0
                else (),
            ),
            AREAS[number % 4],
        )
        for number in range(1, people + 1)
    ]


def made_shifts(count: int = 600) -> list[Wanted]:
    """Return shifts over four days at five venues, one in three with a qualification, one in six for a leader."""
    return [
        Wanted(
            Place(
                duty(
                    number,
                    -48 + (number * 7) % 96,
                    3 + number % 6,
                    venue=number % 5 or None,
                    post=number % 90,
                ),
                Role.LEAD if number % 6 == 0 else Role.MEMBER,
                SKILLS[number % len(SKILLS)] if number % 3 == 0 else None,
            ),
            AREAS[number % 4],
            minimum=1 + number % 2,
            target=2 + number % 2,
        )
        for number in range(1, count + 1)
    ]
