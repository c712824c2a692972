"""Messages to the crew, each in the reader's language: shifts to confirm, somebody to step in for, a place taken away, a time that has moved, a colleague's wish."""

from collections.abc import Sequence
from datetime import datetime

from festival.core.trilingual import DEFAULT_LANGUAGE, Language, as_language
from festival.logistics.labels.incidents import where
from festival.logistics.models import CrewMember, Shift
from festival.outbox.types import Channel, Letter
from festival.registration.rules import names
from festival.web.locale import clock_time, day_short, ngettext, speaking
from festival.web.locale import gettext as _

MOST_LINES = 12


def to_confirm(member: CrewMember, shifts: Sequence[Shift], url: str) -> Letter | None:
    """Return the message that asks somebody to confirm shifts; None for who can be reached in no way."""
    with speaking(spoken(member)):
        lines = [_line(shift, spoken(member)) for shift in shifts[:MOST_LINES]]
        if len(shifts) > MOST_LINES:
            lines.append(_("and %(n)s more", n=len(shifts) - MOST_LINES))
        return _letter(
            member,
            ngettext("Please confirm %(n)s shift", "Please confirm %(n)s shifts", len(shifts)),
            [*lines, "", _("Please open your page and say for each shift whether you will come.")],
            url,
        )


def to_step_in(member: CrewMember, shift: Shift, url: str) -> Letter | None:
    """Return the message that asks somebody to step in at once."""
    with speaking(spoken(member)):
        return _letter(
            member,
            _("Can you step in? %(post)s", post=_post(shift, spoken(member))),
            [
                _line(shift, spoken(member)),
                "",
                _(
                    "A colleague is not there. Please open your page and answer at once, also if you cannot come."
                ),
            ],
            url,
        )


def taken_off(member: CrewMember, shift: Shift, url: str) -> Letter | None:
    """Return the message that a place is not theirs any more."""
    with speaking(spoken(member)):
        return _letter(
            member,
            _("You are not needed at this shift any more"),
            [_line(shift, spoken(member)), "", _("Your other shifts stay as they are.")],
            url,
        )


def moved(member: CrewMember, shifts: Sequence[tuple[Shift, datetime, datetime]], url: str) -> Letter | None:
    """Return the message that shifts stand at another time now, with the time before of each."""
    with speaking(spoken(member)):
        lines = []
        for shift, starts_at, ends_at in shifts[:MOST_LINES]:
            before = {"from": clock_time(starts_at), "until": clock_time(ends_at)}
            lines.append(_line(shift, spoken(member)))
            lines.append("  " + _("before: %(day)s, %(from)s–%(until)s", day=day_short(starts_at), **before))
        if len(shifts) > MOST_LINES:
            lines.append(_("and %(n)s more", n=len(shifts) - MOST_LINES))
        return _letter(
            member,
            ngettext(
                "%(n)s of your shifts has moved, please confirm",
                "%(n)s of your shifts have moved, please confirm",
                len(shifts),
            ),
            [
                _("The programme has changed, and your shifts follow it."),
                "",
                *lines,
                "",
                _("Please open your page and say for each shift whether you will come."),
            ],
            url,
        )


def swap_asked(
    member: CrewMember, who: CrewMember, give: Shift, back: Shift | None, url: str
) -> Letter | None:
    """Return the message that a colleague would like to change places."""
    with speaking(spoken(member)):
        lines = [_("Theirs:"), _line(give, spoken(member))]
        if back is not None:
            lines += [_("Yours:"), _line(back, spoken(member))]
        name = names.shown(who.person, spoken(member))
        subject = (
            _("%(name)s asks you to change shifts", name=name)
            if back is not None
            else _("%(name)s asks you to take a shift", name=name)
        )
        return _letter(member, subject, [*lines, "", _("Nothing changes until you agree on your page.")], url)


def swap_answered(member: CrewMember, shift: Shift, url: str, *, agreed: bool) -> Letter | None:
    """Return the message with the colleague's answer."""
    with speaking(spoken(member)):
        subject = _("Your colleague takes the shift") if agreed else _("Your colleague cannot take the shift")
        told = _("The shift is not yours any more.") if agreed else _("The shift is still yours.")
        return _letter(member, subject, [_line(shift, spoken(member)), "", told], url)


def called(member: CrewMember, said: tuple[str, str, str] | None, url: str) -> Letter | None:
    """Return the message that sends somebody's unit to an incident. `said`: place of the plan, place in words, what to do; None where
    nothing of it may stand in a message.
    """
    with speaking(spoken(member)):
        lines = [] if said is None else [where(said[0], said[1]), said[2], ""]
        subject = (
            _("You are sent to an incident") if said is None else _("You are sent: %(place)s", place=lines[0])
        )
        return _letter(member, subject, [*lines, _("Please open your page at once and answer.")], url)


def spoken(member: CrewMember) -> Language:
    """Return the language in which somebody is written to."""
    return as_language(member.person.language) or DEFAULT_LANGUAGE


def _letter(member: CrewMember, subject: str, lines: Sequence[str], url: str) -> Letter | None:
    """Phones come first: who stands in a square does not read mails."""
    ways = [
        (channel, to)
        for channel, to in ((Channel.SMS, member.person.phone), (Channel.MAIL, member.person.mail))
        if to
    ]
    if not ways:
        return None
    return Letter(
        channel=ways[0][0],
        to=ways[0][1],
        language=spoken(member),
        subject=subject,
        text="\n".join(lines),
        link=url,
        link_label=_("Open my shifts"),
        other=ways[1] if len(ways) > 1 else None,
        short=f"{subject}. {url}",
    )


def _post(shift: Shift, language: Language) -> str:
    return f"{shift.post.code} {shift.post.name.in_(language)}"


def _line(shift: Shift, language: Language) -> str:
    return _(
        "– %(day)s, %(from)s–%(until)s: %(post)s",
        **{
            "day": day_short(shift.starts_at),
            "from": clock_time(shift.starts_at),
            "until": clock_time(shift.ends_at),
            "post": _post(shift, language),
        },
    )
