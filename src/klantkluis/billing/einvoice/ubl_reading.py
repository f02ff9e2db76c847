"""From a UBL Invoice or CreditNote to what it says."""

import re
from dataclasses import replace
from typing import Final

from lxml import etree

from klantkluis.billing.einvoice.model import (
    Adjustment,
    Attachment,
    Card,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Invoice,
    Note,
    Payment,
    Preceding,
    Totals,
    VatLine,
)
from klantkluis.billing.einvoice.parties import (
    SEPA,
    Identifier,
    Payee,
    Seller,
    TaxRepresentative,
)
from klantkluis.billing.einvoice.places import Place
from klantkluis.billing.einvoice.ubl_names import NO_ORDER, OBJECT_TYPE, PREFIXES, PROJECT_TYPE
from klantkluis.billing.einvoice.ubl_reading_parts import address, adjustment, line, party, period

_SUBJECT: Final = re.compile(r"#([A-Z]{3})#(.*)", re.DOTALL)
_VAT: Final = "cac:TaxCategory/cac:TaxScheme/cbc:ID"


def from_ubl(root: etree._Element) -> Invoice:
    """Read a UBL document.

    Raises:
        EInvoiceRefused: it says something that cannot be, or lacks what each invoice has.
    """
    it = Place(root, PREFIXES)
    typed = it.text("cbc:InvoiceTypeCode") or it.needed("cbc:CreditNoteTypeCode", "BT-3")
    invoice = Invoice(
        number=it.needed("cbc:ID", "BT-1"),
        issued_on=it.needed_day("cbc:IssueDate", "BT-2"),
        type_code=typed,
        currency=it.needed("cbc:DocumentCurrencyCode", "BT-5"),
        seller=_seller(it),
        buyer=party(it, "cac:AccountingCustomerParty/cac:Party", "BT-44").as_buyer(),
        lines=tuple(
            line(each) for each in it.all("cac:InvoiceLine") + it.all("cac:CreditNoteLine")
        ),
        vat=_vat(it),
        totals=_totals(it),
        specification=it.text("cbc:CustomizationID"),
        process=it.text("cbc:ProfileID"),
        accounting_currency=_accounting_currency(it),
        tax_point_on=it.day("cbc:TaxPointDate", "BT-7"),
        tax_point_code=it.text("cac:InvoicePeriod/cbc:DescriptionCode"),
        due_on=it.day("cbc:DueDate", "BT-9")
        or it.day("cac:PaymentMeans/cbc:PaymentDueDate", "BT-9"),
        buyer_reference=it.text("cbc:BuyerReference"),
        accounting_reference=it.text("cbc:AccountingCost"),
        terms=it.text("cac:PaymentTerms/cbc:Note"),
        notes=tuple(_note(each.text()) for each in it.all("cbc:Note") if each.text()),
        preceding=_preceding(it),
        payee=_payee(it),
        tax_representative=_representative(it),
        delivery=_delivery(it),
        period=period(it, "BT-73", "BT-74"),
        payment=_payment(it),
        adjustments=tuple(_adjustment(each) for each in it.all("cac:AllowanceCharge")),
    )
    return _with_references(invoice, it)


def _accounting_currency(it: Place) -> str:
    """Read the currency of the VAT where it is another than that of the invoice (BT-6)."""
    says = it.text("cbc:TaxCurrencyCode")
    return says if says != it.text("cbc:DocumentCurrencyCode") else ""


def _with_references(invoice: Invoice, it: Place) -> Invoice:
    order = it.text("cac:OrderReference/cbc:ID")
    sales_order = it.text("cac:OrderReference/cbc:SalesOrderID")
    additional = it.all("cac:AdditionalDocumentReference")
    by_type = {each.text("cbc:DocumentTypeCode"): each for each in reversed(additional)}
    about, project = by_type.get(OBJECT_TYPE), by_type.get(PROJECT_TYPE)
    return replace(
        invoice,
        order="" if sales_order and order == NO_ORDER else order,
        sales_order=sales_order,
        project=it.text("cac:ProjectReference/cbc:ID")
        or (project.text("cbc:ID") if project is not None else ""),
        contract=it.text("cac:ContractDocumentReference/cbc:ID"),
        receiving_advice=it.text("cac:ReceiptDocumentReference/cbc:ID"),
        despatch_advice=it.text("cac:DespatchDocumentReference/cbc:ID"),
        tender=it.text("cac:OriginatorDocumentReference/cbc:ID"),
        object_id=about.identifier("cbc:ID") if about is not None else None,
        attachments=tuple(
            _attachment(each)
            for each in additional
            if each.text("cbc:DocumentTypeCode") not in {OBJECT_TYPE, PROJECT_TYPE}
        ),
    )


def _note(text: str) -> Note:
    match = _SUBJECT.fullmatch(text)
    return Note(text) if match is None else Note(match[2].strip(), match[1])


def _preceding(it: Place) -> tuple[Preceding, ...]:
    return tuple(
        Preceding(each.needed("cbc:ID", "BT-25"), each.day("cbc:IssueDate", "BT-26"))
        for each in it.all("cac:BillingReference/cac:InvoiceDocumentReference")
    )


def _attachment(it: Place) -> Attachment:
    binary = it.at("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
    return Attachment(
        reference=it.text("cbc:ID"),
        description=it.text("cbc:DocumentDescription"),
        location=it.text("cac:Attachment/cac:ExternalReference/cbc:URI"),
        content=binary.content(".", "BT-125") if binary is not None else b"",
        mime_type=binary.attribute("mimeCode") if binary is not None else "",
        filename=binary.attribute("filename") if binary is not None else "",
    )


def _seller(it: Place) -> Seller:
    """Read who sells; the bank's number for a creditor is no number of the seller (BT-90)."""
    read = party(it, "cac:AccountingSupplierParty/cac:Party", "BT-27")
    own = tuple(each for each in read.identifiers if each.scheme != SEPA)
    return replace(read, identifiers=own).as_seller()


def _payee(it: Place) -> Payee | None:
    who = it.at("cac:PayeeParty")
    if who is None:
        return None
    numbers = [each.identifier("cbc:ID") for each in who.all("cac:PartyIdentification")]
    own = [each for each in numbers if each is not None and each.scheme != SEPA]
    return Payee(
        name=who.text("cac:PartyName/cbc:Name"),
        identifier=own[0] if own else None,
        legal_id=who.identifier("cac:PartyLegalEntity/cbc:CompanyID"),
    )


def _representative(it: Place) -> TaxRepresentative | None:
    who = it.at("cac:TaxRepresentativeParty")
    if who is None:
        return None
    return TaxRepresentative(
        name=who.text("cac:PartyName/cbc:Name"),
        vat_id=who.text("cac:PartyTaxScheme/cbc:CompanyID"),
        address=address(who.at("cac:PostalAddress")),
    )


def _delivery(it: Place) -> Delivery:
    where = it.at("cac:Delivery")
    if where is None:
        return Delivery()
    there = where.at("cac:DeliveryLocation/cac:Address")
    return Delivery(
        party_name=where.text("cac:DeliveryParty/cac:PartyName/cbc:Name"),
        location=where.identifier("cac:DeliveryLocation/cbc:ID"),
        on=where.day("cbc:ActualDeliveryDate", "BT-72"),
        address=address(there) if there is not None else None,
    )


def _payment(it: Place) -> Payment | None:
    every = it.all("cac:PaymentMeans")
    if not every:
        return None
    first = every[0]
    code = first.at("cbc:PaymentMeansCode")
    remittances = [each.text("cbc:PaymentID") for each in every]
    accounts = [each.at("cac:PayeeFinancialAccount") for each in every]
    return Payment(
        means=code.text() if code is not None else "",
        text=code.attribute("name") if code is not None else "",
        remittance=next((each for each in remittances if each), ""),
        transfers=tuple(
            CreditTransfer(
                account=each.text("cbc:ID"),
                name=each.text("cbc:Name"),
                bic=each.text("cac:FinancialInstitutionBranch/cbc:ID"),
            )
            for each in accounts
            if each is not None
        ),
        card=_card(every),
        debit=_debit(it, every),
    )


def _card(every: list[Place]) -> Card | None:
    cards = [each.at("cac:CardAccount") for each in every]
    return next(
        (
            Card(
                number=each.text("cbc:PrimaryAccountNumberID"),
                holder=each.text("cbc:HolderName"),
            )
            for each in cards
            if each is not None
        ),
        None,
    )


def _debit(it: Place, every: list[Place]) -> DirectDebit | None:
    mandates = [found for each in every if (found := each.at("cac:PaymentMandate")) is not None]
    creditor = _creditor(it)
    if not mandates and not creditor:
        return None
    first = mandates[0] if mandates else None
    return DirectDebit(
        mandate=first.text("cbc:ID") if first is not None else "",
        account=first.text("cac:PayerFinancialAccount/cbc:ID") if first is not None else "",
        creditor=creditor,
    )


def _creditor(it: Place) -> str:
    numbers: list[Identifier | None] = [
        each.identifier("cbc:ID")
        for who in ("cac:PayeeParty", "cac:AccountingSupplierParty/cac:Party")
        for each in it.all(f"{who}/cac:PartyIdentification")
    ]
    return next((each.value for each in numbers if each is not None and each.scheme == SEPA), "")


def _adjustment(it: Place) -> Adjustment:
    return replace(
        adjustment(it),
        category=it.text("cac:TaxCategory/cbc:ID"),
        rate=it.number("cac:TaxCategory/cbc:Percent", "BT-96"),
    )


def _vat(it: Place) -> tuple[VatLine, ...]:
    return tuple(
        VatLine(
            category=each.needed("cac:TaxCategory/cbc:ID", "BT-118"),
            rate=each.number("cac:TaxCategory/cbc:Percent", "BT-119"),
            taxable=each.needed_number("cbc:TaxableAmount", "BT-116"),
            tax=each.needed_number("cbc:TaxAmount", "BT-117"),
            reason=each.text("cac:TaxCategory/cbc:TaxExemptionReason"),
            reason_code=each.text("cac:TaxCategory/cbc:TaxExemptionReasonCode"),
        )
        for each in it.all("cac:TaxTotal/cac:TaxSubtotal")
        if each.text(_VAT).upper() in {"VAT", ""}
    )


def _totals(it: Place) -> Totals:
    sums = "cac:LegalMonetaryTotal/cbc:"
    own, foreign = _taxes(it)
    return Totals(
        lines=it.needed_number(f"{sums}LineExtensionAmount", "BT-106"),
        net=it.needed_number(f"{sums}TaxExclusiveAmount", "BT-109"),
        gross=it.needed_number(f"{sums}TaxInclusiveAmount", "BT-112"),
        payable=it.needed_number(f"{sums}PayableAmount", "BT-115"),
        vat=own.number("cbc:TaxAmount", "BT-110") if own is not None else None,
        vat_accounting=foreign.number("cbc:TaxAmount", "BT-111") if foreign is not None else None,
        allowances=it.number(f"{sums}AllowanceTotalAmount", "BT-107"),
        charges=it.number(f"{sums}ChargeTotalAmount", "BT-108"),
        paid=it.number(f"{sums}PrepaidAmount", "BT-113"),
        rounding=it.number(f"{sums}PayableRoundingAmount", "BT-114"),
    )


def _taxes(it: Place) -> tuple[Place | None, Place | None]:
    """Tell the VAT in the currency of the invoice from that in the seller's own (BT-111)."""
    accounting = _accounting_currency(it)
    own = foreign = None
    for each in it.all("cac:TaxTotal"):
        stands = each.at("cbc:TaxAmount")
        says = stands.attribute("currencyID") if stands is not None else ""
        if accounting and says == accounting:
            foreign = foreign or each
        else:
            own = own or each
    return own, foreign
