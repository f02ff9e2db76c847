"""Receiving goods, correcting the stock of a product, and counting many at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.catalogue.stock.commands import (
    StockMoved,
    correct_stock,
    count_stock,
    receive_stock,
)
from klantkluis.catalogue.stock.queries import StockRow, levels, stock_rows
from klantkluis.office.access.permissions import allow
from klantkluis.office.refusals import sentence_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.stock.forms import CorrectionForm, CountForm, ReceiptForm
from klantkluis.office.stock.listing import MOVERS

MOST = 200


def _picked(request: OfficeRequest) -> list[StockRow]:
    """Give the products that the address names; without any, the first of the list by place."""
    ids = [int(pk) for pk in request.GET.getlist("pick") if pk.isdecimal() and len(pk) < 19]
    return stock_rows(
        ids=ids[:MOST] if ids else None, sort="place" if not ids else "name_nl", limit=MOST
    )


@allow(*MOVERS)
@require_http_methods(["GET", "POST"])
def receipt(request: OfficeRequest) -> HttpResponse:
    """Put goods that came in on stock."""
    initial = {"received_on": timezone.localdate()}
    form = ReceiptForm(request.POST or None, initial=initial, products=_picked(request))
    if form.is_valid():
        with form.refusals():
            number = receive_stock(
                quantities=form.quantities(),
                received_on=form.cleaned_data["received_on"],
                note=form.cleaned_data["note"],
                actor=request.actor,
            )
            sentence = ngettext("%(n)s product came in.", "%(n)s products came in.", number)
            messages.success(request, sentence % {"n": number})
            return redirect("stock:stock")
    context = {"form": form, "language": get_language()}
    return render(request, "office/stock/receipt.html", context)


@allow(*MOVERS)
@require_http_methods(["GET", "POST"])
def count(request: OfficeRequest) -> HttpResponse:
    """Take over what was counted of many products; each difference becomes a movement."""
    initial = {"counted_on": timezone.localdate()}
    form = CountForm(request.POST or None, initial=initial, products=_picked(request))
    if form.is_valid():
        try:
            with form.refusals(StockMoved):
                return _counted(request, form)
        except StockMoved as refusal:
            form.show_moved(sentence_of(refusal), refusal.levels)
    context = {"form": form, "language": get_language()}
    return render(request, "office/stock/count.html", context)


def _counted(request: OfficeRequest, form: CountForm) -> HttpResponse:
    differed = count_stock(
        counted=form.counted(), counted_on=form.cleaned_data["counted_on"], actor=request.actor
    )
    sentence = (
        ngettext(
            "The count is saved; %(n)s product differed.",
            "The count is saved; %(n)s products differed.",
            differed,
        )
        if differed
        else _("The count is saved; nothing differed.")
    )
    messages.success(request, sentence % {"n": differed})
    return redirect("stock:stock")


@allow(*MOVERS)
@require_http_methods(["GET", "POST"])
def correction(request: OfficeRequest, product_id: int) -> HttpResponse:
    """Correct how many there are of a product, with a reason."""
    row = levels(product_ids=[product_id]).get(product_id)
    if row is None:
        raise Http404
    initial = {"corrected_on": timezone.localdate(), "way": "fewer"}
    form = CorrectionForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.refusals():
            correct_stock(
                correction=form.correction(product_id),
                corrected_on=form.cleaned_data["corrected_on"],
                actor=request.actor,
            )
            messages.success(request, _("The stock is corrected."))
            return redirect("stock:product", product_id)
    context = {"form": form, "row": row, "language": get_language()}
    return render(request, "office/stock/correction.html", context)
