"""Which rows of this room are about a person, and what can be done with them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from klantkluis.billing.credit import customers_with_credit
from klantkluis.billing.expiring import with_ended_on
from klantkluis.billing.forgetting import remove_e_invoices
from klantkluis.billing.models import Invoice, OpenInvoice
from klantkluis.billing.stored import (
    CREDIT_SNAPSHOT,
    E_DELIVERY,
    PAPER,
    PAYMENT_NOTE,
    SNAPSHOT,
    SUBSCRIPTION,
)
from klantkluis.billing.subscription_rows import Subscription, SubscriptionEnd
from klantkluis.core.declared import Activity, Erasure, Recipient, Source, Term
from klantkluis.foundation.records import Claim, Part, PersonalRecord, Rows

_BOOKS = (Recipient.TAX_AUTHORITY, Recipient.ACCOUNTANT)


def _of_invoices(rows: Rows) -> Rows:
    return rows.filter(invoice__isnull=False)


def _of_credit_notes(rows: Rows) -> Rows:
    return rows.filter(credit_note__isnull=False)


def _answers_on_invoices(rows: Rows) -> Rows:
    return rows.filter(attempt__delivery__e_invoice__invoice__isnull=False)


def _answers_on_credit_notes(rows: Rows) -> Rows:
    return rows.filter(attempt__delivery__e_invoice__credit_note__isnull=False)


def _issued(rows: Rows) -> Rows:
    return rows.filter(number__isnull=False)


_AGREED = Part(
    name="lines", model="billing.SubscriptionLine", parent="version",
    shows=("position", "quantity", "unit", "unit_price", "discount_bp", "product__sku",
           "product__name_nl", "product__name_en"),
)  # fmt: skip

RECORDS: tuple[PersonalRecord, ...] = (
    *(
        PersonalRecord(
            model="billing.EDeliveryAnswer",
            title="Answer of the access point",
            person=f"attempt__delivery__e_invoice__{path}__uid",
            activity=Activity.BOOKS,
            erasure=Erasure.KEEP,
            term=Term.BOOKS,
            since="at",
            stored=E_DELIVERY,
            shows=("at", "outcome"),
            source=Source.OTHERS,
            recipients=(Recipient.ACCESS_POINT,),
            narrow=narrow,
        )
        for path, narrow in (
            ("invoice__customer", _answers_on_invoices),
            ("credit_note__invoice__customer", _answers_on_credit_notes),
        )
    ),
    *(
        PersonalRecord(
            model="billing.EInvoice",
            let_go=remove_e_invoices,
            title="E-invoice as it was issued",
            person=f"{path}__uid",
            activity=Activity.BOOKS,
            erasure=Erasure.KEEP,
            term=Term.BOOKS,
            since=since,
            stored=PAPER,
            contents="contents",
            shows=("form",),
            source=Source.OURSELVES,
            recipients=(*_BOOKS, Recipient.ACCESS_POINT),
            narrow=narrow,
        )
        for path, since, narrow in (
            ("invoice__customer", "invoice__sent_on", _of_invoices),
            ("credit_note__invoice__customer", "credit_note__issued_on", _of_credit_notes),
        )
    ),
    PersonalRecord(
        model="billing.CreditNotePaper",
        title="Credit note as it was issued",
        person="credit_note__invoice__customer__uid",
        activity=Activity.BOOKS,
        erasure=Erasure.KEEP,
        term=Term.BOOKS,
        since="credit_note__issued_on",
        stored=PAPER,
        contents="contents",
        shows=("credit_note__number",),
        source=Source.OURSELVES,
        recipients=_BOOKS,
    ),
    PersonalRecord(
        model="billing.CreditNoteSnapshot",
        title="What a credit note says",
        person="credit_note__invoice__customer__uid",
        activity=Activity.BOOKS,
        erasure=Erasure.KEEP,
        term=Term.BOOKS,
        since="credit_note__issued_on",
        stored=CREDIT_SNAPSHOT,
        shows=("credit_note__number",),
        source=Source.OURSELVES,
        recipients=_BOOKS,
    ),
    PersonalRecord(
        model="billing.CreditNote",
        title="Credit note",
        person="invoice__customer__uid",
        activity=Activity.BOOKS,
        erasure=Erasure.DETACH,
        term=Term.BOOKS,
        since="issued_on",
        shows=("number", "issued_on", "gross_cents"),
        business=True,
        source=Source.OURSELVES,
        recipients=_BOOKS,
    ),
    PersonalRecord(
        model="billing.PaymentNote",
        title="Words that came with a payment",
        person="payment__customer__uid",
        activity=Activity.BOOKS,
        erasure=Erasure.KEEP,
        term=Term.BOOKS,
        since="payment__received_on",
        stored=PAYMENT_NOTE,
        recipients=_BOOKS,
    ),
    PersonalRecord(
        model="billing.Payment",
        title="Payment",
        person="customer__uid",
        activity=Activity.BOOKS,
        erasure=Erasure.DETACH,
        term=Term.BOOKS,
        since="received_on",
        shows=("received_on", "method", "amount_cents"),
        business=True,
        recipients=_BOOKS,
    ),
    PersonalRecord(
        model="billing.InvoicePaper",
        title="Invoice as it was issued",
        person="invoice__customer__uid",
        activity=Activity.BOOKS,
        erasure=Erasure.KEEP,
        term=Term.BOOKS,
        since="invoice__sent_on",
        stored=PAPER,
        contents="contents",
        shows=("invoice__number",),
        source=Source.OURSELVES,
        recipients=_BOOKS,
    ),
    PersonalRecord(
        model="billing.InvoiceSnapshot",
        title="What an invoice says",
        person="invoice__customer__uid",
        activity=Activity.BOOKS,
        erasure=Erasure.KEEP,
        term=Term.BOOKS,
        since="invoice__sent_on",
        stored=SNAPSHOT,
        shows=("invoice__number",),
        source=Source.OURSELVES,
        recipients=_BOOKS,
    ),
    PersonalRecord(
        model="billing.Invoice",
        title="Invoice",
        person="customer__uid",
        activity=Activity.BOOKS,
        erasure=Erasure.DETACH,
        term=Term.BOOKS,
        since="sent_on",
        shows=("number", "sent_on", "due_on", "net_cents", "vat_cents", "gross_cents"),
        business=True,
        source=Source.OURSELVES,
        recipients=_BOOKS,
        narrow=_issued,
    ),
    PersonalRecord(
        model="billing.SubscriptionVersion",
        title="What a subscription says",
        for_claims=True,
        person="subscription__customer__uid",
        activity=Activity.ORDERS,
        erasure=Erasure.BLANK,
        term=Term.ORDER,
        since="subscription__starts_on",
        term_since="ended_on",
        stored=SUBSCRIPTION,
        shows=("version", "from_period"),
        narrow=with_ended_on,
        parts=(_AGREED,),
    ),
    PersonalRecord(
        model="billing.Subscription",
        title="Subscription",
        person="customer__uid",
        activity=Activity.ORDERS,
        erasure=Erasure.DETACH,
        term=Term.RELATION,
        since="starts_on",
        shows=("starts_on", "unit", "every"),
    ),
    PersonalRecord(
        model="billing.CollectiveBilling",
        title="Agreement on collective invoices",
        for_claims=True,
        person="customer__uid",
        activity=Activity.BOOKS,
        erasure=Erasure.REMOVE,
        term=Term.RELATION,
    ),
)


_CLAIM, _CONTRACT = "GDPR art. 17(3)(e)", "GDPR art. 6(1)(b)"


def claims(uids: Sequence[UUID]) -> Iterator[Claim]:
    """Give what is not settled between us (GDPR art. 17(3)(e)), or is being carried out.

    An invoice that is not paid, a bill that is being made, money that the customer is to get
    back, a subscription that goes on.
    """
    open_ones = OpenInvoice.objects.filter(invoice__customer__uid__in=uids)
    for uid, series, number in open_ones.order_by("pk").values_list(
        "invoice__customer__uid", "invoice__series", "invoice__number"
    ):
        yield Claim(uid, "open_invoice", f"{series}-{number:04d}", _CLAIM)
    drafts = Invoice.objects.filter(customer__uid__in=uids, number=None).order_by("pk")
    for uid, pk in drafts.values_list("customer__uid", "pk"):
        yield Claim(uid, "draft_invoice", str(pk), _CONTRACT)
    going_on = Subscription.objects.filter(customer__uid__in=uids).exclude(
        pk__in=SubscriptionEnd.objects.values("subscription")
    )
    for uid, pk in going_on.order_by("pk").values_list("customer__uid", "pk"):
        yield Claim(uid, "subscription", str(pk), _CONTRACT)
    for uid in customers_with_credit(uids):
        yield Claim(uid, "credit", "", _CLAIM)
