"""What every page of the office shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkluis.core.roles import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation: where it leads, and who sees it (nobody named: everybody)."""

    view: str
    label: Promise
    icon: str
    roles: frozenset[Role] = frozenset()


SELLS = frozenset({Role.SALES})
STOCKS = frozenset({Role.SALES, Role.WAREHOUSE})
BILLS = frozenset({Role.SALES, Role.BOOKKEEPER})
BOOKS = frozenset({Role.BOOKKEEPER, Role.FISCAL})
OWNS = frozenset({Role.OWNER})

NAVIGATION: tuple[tuple[Promise | None, tuple[Entry, ...]], ...] = (
    (
        None,
        (
            Entry("home", _("Today"), icon="home"),
            Entry("customers:customers", _("Customers"), icon="users"),
            Entry("catalogue:products", _("Products"), icon="package"),
            Entry("stock:stock", _("Stock"), icon="checklist", roles=STOCKS),
        ),
    ),
    (
        _("Sales"),
        (
            Entry("sales:quotes", _("Quotes"), icon="list-details", roles=SELLS),
            Entry("sales:orders", _("Orders"), icon="shopping-cart"),
            Entry("sales:deliveries", _("Delivery notes"), icon="truck-delivery"),
            Entry("sales:returns", _("Returns"), icon="login-2", roles=STOCKS | BILLS),
            Entry("billing:invoices", _("Invoices"), icon="file-invoice", roles=BILLS),
            Entry("billing:subscriptions", _("Subscriptions"), icon="calendar-time", roles=BILLS),
            Entry(
                "billing:credit-notes", _("Credit notes"), icon="cash-banknote-minus", roles=BILLS
            ),
            Entry("mail:mails", _("Mail"), icon="send", roles=BILLS | {Role.WAREHOUSE}),
            Entry("intake:post", _("Post from the shop"), icon="message-plus", roles=SELLS),
            Entry("billing:purchases", _("Purchases"), icon="download", roles=BILLS),
            Entry("billing:received", _("Read an e-invoice"), icon="file-import", roles=BILLS),
            Entry("ledger:balance", _("Books"), icon="book-2", roles=BOOKS),
        ),
    ),
    (
        _("Web shop"),
        (
            Entry("shop:shop", _("Shop window"), icon="device-desktop", roles=SELLS),
            Entry("shop:categories", _("Categories"), icon="list-details", roles=SELLS),
            Entry("shop:pages", _("Pages"), icon="file-text-shield", roles=SELLS),
            Entry("shop:shipping", _("Shipping"), icon="truck-delivery", roles=SELLS),
            Entry("shop:makers", _("Makers"), icon="users-group", roles=SELLS),
        ),
    ),
    (
        _("Privacy"),
        (
            Entry("privacy:requests", _("Requests"), icon="file-text-shield", roles=SELLS),
            Entry("erasures:erasures", _("Erasures"), icon="user-off", roles=OWNS),
            Entry("retention:retention", _("Retention"), icon="calendar-time", roles=OWNS),
            Entry("disclosures:disclosures", _("Disclosures"), icon="file-export", roles=OWNS),
            Entry("disclosures:notices", _("Notices to recipients"), icon="send", roles=SELLS),
            Entry("breaches:breaches", _("Breaches"), icon="shield-exclamation", roles=OWNS),
            Entry("statement:statement", _("Privacy statement"), icon="shield-check"),
            Entry("statement:register", _("Register of processing"), icon="book-2"),
        ),
    ),
    (
        _("This office"),
        (
            Entry("company:company", _("Our company"), icon="building-store", roles=OWNS),
            Entry("intake:link", _("Link with the shop"), icon="arrows-join-2", roles=OWNS),
            Entry("access:colleagues", _("Colleagues"), icon="users-group", roles=OWNS),
            Entry("vault:status", _("Vault"), icon="lock"),
            Entry("jobs:jobs", _("Jobs"), icon="checklist"),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the navigation that this person may use, and the theme of the page."""
    staff = getattr(request, "user", None)
    if staff is None or not staff.is_authenticated:
        return {"theme": request.COOKIES.get("theme", "auto")}
    return {"theme": staff.theme, "navigation": _navigation(staff.roles, request.path)}


def _navigation(roles: frozenset[Role], path: str) -> list[dict[str, Any]]:
    groups = []
    fitting = (url for url in map(reverse, _views()) if path == url or path.startswith(url))
    here = max((url for url in fitting if url != "/" or path == "/"), key=len, default="")
    for title, entries in NAVIGATION:
        lines = []
        for entry in entries:
            if entry.roles and Role.OWNER not in roles and entry.roles.isdisjoint(roles):
                continue
            url = reverse(entry.view)
            lines.append({"entry": entry, "url": url, "current": url == here})
        if lines:
            groups.append({"title": title, "lines": lines})
    return groups


def _views() -> list[str]:
    return [entry.view for _title, entries in NAVIGATION for entry in entries]
