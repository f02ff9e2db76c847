"""After the order: what happens next, how to pay, and another try when a payment did not work."""

import io
import logging

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from klantkluis.core.epc import CreditTransfer, EpcRefused, write_epc
from klantkluis.core.fields.text import clean_line
from klantkluis.site.place import LOOPBACK
from klantkluis.site.shop import paying
from klantkluis.site.shop.choices import AFTERWARDS
from klantkluis.site.shop.paying import Way
from klantkluis.site.shop.providers import ProviderDown
from klantkluis.site.shop.tokens import NotOurs, Thanks, read_thanks
from klantkluis.site.shop.visit import Visit, in_the_shop

_LOGGER = logging.getLogger("klantkluis.site.shop")


@require_safe
@in_the_shop
def thanks_page(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Say thanks, and how the payment stands: the provider is asked, not the address."""
    it = _read(token)
    online = it.payment not in AFTERWARDS
    status, down = _status(it) if online else ("", False)
    context = {
        "visit": visit,
        "us": visit.settings.identity,
        "it": it,
        "token": token,
        "online": online,
        "status": status,
        "down": down or request.GET.get("said") == "down",
    }
    return render(request, "site/shop/thanks.html", context)


@require_safe
@in_the_shop
def code(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Give the code that a bank's app reads (EPC069-12): our account, amount and reference."""
    it, us = _read(token), visit.settings.identity
    try:
        payload = write_epc(
            CreditTransfer(
                name=clean_line(us.account_holder or us.name)[:70], iban=us.iban, bic=us.bic,
                amount_cents=it.total_cents, text=it.reference,
            )
        )  # fmt: skip
    except EpcRefused:
        raise Http404 from None
    drawn = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(drawn, kind="svg", scale=4, border=4)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_POST
@in_the_shop
def pay(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Begin the payment, or try once more; an open one is gone on with."""
    it = _read(token)
    if it.payment in AFTERWARDS:
        raise Http404
    try:
        page = paying.begin(it, way_of(request, visit, it))
    except ProviderDown:
        return to_thanks(visit, it, "?said=down")
    return to_payment(request, page) if page else to_thanks(visit, it)


@csrf_exempt  # a provider comes here, without a page of ours; what it says is not believed
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Hear from Mollie that a payment changed, and ask Mollie itself how it stands.

    An id that is not ours gets the same answer, so that nobody learns which are.
    """
    payment_id = request.POST.get("id", "")[:40]
    try:
        if payment_id and payment_id.isprintable():
            paying.see(payment_id)
    except ProviderDown:
        _LOGGER.warning("a payment provider told of a change and did not answer")
        return HttpResponse(status=503)
    return HttpResponse(status=200)


def to_thanks(visit: Visit, thanks: Thanks, said: str = "") -> HttpResponse:
    """Go to the page that says thanks."""
    return HttpResponseRedirect(f"{visit.root}thanks/{thanks.token()}/{said}", status=303)


def to_payment(request: HttpRequest, page: str) -> HttpResponse:
    """Go to the page of the provider.

    By a page of our own: browsers let a form lead only to where its page allows, and which
    hosts a provider uses is not ours to know.
    """
    response = render(request, "site/shop/to_payment.html", {"page": page})
    response.headers["Refresh"] = f"0; url={page}"
    return response


def way_of(request: HttpRequest, visit: Visit, thanks: Thanks) -> Way:
    """Say where the provider sends people back to; a demo on this machine cannot be told."""
    here = request.get_host().rsplit(":", 1)[0]
    reachable = here not in LOOPBACK
    return Way(
        back=f"{visit.origin}{visit.root}thanks/{thanks.token()}/",
        webhook=f"{visit.origin}/payments/mollie/" if reachable else "",
        language=visit.language,
    )


def _read(token: str) -> Thanks:
    try:
        return read_thanks(token)
    except NotOurs:
        raise Http404 from None


def _status(it: Thanks) -> tuple[str, bool]:
    """Say how the payment stands, and whether the provider could not be asked."""
    try:
        return paying.fresh_status(it.uid), False
    except ProviderDown:
        return paying.status_of(it.uid), True
