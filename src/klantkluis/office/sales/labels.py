"""Address labels: of one delivery or of many, on a sheet or one by one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.core.declared import Recipient
from klantkluis.core.roles import Role
from klantkluis.disclosures.rules import INTERNAL, Ground, HandOver, What, Why
from klantkluis.office.access.permissions import allow
from klantkluis.office.exporting import picked
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.handing_over import remembered
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.sales.labels import LabelFormat, address_labels, places_of
from klantkluis.vault.refusals import VaultLocked

MOST = 200
FORMATS: list[tuple[str, Label]] = [
    (LabelFormat.THERMAL.value, gettext_lazy("Label printer, 100 × 150 mm, one each")),
    (LabelFormat.SHEET_14.value, gettext_lazy("A4 with 2 × 7 labels of 99 × 38 mm")),
    (LabelFormat.SHEET_24.value, gettext_lazy("A4 with 3 × 8 labels of 70 × 37 mm")),
]


class LabelForm(OfficeForm):
    """On what labels are printed, and where on the sheet the first one comes."""

    form = forms.ChoiceField(label=gettext_lazy("Labels"), choices=FORMATS)
    carrier = forms.CharField(
        label=gettext_lazy("Which carrier takes the parcels?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Leave it empty when you bring them yourselves. It is noted."),
    )
    first = forms.IntegerField(
        label=gettext_lazy("Begin at place"),
        min_value=1,
        max_value=24,
        required=False,
        help_text=gettext_lazy("On a sheet of which labels are gone: the first that is left."),
    )

    def clean(self) -> dict[str, Any]:
        """See that there is such a place on the sheet."""
        typed: dict[str, Any] = super().clean() or {}
        form, first = typed.get("form"), typed.get("first") or 1
        if form and first > places_of(LabelFormat(form)):
            if LabelFormat(form) is LabelFormat.THERMAL:
                typed["first"] = 1
            else:
                said = _("There are only %(n)s places on this sheet.")
                self.refuse(said % {"n": places_of(LabelFormat(form))}, field="first")
        return typed


@allow(Role.SALES, Role.WAREHOUSE)
@require_http_methods(["GET", "POST"])
def labels(request: OfficeRequest) -> HttpResponse:
    """Ask on what to print the labels of the picked deliveries, then give them as a PDF."""
    ids = picked(request, MOST)
    if not ids:
        messages.warning(request, _("Pick the delivery notes first."))
        return redirect("sales:deliveries")
    if not request.actor.vault.is_open:
        raise VaultLocked
    last = remembered(request.actor, What.LABELS)
    typed = request.POST if "form" in request.POST else None
    form = LabelForm(typed, initial={"carrier": last.name})
    if form.is_valid():
        with form.refusals():
            if made := _made(request, ids, form):
                return pdf(request, made, name=_("labels"))
    return render(request, "office/sales/labels.html", {"form": form, "ids": ids})


def _made(request: OfficeRequest, ids: list[int], form: LabelForm) -> bytes | None:
    return address_labels(
        delivery_ids=ids,
        form=LabelFormat(form.cleaned_data["form"]),
        first=form.cleaned_data.get("first") or 1,
        to=_taken_by(form.cleaned_data["carrier"].strip()),
        actor=request.actor,
        made_at=timezone.now(),
        language=get_language() or "nl",
    )


def _taken_by(carrier: str) -> HandOver:
    """Say who reads the labels: the carrier, or nobody but ourselves."""
    if not carrier:
        return HandOver(INTERNAL, Ground.OWN_USE, Why.DELIVERY)
    return HandOver(Recipient.CARRIER.value, Ground.CONTRACT, Why.DELIVERY, carrier)
