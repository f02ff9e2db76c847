"""Ctrl-K: find any customer, document, product or page. The terms never come in an address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.office.access.permissions import allow
from klantkluis.office.context import NAVIGATION
from klantkluis.office.requests import OfficeRequest


@dataclass(frozen=True, slots=True)
class Found:
    """One line of what was found."""

    label: str
    url: str
    icon: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What one source found, under its title."""

    title: str
    lines: Sequence[Found]


Source = Callable[[str, Actor], Iterable[Group]]


def pages(terms: str, actor: Actor) -> Iterable[Group]:
    """Find pages of the office by their name."""
    words = terms.casefold().split()
    lines = [
        Found(str(entry.label), reverse(entry.view), entry.icon)
        for _title, entries in NAVIGATION
        for entry in entries
        if not entry.roles or Role.OWNER in actor.roles or not entry.roles.isdisjoint(actor.roles)
        if all(word in str(entry.label).casefold() for word in words)
    ]
    if lines:
        yield Group(_("Pages"), lines)


SOURCES: tuple[Source, ...] = (pages,)


@allow()
@require_http_methods(["GET", "POST"])
def search(request: OfficeRequest) -> HttpResponse:
    """Give what every source finds for these terms."""
    terms = request.POST.get("terms", "").strip()[:200]
    groups = [group for source in SOURCES for group in source(terms, request.actor)]
    template = "office/search.html" + ("#found" if request.headers.get("HX-Request") else "")
    return render(request, template, {"groups": groups, "terms": terms})
