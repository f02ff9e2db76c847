"""Questions about e-invoices: the file as it was issued, and what stands in the way of one."""

from collections.abc import Iterable
from dataclasses import dataclass

from klantkluis.billing.closed import customer_of, refuse_when_closed
from klantkluis.billing.e_checking import Form
from klantkluis.billing.e_invoice_rows import EInvoice, EInvoiceFinding
from klantkluis.billing.einvoice.checks.breaches import sentence_of
from klantkluis.billing.stored import PAPER
from klantkluis.foundation.files import open_contents
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class FoundRule:
    """A rule that an e-invoice did not meet, in two languages; both empty for an official rule
    that we have no words for."""

    form: Form
    layer: str
    rule: str
    field: str
    fatal: bool
    english: str
    dutch: str


def e_invoice_of(
    *,
    form: Form,
    vault: VaultSession,
    invoice_id: int | None = None,
    credit_note_id: int | None = None,
) -> bytes | None:
    """Give the UBL of a document as it was issued, or None when none was.

    Raises:
        ForTheBooksOnly: the customer was erased.
        VaultLocked: the vault is not open to the actor.
    """
    rows = EInvoice.objects.filter(invoice=invoice_id, credit_note=credit_note_id, form=form)
    row = rows.select_related("invoice", "credit_note__invoice").first()
    if row is None:
        return None
    refuse_when_closed(customer_of(row))
    return open_contents(PAPER.open_one(vault, Purpose.INVOICE, row), bytes(row.contents))


def e_invoice_document(*, e_invoice_id: int) -> tuple[str, int] | None:
    """Give the page of the document of an e-invoice with its id, or None."""
    row = EInvoice.objects.filter(pk=e_invoice_id).first()
    if row is None:
        return None
    if row.invoice_id is not None:
        return "billing:invoice", row.invoice_id
    return "billing:credit-note", row.credit_note_id or 0


def found_rules(
    *, invoice_id: int | None = None, credit_note_id: int | None = None
) -> list[FoundRule]:
    """Give the rules that the e-invoices of a document did not meet, the fatal ones first."""
    rows = EInvoiceFinding.objects.filter(invoice=invoice_id, credit_note=credit_note_id)
    return [_found(row) for row in rows.order_by("-fatal", "pk")]


def _found(row: EInvoiceFinding) -> FoundRule:
    english, dutch = words_of(row.rule)
    return FoundRule(
        form=Form(row.form),
        layer=row.layer,
        rule=row.rule,
        field=row.field,
        fatal=row.fatal,
        english=english,
        dutch=dutch,
    )


def words_of(rule: str) -> tuple[str, str]:
    """Give what a rule says in English and Dutch, empty for one that we have no words for."""
    try:
        said = sentence_of(rule)
    except KeyError:
        return "", ""
    return said.english, said.dutch


def refused_forms(rules: Iterable[FoundRule]) -> frozenset[Form]:
    """Give the forms in which the e-invoice may not leave."""
    return frozenset(each.form for each in rules if each.fatal)
