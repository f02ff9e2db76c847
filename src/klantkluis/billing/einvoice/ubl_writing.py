"""An e-invoice as UBL 2.1: the document, its references, payment and sums."""

import base64
from dataclasses import replace

from klantkluis.billing.einvoice.codes import Profile
from klantkluis.billing.einvoice.model import (
    Adjustment,
    Attachment,
    Invoice,
    Note,
    Payment,
    Period,
    VatLine,
)
from klantkluis.billing.einvoice.nodes import (
    Node,
    amount,
    day,
    group,
    leaf,
    number,
    written,
)
from klantkluis.billing.einvoice.parties import Identifier
from klantkluis.billing.einvoice.ubl_lines import adjustment, line, period, tax_scheme
from klantkluis.billing.einvoice.ubl_names import (
    AGGREGATES,
    BASICS,
    CREDIT_NOTE,
    INVOICE,
    NO_ORDER,
    OBJECT_TYPE,
    PROJECT_TYPE,
)
from klantkluis.billing.einvoice.ubl_parties import (
    buyer,
    delivery,
    payee,
    seller,
    tax_representative,
)


def write_ubl(invoice: Invoice, profile: Profile | None = None) -> bytes:
    """Write an e-invoice as a UBL Invoice or CreditNote, by its type code.

    Args:
        invoice: what it says.
        profile: PEPPOL, NLCIUS or EN16931; without one the invoice names its own (BT-23, BT-24).

    Raises:
        EInvoiceRefused: an amount has more than two decimals.
    """
    if profile is not None:
        invoice = replace(invoice, specification=profile.specification, process=profile.process)
    credit = invoice.is_credit_note
    root = Node(
        "CreditNote" if credit else "Invoice",
        {},
        children=tuple(part for part in _document(invoice, credit=credit) if part is not None),
    )
    namespaces = {
        "": CREDIT_NOTE if credit else INVOICE,
        "cac": AGGREGATES,
        "cbc": BASICS,
    }
    return written(root, namespaces)


def _document(it: Invoice, *, credit: bool) -> list[Node | None]:
    """Give all parts in the order that the schema wants, which differs for a credit note."""
    return [
        leaf("cbc:CustomizationID", it.specification),
        leaf("cbc:ProfileID", it.process),
        leaf("cbc:ID", it.number),
        day("cbc:IssueDate", it.issued_on),
        *_type(it, credit=credit),
        *(leaf("cbc:Note", _note(each)) for each in it.notes),
        None if credit else day("cbc:TaxPointDate", it.tax_point_on),
        leaf("cbc:DocumentCurrencyCode", it.currency),
        leaf("cbc:TaxCurrencyCode", it.accounting_currency),
        leaf("cbc:AccountingCost", it.accounting_reference),
        leaf("cbc:BuyerReference", it.buyer_reference),
        period(it.period or Period(), it.tax_point_code),
        _order(it),
        *_preceding(it),
        *_references(it, credit=credit),
        seller(it),
        buyer(it.buyer),
        payee(it),
        tax_representative(it.tax_representative),
        delivery(it.delivery),
        *_payment(it, credit=credit),
        group("cac:PaymentTerms", leaf("cbc:Note", it.terms)),
        *(_document_adjustment(each, it.currency) for each in it.adjustments),
        _tax_total(it),
        group(
            "cac:TaxTotal",
            amount("cbc:TaxAmount", it.totals.vat_accounting, it.accounting_currency),
        ),
        _totals(it),
        *(line(each, it.currency, credit=credit) for each in it.lines),
    ]


def _type(it: Invoice, *, credit: bool) -> list[Node | None]:
    if credit:
        return [
            day("cbc:TaxPointDate", it.tax_point_on),
            leaf("cbc:CreditNoteTypeCode", it.type_code),
        ]
    return [day("cbc:DueDate", it.due_on), leaf("cbc:InvoiceTypeCode", it.type_code)]


def _note(note: Note) -> str:
    """Write a note; UBL has no place for its subject but in the text (BT-21)."""
    return f"#{note.subject}#{note.text}" if note.subject else note.text


def _order(it: Invoice) -> Node | None:
    order = it.order or (NO_ORDER if it.sales_order else "")
    return group(
        "cac:OrderReference",
        leaf("cbc:ID", order),
        leaf("cbc:SalesOrderID", it.sales_order),
    )


def _preceding(it: Invoice) -> list[Node | None]:
    return [
        group(
            "cac:BillingReference",
            group(
                "cac:InvoiceDocumentReference",
                leaf("cbc:ID", each.number),
                day("cbc:IssueDate", each.issued_on),
            ),
        )
        for each in it.preceding
    ]


def _references(it: Invoice, *, credit: bool) -> list[Node | None]:
    tender = group("cac:OriginatorDocumentReference", leaf("cbc:ID", it.tender))
    contract = group("cac:ContractDocumentReference", leaf("cbc:ID", it.contract))
    project = Identifier(it.project) if it.project else None
    additional = [
        _typed_reference(it.object_id, OBJECT_TYPE),
        _typed_reference(project, PROJECT_TYPE) if credit else None,
        *(_attachment(each) for each in it.attachments),
    ]
    first: list[Node | None] = [
        group("cac:DespatchDocumentReference", leaf("cbc:ID", it.despatch_advice)),
        group("cac:ReceiptDocumentReference", leaf("cbc:ID", it.receiving_advice)),
    ]
    if credit:
        return [*first, contract, *additional, tender]
    return [
        *first,
        tender,
        contract,
        *additional,
        group("cac:ProjectReference", leaf("cbc:ID", it.project)),
    ]


def _typed_reference(identifier: Identifier | None, type_code: str) -> Node | None:
    if identifier is None:
        return None
    return group(
        "cac:AdditionalDocumentReference",
        leaf("cbc:ID", identifier.value, schemeID=identifier.scheme),
        leaf("cbc:DocumentTypeCode", type_code),
    )


def _attachment(it: Attachment) -> Node | None:
    return group(
        "cac:AdditionalDocumentReference",
        leaf("cbc:ID", it.reference),
        leaf("cbc:DocumentDescription", it.description),
        group(
            "cac:Attachment",
            leaf(
                "cbc:EmbeddedDocumentBinaryObject",
                base64.b64encode(it.content).decode("ascii"),
                mimeCode=it.mime_type,
                filename=it.filename,
            ),
            group("cac:ExternalReference", leaf("cbc:URI", it.location)),
        ),
    )


def _payment(it: Invoice, *, credit: bool) -> list[Node | None]:
    """Give one element for each account; what is said once stands on the first (UBL-SR-45, -46)."""
    payment = it.payment
    if payment is None:
        return []
    due = it.due_on if credit else None
    return [
        group(
            "cac:PaymentMeans",
            leaf("cbc:PaymentMeansCode", payment.means, name=payment.text if index == 0 else ""),
            day("cbc:PaymentDueDate", due if index == 0 else None),
            leaf("cbc:PaymentID", payment.remittance),
            _card(payment) if index == 0 else None,
            _account(payment, index),
            _mandate(payment) if index == 0 else None,
        )
        for index in range(max(1, len(payment.transfers)))
    ]


def _card(payment: Payment) -> Node | None:
    card = payment.card
    if card is None:
        return None
    return group(
        "cac:CardAccount",
        leaf("cbc:PrimaryAccountNumberID", card.number),
        leaf("cbc:NetworkID", "NA"),
        leaf("cbc:HolderName", card.holder),
    )


def _account(payment: Payment, index: int) -> Node | None:
    if index >= len(payment.transfers):
        return None
    transfer = payment.transfers[index]
    return group(
        "cac:PayeeFinancialAccount",
        leaf("cbc:ID", transfer.account),
        leaf("cbc:Name", transfer.name),
        group("cac:FinancialInstitutionBranch", leaf("cbc:ID", transfer.bic)),
    )


def _mandate(payment: Payment) -> Node | None:
    debit = payment.debit
    if debit is None:
        return None
    return group(
        "cac:PaymentMandate",
        leaf("cbc:ID", debit.mandate),
        group("cac:PayerFinancialAccount", leaf("cbc:ID", debit.account)),
    )


def _document_adjustment(it: Adjustment, currency: str) -> Node | None:
    return adjustment(
        it,
        currency,
        group(
            "cac:TaxCategory",
            leaf("cbc:ID", it.category),
            number("cbc:Percent", it.rate),
            tax_scheme(),
        ),
    )


def _tax_total(it: Invoice) -> Node | None:
    vat = it.totals.vat
    if vat is None and not it.vat:
        return None
    said = vat if vat is not None else it.totals.gross - it.totals.net
    return group(
        "cac:TaxTotal",
        amount("cbc:TaxAmount", said, it.currency),
        *(_vat_line(each, it.currency) for each in it.vat),
    )


def _vat_line(it: VatLine, currency: str) -> Node | None:
    return group(
        "cac:TaxSubtotal",
        amount("cbc:TaxableAmount", it.taxable, currency),
        amount("cbc:TaxAmount", it.tax, currency),
        group(
            "cac:TaxCategory",
            leaf("cbc:ID", it.category),
            number("cbc:Percent", it.rate),
            leaf("cbc:TaxExemptionReasonCode", it.reason_code),
            leaf("cbc:TaxExemptionReason", it.reason),
            tax_scheme(),
        ),
    )


def _totals(it: Invoice) -> Node | None:
    sums, currency = it.totals, it.currency
    return group(
        "cac:LegalMonetaryTotal",
        amount("cbc:LineExtensionAmount", sums.lines, currency),
        amount("cbc:TaxExclusiveAmount", sums.net, currency),
        amount("cbc:TaxInclusiveAmount", sums.gross, currency),
        amount("cbc:AllowanceTotalAmount", sums.allowances, currency),
        amount("cbc:ChargeTotalAmount", sums.charges, currency),
        amount("cbc:PrepaidAmount", sums.paid, currency),
        amount("cbc:PayableRoundingAmount", sums.rounding, currency),
        amount("cbc:PayableAmount", sums.payable, currency),
    )
