"""Payment, VAT and sums of a CII document."""

from datetime import date

from klantkluis.billing.einvoice.cii_names import COMPACT_DAY
from klantkluis.billing.einvoice.cii_parts import account, adjustment, moment, numbers, period
from klantkluis.billing.einvoice.codes import TAX_POINT_CODES
from klantkluis.billing.einvoice.model import DirectDebit, Invoice, Payment, Preceding, VatLine
from klantkluis.billing.einvoice.nodes import Node, amount, group, leaf, number
from klantkluis.billing.einvoice.parties import Payee


def settlement(it: Invoice) -> Node | None:
    """Write what is to be paid, to whom and how."""
    debit = _debit(it)
    return group(
        "ram:ApplicableHeaderTradeSettlement",
        leaf("ram:CreditorReferenceID", debit.creditor),
        leaf("ram:PaymentReference", it.payment.remittance if it.payment is not None else ""),
        leaf("ram:TaxCurrencyCode", it.accounting_currency),
        leaf("ram:InvoiceCurrencyCode", it.currency),
        _payee(it.payee),
        *_means(it.payment),
        *(_vat(each, it, first=index == 0) for index, each in enumerate(it.vat)),
        period(it.period),
        *(adjustment(each) for each in it.adjustments),
        group(
            "ram:SpecifiedTradePaymentTerms",
            leaf("ram:Description", it.terms),
            moment("ram:DueDateDateTime", it.due_on),
            leaf("ram:DirectDebitMandateID", debit.mandate),
        ),
        _totals(it),
        *(_preceding(each) for each in it.preceding),
        group(
            "ram:ReceivableSpecifiedTradeAccountingAccount",
            leaf("ram:ID", it.accounting_reference),
        ),
    )


def _debit(it: Invoice) -> DirectDebit:
    debit = it.payment.debit if it.payment is not None else None
    return debit if debit is not None else DirectDebit()


def _payee(it: Payee | None) -> Node | None:
    if it is None:
        return None
    legal = it.legal_id
    return group(
        "ram:PayeeTradeParty",
        *numbers((it.identifier,) if it.identifier is not None else ()),
        leaf("ram:Name", it.name),
        group(
            "ram:SpecifiedLegalOrganization",
            leaf("ram:ID", legal.value, schemeID=legal.scheme) if legal is not None else None,
        ),
    )


def _means(it: Payment | None) -> list[Node | None]:
    """Give one element for each account; card and debited account stand on the first."""
    if it is None:
        return []
    card, debit = it.card, it.debit
    found: list[Node | None] = []
    for index in range(max(1, len(it.transfers))):
        first = index == 0
        transfer = it.transfers[index] if it.transfers else None
        found.append(
            group(
                "ram:SpecifiedTradeSettlementPaymentMeans",
                leaf("ram:TypeCode", it.means),
                leaf("ram:Information", it.text),
                None
                if card is None or not first
                else group(
                    "ram:ApplicableTradeSettlementFinancialCard",
                    leaf("ram:ID", card.number),
                    leaf("ram:CardholderName", card.holder),
                ),
                None
                if debit is None or not first
                else group(
                    "ram:PayerPartyDebtorFinancialAccount", leaf("ram:IBANID", debit.account)
                ),
                None
                if transfer is None
                else account(
                    "ram:PayeePartyCreditorFinancialAccount", transfer.account, transfer.name
                ),
                None
                if transfer is None
                else group(
                    "ram:PayeeSpecifiedCreditorFinancialInstitution",
                    leaf("ram:BICID", transfer.bic),
                ),
            )
        )
    return found


def _vat(it: VatLine, invoice: Invoice, *, first: bool) -> Node | None:
    """Write one VAT line; CII says on the first when VAT is due (BT-7, BT-8; CII-SR-461, -462)."""
    code = TAX_POINT_CODES.get(invoice.tax_point_code, invoice.tax_point_code)
    return group(
        "ram:ApplicableTradeTax",
        amount("ram:CalculatedAmount", it.tax),
        leaf("ram:TypeCode", "VAT"),
        leaf("ram:ExemptionReason", it.reason),
        amount("ram:BasisAmount", it.taxable),
        leaf("ram:CategoryCode", it.category),
        leaf("ram:ExemptionReasonCode", it.reason_code),
        _tax_point(invoice.tax_point_on if first else None),
        leaf("ram:DueDateTypeCode", code if first else ""),
        number("ram:RateApplicablePercent", it.rate),
    )


def _tax_point(on: date | None) -> Node | None:
    text = f"{on:%Y%m%d}" if on is not None else ""
    return group("ram:TaxPointDate", leaf("udt:DateString", text, format=COMPACT_DAY))


def _totals(it: Invoice) -> Node | None:
    sums = it.totals
    return group(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        amount("ram:LineTotalAmount", sums.lines),
        amount("ram:ChargeTotalAmount", sums.charges),
        amount("ram:AllowanceTotalAmount", sums.allowances),
        amount("ram:TaxBasisTotalAmount", sums.net),
        amount("ram:TaxTotalAmount", sums.vat, it.currency),
        amount("ram:TaxTotalAmount", sums.vat_accounting, it.accounting_currency),
        amount("ram:RoundingAmount", sums.rounding),
        amount("ram:GrandTotalAmount", sums.gross),
        amount("ram:TotalPrepaidAmount", sums.paid),
        amount("ram:DuePayableAmount", sums.payable),
    )


def _preceding(it: Preceding) -> Node | None:
    return group(
        "ram:InvoiceReferencedDocument",
        leaf("ram:IssuerAssignedID", it.number),
        moment("ram:FormattedIssueDateTime", it.issued_on, "qdt:DateTimeString"),
    )
