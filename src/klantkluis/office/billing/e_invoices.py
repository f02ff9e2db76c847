"""E-invoices: downloading the UBL of an invoice or a credit note, and what stands in the way."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klantkluis.billing.commands import issue_credit_e_invoice, issue_e_invoice
from klantkluis.billing.e_checking import UBL, Form, usual_form
from klantkluis.billing.foretelling import foretold
from klantkluis.billing.queries import invoices_by_id
from klantkluis.billing.queries.credits import credit_note_card
from klantkluis.billing.queries.deliveries import deliveries_of
from klantkluis.billing.queries.e_invoices import e_invoice_of, found_rules
from klantkluis.billing.sending_over import access_point_is_on
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.e_invoice_words import FORM_NAMES, Said, said
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import SubjectErased, VaultLocked

READERS = (Role.SALES, Role.BOOKKEEPER)


def around(
    says: Mapping[str, Any], *, customer_id: int, actor: Actor, **document: int
) -> dict[str, Any]:
    """Gather what a card shows of e-invoices: the forms, the usual one first, and what was found.

    Args:
        says: the snapshot, empty while the vault is locked.
        document: `invoice_id` or `credit_note_id`.
    """
    usual = usual_form(says) if says else Form.PEPPOL
    forms = sorted(UBL, key=lambda form: form is not usual)
    findings = said(found_rules(**document), customer_id=customer_id, actor=actor)
    return {
        "forms": [(form, FORM_NAMES[form]) for form in forms],
        "fatal": [each for each in findings if each.fatal],
        "advice": [each for each in findings if not each.fatal],
        "usual": usual,
        "mails": mail_is_on(),
        "sends": access_point_is_on(),
        "deliveries": deliveries_of(now=timezone.now(), **document),
    }


def ahead(invoice_id: int, customer_id: int, actor: Actor) -> list[Said]:
    """Give what would stand in the way of the e-invoice of a draft, if it were sent now."""
    with suppress(SubjectErased):
        rules = foretold(invoice_id=invoice_id, today=timezone.localdate(), vault=actor.vault)
        return said([each for each in rules if each.fatal], customer_id=customer_id, actor=actor)
    return []


@allow(*READERS)
@require_safe
def e_invoice(request: OfficeRequest, invoice_id: int, form: str) -> HttpResponse:
    """Give the UBL of an invoice as it was issued; made and validated when nobody did that yet."""
    wanted = _form(form)
    if not request.actor.vault.is_open:
        raise VaultLocked
    actor, label = request.actor, _label(request, invoice_id)
    if issue_e_invoice(invoice_id=invoice_id, form=wanted, actor=actor) is None:
        return _refused(request, "billing:invoice", invoice_id)
    contents = e_invoice_of(form=wanted, vault=actor.vault, invoice_id=invoice_id)
    return _download(contents, label)


@allow(*READERS)
@require_safe
def credit_e_invoice(request: OfficeRequest, credit_note_id: int, form: str) -> HttpResponse:
    """Give the UBL of a credit note, as that of an invoice."""
    wanted = _form(form)
    if not request.actor.vault.is_open:
        raise VaultLocked
    actor = request.actor
    card = credit_note_card(credit_note_id=credit_note_id, vault=actor.vault)
    if card is None:
        raise Http404
    if issue_credit_e_invoice(credit_note_id=credit_note_id, form=wanted, actor=actor) is None:
        return _refused(request, "billing:credit-note", credit_note_id)
    contents = e_invoice_of(form=wanted, vault=actor.vault, credit_note_id=credit_note_id)
    return _download(contents, card.row.label)


def _label(request: OfficeRequest, invoice_id: int) -> str:
    rows = invoices_by_id(ids=[invoice_id], today=timezone.localdate())
    if not rows or not rows[0].label:
        raise Http404
    return rows[0].label


def _form(name: str) -> Form:
    if name not in UBL:
        raise Http404
    return Form(name)


def _refused(request: OfficeRequest, page: str, pk: int) -> HttpResponse:
    """Go back to the card, which says what stands in the way."""
    messages.error(
        request, _("This e-invoice would be refused, so it is not handed out. See what is missing.")
    )
    return redirect(page, pk)


def _download(contents: bytes | None, label: str) -> HttpResponse:
    assert contents is not None, "it was issued just now"
    response = HttpResponse(contents, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{label}.xml"'
    return response
