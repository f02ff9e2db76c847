"""Where each kind of request is carried out: the page behind the main button.

The address says which request it answers; the letter with the answer comes after it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label
from klantkluis.privacy.rules import RequestKind


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a customer that carries out a kind of request; `more` stands in its address."""

    view: str
    label: Label
    more: str = ""


PAGES: Mapping[RequestKind, Page] = MappingProxyType(
    {
        RequestKind.ACCESS: Page(
            "packages:customer", _("Make the package with their data"), "&kind=access"
        ),
        RequestKind.PORTABILITY: Page(
            "packages:customer", _("Make the package with their data"), "&kind=portability"
        ),
        RequestKind.RECTIFICATION: Page("customers:correct", _("Correct the data")),
        RequestKind.ERASURE: Page("erasures:of-customer", _("See what can be erased")),
        RequestKind.RESTRICTION: Page("customers:restrict", _("Restrict the use")),
        RequestKind.OBJECTION: Page("customers:restrict", _("Restrict the use")),
        RequestKind.WITHDRAWAL: Page("customers:customer", _("Sign them off on their card")),
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """A button that leads to where a request is carried out."""

    label: Label
    url: str


def step_for(kind: RequestKind, *, request_uid: UUID, customer_id: int | None) -> Step | None:
    """Give where a request is carried out; None without a customer, and for a complaint."""
    page = PAGES.get(kind)
    if page is None or customer_id is None:
        return None
    url = reverse(page.view, args=[customer_id])
    return Step(page.label, f"{url}?request={request_uid}{page.more}")
