"""Template tags of the pages about privacy."""

from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from klantkluis.core.roles import Role
from klantkluis.office.forms.base import Label

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tab:
    """A page about privacy, as the bar above these pages shows it."""

    url: str
    label: Label
    current: bool


_TABS: tuple[tuple[str, Label, frozenset[Role]], ...] = (
    ("privacy:requests", _("Requests"), frozenset({Role.SALES})),
    ("privacy:erasures", _("Erasures"), frozenset()),
    ("privacy:retention", _("Retention"), frozenset()),
    ("privacy:register", _("Register"), frozenset()),
    ("privacy:statement", _("Statement"), frozenset()),
    ("privacy:disclosures", _("Disclosures"), frozenset()),
    ("privacy:breaches", _("Breaches"), frozenset()),
)
"""Each page with those who see it besides the owner."""


@register.simple_tag(takes_context=True)
def privacy_tabs(context: template.Context) -> list[Tab]:
    """Give the pages about privacy that this office has and this person may see."""
    request = context["request"]
    held = request.user.roles
    found = []
    for view, label, roles in _TABS:
        if Role.OWNER not in held and held.isdisjoint(roles):
            continue
        try:
            url = reverse(view)
        except NoReverseMatch:
            continue
        found.append(Tab(url, label, request.path.startswith(url)))
    return found
