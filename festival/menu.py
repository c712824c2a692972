"""The desk's menu: what the person who is signed in may open."""

from dataclasses import dataclass

from flask import request, url_for

from festival.accounts.types import Right
from festival.web import access
from festival.web.locale import gettext as _


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu."""

    label: str
    url: str
    icon: str
    active: bool


def desk_menu() -> list[MenuItem]:
    """Return the menu of the person who is signed in."""
    person = access.actor()
    if person is None:
        return []
    rows = [
        (Right.DASHBOARD, _("Overview"), "pages.desk.dashboard", "chart"),
        (Right.SEE_REGISTRATIONS, _("Registrations"), "registration.desk.registrations", "people"),
        (Right.SEE_DRAFTS, _("Programme"), "programme.editor.day", "calendar"),
        (Right.SEE_DRAFTS, _("Run sheets"), "programme.sheets.sheets", "list"),
        (Right.MANAGE_GATES, _("Gates and phones"), "gate.desk.gates", "gate"),
        (Right.SEE_MESSAGES, _("Messages"), "pages.desk.mailbox", "mail"),
        (Right.MANAGE_ACCOUNTS, _("Accounts"), "accounts.desk.accounts", "key"),
        (Right.OWN_ACCOUNT, _("My account"), "accounts.desk.account", "user"),
        (Right.STYLEGUIDE, _("Style guide"), "pages.desk.styleguide", "flower"),
    ]
    here = request.path
    items = []
    for right, label, endpoint, icon in rows:
        if person.has(right):
            url = url_for(endpoint)
            active = here == url if endpoint == "pages.desk.dashboard" else here.startswith(url)
            if endpoint == "accounts.desk.account":
                active = here == url or here.startswith(url + "/")
            items.append(MenuItem(label, url, icon, active))
    return items
