"""Which rows of this room are about a person, and what can be done with them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from klantkluis.core.declared import Activity, Erasure, Recipient, Source, Term
from klantkluis.foundation.records import Claim, Part, PersonalRecord, Rows
from klantkluis.sales.done import with_agreed_until, with_done_on, with_ended_on
from klantkluis.sales.models import OpenOrder, QuoteAcceptance
from klantkluis.sales.quotes.forgetting import remove_versions
from klantkluis.sales.stored import (
    DELIVERY,
    ORDER,
    PAPER,
    QUOTE,
    QUOTE_ACCEPTANCE,
    QUOTE_PAPER,
    QUOTE_REFUSAL,
    RETURN,
)


def _accepted(rows: Rows) -> Rows:
    return _with_its_end(rows.filter(quote__in=QuoteAcceptance.objects.values("quote")))


def _with_its_end(rows: Rows) -> Rows:
    return with_agreed_until(rows, "quote")


def _not_accepted(rows: Rows) -> Rows:
    return rows.exclude(quote__in=QuoteAcceptance.objects.values("quote"))


def _paper_accepted(rows: Rows) -> Rows:
    accepted = rows.filter(version__quote__in=QuoteAcceptance.objects.values("quote"))
    return with_agreed_until(accepted, "version__quote")


def _paper_not_accepted(rows: Rows) -> Rows:
    return rows.exclude(version__quote__in=QuoteAcceptance.objects.values("quote"))


_SOLD = (
    "position", "quantity", "unit", "unit_price", "discount_bp", "product__sku",
    "product__name_nl", "product__name_en",
)  # fmt: skip
_ORDERED = Part(name="lines", model="sales.OrderLine", parent="order", shows=_SOLD)
_OFFERED = Part(name="lines", model="sales.QuoteLine", parent="version", shows=_SOLD)
_SENT = Part(
    name="lines", model="sales.DeliveryLine", parent="delivery",
    shows=("order_line__position", "quantity", "order_line__product__sku",
           "order_line__product__name_nl", "order_line__product__name_en"),
)  # fmt: skip
_TAKEN_BACK = Part(
    name="lines", model="sales.ReturnLine", parent="returned",
    shows=("quantity", "delivery_line__order_line__product__sku",
           "delivery_line__order_line__product__name_nl",
           "delivery_line__order_line__product__name_en"),
)  # fmt: skip

RECORDS: tuple[PersonalRecord, ...] = (
    PersonalRecord(
        model="sales.QuotePaper",
        title="Quote as it was issued",
        person="version__quote__customer__uid",
        activity=Activity.QUOTES,
        erasure=Erasure.REMOVE,
        term=Term.QUOTE,
        since="version__valid_until",
        stored=QUOTE_PAPER,
        contents="contents",
        shows=("version__quote__number", "version__version"),
        source=Source.OURSELVES,
        narrow=_paper_not_accepted,
    ),
    PersonalRecord(
        model="sales.QuotePaper",
        title="Quote as it was issued",
        for_claims=True,
        person="version__quote__customer__uid",
        activity=Activity.ORDERS,
        erasure=Erasure.REMOVE,
        term=Term.ORDER,
        since="version__quoted_on",
        term_since="done_on",
        stored=QUOTE_PAPER,
        contents="contents",
        shows=("version__quote__number", "version__version"),
        source=Source.OURSELVES,
        narrow=_paper_accepted,
    ),
    PersonalRecord(
        model="sales.QuoteRefusal",
        title="No to a quote",
        person="quote__customer__uid",
        activity=Activity.QUOTES,
        erasure=Erasure.REMOVE,
        term=Term.QUOTE,
        since="refused_on",
        stored=QUOTE_REFUSAL,
        shows=("quote__number", "refused_on"),
        business=True,
    ),
    PersonalRecord(
        model="sales.QuoteAcceptance",
        title="Yes to a quote",
        for_claims=True,
        person="quote__customer__uid",
        activity=Activity.ORDERS,
        erasure=Erasure.BLANK,
        term=Term.ORDER,
        since="accepted_on",
        term_since="done_on",
        stored=QUOTE_ACCEPTANCE,
        shows=("quote__number", "accepted_on", "how"),
        business=True,
        narrow=_with_its_end,
    ),
    PersonalRecord(
        model="sales.QuoteVersion",
        title="Quote",
        person="quote__customer__uid",
        activity=Activity.QUOTES,
        erasure=Erasure.REMOVE,
        term=Term.QUOTE,
        since="valid_until",
        stored=QUOTE,
        shows=("quote__number", "version", "quoted_on", "valid_until"),
        business=True,
        narrow=_not_accepted,
        let_go=remove_versions,
        parts=(_OFFERED,),
    ),
    PersonalRecord(
        model="sales.QuoteVersion",
        title="Quote",
        for_claims=True,
        person="quote__customer__uid",
        activity=Activity.ORDERS,
        erasure=Erasure.BLANK,
        term=Term.ORDER,
        since="quoted_on",
        term_since="done_on",
        stored=QUOTE,
        shows=("quote__number", "version", "quoted_on", "valid_until"),
        business=True,
        narrow=_accepted,
        parts=(_OFFERED,),
    ),
    PersonalRecord(
        model="sales.Quote",
        title="Number of a quote",
        person="customer__uid",
        activity=Activity.QUOTES,
        erasure=Erasure.DETACH,
        term=Term.QUOTE,
        shows=("number",),
    ),
    PersonalRecord(
        model="sales.Return",
        title="Return",
        for_claims=True,
        person="order__customer__uid",
        activity=Activity.ORDERS,
        erasure=Erasure.BLANK,
        term=Term.DELIVERY,
        since="announced_on",
        term_since="ended_on",
        stored=RETURN,
        shows=("number", "announced_on", "reason", "order__number"),
        business=True,
        narrow=with_ended_on,
        parts=(_TAKEN_BACK,),
    ),
    PersonalRecord(
        model="sales.DeliveryPaper",
        title="Delivery note as it was issued",
        for_claims=True,
        person="delivery__order__customer__uid",
        activity=Activity.ORDERS,
        erasure=Erasure.REMOVE,
        term=Term.DELIVERY,
        since="delivery__delivered_on",
        stored=PAPER,
        contents="contents",
        shows=("delivery__number",),
        source=Source.OURSELVES,
    ),
    PersonalRecord(
        model="sales.Delivery",
        title="Delivery",
        for_claims=True,
        person="order__customer__uid",
        activity=Activity.ORDERS,
        erasure=Erasure.BLANK,
        term=Term.DELIVERY,
        since="delivered_on",
        stored=DELIVERY,
        shows=("number", "delivered_on", "order__number"),
        business=True,
        recipients=(Recipient.CARRIER,),
        parts=(_SENT,),
    ),
    PersonalRecord(
        model="sales.Order",
        title="Order",
        for_claims=True,
        person="customer__uid",
        activity=Activity.ORDERS,
        erasure=Erasure.BLANK,
        term=Term.ORDER,
        since="ordered_on",
        term_since="done_on",
        stored=ORDER,
        shows=("number", "ordered_on", "ship_country", "buyer_country", "to_business"),
        business=True,
        narrow=with_done_on,
        parts=(_ORDERED,),
    ),
)


def claims(uids: Sequence[UUID]) -> Iterator[Claim]:
    """Give the orders that are not done yet."""
    orders = OpenOrder.objects.filter(order__customer__uid__in=uids)
    for uid, number, to_deliver in orders.values_list(
        "order__customer__uid", "order__number", "to_deliver"
    ).order_by("order__number"):
        code = "open_order" if to_deliver else "order_to_bill"
        yield Claim(uid, code, str(number), "GDPR art. 6(1)(b)")
