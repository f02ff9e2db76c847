"""The words on paper, in Dutch and English. Sentences take their values through `format`."""

from dataclasses import dataclass
from typing import Final

from klantkluis.foundation.paper.values import Language, VatCategory


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


_DUTCH: Final = Words(
    invoice="Factuur",
    prepayment_invoice="Voorschotfactuur",
    pro_forma="Pro-formafactuur",
    no_invoice="Dit is geen factuur voor de btw. U hoeft hierop niet te betalen en kunt er geen btw"
    " mee aftrekken.",
    date="Datum",
    statement="Rekeningoverzicht",
    statement_days="Periode",
    statement_what="Omschrijving",
    statement_balance="Saldo",
    statement_opening="Beginsaldo",
    statement_closing="Eindsaldo",
    statement_open="Openstaande facturen",
    statement_left="Open",
    statement_refund="Terugbetaling",
    statement_credit="Tegoed",
    statement_ages=(
        "Niet vervallen",
        "1–30 dagen",
        "31–60 dagen",
        "61–90 dagen",
        "Meer dan 90 dagen",
    ),
    statement_question="Klopt er iets niet volgens uw administratie? Laat het ons gerust weten.",
    credit_note="Creditfactuur",
    credits_invoice="Creditfactuur bij factuur {number} van {day}.",
    credit_date="Creditfactuurdatum",
    credit_total="Gecrediteerd",
    credit_is_settled=(
        "Dit bedrag gaat af van wat u nog moet betalen. Wat daarna overblijft houdt u te goed."
    ),
    order="Order",
    order_confirmation="Orderbevestiging",
    delivery_note="Afleverbon",
    quote="Offerte",
    page="Pagina",
    page_of="van",
    logo_of="Logo van {name}",
    phone="Telefoon",
    kvk="KvK",
    vat_number="Btw-id",
    attention="T.a.v.",
    invoice_date="Factuurdatum",
    due_date="Vervaldatum",
    supply_date="Leverdatum",
    supply_period="Geleverd",
    order_date="Besteld op",
    quote_date="Offertedatum",
    valid_until="Geldig tot en met",
    version="Versie",
    deliver_by="Levering uiterlijk op",
    ship_date="Verzonden op",
    letter_date="Datum",
    customer_number="Relatienummer",
    your_vat_number="Uw btw-nummer",
    order_number="Ordernummer",
    your_reference="Uw kenmerk",
    delivery_notes="Afleverbon",
    deliver_to="Afleveradres",
    ordered_by="Besteld door",
    carrier="Vervoerder",
    track_and_trace="Track & trace",
    packages="Aantal colli",
    payment_terms="Betaling",
    remarks="Opmerkingen",
    description="Omschrijving",
    quantity="Aantal",
    price="Prijs",
    discount="Korting",
    vat="Btw",
    amount="Bedrag",
    excluding="excl. btw",
    including="incl. btw",
    net_price="excl. {price}",
    ordered="Besteld",
    delivered="Geleverd",
    remaining="Volgt nog",
    subtotal="Subtotaal",
    total_excluding="Totaal exclusief btw",
    total_including="Totaal inclusief btw",
    total="Totaal",
    vat_over="Btw {rate} over {net}",
    vat_over_category="{what} over {net}",
    vat_rate="Btw-tarief",
    vat_base="Over",
    vat_in_euro="Btw in euro",
    already_paid="Al betaald",
    to_pay="Te betalen",
    to_receive="Te ontvangen",
    payment="Betaling",
    please_pay="Wilt u het bedrag aan ons overmaken en daarbij het betalingskenmerk vermelden?",
    please_pay_by=(
        "Wilt u het bedrag uiterlijk {due} aan ons overmaken "
        "en daarbij het betalingskenmerk vermelden?"
    ),
    paid="Deze factuur is betaald. Dank u wel.",
    paid_on="Deze factuur is betaald op {day}. Dank u wel.",
    nothing_due="U hoeft voor deze factuur niets te betalen.",
    refund="U krijgt {amount} van ons terug.",
    pay_amount="Bedrag",
    pay_by="Uiterlijk op",
    account="IBAN",
    account_name="Ten name van",
    pay_reference="Betalingskenmerk",
    scan="Scan met de app van uw bank",
    scan_alt=(
        "QR-code om te betalen met de app van uw bank: {amount} naar {iban} "
        "ten name van {name}, betalingskenmerk {reference}"
    ),
    options="Opties",
    options_text="Deze staan niet in het totaal. Kruis aan wat u erbij wilt.",
    agreed="Akkoord met deze offerte",
    received="In goede staat ontvangen",
    signed_name="Naam",
    signed_date="Datum",
    signature="Handtekening",
    enclosures="Bijlagen",
    vat_labels={
        VatCategory.EXEMPT: "vrij",
        VatCategory.REVERSE_CHARGE: "verlegd",
        VatCategory.INTRA_EU: "EU 0%",
        VatCategory.EXPORT: "uitvoer 0%",
        VatCategory.OUTSIDE_SCOPE: "geen",
    },
    vat_totals={
        VatCategory.EXEMPT: "Vrijgesteld van btw",
        VatCategory.REVERSE_CHARGE: "Btw verlegd",
        VatCategory.INTRA_EU: "Btw 0%, intracommunautair",
        VatCategory.EXPORT: "Btw 0%, uitvoer",
        VatCategory.OUTSIDE_SCOPE: "Valt buiten de btw",
    },
)

_ENGLISH: Final = Words(
    invoice="Invoice",
    prepayment_invoice="Prepayment invoice",
    pro_forma="Pro forma invoice",
    no_invoice="This is not an invoice for VAT. Nothing has to be paid on it, and no VAT can be"
    " deducted with it.",
    date="Date",
    statement="Statement of account",
    statement_days="Period",
    statement_what="Description",
    statement_balance="Balance",
    statement_opening="Opening balance",
    statement_closing="Closing balance",
    statement_open="Open invoices",
    statement_left="Open",
    statement_refund="Refund",
    statement_credit="Credit",
    statement_ages=("Not due", "1–30 days", "31–60 days", "61–90 days", "Over 90 days"),
    statement_question="If anything differs from your own records, please let us know.",
    credit_note="Credit note",
    credits_invoice="Credit note on invoice {number} of {day}.",
    credit_date="Credit note date",
    credit_total="Credited",
    credit_is_settled=(
        "This amount is taken off what you still have to pay. What is left after that is your"
        " credit."
    ),
    order="Order",
    order_confirmation="Order confirmation",
    delivery_note="Delivery note",
    quote="Quote",
    page="Page",
    page_of="of",
    logo_of="Logo of {name}",
    phone="Phone",
    kvk="Chamber of Commerce",
    vat_number="VAT ID",
    attention="Attn",
    invoice_date="Invoice date",
    due_date="Due date",
    supply_date="Date of supply",
    supply_period="Supplied",
    order_date="Ordered on",
    quote_date="Date of quote",
    valid_until="Valid until",
    version="Version",
    deliver_by="Delivery by",
    ship_date="Shipped on",
    letter_date="Date",
    customer_number="Customer number",
    your_vat_number="Your VAT number",
    order_number="Order number",
    your_reference="Your reference",
    delivery_notes="Delivery note",
    deliver_to="Delivery address",
    ordered_by="Ordered by",
    carrier="Carrier",
    track_and_trace="Track and trace",
    packages="Packages",
    payment_terms="Payment",
    remarks="Remarks",
    description="Description",
    quantity="Quantity",
    price="Price",
    discount="Discount",
    vat="VAT",
    amount="Amount",
    excluding="excl. VAT",
    including="incl. VAT",
    net_price="excl. {price}",
    ordered="Ordered",
    delivered="Delivered",
    remaining="To follow",
    subtotal="Subtotal",
    total_excluding="Total excluding VAT",
    total_including="Total including VAT",
    total="Total",
    vat_over="VAT {rate} on {net}",
    vat_over_category="{what} on {net}",
    vat_rate="VAT rate",
    vat_base="Taxable amount",
    vat_in_euro="VAT in euros",
    already_paid="Already paid",
    to_pay="Amount due",
    to_receive="To be refunded",
    payment="Payment",
    please_pay="Please transfer the amount to our account and state the reference.",
    please_pay_by=(
        "Please transfer the amount to our account by {due} at the latest and state the reference."
    ),
    paid="This invoice has been paid. Thank you.",
    paid_on="This invoice was paid on {day}. Thank you.",
    nothing_due="There is nothing to pay for this invoice.",
    refund="We will refund {amount} to you.",
    pay_amount="Amount",
    pay_by="At the latest on",
    account="IBAN",
    account_name="Account name",
    pay_reference="Reference",
    scan="Scan with your banking app",
    scan_alt=(
        "QR code to pay with a banking app: {amount} to {iban} "
        "in the name of {name}, reference {reference}"
    ),
    options="Options",
    options_text="These are not in the total. Tick what you would like to add.",
    agreed="I accept this quote",
    received="Received in good order",
    signed_name="Name",
    signed_date="Date",
    signature="Signature",
    enclosures="Enclosures",
    vat_labels={
        VatCategory.EXEMPT: "exempt",
        VatCategory.REVERSE_CHARGE: "reversed",
        VatCategory.INTRA_EU: "EU 0%",
        VatCategory.EXPORT: "export 0%",
        VatCategory.OUTSIDE_SCOPE: "none",
    },
    vat_totals={
        VatCategory.EXEMPT: "Exempt from VAT",
        VatCategory.REVERSE_CHARGE: "VAT reverse charged",
        VatCategory.INTRA_EU: "VAT 0%, intra-Community",
        VatCategory.EXPORT: "VAT 0%, export",
        VatCategory.OUTSIDE_SCOPE: "Outside the scope of VAT",
    },
)

WORDS: Final = {Language.DUTCH: _DUTCH, Language.ENGLISH: _ENGLISH}
