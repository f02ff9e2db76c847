"""Issuing an e-invoice: made from the snapshot, validated before it leaves, kept byte for byte."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from klantkluis.billing.closed import refuse_when_erased
from klantkluis.billing.commands.paying import InvoiceNotOpen
from klantkluis.billing.e_checking import UBL, Checked, Form, checked
from klantkluis.billing.e_invoice_rows import EInvoice, EInvoiceFinding
from klantkluis.billing.models import CreditNoteSnapshot, InvoiceSnapshot
from klantkluis.billing.stored import CREDIT_SNAPSHOT, PAPER, SNAPSHOT
from klantkluis.billing.trading import Ours
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.company import company_of
from klantkluis.foundation.files import seal_contents
from klantkluis.foundation.inserting import insert_many
from klantkluis.foundation.models import Company
from klantkluis.vault.purposes import Purpose

MOST_FINDINGS = 50
"""A long invoice can break one rule on each line; this many tell enough."""


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or a credit note by its id, and the key of its book year."""

    cls: str
    invoice_id: int | None = None
    credit_note_id: int | None = None

    @property
    def ids(self) -> dict[str, int | None]:
        """The columns that name it."""
        return {"invoice_id": self.invoice_id, "credit_note_id": self.credit_note_id}


@command("invoice.e_invoice_issued", Role.SALES, Role.BOOKKEEPER)
def issue_e_invoice(*, invoice_id: int, form: Form, actor: Actor) -> int | None:
    """Make the UBL of a sent invoice, and keep it sealed; give the row's id.

    Made once for each form: a second call changes nothing. None when a rule refuses it: what was
    found is then kept, in codes, and nothing may leave.

    Raises:
        InvoiceNotOpen: it was not sent.
        ForTheBooksOnly: the customer was erased.
        VaultLocked: the vault is not open to the actor.
    """
    snapshot = InvoiceSnapshot.objects.select_for_update().filter(invoice=invoice_id).first()
    if snapshot is None:
        raise InvoiceNotOpen(_("Send the invoice first."))
    document = Document(snapshot.cls, invoice_id=invoice_id)
    before = _issued(document, form)
    if before is not None:
        return before
    refuse_when_erased(snapshot.invoice.customer_id)
    says = SNAPSHOT.open_one(actor.vault, Purpose.INVOICE, snapshot)["says"]
    return _issue(document, says, form, actor)


@command("credit_note.e_invoice_issued", Role.SALES, Role.BOOKKEEPER)
def issue_credit_e_invoice(*, credit_note_id: int, form: Form, actor: Actor) -> int | None:
    """Make the UBL of a credit note, as `issue_e_invoice` does of an invoice.

    Raises:
        InvoiceNotOpen: there is no such credit note.
        VaultLocked: the vault is not open to the actor.
    """
    rows = CreditNoteSnapshot.objects.select_for_update()
    snapshot = rows.filter(credit_note=credit_note_id).first()
    if snapshot is None:
        raise InvoiceNotOpen(_("There is no such credit note."))
    document = Document(snapshot.cls, credit_note_id=credit_note_id)
    before = _issued(document, form)
    if before is not None:
        return before
    refuse_when_erased(snapshot.credit_note.invoice.customer_id)
    says = CREDIT_SNAPSHOT.open_one(actor.vault, Purpose.INVOICE, snapshot)["says"]
    return _issue(document, says, form, actor)


def ours_of(company: Company) -> Ours:
    """Give our data as an e-invoice says them."""
    return Ours(
        name=company.name,
        street=company.street,
        house_number=company.house_number,
        postcode=company.postcode,
        town=company.town,
        country=company.country,
        phone=company.phone,
        email=company.email,
        coc_number=company.coc_number,
        vat_number=company.vat_number,
        iban=company.iban,
    )


def as_file(document: Document, made: Checked, number: str) -> tuple[EInvoice, dict[str, Any]]:
    """Give the row of an accepted e-invoice, and what is to be sealed in it."""
    assert made.accepted, "what a rule refuses does not leave"
    fields, contents = seal_contents(made.data, name=f"{number}.xml", media_type="application/xml")
    row = EInvoice(**document.ids, form=made.form, cls=document.cls, contents=contents)
    return row, fields


def keep(document: Document, made: Iterable[Checked], files: Sequence[EInvoice]) -> None:
    """Save sealed e-invoices, and in codes what was found in all that were made."""
    insert_many(files)
    insert_many(
        EInvoiceFinding(
            **document.ids,
            form=each.form,
            layer=found.layer,
            rule=found.rule[:60],
            field=found.field[:80],
            fatal=found.fatal,
        )
        for each in made
        for found in each.findings[:MOST_FINDINGS]
    )


def _issued(document: Document, form: Form) -> int | None:
    rows = EInvoice.objects.filter(**document.ids, form=form)
    return rows.values_list("pk", flat=True).first()


def _issue(document: Document, says: Mapping[str, Any], form: Form, actor: Actor) -> int | None:
    assert form in UBL, "the other form lies inside the paper"
    made = checked(says, ours_of(company_of(says["company"])), [form])
    files = [as_file(document, each, says["number"]) for each in made if each.accepted]
    if files:
        PAPER.seal_new(actor.vault, files)
    EInvoiceFinding.objects.filter(**document.ids, form=form).delete()
    keep(document, made, [row for row, _fields in files])
    return files[0][0].pk if files else None
