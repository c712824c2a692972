"""How the drawings that stand for fields are called."""

from festival.web.locale import gettext as _


def icon_labels() -> dict[str, str]:
    """Return drawing → what it shows."""
    return {
        "settings": _("Cogwheel"),
        "water": _("Water"),
        "sun": _("Sun"),
        "flower": _("Flower"),
        "globe": _("Globe"),
        "people": _("A group of people"),
        "briefcase": _("Briefcase"),
        "road": _("Road"),
        "medical": _("Medical cross"),
        "star": _("Star"),
    }
