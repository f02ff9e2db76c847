"""Everything that a paper says of its own accord; sentences take their values through `format`."""

from dataclasses import dataclass

from klantkluis.foundation.paper.values import VatCategory


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything that a paper says of its own accord, in one language."""

    invoice: str
    prepayment_invoice: str
    pro_forma: str
    no_invoice: str
    date: str
    statement: str
    statement_days: str
    statement_what: str
    statement_balance: str
    statement_opening: str
    statement_closing: str
    statement_open: str
    statement_left: str
    statement_refund: str
    statement_credit: str
    statement_ages: tuple[str, str, str, str, str]
    statement_question: str
    credit_note: str
    credits_invoice: str
    credit_date: str
    credit_total: str
    credit_is_settled: str
    order: str
    order_confirmation: str
    delivery_note: str
    quote: str

    page: str
    page_of: str
    logo_of: str
    phone: str
    kvk: str
    vat_number: str
    attention: str

    invoice_date: str
    due_date: str
    supply_date: str
    supply_period: str
    order_date: str
    quote_date: str
    valid_until: str
    version: str
    deliver_by: str
    ship_date: str
    letter_date: str
    customer_number: str
    your_vat_number: str
    order_number: str
    your_reference: str
    delivery_notes: str
    deliver_to: str
    ordered_by: str
    carrier: str
    track_and_trace: str
    packages: str
    follow_parcel: str
    follow_text: str
    follow_qr: str
    return_slip: str
    return_date: str
    return_reason: str
    return_how: str
    return_steps: str
    comes_back: str
    sent_by: str
    pick_list: str
    place: str
    to_pick: str
    labels: str
    payment_terms: str
    remarks: str

    description: str
    quantity: str
    price: str
    discount: str
    vat: str
    amount: str
    excluding: str
    including: str
    net_price: str
    ordered: str
    delivered: str
    remaining: str

    subtotal: str
    total_excluding: str
    total_including: str
    total: str
    vat_over: str
    vat_over_category: str
    vat_rate: str
    vat_base: str
    vat_in_euro: str
    already_paid: str
    to_pay: str
    to_receive: str

    payment: str
    please_pay: str
    please_pay_by: str
    paid: str
    paid_on: str
    nothing_due: str
    refund: str
    pay_amount: str
    pay_by: str
    account: str
    account_name: str
    pay_reference: str
    scan: str
    scan_alt: str

    options: str
    options_text: str
    agreed: str
    received: str
    signed_name: str
    signed_date: str
    signature: str
    enclosures: str

    vat_labels: dict[VatCategory, str]
    vat_totals: dict[VatCategory, str]
