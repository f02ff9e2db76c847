"""Reading an e-invoice that came in: shown as a page, and kept nowhere."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.billing.commands.buying import keep_purchase
from klantkluis.billing.einvoice.findings import Finding
from klantkluis.billing.einvoice.guarding import MAX_BYTES
from klantkluis.billing.einvoice.refusals import EInvoiceRefused
from klantkluis.billing.purchase_rules import PurchaseOdd
from klantkluis.billing.queries.e_invoices import words_of
from klantkluis.billing.receiving import Received, receive
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.e_invoice_words import sentence_for
from klantkluis.office.billing.received_words import said_of
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultLocked

READERS = (Role.SALES, Role.BOOKKEEPER)
ACCEPTED = ".xml,.pdf,application/xml,text/xml,application/pdf"
_REFUSED = {
    "The file has a document type, which an e-invoice never has.": gettext_noop(
        "The file has a document type, which an e-invoice never has. It is not read."
    ),
    "The file has more elements than an e-invoice has.": gettext_noop(
        "The file is not built as an e-invoice is. It is not read."
    ),
    "The file nests elements deeper than an e-invoice does.": gettext_noop(
        "The file is not built as an e-invoice is. It is not read."
    ),
    "The file is larger than 10 MB.": gettext_noop("The file is larger than 10 MB."),
    "The file is no UBL or CII invoice.": gettext_noop("The file is no UBL or CII invoice."),
    "The file is not readable XML.": gettext_noop("The file is not readable as an e-invoice."),
    "The PDF cannot be read.": gettext_noop("This PDF cannot be read."),
    "There is no e-invoice inside this PDF.": gettext_noop(
        "There is no e-invoice inside this PDF."
    ),
}


_ODD = {
    "An amount on this invoice is not in whole cents.": gettext_noop(
        "An amount on this invoice is not in whole cents, so it cannot be kept as a purchase."
    ),
    "Only invoices in euros can be kept as a purchase.": gettext_noop(
        "Only invoices in euros can be kept as a purchase."
    ),
    "The amounts on this invoice do not add up.": gettext_noop(
        "The amounts on this invoice do not add up, so it cannot be kept as a purchase."
    ),
}


class EInvoiceForm(OfficeForm):
    """The file of an e-invoice."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=gettext_lazy("UBL, CII, or a PDF with one inside (Factur-X, ZUGFeRD); 10 MB."),
        error_messages={
            "required": gettext_lazy("Choose a file. It may be no larger than 10 MB."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large to be read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def received(request: OfficeRequest) -> HttpResponse:
    """Show what an e-invoice says. Nothing of it is kept, unless this person says so."""
    form = EInvoiceForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        data = form.cleaned_data["file"].read()
        kept = _kept(request, form, data) if "keep" in request.POST else None
        if kept is not None:
            return redirect("billing:purchase", kept)
        context |= _read(form, data)
    return render(request, "office/billing/received.html", context)


def _kept(request: OfficeRequest, form: EInvoiceForm, data: bytes) -> int | None:
    """Keep the file as a purchase; give its id, or None when something stands in the way."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    try:
        with form.refusals(EInvoiceRefused, PurchaseOdd):
            kept = keep_purchase(contents=data, actor=request.actor, today=timezone.localdate())
            messages.success(request, _("Kept. The bookkeeper can book it."))
            return kept
    except PurchaseOdd as refusal:
        form.refuse(_(_ODD.get(refusal.sentence, refusal.sentence)), field="file")
    except EInvoiceRefused:
        pass  # reading it once more says why
    return None


def _read(form: EInvoiceForm, data: bytes) -> dict[str, Any]:
    """Give what the file says for the page; nothing when it cannot be read."""
    try:
        found = receive(data)
    except EInvoiceRefused as refusal:
        form.refuse(_sentence(refusal), field="file")
        return {}
    return {"it": said_of(found.invoice), **_findings(found)}


def _sentence(refusal: EInvoiceRefused) -> str:
    known = _REFUSED.get(refusal.sentence)
    if known is not None:
        return _(known)
    if refusal.field:
        return _("The e-invoice cannot be read: %(term)s is missing or cannot be right.") % {
            "term": refusal.field
        }
    return _("The file is not readable as an e-invoice.")


def _findings(found: Received) -> dict[str, Any]:
    """Say what was found, each rule once."""
    said = {each.rule: (each, _words(each)) for each in found.findings}.values()
    return {
        "fatal": [(each.rule, words) for each, words in said if each.fatal],
        "advice": [(each.rule, words) for each, words in said if not each.fatal],
        "officially": found.officially,
    }


def _words(each: Finding) -> str:
    """Say a finding; of an official rule in English there is a text that names no value."""
    english, dutch = words_of(each.rule)
    if not english and each.layer not in {"own", "schema"} and get_language() == "en":
        english = each.text
    return sentence_for(each.rule, english, dutch)
