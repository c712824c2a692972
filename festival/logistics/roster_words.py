"""What pages and messages call qualifications, roles, posts and states, and what they say against a person on a shift."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from festival.core.trilingual import Trilingual
from festival.logistics.rules import rostering as r
from festival.logistics.types.crew import LimitCode, Role, Skill
from festival.logistics.types.shifts import ArrivedBy, AssignmentState, PostKind
from festival.web.locale import clock_time, day_short, lazy, moment, ngettext, tr_plain
from festival.web.locale import gettext as _

_SKILLS = {
    Skill.LEAD: lazy("Leads a post"),
    Skill.FIRST_AID: lazy("First aid"),
    Skill.NURSE: lazy("Nurse"),
    Skill.DOCTOR: lazy("Doctor"),
    Skill.AMBULANCE: lazy("Ambulance driver"),
    Skill.DRIVING: lazy("Driving licence"),
    Skill.SECURITY: lazy("Security training"),
    Skill.TRAFFIC: lazy("Directs traffic"),
    Skill.FIRE: lazy("Fire fighting"),
    Skill.RADIO: lazy("Radio"),
    Skill.JAPANESE: lazy("Japanese"),
    Skill.ENGLISH: lazy("English"),
    Skill.SIGN_LANGUAGE: lazy("Sign language"),
}
_ROLES = {
    Role.LEAD: lazy("Leader of the post"),
    Role.MEMBER: lazy("Member"),
    Role.RELIEF: lazy("Relief for breaks"),
}
_KINDS = {
    PostKind.SECURITY_RING: lazy("Security ring"),
    PostKind.GATE_LANE: lazy("Gate and lanes"),
    PostKind.FIRST_AID: lazy("First-aid post"),
    PostKind.AMBULANCE: lazy("Ambulance"),
    PostKind.TRAFFIC_POINT: lazy("Traffic point"),
    PostKind.CAR_PARK: lazy("Car park"),
    PostKind.ROAD_CLOSURE: lazy("Road closure"),
    PostKind.RECEPTION_DESK: lazy("Reception desk"),
    PostKind.FIRE_WATCH: lazy("Fire watch"),
    PostKind.OTHER: lazy("Another post"),
}
_STATES = {
    AssignmentState.OFFERED: lazy("Not confirmed"),
    AssignmentState.CONFIRMED: lazy("Confirmed"),
    AssignmentState.REFUSED: lazy("Cannot come"),
    AssignmentState.ABSENT: lazy("Did not come"),
    AssignmentState.WITHDRAWN: lazy("Taken off"),
}
_ARRIVED_BY = {
    ArrivedBy.CODE: lazy("with the code of the post"),
    ArrivedBy.LEADER: lazy("noted by the leader"),
    ArrivedBy.DESK: lazy("noted by the desk"),
}
_LIMITS = {
    LimitCode.REST: lazy("Least rest between two spells of duty"),
    LimitCode.MOST: lazy("Most work in the window"),
    LimitCode.WINDOW: lazy("Length of the window"),
    LimitCode.ADJOINING: lazy("Shifts this close are one spell of duty"),
    LimitCode.UNBROKEN: lazy("From this length on a relief for breaks is wanted"),
    LimitCode.UNKNOWN_WAY: lazy("Way between places of which nobody has said how long it takes"),
    LimitCode.CONFIRM: lazy("Not confirmed is alarmed this long before a shift"),
    LimitCode.LATE: lazy("Not arrived is alarmed this long after a shift began"),
    LimitCode.EARLY: lazy("Checking in opens this long before a shift"),
}


def skill_labels() -> dict[Skill, str]:
    """Return qualification → its name."""
    return {one: str(label) for one, label in _SKILLS.items()}


def role_labels() -> dict[Role, str]:
    """Return role → its name."""
    return {one: str(label) for one, label in _ROLES.items()}


def kind_labels() -> dict[PostKind, str]:
    """Return kind of post → its name."""
    return {one: str(label) for one, label in _KINDS.items()}


def assignment_labels() -> dict[AssignmentState, str]:
    """Return state of an assignment → its name."""
    return {one: str(label) for one, label in _STATES.items()}


def arrived_labels() -> dict[ArrivedBy, str]:
    """Return who noted an arrival, in words."""
    return {one: str(label) for one, label in _ARRIVED_BY.items()}


def limit_labels() -> dict[LimitCode, str]:
    """Return what each number of a roster is."""
    return {one: str(label) for one, label in _LIMITS.items()}


def need_words(role: str, skill: str | None) -> str:
    """Return what a place wants: “Member”, or “Doctor”, or “Leader of the post, Doctor”."""
    if skill is None:
        return str(_ROLES[Role(role)])
    if role == Role.MEMBER:
        return str(_SKILLS[Skill(skill)])
    return _("%(role)s, %(skill)s", role=_ROLES[Role(role)], skill=_SKILLS[Skill(skill)])


@dataclass(frozen=True, slots=True)
class PostNames:
    """Post → (code, name), for sentences about duties."""

    known: Mapping[int, tuple[str, Trilingual]]

    def of(self, duty: r.Duty) -> str:
        """Return what a duty is called in a sentence: the post with day and hours."""
        code, name = self.known.get(duty.post_id, ("", Trilingual()))
        return _(
            "%(code)s %(name)s (%(day)s, %(from)s–%(until)s)",
            **{
                "code": code,
                "name": tr_plain(name),
                "day": day_short(duty.starts_at),
                "from": clock_time(duty.starts_at),
                "until": clock_time(duty.ends_at),
            },
        )


def length(minutes: int) -> str:
    """Return a length of time: 9 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min", minutes=rest)
    if not rest:
        return _("%(hours)s h", hours=hours)
    return _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)


def objection_sentence(one: r.Objection, posts: PostNames) -> str:
    """Return what speaks against it, with its facts, as one sentence."""
    match one:
        case r.Inactive():
            return _("Is not active in the crew.")
        case r.SkillMissing(skill):
            return _("Does not have this qualification: %(skill)s.", skill=_SKILLS[skill])
        case r.SkillExpired(skill, last_day):
            return _(
                "The qualification %(skill)s is good until %(day)s only.",
                skill=_SKILLS[skill],
                day=day_short(last_day),
            )
        case r.Overlaps(other):
            return _("Stands elsewhere at the time: %(duty)s.", duty=posts.of(other))
        case r.ShortRest(other, minutes, needed):
            return _(
                "Would have %(rest)s of rest beside %(duty)s; %(needed)s are needed.",
                rest=length(minutes),
                duty=posts.of(other),
                needed=length(needed),
            )
        case r.TooMuch(minutes, most, window):
            return _(
                "Would work %(worked)s within %(window)s; at most %(most)s are allowed.",
                worked=length(minutes),
                window=length(window),
                most=length(most),
            )
        case r.LongWay(other, minutes, needed):
            return _(
                "Has %(minutes)s for the way to or from %(duty)s; it takes %(needed)s.",
                minutes=length(minutes),
                duty=posts.of(other),
                needed=length(needed),
            )
        case r.NotThere(starts_at, ends_at, reason):
            said = _(
                "Cannot come from %(from)s to %(until)s.",
                **{"from": moment(starts_at), "until": moment(ends_at)},
            )
            return _("%(sentence)s Reason: %(reason)s", sentence=said, reason=reason) if reason else said
        case r.HasRefused():
            return _("Has refused this shift.")
        case r.NoLead():
            return _("Nobody leads the post at the time yet.")
        case r.NoRelief(minutes, most):
            return _(
                "Would be on duty for %(minutes)s, and nobody relieves the post for breaks (wanted from %(most)s on).",
                minutes=length(minutes),
                most=length(most),
            )
        case _:
            raise TypeError(one)


def objection_sentences(found: Iterable[r.Objection], posts: PostNames) -> list[str]:
    """Return a sentence for each."""
    return [objection_sentence(one, posts) for one in found]


def kind_sentence(kind: type[r.Objection]) -> str:
    """Return what kind of thing speaks against a colleague, and nothing of what is theirs to tell."""
    return {
        r.Inactive: _("They are not active in the crew."),
        r.SkillMissing: _("They do not have the qualification."),
        r.SkillExpired: _("Their qualification ends before."),
        r.Overlaps: _("They have another shift at the time."),
        r.ShortRest: _("They would not have enough rest."),
        r.TooMuch: _("They would work too many hours."),
        r.LongWay: _("They would not have enough time for the way."),
        r.NotThere: _("They are not available at the time."),
    }[kind]


def why_open(kind: type[r.Objection], count: int) -> str:
    """Return for how many people a kind of objection is why they cannot fill a place."""
    words = {
        r.Inactive: ngettext("%(n)s person is not active", "%(n)s people are not active", count),
        r.SkillMissing: ngettext(
            "%(n)s person lacks the qualification", "%(n)s people lack the qualification", count
        ),
        r.SkillExpired: ngettext(
            "the qualification of %(n)s person has ended",
            "the qualification of %(n)s people has ended",
            count,
        ),
        r.Overlaps: ngettext("%(n)s person stands elsewhere", "%(n)s people stand elsewhere", count),
        r.ShortRest: ngettext("%(n)s person needs rest", "%(n)s people need rest", count),
        r.TooMuch: ngettext("%(n)s person would work too long", "%(n)s people would work too long", count),
        r.LongWay: ngettext(
            "the way is too long for %(n)s person", "the way is too long for %(n)s people", count
        ),
        r.NotThere: ngettext("%(n)s person cannot come", "%(n)s people cannot come", count),
        r.HasRefused: ngettext("%(n)s person has refused", "%(n)s people have refused", count),
    }
    return words[kind]
