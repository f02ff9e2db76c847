"""The shop's pages of text: written, looked at while one types, and kept in every version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.foundation.company import company
from klantkluis.messages.markup import to_html
from klantkluis.office.access.permissions import allow
from klantkluis.office.forms.base import initial_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.shop.forms import NewPageForm, PageForm
from klantkluis.shop.commands.pages import publish_page, remove_page
from klantkluis.shop.filling import PLACES, filled_in, values_of
from klantkluis.shop.pages import GENERATED, NEEDED, PageRow, page, page_versions, pages
from klantkluis.shop.selling import shop_fields


def _row(name: str) -> PageRow:
    row = page(name=name)
    if row is None:
        raise Http404
    return row


def _looks(title_nl: str, body_nl: str, title_en: str, body_en: str) -> dict[str, Any]:
    """Give a page as the shop shows it, in both languages."""
    shop = shop_fields()
    values = values_of(company(), shop.name if shop else "")
    said = [("nl", title_nl, body_nl), ("en", title_en, body_en)]
    shown = [(lang, title, _html(filled_in(body, values))) for lang, title, body in said if body]
    return {"shown": shown, "places": [f"{{{place}}}" for place in PLACES]}


def _html(body: str) -> SafeString:
    # Escaped there, sign by sign; only the marks of the small Markdown become tags.
    return mark_safe(to_html(body))  # noqa: S308


@allow(Role.SALES)
@require_safe
def page_list(request: OfficeRequest) -> HttpResponse:
    """List the pages of the shop."""
    context = {"rows": pages(), "language": get_language()}
    return render(request, "office/shop/pages.html", context)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new(request: OfficeRequest) -> HttpResponse:
    """Add a page."""
    form = NewPageForm(request.POST or None, initial={"position": 50, "in_footer": True})
    if form.is_valid():
        with form.refusals():
            name = form.cleaned_data["name"]
            publish_page(name=name, fields=form.page(), actor=request.actor)
            messages.success(request, _("The page is in the shop."))
            return redirect("shop:pages")
    return render(request, "office/shop/page.html", {"form": form, **_looks("", "", "", "")})


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def page_form(request: OfficeRequest, name: str) -> HttpResponse:
    """Change a page; what it said before is kept."""
    if name in GENERATED:
        return redirect("statement:statement")
    row = _row(name)
    form = PageForm(request.POST or None, initial=dict(initial_of(row.fields)))
    if form.is_valid():
        with form.refusals():
            publish_page(name=name, fields=form.page(), actor=request.actor)
            messages.success(request, _("Saved. What the page said before is kept."))
            return redirect("shop:pages")
    said = [str(form[n].value() or "") for n in ("title_nl", "body_nl", "title_en", "body_en")]
    context = {"form": form, "row": row, "needed": name in NEEDED, **_looks(*said)}
    return render(request, "office/shop/page.html", context)


@allow(Role.SALES)
@require_POST
def preview(request: OfficeRequest) -> HttpResponse:
    """Show a page as it is being typed, without storing anything."""
    said = [request.POST.get(n, "") for n in ("title_nl", "body_nl", "title_en", "body_en")]
    return render(request, "office/shop/page_preview.html", _looks(*said))


@allow(Role.SALES)
@require_safe
def versions(request: OfficeRequest, name: str) -> HttpResponse:
    """Show what a page said through time."""
    rows = page_versions(name=name)
    if not rows:
        raise Http404
    shown = [(row, _html(row.fields.body_nl)) for row in rows]
    return render(request, "office/shop/page_versions.html", {"rows": shown, "name": name})


@allow(Role.SALES)
@require_POST
def remove(request: OfficeRequest, name: str) -> HttpResponse:
    """Take a page out of the shop."""
    remove_page(name=_row(name).name, actor=request.actor)
    messages.success(request, _("The page is out of the shop. What it said is kept."))
    return redirect("shop:pages")
