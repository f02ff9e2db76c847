"""Where each kind of request is carried out: the page behind the main button.

A page that this office does not have is not offered; the letter with the answer always is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label
from klantkluis.privacy.rules import RequestKind


@dataclass(frozen=True, slots=True)
class Page:
    """A page that carries out a kind of request. `takes` says whose id is in its address."""

    view: str
    label: Label
    takes: str = "request"


PAGES: Mapping[RequestKind, Page] = MappingProxyType(
    {
        RequestKind.ACCESS: Page("privacy:access", _("Make the package with their data")),
        RequestKind.PORTABILITY: Page("privacy:access", _("Make the package with their data")),
        RequestKind.RECTIFICATION: Page("customers:data", _("Correct the data"), "customer"),
        RequestKind.ERASURE: Page("privacy:erasure-plan", _("See what can be erased")),
        RequestKind.RESTRICTION: Page("privacy:restriction", _("Restrict the use"), "customer"),
        RequestKind.OBJECTION: Page("privacy:restriction", _("Restrict the use"), "customer"),
        RequestKind.WITHDRAWAL: Page(
            "customers:customer", _("Sign them off on their card"), "customer"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """A button that leads to where a request is carried out."""

    label: Label
    url: str


def step_for(kind: RequestKind, *, request_id: int, customer_id: int | None) -> Step | None:
    """Give where a request is carried out, or None when there is no such page for it."""
    page = PAGES.get(kind)
    about = {"request": request_id, "customer": customer_id}
    if page is None or about[page.takes] is None:
        return None
    try:
        return Step(page.label, reverse(page.view, args=[about[page.takes]]))
    except NoReverseMatch:
        return None
