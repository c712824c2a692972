"""What each check before doors open says, good or not."""

from festival.gate.queries.readiness import Check
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, number


def sentence(check: Check) -> str:
    """Return what was found, and what to do where it is not good."""
    n = check.facts.get("n", 0)
    count = n if isinstance(n, int) else 0
    if check.state == "good":
        return _good(check.what, count)
    return _not_good(check.what, count)


def _good(what: str, n: int) -> str:
    return {
        "event": _("An event is ahead"),
        "keys": ngettext("%(n)s signing key holds", "%(n)s signing keys hold", n),
        "conflicts": _("All scans agree"),
        "zones": ngettext("%(n)s zone is set up", "%(n)s zones are set up", n),
        "fresh": _("Every zone has been counted lately"),
        "doubts": _("No count is in doubt"),
        "ways": _("Every gate leads to a zone"),
        "alarms": _("No alarm stands"),
        "open": _("The gate is open"),
        "admits": _("It admits to the event that comes next"),
        "order": _("No order holds entry up"),
        "phones": ngettext("%(n)s phone", "%(n)s phones", n),
        "silent": _("Speaks to us"),
        "snapshot": _("Knows the used tickets up to %(n)s minutes ago", n=number(n)),
        "signatures": _("Checks signatures"),
        "clock": _("Clock is right"),
        "battery": _("Battery at %(n)s %%", n=n),
        "version": _("Has the newest page"),
        "waiting": _("Has sent everything"),
        "rehearsed": _("Has scanned in a rehearsal"),
    }[what]


def _not_good(what: str, n: int) -> str:
    return {
        "event": _("No event is ahead at any gate: choose events for the gates"),
        "keys": _("No signing key holds: no ticket can be checked without a network"),
        "conflicts": ngettext("%(n)s conflict is open", "%(n)s conflicts are open", n),
        "zones": _("No zones are set up: nobody will know how full it is"),
        "fresh": ngettext(
            "%(n)s zone has no fresh count: enter a head count, nobody there is 0",
            "%(n)s zones have no fresh count: enter a head count, nobody there is 0",
            n,
        ),
        "doubts": ngettext(
            "%(n)s count is in doubt: have it counted", "%(n)s counts are in doubt: have them counted", n
        ),
        "ways": ngettext(
            "%(n)s gate leads to no zone: its people are counted nowhere",
            "%(n)s gates lead to no zone: their people are counted nowhere",
            n,
        ),
        "alarms": ngettext("%(n)s alarm stands", "%(n)s alarms stand", n),
        "open": _("The gate is closed: open it"),
        "admits": _("It does not admit to the event that comes next"),
        "order": _("An order holds entry up"),
        "phones": _("Only one phone: pair one more in reserve") if n else _("No phone: pair at least two"),
        "silent": _("Not heard of for two minutes: open its page and find a network"),
        "snapshot": _("Knows too little of used tickets: keep it on and online for a minute"),
        "signatures": _("Cannot check signatures: use another browser or phone"),
        "clock": _("Clock is off by %(n)s seconds: set it to automatic", n=number(n)),
        "battery": _("Battery at %(n)s %%: charge it", n=n)
        if n
        else _("Does not tell its battery: look at it"),
        "version": _("Has an old page: reload it while it is online"),
        "waiting": ngettext("%(n)s scan to send", "%(n)s scans to send", n),
        "rehearsed": _("Has not scanned in a rehearsal: let it scan one test ticket"),
    }[what]
