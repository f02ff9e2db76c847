"""The buttons that mail a document: it is put in line, and a job sends it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from klantkluis.billing.queries import invoices_by_id
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.mail.commands import EVERY_SENDER, SENDERS, queue_mail
from klantkluis.foundation.mail.server import NoMailServer
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.office.access.permissions import allow
from klantkluis.office.exporting import picked
from klantkluis.office.jobs.worker import begin
from klantkluis.office.mail.documents import DOCUMENTS
from klantkluis.office.mail.jobs import SEND_MAILS, kind_of_job
from klantkluis.office.refusals import sentence_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultLocked

MOST = 200


@allow(*SENDERS)
@require_POST
def mail_invoice(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Mail an invoice; its paper is made first when nobody has done that yet."""
    return mail_document(request, MailKind.INVOICE, invoice_id)


@allow(*SENDERS)
@require_POST
def mail_credit_note(request: OfficeRequest, credit_note_id: int) -> HttpResponse:
    """Mail a credit note; its paper is made first when nobody has done that yet."""
    return mail_document(request, MailKind.CREDIT_NOTE, credit_note_id)


@allow(Role.SALES)
@require_POST
def mail_quote(request: OfficeRequest, quote_id: int) -> HttpResponse:
    """Mail the version of a quote that was issued last."""
    return mail_document(request, MailKind.QUOTE, quote_id)


@allow(*SENDERS)
@require_POST
def mail_order(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Mail the confirmation of an order."""
    return mail_document(request, MailKind.ORDER, order_id)


@allow(*EVERY_SENDER)
@require_POST
def mail_delivery(request: OfficeRequest, delivery_id: int) -> HttpResponse:
    """Mail a delivery note."""
    return mail_document(request, MailKind.DELIVERY_NOTE, delivery_id)


@allow(*SENDERS)
@require_POST
def mail_statement(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Mail a customer its statement of account, as it is when the mail goes out."""
    return mail_document(request, MailKind.STATEMENT, customer_id)


def mail_document(request: OfficeRequest, kind: MailKind, about_id: int) -> HttpResponse:
    """Put a mail with a document in line, begin the job that sends it, and lead to the mail."""
    mail_id = _in_line(request, kind, about_id)
    begin(request, kind=kind_of_job(kind), about={"mail_ids": [mail_id]}, total=1)
    messages.success(request, _("The mail goes out. Here you see what the server says of it."))
    return redirect("mail:mail", mail_id)


def _in_line(request: OfficeRequest, kind: MailKind, about_id: int) -> int:
    """Put a mail in line, once it is sure that it has somewhere to go; give its id."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    recipient = DOCUMENTS[kind].prepare(about_id, request.actor, timezone.now())
    return queue_mail(
        kind=kind,
        about_id=about_id,
        customer_uid=recipient.uid,
        language=recipient.language,
        actor=request.actor,
        at=timezone.now(),
    )


@allow(*SENDERS)
@require_POST
def mail_invoices(request: OfficeRequest) -> HttpResponse:
    """Mail the picked invoices in one job; one that cannot be does not stop the others."""
    rows = invoices_by_id(ids=picked(request, MOST), today=timezone.localdate())
    ids = []
    for row in sorted((row for row in rows if row.label), key=lambda row: row.id):
        try:
            ids.append(_in_line(request, MailKind.INVOICE, row.id))
        except (VaultLocked, NoMailServer):
            raise
        except Refusal as refusal:
            said = {"label": row.label, "why": sentence_of(refusal)}
            messages.warning(request, _("Invoice %(label)s: %(why)s") % said)
    if not ids:
        messages.warning(request, _("There was nothing to mail among what you picked."))
        return redirect("billing:invoices")
    uid = begin(request, kind=SEND_MAILS, about={"mail_ids": ids}, total=len(ids))
    sentence = ngettext("%(n)d mail is in line.", "%(n)d mails are in line.", len(ids))
    messages.success(request, sentence % {"n": len(ids)})
    return redirect("jobs:job", uid)
