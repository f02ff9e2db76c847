"""An invoice on paper."""

from typing import Final

from klantkluis.core.epc import MAX_CENTS, NAME_LENGTH, CreditTransfer, EpcRefused, write_epc
from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import InvoicePaper
from klantkluis.foundation.paper.figures import qr_as_svg
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import clean, one_line
from klantkluis.foundation.paper.values import EURO, Branding
from klantkluis.foundation.paper.wording import WORDS

_RF: Final = "RF"


def compose_invoice(paper: InvoicePaper, branding: Branding) -> View:
    """Compose the view of an invoice."""
    words, language = WORDS[paper.language], paper.language
    final = words.to_receive if paper.totals.due_cents < 0 else words.to_pay
    view = composing.page(
        language=language,
        seller=paper.seller,
        branding=branding,
        heading=words.prepayment_invoice if paper.prepayment else words.invoice,
        number=paper.number,
    )
    return view | {
        "address": composing.address(paper.buyer, paper.seller, language),
        "facts": _facts(paper),
        "aside": composing.aside(words.deliver_to, paper.deliver_to, language),
        "introduction": composing.introduction(paper.introduction, branding),
        "table": composing.priced_table(paper),
        "sums": composing.sums(paper, final=final),
        "vat": composing.vat_table(paper),
        "after-sums": composing.vat_in_euro(paper),
        "statements": [clean(text) for text in paper.statements],
        "payment": _payment(paper),
        "closing": composing.closing(paper.closing, branding),
    }


def _facts(paper: InvoicePaper) -> list[list[str]]:
    words, language = WORDS[paper.language], paper.language
    supplied = paper.supplied
    one_day = supplied is not None and supplied.first == supplied.last
    return composing.facts(
        (words.invoice_date, formatting.long_date(paper.issued_on, language)),
        (words.due_date, formatting.long_date(paper.due_on, language) if paper.due_on else ""),
        (
            words.supply_date if one_day else words.supply_period,
            formatting.long_period(supplied, language) if supplied else "",
        ),
        (words.customer_number, paper.buyer.number),
        (words.order_number, paper.order_number),
        (words.delivery_notes, ", ".join(paper.delivery_notes)),
        (words.your_reference, paper.reference),
        (words.your_vat_number, paper.buyer.vat_number),
    )


def _payment(paper: InvoicePaper) -> View:
    """Compose how to pay, or that nothing needs to be paid."""
    words, language, due = WORDS[paper.language], paper.language, paper.totals.due_cents
    if due <= 0:
        return {"title": words.payment, "text": _nothing_to_pay(paper), "rows": [], "qr": ""}
    amount = formatting.money(due, paper.currency, language)
    by = formatting.long_date(paper.due_on, language) if paper.due_on else ""
    holder = paper.seller.account_name or paper.seller.name
    reference = paper.payment_reference or paper.number
    account = formatting.iban(paper.seller.iban)
    rows = composing.facts(
        (words.pay_amount, amount),
        (words.account, account),
        (words.account_name, holder if account else ""),
        (words.pay_reference, reference),
    )
    return {
        "title": words.payment,
        "text": words.please_pay_by.format(due=by) if by else words.please_pay,
        "rows": rows,
        "qr": qr_as_svg(_epc(paper)) if _can_be_scanned(paper) else "",
        "qr-caption": words.scan,
        "qr-alt": words.scan_alt.format(
            amount=amount, iban=account, name=one_line(holder), reference=one_line(reference)
        ),
    }


def _nothing_to_pay(paper: InvoicePaper) -> str:
    words, language, totals = WORDS[paper.language], paper.language, paper.totals
    if totals.due_cents < 0:
        amount = formatting.money(-totals.due_cents, paper.currency, language)
        return words.refund.format(amount=amount)
    if paper.settled_on:
        return words.paid_on.format(day=formatting.long_date(paper.settled_on, language))
    return words.paid if totals.paid_cents else words.nothing_due


def _can_be_scanned(paper: InvoicePaper) -> bool:
    in_range = 0 < paper.totals.due_cents <= MAX_CENTS
    return in_range and paper.currency == EURO and bool(paper.seller.iban)


def _epc(paper: InvoicePaper) -> bytes:
    """Write the payment code: our name and account, the amount and our reference, no customer.

    Raises:
        EpcRefused: the business's own account number is wrong; such a code may not be printed.
    """
    seller = paper.seller
    holder = one_line(seller.account_name or seller.name)[:NAME_LENGTH]
    reference = one_line(paper.payment_reference or paper.number)

    def transfer(structured: str, text: str) -> CreditTransfer:
        return CreditTransfer(
            name=holder,
            iban=seller.iban,
            bic=seller.bic,
            amount_cents=paper.totals.due_cents,
            reference=structured,
            text=text,
        )

    if not reference.startswith(_RF):
        return write_epc(transfer("", reference))
    try:
        return write_epc(transfer(reference, ""))
    except EpcRefused as refusal:
        if refusal.field != "reference":
            raise
        return write_epc(transfer("", reference))
