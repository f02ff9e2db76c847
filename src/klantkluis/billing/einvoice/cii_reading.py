"""From a Cross Industry Invoice to what it says."""

from dataclasses import replace
from typing import Final

from lxml import etree

from klantkluis.billing.einvoice.cii_names import (
    OBJECT_TYPE,
    PREFIXES,
    TENDER_TYPE,
    VAT_NUMBER,
)
from klantkluis.billing.einvoice.cii_reading_parts import (
    address,
    adjustment,
    line,
    numbers,
    party,
    period,
    tax_numbers,
)
from klantkluis.billing.einvoice.codes import TAX_POINT_CODES
from klantkluis.billing.einvoice.model import (
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
from klantkluis.billing.einvoice.parties import Identifier, Payee, TaxRepresentative
from klantkluis.billing.einvoice.places import Place
from klantkluis.billing.einvoice.refusals import EInvoiceRefused

_DAY: Final = "udt:DateTimeString"
_TAX_POINT_CODES: Final = {cii: ubl for ubl, cii in TAX_POINT_CODES.items()}


def from_cii(root: etree._Element) -> Invoice:
    """Read a CII document.

    Raises:
        EInvoiceRefused: it says something that cannot be, or lacks what each invoice has.
    """
    it = Place(root, PREFIXES)
    document = _part(it, "rsm:ExchangedDocument")
    trade = _part(it, "rsm:SupplyChainTradeTransaction")
    agreement = _part(trade, "ram:ApplicableHeaderTradeAgreement")
    settled = _part(trade, "ram:ApplicableHeaderTradeSettlement")
    context = it.at("rsm:ExchangedDocumentContext") or it
    invoice = Invoice(
        number=document.needed("ram:ID", "BT-1"),
        issued_on=document.needed_day(f"ram:IssueDateTime/{_DAY}", "BT-2"),
        type_code=document.needed("ram:TypeCode", "BT-3"),
        currency=settled.needed("ram:InvoiceCurrencyCode", "BT-5"),
        seller=party(agreement, "ram:SellerTradeParty", "BT-27").as_seller(),
        buyer=party(agreement, "ram:BuyerTradeParty", "BT-44").as_buyer(),
        lines=tuple(line(each) for each in trade.all("ram:IncludedSupplyChainTradeLineItem")),
        vat=_vat(settled),
        totals=_totals(settled),
        specification=context.text("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"),
        process=context.text("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"),
        notes=tuple(
            Note(each.text("ram:Content"), each.text("ram:SubjectCode"))
            for each in document.all("ram:IncludedNote")
        ),
    )
    return _with_delivery(_with_settlement(_with_agreement(invoice, agreement), settled), trade)


def _part(it: Place, path: str) -> Place:
    found = it.at(path)
    if found is None:
        name = path.rpartition(":")[2]
        raise EInvoiceRefused(f"The e-invoice has no part {name}.", field=name)
    return found


def _with_agreement(invoice: Invoice, it: Place) -> Invoice:
    additional = it.all("ram:AdditionalReferencedDocument")
    by_type = {each.text("ram:TypeCode"): each for each in reversed(additional)}
    about, tender = by_type.get(OBJECT_TYPE), by_type.get(TENDER_TYPE)
    number = "ram:IssuerAssignedID"
    return replace(
        invoice,
        buyer_reference=it.text("ram:BuyerReference"),
        sales_order=it.text(f"ram:SellerOrderReferencedDocument/{number}"),
        order=it.text(f"ram:BuyerOrderReferencedDocument/{number}"),
        contract=it.text(f"ram:ContractReferencedDocument/{number}"),
        project=it.text("ram:SpecifiedProcuringProject/ram:ID"),
        tender=tender.text(number) if tender is not None else "",
        object_id=None
        if about is None
        else Identifier(about.text(number), about.text("ram:ReferenceTypeCode")),
        attachments=tuple(
            _attachment(each)
            for each in additional
            if each.text("ram:TypeCode") not in {OBJECT_TYPE, TENDER_TYPE}
        ),
        tax_representative=_representative(it),
    )


def _attachment(it: Place) -> Attachment:
    binary = it.at("ram:AttachmentBinaryObject")
    return Attachment(
        reference=it.text("ram:IssuerAssignedID"),
        description=it.text("ram:Name"),
        location=it.text("ram:URIID"),
        content=binary.content(".", "BT-125") if binary is not None else b"",
        mime_type=binary.attribute("mimeCode") if binary is not None else "",
        filename=binary.attribute("filename") if binary is not None else "",
    )


def _representative(it: Place) -> TaxRepresentative | None:
    who = it.at("ram:SellerTaxRepresentativeTradeParty")
    if who is None:
        return None
    return TaxRepresentative(
        name=who.text("ram:Name"),
        vat_id=tax_numbers(who).get(VAT_NUMBER, ""),
        address=address(who.at("ram:PostalTradeAddress")),
    )


def _with_settlement(invoice: Invoice, it: Place) -> Invoice:
    terms = it.at("ram:SpecifiedTradePaymentTerms") or it
    code = it.text("ram:ApplicableTradeTax/ram:DueDateTypeCode")
    return replace(
        invoice,
        accounting_currency=_accounting_currency(it),
        tax_point_on=it.day("ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString", "BT-7"),
        tax_point_code=_TAX_POINT_CODES.get(code, code),
        due_on=terms.day(f"ram:DueDateDateTime/{_DAY}", "BT-9"),
        terms=terms.text("ram:Description"),
        period=period(it, "BT-73", "BT-74"),
        adjustments=tuple(adjustment(each) for each in it.all("ram:SpecifiedTradeAllowanceCharge")),
        accounting_reference=it.text("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
        preceding=tuple(
            Preceding(
                each.needed("ram:IssuerAssignedID", "BT-25"),
                each.day("ram:FormattedIssueDateTime/qdt:DateTimeString", "BT-26"),
            )
            for each in it.all("ram:InvoiceReferencedDocument")
        ),
        payee=_payee(it),
        payment=_payment(it),
    )


def _accounting_currency(it: Place) -> str:
    """Read the currency of the VAT where it is another than that of the invoice (BT-6)."""
    says = it.text("ram:TaxCurrencyCode")
    return says if says != it.text("ram:InvoiceCurrencyCode") else ""


def _payee(it: Place) -> Payee | None:
    who = it.at("ram:PayeeTradeParty")
    if who is None:
        return None
    return Payee(
        name=who.text("ram:Name"),
        identifier=next(iter(numbers(who)), None),
        legal_id=who.identifier("ram:SpecifiedLegalOrganization/ram:ID"),
    )


def _payment(it: Place) -> Payment | None:
    every = it.all("ram:SpecifiedTradeSettlementPaymentMeans")
    remittance = it.text("ram:PaymentReference")
    debit = _debit(it)
    if not every:
        return None
    cards = [found for each in every if (found := each.at(_CARD)) is not None]
    return Payment(
        means=every[0].text("ram:TypeCode"),
        text=every[0].text("ram:Information"),
        remittance=remittance,
        transfers=tuple(
            CreditTransfer(
                account=account.text("ram:IBANID") or account.text("ram:ProprietaryID"),
                name=account.text("ram:AccountName"),
                bic=each.text("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"),
            )
            for each in every
            if (account := each.at("ram:PayeePartyCreditorFinancialAccount")) is not None
        ),
        card=Card(number=cards[0].text("ram:ID"), holder=cards[0].text("ram:CardholderName"))
        if cards
        else None,
        debit=debit,
    )


_CARD: Final = "ram:ApplicableTradeSettlementFinancialCard"


def _debit(it: Place) -> DirectDebit | None:
    found = DirectDebit(
        mandate=it.text("ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID"),
        creditor=it.text("ram:CreditorReferenceID"),
        account=it.text(
            "ram:SpecifiedTradeSettlementPaymentMeans/ram:PayerPartyDebtorFinancialAccount"
            "/ram:IBANID"
        ),
    )
    return found if found != DirectDebit() else None


def _vat(it: Place) -> tuple[VatLine, ...]:
    return tuple(
        VatLine(
            category=each.needed("ram:CategoryCode", "BT-118"),
            rate=each.number("ram:RateApplicablePercent", "BT-119"),
            taxable=each.needed_number("ram:BasisAmount", "BT-116"),
            tax=each.needed_number("ram:CalculatedAmount", "BT-117"),
            reason=each.text("ram:ExemptionReason"),
            reason_code=each.text("ram:ExemptionReasonCode"),
        )
        for each in it.all("ram:ApplicableTradeTax")
    )


def _totals(it: Place) -> Totals:
    sums = _part(it, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    currency = it.text("ram:InvoiceCurrencyCode")
    accounting = _accounting_currency(it)
    taxes = {each.attribute("currencyID"): each for each in sums.all("ram:TaxTotalAmount")}
    own = taxes.get(currency) or taxes.get("")
    foreign = taxes.get(accounting) if accounting else None
    return Totals(
        lines=sums.needed_number("ram:LineTotalAmount", "BT-106"),
        net=sums.needed_number("ram:TaxBasisTotalAmount", "BT-109"),
        gross=sums.needed_number("ram:GrandTotalAmount", "BT-112"),
        payable=sums.needed_number("ram:DuePayableAmount", "BT-115"),
        vat=own.number(".", "BT-110") if own is not None else None,
        vat_accounting=foreign.number(".", "BT-111") if foreign is not None else None,
        allowances=sums.number("ram:AllowanceTotalAmount", "BT-107"),
        charges=sums.number("ram:ChargeTotalAmount", "BT-108"),
        paid=sums.number("ram:TotalPrepaidAmount", "BT-113"),
        rounding=sums.number("ram:RoundingAmount", "BT-114"),
    )


def _with_delivery(invoice: Invoice, trade: Place) -> Invoice:
    it = trade.at("ram:ApplicableHeaderTradeDelivery")
    if it is None:
        return invoice
    who = it.at("ram:ShipToTradeParty")
    where = who.at("ram:PostalTradeAddress") if who is not None else None
    number = "ram:IssuerAssignedID"
    return replace(
        invoice,
        despatch_advice=it.text(f"ram:DespatchAdviceReferencedDocument/{number}"),
        receiving_advice=it.text(f"ram:ReceivingAdviceReferencedDocument/{number}"),
        delivery=Delivery(
            party_name=who.text("ram:Name") if who is not None else "",
            location=next(iter(numbers(who)), None) if who is not None else None,
            on=it.day(f"ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/{_DAY}", "BT-72"),
            address=address(where) if where is not None else None,
        ),
    )
