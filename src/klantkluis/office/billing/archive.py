"""The fiscal archive: documents of who was erased, for who may look with a reason."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from klantkluis.billing.archive import archived_credit_note, archived_invoice
from klantkluis.billing.closed import kept_until
from klantkluis.billing.queries import invoice_card
from klantkluis.billing.queries.credits import credit_note_card
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.archive_form import ReasonForm
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.staying import kept_words
from klantkluis.vault.client import LockedVault

PAGE = "office/billing/archive.html"


@allow(Role.FISCAL)
@sensitive_post_parameters("reason")
@require_http_methods(["GET", "POST"])
def invoice(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Give the PDF of an invoice of who was erased, when a reason was typed."""
    now = timezone.now()
    card = invoice_card(invoice_id=invoice_id, today=timezone.localdate(now), vault=LockedVault())
    if card is None or not card.label:
        raise Http404
    form, vault = ReasonForm(request.POST or None), request.actor.vault
    if form.is_valid():
        with form.refusals():
            reason = form.cleaned_data["reason"]
            return _pdf(
                archived_invoice(invoice_id=invoice_id, reason=reason, vault=vault, made_at=now),
                card.label,
            )
    kept = kept_words(kept_until(invoice_id=invoice_id))
    context = {"form": form, "title": _("Invoice"), "label": card.label, "kept": kept}
    return render(request, PAGE, context)


@allow(Role.FISCAL)
@sensitive_post_parameters("reason")
@require_http_methods(["GET", "POST"])
def credit_note(request: OfficeRequest, credit_note_id: int) -> HttpResponse:
    """Give the PDF of a credit note of who was erased, when a reason was typed."""
    card = credit_note_card(credit_note_id=credit_note_id, vault=LockedVault())
    if card is None:
        raise Http404
    form, label = ReasonForm(request.POST or None), card.row.label
    if form.is_valid():
        with form.refusals():
            contents = archived_credit_note(
                credit_note_id=credit_note_id, reason=form.cleaned_data["reason"],
                vault=request.actor.vault, made_at=timezone.now(),
            )  # fmt: skip
            return _pdf(contents, label)
    kept = kept_words(kept_until(credit_note_id=credit_note_id))
    context = {"form": form, "title": _("Credit note"), "label": label, "kept": kept}
    return render(request, PAGE, context)


def _pdf(contents: bytes, label: str) -> HttpResponse:
    response = HttpResponse(contents, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{label}.pdf"'
    return response
