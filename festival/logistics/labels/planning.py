"""What planning figures are called, and how a calculator's answers are said."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from markupsafe import Markup

from festival.logistics.rules.calculators import crowd, questions
from festival.logistics.rules.calculators.numbers import Choice, Numbers, named
from festival.logistics.types.planning import Column, Question, Role, Row, TableKind
from festival.web.locale import gettext as _
from festival.web.locale import joined, ngettext, number, tr, tr_plain


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in words; `kind` is the colour of its tag, "" for plain text."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the answers: what it is, and what it comes to in each column. `strong`: what one came for."""

    label: str
    cells: tuple[Said, ...]
    strong: bool = False


def question_labels() -> dict[Question, str]:
    """Return question → what the calculator is called."""
    return {
        Question.ENTRY: _("Lanes and queues at the entrance"),
        Question.CAPACITY: _("Safe capacity and density"),
        Question.EXITS: _("Widths of exits"),
        Question.STEWARDS: _("Stewards"),
        Question.MEDICAL: _("Medical cover"),
    }


def question_hints() -> dict[Question, str]:
    """Return question → what it helps to decide."""
    return {
        Question.ENTRY: _("How many lanes, and how long the queue becomes if everybody comes at once."),
        Question.CAPACITY: _("How many people the place may hold, and how closely they stand."),
        Question.EXITS: _("Whether everybody gets out in time when the widest exit is blocked."),
        Question.STEWARDS: _("How many trained people guide the crowd, with relief for breaks."),
        Question.MEDICAL: _("First aiders, ambulances and doctors by two schemes, side by side."),
    }


def table_labels() -> dict[TableKind, str]:
    """Return table → its name."""
    return {
        TableKind.SCENARIOS: _("Scenarios"),
        TableKind.LANE_RATES: _("What a lane lets through"),
        TableKind.LANE_REDUCTIONS: _("What slows a lane down"),
        TableKind.ARRIVALS: _("How people arrive"),
        TableKind.AREAS: _("Area for each person"),
        TableKind.DENSITY_MARKS: _("What densities feel like"),
        TableKind.DENSITY_BANDS: _("What is done from which density on"),
        TableKind.EXIT_RATES: _("What an exit lets through"),
        TableKind.EMERGENCIES: _("Time to clear in an emergency"),
        TableKind.FIGURES: _("Single figures"),
        TableKind.MAURER_PERMITTED: _("Maurer: points for the permitted number"),
        TableKind.MAURER_FACTORS: _("Maurer: kinds of events"),
        TableKind.MAURER_AIDERS: _("Maurer: first aiders"),
        TableKind.MAURER_TRANSPORT: _("Maurer: transport ambulances"),
        TableKind.MAURER_EMERGENCY: _("Maurer: emergency ambulances"),
        TableKind.MAURER_DOCTORS: _("Maurer: emergency doctors"),
        TableKind.MAURER_COMMAND: _("Maurer: command staff (0 none, 1 reduced, 2 full)"),
        TableKind.MAURER_POSTS: _("Maurer: first-aid posts"),
        TableKind.PURPLE_GUIDE: _("Purple Guide"),
    }


def column_labels() -> dict[Column, str]:
    """Return column → its head."""
    return {
        Column.NAME: _("Row’s name"),
        Column.KEY: _("Key"),
        Column.FACTOR: _("Factor"),
        Column.PER_MINUTE: _("People per minute"),
        Column.LESS: _("People per minute less"),
        Column.STEP: _("Minutes of one step"),
        Column.SHARES: _("Shares of the steps in per cent"),
        Column.AREA: _("m² a person"),
        Column.DENSITY: _("People per m²"),
        Column.MINUTES: _("Minutes"),
        Column.VALUE: _("Figure"),
        Column.UP_TO: _("Up to"),
        Column.OVER: _("Above so many people"),
        Column.NUMBER: _("Number"),
        Column.POINTS: _("Points"),
        Column.LEAST: _("At least"),
        Column.BASE: _("First aiders"),
        Column.PER_THOUSAND: _("and for each further 1,000"),
        Column.PARAMEDICS_LEAST: _("Paramedics from"),
        Column.PARAMEDICS_MOST: _("Paramedics to"),
        Column.NURSES_LEAST: _("Nurses from"),
        Column.NURSES_MOST: _("Nurses to"),
        Column.DOCTOR_LED: _("Led by a doctor (1 yes, 0 no)"),
        Column.SOURCE: _("Source"),
    }


def role_labels() -> dict[Role, str]:
    """Return role → whom or what is needed."""
    return {
        Role.LANE: _("Lanes"),
        Role.STEWARD: _("Stewards"),
        Role.FIRST_AIDER: _("First aiders"),
        Role.TRANSPORT_AMBULANCE: _("Transport ambulances"),
        Role.EMERGENCY_AMBULANCE: _("Emergency ambulances"),
        Role.DOCTOR: _("Emergency doctors"),
        Role.FIRST_AID_POST: _("First-aid posts"),
    }


def row_name(row: Row) -> Markup:
    """Return what a row is called, for the reader."""
    return tr(named(row))


def shown(value: Decimal | float, digits: int = 2) -> str:
    """Return a number with at most so many decimals."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return number(float(exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)))


def metres(value: Decimal) -> str:
    """Return a width, rounded up to the centimetre: nothing that people pass through is rounded away."""
    return _("%(metres)s m", metres=shown(value.quantize(Decimal("0.01"), rounding=ROUND_CEILING)))


def minutes(value: Decimal | float) -> str:
    """Return a time in minutes."""
    return _("%(minutes)s min", minutes=shown(value, 1))


def scenario_name(scenario: Choice) -> str:
    """Return "As planned ×1"."""
    return _("%(name)s ×%(factor)s", name=tr_plain(scenario.name), factor=shown(scenario.value))


def _people(count: int | Decimal) -> str:
    whole = int(Decimal(count).to_integral_value(rounding=ROUND_CEILING))
    return ngettext("%(n)s person", "%(n)s people", whole)


def entry_lines(asked: questions.EntryAsked, answers: Sequence[questions.EntryAnswer]) -> list[Line]:
    """Say what the entrance needs."""

    def line(label: str, *texts: str, strong: bool = False) -> Line:
        return Line(label, tuple(Said(text) for text in texts), strong)

    def queue(one: questions.EntryAnswer) -> str:
        worst = one.forecast.worst
        if not worst.queue:
            return _("No queue")
        return _("%(people)s, after %(minutes)s", people=_people(worst.queue), minutes=minutes(worst.minute))

    def by_chance(one: questions.EntryAnswer) -> str:
        if one.chance is None:
            return _("The lanes cannot keep up")
        return _("%(people)s wait on average", people=shown(one.chance.queue, 1))

    return [
        line(_("People who come"), *(number(one.people) for one in answers)),
        line(
            _(
                "Lanes so that nobody waits longer than %(minutes)s",
                minutes=minutes(asked.most_wait),
            ),
            *(number(one.for_wait) if one.for_wait else _("More than 500") for one in answers),
            strong=True,
        ),
        line(
            _("Lanes if people came evenly over %(minutes)s", minutes=minutes(asked.arrivals.minutes)),
            *(number(one.on_average) for one in answers),
        ),
        line(
            ngettext("Longest queue before %(n)s lane", "Longest queue before %(n)s lanes", asked.lanes),
            *(queue(one) for one in answers),
        ),
        line(_("Wait at its end"), *(minutes(one.forecast.worst.wait) for one in answers)),
        line(_("Nobody waits any more after"), *(minutes(one.forecast.over_at) for one in answers)),
        line(_("People per minute in the busiest step"), *(shown(one.busiest, 1) for one in answers)),
        line(_("By chance alone in that step (M/M/c)"), *(by_chance(one) for one in answers)),
    ]


def capacity_lines(
    numbers: Numbers, safe: crowd.Safe, answers: Sequence[questions.CapacityAnswer]
) -> list[Line]:
    """Say how dense each scenario stands."""
    bands = numbers.bands
    kinds = ("good", "plain", "warn", "bad", "bad")

    def band(place: int | None) -> Said:
        if place is None:
            return Said(_("Below all bands"))
        return Said(tr_plain(bands[place].name), kinds[min(place, len(kinds) - 1)])

    return [
        Line(_("People who come"), tuple(Said(number(one.people)) for one in answers)),
        Line(_("People per m² over the whole area"), tuple(Said(shown(one.density)) for one in answers)),
        Line(_("Band"), tuple(band(one.band) for one in answers), strong=True),
        Line(
            _("Within the safe capacity of %(people)s", people=number(safe.people)),
            tuple(Said(_("Yes"), "good") if one.within else Said(_("No"), "bad") for one in answers),
        ),
    ]


def capacity_figures(safe: crowd.Safe, room: int) -> list[tuple[str, str, bool]]:
    """Return (what limits, people, whether it is the least) for the four capacities, and the room by area."""
    rows = (
        ("holding", _("The place holds"), safe.holding),
        ("entry", _("come in within an hour"), safe.entry),
        ("exit", _("get out normally"), safe.exit),
        ("emergency", _("get out in an emergency"), safe.emergency),
    )
    said = [(label, number(people), name in safe.limits) for name, label, people in rows]
    return [*said, (_("have room at the area each person needs"), number(room), False)]


def exits_lines(answers: Sequence[tuple[int, crowd.Exits]]) -> list[Line]:
    """Say whether the exits are enough."""
    return [
        Line(_("People who leave"), tuple(Said(number(people)) for people, _one in answers)),
        Line(
            _("Width that is needed"),
            tuple(Said(metres(one.needed)) for _people, one in answers),
            strong=True,
        ),
        Line(
            _("Width without the widest exit"), tuple(Said(metres(one.counted)) for _people, one in answers)
        ),
        Line(
            _("Enough?"),
            tuple(Said(_("Yes"), "good") if one.enough else Said(_("No"), "bad") for _people, one in answers),
        ),
        Line(_("People who get out in time"), tuple(Said(number(one.people)) for _people, one in answers)),
    ]


def stewards_lines(answers: Sequence[tuple[int, crowd.Stewards]]) -> list[Line]:
    """Say how many stewards are needed."""
    return [
        Line(_("People who come"), tuple(Said(number(people)) for people, _one in answers)),
        Line(_("By the ratio"), tuple(Said(number(one.by_ratio)) for _people, one in answers)),
        Line(_("By the posts of the plan"), tuple(Said(number(one.by_posts)) for _people, one in answers)),
        Line(_("Needed at one time"), tuple(Said(number(one.needed)) for _people, one in answers)),
        Line(_("With relief for breaks"), tuple(Said(number(one.with_relief)) for _people, one in answers), strong=True),
        Line(
            _("Usual range, as a check"),
            tuple(
                Said(_("%(low)s to %(high)s", low=number(one.low), high=number(one.high))) for _people, one in answers
            ),
        ),
    ]  # fmt: skip


def medical_lines(answers: Sequence[questions.MedicalAnswer]) -> list[Line]:
    """Say both opinions: for each scenario first the Maurer scheme, then the Purple Guide."""
    command = (_("None"), _("Reduced"), _("Full"))

    def line(label: str, pairs: Sequence[tuple[str, str]], *, strong: bool = False) -> Line:
        return Line(label, tuple(Said(text) for pair in pairs for text in pair), strong)

    def span(bounds: tuple[int, int]) -> str:
        low, high = bounds
        return number(low) if low == high else _("%(low)s to %(high)s", low=number(low), high=number(high))

    def led(one: questions.MedicalAnswer) -> str:
        return _("Led by a doctor") if one.purple.doctor_led else "–"

    return [
        line(_("People who come"), [(number(one.people),) * 2 for one in answers]),
        line(_("Score"), [(shown(one.maurer.score), "–") for one in answers]),
        line(_("First aiders"), [(number(one.maurer.aiders), number(one.purple.aiders)) for one in answers], strong=True),
        line(_("Transport ambulances"), [(number(one.maurer.transport), "–") for one in answers]),
        line(_("Emergency ambulances"), [(number(one.maurer.emergency), "–") for one in answers]),
        line(_("Emergency doctors"), [(number(one.maurer.doctors), led(one)) for one in answers]),
        line(_("Paramedics"), [("–", span(one.purple.paramedics)) for one in answers]),
        line(_("Nurses"), [("–", span(one.purple.nurses)) for one in answers]),
        line(_("First-aid posts"), [(number(one.maurer.posts), "–") for one in answers]),
        line(_("Command staff"), [(command[one.maurer.command], "–") for one in answers]),
    ]  # fmt: skip


def discounted_sentence(one: crowd.Exits) -> str:
    """Say which exits are not counted, and why."""
    if not one.too_narrow:
        return _("The widest exit (%(width)s) is taken to be blocked.", width=metres(one.discounted))
    return _(
        "The widest exit (%(width)s) is taken to be blocked, and these are too narrow to count: %(narrow)s.",
        width=metres(one.discounted),
        narrow=joined(metres(width) for width in one.too_narrow),
    )
