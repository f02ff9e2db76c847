"""The page of VAT rates: what is known of each member state, and what the owner adds."""

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.catalogue.rates import (
    CHANGEABLE,
    PLACES,
    RateRow,
    add_vat_rate,
    rate_rows,
    remove_vat_rate,
)
from klantkluis.core.roles import Role
from klantkluis.core.territories import NORTHERN_IRELAND
from klantkluis.core.vat import VatCategory
from klantkluis.office.access.permissions import allow
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import DayField, PercentageField
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.templatetags.kit import country

CATEGORIES: Mapping[VatCategory, Label] = {
    VatCategory.STANDARD: gettext_lazy("Standard"),
    VatCategory.REDUCED: gettext_lazy("Reduced"),
    VatCategory.ZERO: gettext_lazy("Zero"),
    VatCategory.EXEMPT: gettext_lazy("Exempt"),
}


class RateForm(OfficeForm):
    """A rate in a country from a day on."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))
    category = forms.ChoiceField(
        label=gettext_lazy("Kind of rate"),
        choices=[(each.value, CATEGORIES[each]) for each in CHANGEABLE],
        initial=VatCategory.REDUCED.value,
        help_text=gettext_lazy("The kind that your products have at home."),
    )
    rate = PercentageField(label=gettext_lazy("Rate in %"))
    valid_from = DayField(label=gettext_lazy("From this day on"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.offer("country", sorted(((code, _name(code)) for code in PLACES), key=_by_name))


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def _name(code: str) -> str:
    return _("Northern Ireland (goods)") if code == NORTHERN_IRELAND else country(code)


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def rates(request: OfficeRequest) -> HttpResponse:
    """List the rates of every member state by date; add one."""
    form = RateForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            said = form.cleaned_data
            add_vat_rate(
                country=said["country"],
                category=VatCategory(said["category"]),
                rate_bp=said["rate"],
                valid_from=said["valid_from"],
                actor=request.actor,
            )
            messages.success(request, _("The rate is added. Supplies from that day on have it."))
            return redirect("company:rates")
    context = {"form": form, "countries": _countries(), "english": _is_english()}
    return render(request, "office/company/rates.html", context)


def _is_english() -> bool:
    return (get_language() or "nl").startswith("en")


def _countries() -> list[tuple[str, list[tuple[RateRow, Label]]]]:
    """Give the countries by name, each with its rates."""
    rows = rate_rows(today=timezone.localdate())
    found: list[tuple[str, list[tuple[RateRow, Label]]]] = [
        (_name(code), [(row, CATEGORIES[row.category]) for row in group])
        for code, group in groupby(rows, key=attrgetter("country"))
    ]
    return sorted(found, key=lambda each: each[0].casefold())


@allow(Role.OWNER)
@require_POST
def remove(request: OfficeRequest, rate_id: int) -> HttpResponse:
    """Take back a rate that has not begun."""
    remove_vat_rate(rate_id=rate_id, actor=request.actor, today=timezone.localdate())
    messages.success(request, _("The rate is taken back."))
    return redirect("company:rates")
