"""Each sentence that an invariant can say is said when the thing it looks for is done."""

import ast
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from klantkluis.billing.commands import (
    CreditReason,
    NewCredit,
    PaymentMethod,
    Received,
    draft_invoice,
    draft_prepayment,
    issue_credit_note,
    issue_e_invoice,
    receive_payment,
    send_invoice,
    take_back,
)
from klantkluis.billing.commands.ahead import PaidAhead, record_ahead
from klantkluis.billing.commands.buying import book_purchase, keep_purchase, reject_purchase
from klantkluis.billing.commands.delivering import (
    begin_delivery,
    queue_delivery,
    record_delivery_answer,
)
from klantkluis.billing.e_checking import Form
from klantkluis.billing.einvoice.access_point import Answer as Reply
from klantkluis.billing.einvoice.access_point import Outcome as Sent
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.models import InvoiceLine
from klantkluis.billing.periodic import make_due
from klantkluis.billing.queries.purchases import purchase_invoice
from klantkluis.billing.return_rows import CreditDraft
from klantkluis.billing.rules import BillFrom
from klantkluis.catalogue.stock.commands import StockSettings, receive_stock, set_up_stock
from klantkluis.core.mail import BounceAction, Outcome, Step
from klantkluis.core.roles import Channel
from klantkluis.customers.commands import (
    add_address,
    give_consent,
    merge_customers,
    note_contact,
)
from klantkluis.disclosures.commands import prepare_notices
from klantkluis.disclosures.models import DisclosedSubject
from klantkluis.disclosures.rules import NoticeKind
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.mail.commands import (
    begin_attempt,
    queue_mail,
    record_bounce,
    record_outcome,
)
from klantkluis.foundation.mail.reports import Report
from klantkluis.foundation.mail.transport import Answer
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.models import Mail, MailServer
from klantkluis.messages.outbox import Kind
from klantkluis.privacy.breach_rules import Hit, NoteAbout, Risk
from klantkluis.privacy.breaches.commands import (
    HitBy,
    NewBreach,
    add_hit,
    close_breach,
    decide_risk,
    note_breach,
    register_breach,
)
from klantkluis.privacy.letters import LetterKind
from klantkluis.privacy.rules import RequestKind
from klantkluis.sales.commands import (
    NewReturn,
    ReturnReason,
    announce_return,
    cancel_return,
    deliver,
    order_from_quote,
    refuse_quote,
)
from klantkluis.sales.lines import sold_lines
from klantkluis.sales.models import DeliveryLine, Order, ReturnLine
from klantkluis.shop.commands.selling import add_shipping_method
from klantkluis.shop.models import (
    AccountEnding,
    Decoy,
    IntakeMessage,
    IntakeTaken,
    OnlinePaymentSeen,
    ShopOrder,
    ShopPost,
    SiteAccount,
    SiteLink,
    UnsubscribeToken,
)
from klantkluis.shop.selling import ShippingFields
from klantkluis.shop.stored import SHOP_POST
from rooms.privacy.asking import a_letter, a_request, write
from rooms.quoting import a_yes, an_issued_quote
from rooms.restricting import restricted_now
from rooms.showing import a_category, a_picture, in_the_shop
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice, all_broken, an_order
from rooms.subscribing import a_subscription
from support.einvoice_samples import invoice
from support.sabotage import sabotaged

ROOMS = Path(__file__).parents[2] / "src" / "klantkluis"

LAST_ENTRY = "(SELECT MAX(n) FROM ledger_journalentry)"
MERGED = "(SELECT id FROM customers_customer WHERE state = 'merged')"
KEPT = "(SELECT merged_into_id FROM customers_customer WHERE state = 'merged')"
THIRD = "(SELECT MAX(id) FROM customers_customer)"
PART = "(SELECT MIN(order_id) FROM sales_openorder WHERE to_deliver AND NOT to_bill)"
DONE = "(SELECT MIN(id) FROM sales_order)"
INVOICE = "(SELECT MIN(id) FROM billing_invoice WHERE number IS NOT NULL)"
DRAFT = "(SELECT id FROM billing_invoice WHERE number IS NULL)"
OVERPAID = "(SELECT payment_id FROM billing_allocation LIMIT 1)"


PLAN = (
    "INSERT INTO privacy_erasureplan (id, uid, person, kind, asked_by, planned_on, planned_at,"
    " staff_id, digest) SELECT 991, uid, uid, 'customer', 'person', CURRENT_DATE,"
    f" CURRENT_TIMESTAMP, uid, '{sha256().hexdigest()}' FROM customers_customer WHERE id = {THIRD}"
)
SIGNED = (
    "INSERT INTO privacy_erasuresigning (plan_id, signed_at, not_before, staff_id)"
    f" SELECT 991, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, uid FROM customers_customer"
    f" WHERE id = {THIRD}"
)
OPEN_PLAN = "INSERT INTO privacy_openerasure (plan_id, not_before) VALUES (991, CURRENT_TIMESTAMP)"
UNDONE = (
    "INSERT INTO privacy_erasureundoing (signing_id, undone_at, staff_id)"
    f" SELECT 991, CURRENT_TIMESTAMP, uid FROM customers_customer WHERE id = {THIRD}"
)
STEP = (
    "INSERT INTO privacy_erasurestep (plan_id, step, at, rows)"
    " VALUES (991, 'rows', CURRENT_TIMESTAMP, 1)"
)
ERASED = (
    "UPDATE customers_customer SET state = 'erased', sealed = SUBSTR(sealed, 1, 0),"
    f" vat_number_rev = 0, vat_country = '' WHERE id = {THIRD}"
)


def rows(table: str, by: str = "id") -> str:
    return f"(SELECT MAX({by}) FROM {table})"


NOON, NOBODY = "2026-11-20 12:00:00+00:00", "0" * 32
BREACHES: dict[str, tuple[str, ...]] = {
    "goes on and is not among those that do": (PLAN, SIGNED),
    "is over and stands among those that go on": (PLAN, SIGNED, UNDONE, OPEN_PLAN),
    "did its step": (PLAN, SIGNED, OPEN_PLAN, STEP),
    "was undone and carried out all the same": (PLAN, SIGNED, UNDONE, STEP),
    "does not say what was signed": (
        PLAN.replace(sha256().hexdigest(), "other"), SIGNED, OPEN_PLAN,
    ),
    "is of somebody who was erased": (ERASED,),
    "outside its bounds": (
        ("INSERT INTO privacy_termdecision (term, months, reason, decided_at, staff_id)"
        f" VALUES ('relation', 999, 'x', '{NOON}', '{NOBODY}')"),
    ),
    "is under a legal hold and was erased": (
        ("INSERT INTO privacy_legalhold (uid, rev, schema, sealed, customer_id, ground, since,"
        " placed_at, staff_id) SELECT uid, 1, 1, sealed, id, 'claim', '2026-01-01',"
        f" '{NOON}', '{NOBODY}' FROM customers_customer"),
        ERASED,
    ),
    "was destroyed before its term was over": (
        ("INSERT INTO privacy_classend (name, documents, ended_at, staff_id)"
        f" VALUES ('F7-2025', 1, '{NOON}', '{NOBODY}')"),
    ),
    "stayed behind with an erased customer": (ERASED,),
    "is merged into a customer that was merged itself": (
        (f"UPDATE customers_customer SET state = 'merged', merged_into_id = {MERGED}"
        f" WHERE id = {THIRD}"),
    ),
    "delivery address row": (f"UPDATE customers_deliveryaddress SET customer_id = {MERGED}",),
    "contact note row": (f"UPDATE customers_contactnote SET customer_id = {MERGED}",),
    "stayed behind with a merged customer": (
        f"UPDATE customers_deliveryaddress SET customer_id = {MERGED}",
    ),
    "consent row": (f"UPDATE customers_consent SET customer_id = {MERGED}",),
    "has no provenance": (f"DELETE FROM customers_customerchange WHERE customer_id = {THIRD}",),
    "the number of customers differs": (
        f"UPDATE customers_customer SET number = 99 WHERE id = {THIRD}",
    ),
    "a change number that was never given": (
        f"UPDATE customers_customer SET change_seq = 999 WHERE id = {THIRD}",
    ),
    "is restricted and not marked so": ("UPDATE customers_customer SET restricted = FALSE",),
    "is marked as restricted and is not": ("DELETE FROM customers_restriction",),
    "is about another number of people than it says": (
        "UPDATE disclosures_disclosure SET subjects = subjects + 1",
    ),
    "tells somebody who never got anything of that person": (
        f"UPDATE disclosures_notice SET subject = '{1:032x}'",
    ),
    "which is no ground for them": (
        "UPDATE disclosures_disclosure SET ground = 'own_use' WHERE recipient <> 'internal'",
    ),
    "does not say what was handed over": (
        "UPDATE disclosures_disclosure SET categories = '[]'",
    ),
    "breach hit row": ("DELETE FROM privacy_breachedsubject",),
    "is closed and something was not done": ("DELETE FROM privacy_breachdecision",),
    "belongs to another breach than it was found for": (
        f"UPDATE privacy_breachedsubject SET breach_id = {rows('privacy_breach')}",
    ),
    "never had a price": ("DELETE FROM catalogue_productprice",),
    "is a reduction of nothing": (
        (f"UPDATE catalogue_productprice SET is_reduction = TRUE"
        f" WHERE id = {rows('catalogue_productprice')}"),
    ),
    "stands too deep, or in itself": (
        (f"UPDATE catalogue_shopcategory SET parent_id = {rows('catalogue_shopcategory')}"
        " WHERE parent_id IS NULL"),
    ),
    "shipping method": ("DELETE FROM shop_shippingstep",),
    "was taken in and its sealed copy is still here": (
        "UPDATE shop_intaketaken SET uid = (SELECT uid FROM shop_intakemessage WHERE seq = 2)",
    ),
    "is an order of nobody and waits as if it were one": (
        "UPDATE shop_intakemessage SET uid = (SELECT uid FROM shop_decoy)",
    ),
    "is here and the link has not come so far": ("UPDATE shop_sitelink SET seq = 1",),
    "was an order and there is none of it": ("DELETE FROM shop_shoporder",),
    "is in the books for another order": (
        f"UPDATE billing_paymentahead SET order_id = {DONE}",
    ),
    "is in the books for another amount": (
        "UPDATE shop_onlinepaymentseen SET amount_cents = amount_cents + 1",
    ),
    "belongs to no customer in use": ("UPDATE shop_siteaccount SET customer_id = 999999",),
    "is over and its account is open": ("UPDATE shop_siteaccount SET closed_at = NULL",),
    "belongs to nobody": ("UPDATE shop_unsubscribetoken SET customer_id = 999999",),
    "lies under the key of somebody else": (
        "UPDATE shop_shoppost SET customer_id = NULL",
    ),
    "is not there in its own width": ("DELETE FROM catalogue_picturesize",),
    "no rate of VAT is known for zero": ("DELETE FROM catalogue_vatrate WHERE category = 'zero'",),
    "does not balance": (
        ("UPDATE ledger_journalline SET amount_cents = amount_cents + 1"
        f" WHERE id = {rows('ledger_journalline')}"),
    ),
    "entry 2 is missing": (
        "DELETE FROM ledger_journalline WHERE entry_id = 2",
        "DELETE FROM ledger_journalentry WHERE n = 2",
    ),
    "there are lines of entry 2 and no entry": ("DELETE FROM ledger_journalentry WHERE n = 2",),
    "and no entry": (f"DELETE FROM ledger_journalentry WHERE n = {LAST_ENTRY}",),
    "the chain breaks at entry 1": (
        "UPDATE ledger_journalentry SET description = 'x' WHERE n = 1",
    ),
    "the number of entries differs from the numbers": (
        f"DELETE FROM ledger_journalline WHERE entry_id = {LAST_ENTRY}",
        f"DELETE FROM ledger_journalentry WHERE n = {LAST_ENTRY}",
    ),
    "differ from its lines": ("UPDATE ledger_accountmonth SET debit_cents = debit_cents + 1",),
    "more was delivered than ordered": ("UPDATE sales_deliveryline SET quantity = 99",),
    "belongs to another order": (
        (f"UPDATE sales_deliveryline SET order_line_id = {rows('sales_orderline')}"
        " WHERE id = (SELECT MIN(id) FROM sales_deliveryline)"),
    ),
    "the numbers of order have a gap": (
        f"UPDATE sales_order SET number = 99 WHERE id = {rows('sales_order')}",
    ),
    "the numbers of delivery note have a gap": (
        f"UPDATE sales_delivery SET number = 99 WHERE id = {rows('sales_delivery')}",
    ),
    "has something to deliver and is not marked so": ("DELETE FROM sales_openorder",),
    "is marked to deliver and has nothing left": (
        ("INSERT INTO sales_openorder (order_id, to_deliver, to_bill, billed)"
        f" VALUES ({DONE}, TRUE, FALSE, FALSE)"),
    ),
    "the numbers of quote have a gap": (
        f"UPDATE sales_quote SET number = 99 WHERE id = {rows('sales_quote')}",
    ),
    "the versions of quote row": ("UPDATE sales_quoteversion SET version = version + 1",),
    "was issued and offers nothing": (
        "UPDATE sales_quoteline SET optional = TRUE WHERE NOT optional",
    ),
    "was answered and its version was not issued": ("DELETE FROM sales_quotesending",),
    "was both accepted and refused": (
        ("UPDATE sales_quoterefusal SET quote_id = (SELECT quote_id FROM"
        " sales_quoteacceptance)"),
    ),
    "was chosen and is no option of what was accepted": (
        "UPDATE sales_quoteline SET optional = FALSE",
    ),
    "comes from a quote that was not accepted": ("DELETE FROM sales_quoteacceptance",),
    "comes from a quote of another customer": (
        f"UPDATE sales_quote SET customer_id = {THIRD}",
    ),
    "waits for an answer and is not marked so": ("DELETE FROM sales_openquote",),
    "is marked to wait for an answer and does not": (
        ("INSERT INTO sales_openquote (quote_id, valid_until)"
        " SELECT quote_id, '2026-12-20' FROM sales_quoterefusal"),
    ),
    "the days of open quote row": ("UPDATE sales_openquote SET valid_until = '2030-01-01'",),
    "of invoices has a gap": (
        f"UPDATE billing_invoice SET number = 99 WHERE id = {INVOICE}",
    ),
    "is owed by nobody that we know": (
        f"UPDATE ledger_journalline SET party = '{1:032x}' WHERE party IS NOT NULL",
    ),
    "drafts have rows of VAT": (
        f"UPDATE billing_invoicevat SET invoice_id = {DRAFT} WHERE invoice_id = {INVOICE}",
    ),
    "the distance sales of 2026 differ from the invoices": (
        "INSERT INTO sales_distancesales (year, net_cents) VALUES (2026, 5)",
    ),
    "the days of what is open": ("UPDATE billing_openinvoice SET due_on = '2030-01-01'",),
    "has no snapshot": ("DELETE FROM billing_invoicesnapshot",),
    "differs from invoices and payments": (
        f"UPDATE billing_payment SET customer_id = {THIRD}",
    ),
    "the number of sales entries differs": (
        f"UPDATE ledger_journalentry SET journal = 'sales' WHERE n = {LAST_ENTRY}",
    ),
    "is booked otherwise than it was sent": (
        f"UPDATE billing_invoice SET sent_on = '2026-11-19' WHERE id = {INVOICE}",
    ),
    "is booked otherwise than it was received": (
        "UPDATE billing_payment SET received_on = '2026-11-19'",
    ),
    "does not add up": (
        ("UPDATE billing_invoiceline SET quantity = quantity + 1"
        f" WHERE invoice_id = {INVOICE}"),
    ),
    "differs from what was paid": ("DELETE FROM billing_openinvoice",),
    "was allocated than came in": (
        f"UPDATE billing_allocation SET amount_cents = 999999 WHERE payment_id = {OVERPAID}",
    ),
    "the number of entries of payments differs": (
        "UPDATE ledger_journalentry SET source = 'lost ' || n WHERE source LIKE 'payment:%'",
    ),
    "got back more than it had paid too much": (
        "UPDATE billing_payment SET amount_cents = -amount_cents",
    ),
    "more was billed than ordered": ("UPDATE billing_invoiceline SET quantity = 99",),
    "has something to bill and is not marked so": (
        f"DELETE FROM billing_invoiceline WHERE invoice_id = {INVOICE}",
    ),
    "is marked to bill and all of it is on invoices": (
        ("INSERT INTO sales_openorder (order_id, to_deliver, to_bill, billed)"
        f" VALUES ({DONE}, FALSE, TRUE, FALSE)"),
    ),
    "of credit notes has a gap": ("UPDATE billing_creditnote SET number = number + 98",),
    "stands without its snapshot": ("DELETE FROM billing_creditnotesnapshot",),
    "is booked otherwise than it was issued": (
        "UPDATE billing_creditnote SET issued_on = '2026-11-19'",
    ),
    "was credited than billed": ("UPDATE billing_creditnoteline SET quantity = 99",),
    "was used than it came to": ("UPDATE billing_credituse SET amount_cents = 9999999",),
    "does not mirror its invoice": (
        "UPDATE billing_creditnotevat SET vat_cents = vat_cents + 1",
    ),
    "went off invoices than was prepaid": (
        "UPDATE billing_invoiceline SET amount_cents = -999999 WHERE settles_id IS NOT NULL",
    ),
    "takes off what was prepaid on another order": (
        f"UPDATE billing_invoiceline SET prepays_id = {DONE} WHERE prepays_id IS NOT NULL",
    ),
    "the account of prepayments differs": (
        ("UPDATE billing_invoicevat SET net_cents = net_cents + 1 WHERE invoice_id ="
        " (SELECT invoice_id FROM billing_invoiceline WHERE prepays_id IS NOT NULL)"),
    ),
    "says nothing from its first period on": (
        "UPDATE billing_subscriptionversion SET from_period = 2",
    ),
    "has other days than its subscription gives it": (
        "UPDATE billing_subscriptionperiod SET last_on = '2030-01-01'",
    ),
    "is billed by terms that are not its own": (
        "UPDATE billing_subscriptionversion SET from_period = 9",
    ),
    "was left out in silence": ("UPDATE billing_subscriptionperiod SET number = number + 1",),
    "bills a subscription and is of none of its periods": (
        "UPDATE billing_subscriptionperiod SET invoice_id = NULL, skipped_on = '2026-11-20'",
    ),
    "is open differs from what happened to it": ("DELETE FROM foundation_openmail",),
    "do not count on": (
        "UPDATE foundation_mailattempt SET number = 5 WHERE number = 2",
    ),
    "without a reason": (
        "UPDATE foundation_mailoutcome SET outcome = 'refused' WHERE outcome = 'postponed'",
    ),
    "was attempted after the server had accepted it": (
        ("UPDATE foundation_mailoutcome SET outcome = 'accepted', code = 250,"
        " step = 'handed_over' WHERE outcome = 'postponed'"),
    ),
    "keeps stock and has no level": ("DELETE FROM catalogue_stocklevel",),
    "does not go on from the one before": (
        "UPDATE catalogue_stockmovement SET quantity = quantity + 1 WHERE kind = 'receipt'",
    ),
    "differs from its movements": ("UPDATE catalogue_stocklevel SET on_hand = on_hand + 1",),
    "products moved and have no level": ("DELETE FROM catalogue_stocklevel",),
    "is about another order": (
        "UPDATE sales_return SET order_id = (SELECT MIN(id) FROM sales_order)",
    ),
    "is about another return": (
        (f"UPDATE sales_returnreceiptline SET return_line_id = {rows('sales_returnline')}"
        " WHERE id = (SELECT MIN(id) FROM sales_returnreceiptline)"),
    ),
    "both came in and was called off": (
        "UPDATE sales_returncancellation SET returned_id = (SELECT MIN(id) FROM sales_return)",
    ),
    "more came back than went out": (
        "UPDATE sales_returnreceiptline SET written_off = 99",
    ),
    "more is announced to come back than went out": (
        "UPDATE sales_returnline SET quantity = 99",
    ),
    "more is replaced or never billed than came in": (
        "UPDATE sales_returnreceiptline SET unbilled = 5",
    ),
    "delivery line .* and its movement of stock differ": (
        "UPDATE sales_deliveryline SET quantity = 9 WHERE movement_id IS NOT NULL",
    ),
    "received line .* and its movement of stock differ": (
        "UPDATE sales_returnreceiptline SET restocked = 2, written_off = 0",
    ),
    "no delivery or return names stock movement": (
        "UPDATE sales_deliveryline SET movement_id = NULL",
    ),
    "is about an invoice that was not sent": (
        f"UPDATE billing_creditdraft SET invoice_id = {DRAFT}",
    ),
    "is about a line of another invoice": (
        f"UPDATE billing_creditdraft SET invoice_id = {INVOICE}",
    ),
    "asks more than was billed": ("UPDATE billing_creditdraftline SET quantity = 99",),
    "names a credit note on another order": (
        "UPDATE sales_return SET order_id = (SELECT MIN(id) FROM sales_order)",
    ),
    "is on its way differs from what happened to it": ("DELETE FROM billing_openedelivery",),
    "have a gap": ("UPDATE billing_edeliveryattempt SET number = 7 WHERE number = 2",),
    "was handed over again and nobody said so": (
        "UPDATE billing_edeliveryanswer SET outcome = 'refused' WHERE outcome = 'postponed'",
    ),
    "stands without its file": ("DELETE FROM billing_purchasefile",),
    "was both booked and rejected": (
        ("UPDATE billing_purchaserejection SET purchase_id = (SELECT purchase_id FROM"
        " billing_purchasebooking)"),
    ),
    "differs from its sums": ("UPDATE billing_purchasevat SET vat_cents = vat_cents + 1",),
    "is booked on another day than its entry": (
        "UPDATE billing_purchasebooking SET booked_on = '2026-11-19'",
    ),
    "is owed otherwise than it was booked": (
        "UPDATE billing_purchase SET rounding_cents = rounding_cents + 1",
    ),
    "there are entries of purchases that were not booked": (
        "DELETE FROM billing_purchasebooking",
    ),
    "came back and never left": (
        "UPDATE foundation_mailoutcome SET outcome = 'refused' WHERE outcome = 'accepted'",
    ),
    "was attempted after it came back": (
        ("INSERT INTO foundation_mailattempt (mail_id, number, began_at)"
        " SELECT mail_id, 2, '2026-11-21 12:00:00+00:00' FROM foundation_mailbounce"),
    ),
    "was tried more often by itself than it may be": (
        "UPDATE foundation_mailattempt SET number = 9 WHERE number = 2",
    ),
    "stands otherwise than its steps say": (
        "UPDATE privacy_privacyrequest SET ended_on = NULL, closed_on = NULL",
    ),
    "happened before its request came": (
        "UPDATE privacy_privacyrequest SET received_on = '2026-11-21', due_on = '2026-12-21'",
    ),
    "is an answer that decides nothing": (
        "DELETE FROM privacy_requeststep WHERE what = 'decided'",
    ),
    "answers a request that was taken back": (
        ("INSERT INTO privacy_requeststep (uid, rev, schema, sealed, request_id, what,"
        " happened_on, at, staff_id, method, months, decision, ground, way)"
        " SELECT subject, 1, 1, contents, request_id, 'dropped', '2026-11-20', written_at,"
        " staff_id, '', 0, '', '', '' FROM (SELECT staff_id AS subject, contents, request_id,"
        " written_at, staff_id FROM privacy_requestletter LIMIT 1) AS one"),
    ),
    "is an answer without a letter": ("DELETE FROM privacy_requestletter",),
    "is marked as billed and part of it is not": (
        f"UPDATE sales_openorder SET billed = TRUE WHERE order_id = {PART}",
    ),
}  # fmt: skip


@pytest.fixture
def world(owner: Actor, our_company: object) -> None:
    """Give a few rows of everything: merged customers, orders in part, invoices, payments."""
    keep, gone, third = (a_customer(owner, surname=name) for name in ("Een", "Twee", "Drie"))
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    fields = {"street": "Kade", "town": "Elders"}
    add_address(customer_id=gone, fields=fields, actor=owner)
    note_contact(customer_id=gone, text="Belde", means="phone", direction="in", actor=owner)
    give_consent(
        customer_id=gone, evidence="Formulier", at=noon, channel=Channel.OFFICE, actor=owner,
        today=TODAY,
    )  # fmt: skip
    merge_customers(keep_id=keep, duplicate_id=gone, actor=owner)
    product = a_product(owner)
    a_category(owner, "Stoelen", a_category(owner, "Meubels"))
    in_the_shop(owner, product)
    a_picture(owner, product)
    fields = ShippingFields(name_nl="Pakket", countries=("NL",), steps=((2000, 495),))
    add_shipping_method(fields=fields, actor=owner)
    whole = an_order(owner, [a_line(product, quantity="2")], customer_id=keep)
    deliver(order_id=whole, actor=owner, delivered_on=TODAY)
    part = an_order(owner, [a_line(product, quantity="3"), a_line(product)], customer_id=third)
    line = sold_lines([part], {})[part][0]
    deliver(
        order_id=part, actor=owner, delivered_on=TODAY, quantities={line.id: Decimal(1)}
    )  # fmt: skip
    for order_id, cents in ((whole, 80_000), (part, 10_000)):
        invoice_id = draft_invoice(
            order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
        )
        send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
        if order_id == part:
            credit_a_little(owner, invoice_id)
        receive_payment(
            invoice_id=invoice_id, amount_cents=cents, received_on=TODAY,
            method=PaymentMethod.BANK, actor=owner,
        )  # fmt: skip
    from_the_shop(owner, order_id=an_order(owner, [a_line(product)], customer_id=third))
    asked(owner, third)
    prepayment(owner, product, keep)
    a_subscription(owner, customer_id=keep)
    for invoice_id in make_due(today=TODAY).drafts:
        send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
        receive_payment(
            invoice_id=invoice_id, amount_cents=100, received_on=TODAY,
            method=PaymentMethod.BANK, actor=owner,
        )  # fmt: skip
    quotes(owner, product, keep)
    goods_that_came_back(owner, third)
    mail_twice(owner, invoice_id)
    bought(owner)
    sent_twice(owner, product)
    unsent = an_order(owner, [a_line(product)], customer_id=keep)
    deliver(order_id=unsent, actor=owner, delivered_on=TODAY)
    draft_invoice(order_id=unsent, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    rights(owner, third)


def rights(owner: Actor, customer: int) -> None:
    """Restrict a customer, and prepare what who got an e-invoice is to be told."""
    restricted_now(customer, owner)
    subject = DisclosedSubject.objects.values_list("subject", flat=True).first()
    breaches(owner, customer)
    assert prepare_notices(
        subject_uids=[subject], kind=NoticeKind.RECTIFICATION, categories=["dpv-pd:Name"],
        actor=owner, at=datetime(2026, 11, 20, 12, tzinfo=UTC),
    )  # fmt: skip


def breaches(owner: Actor, customer: int) -> None:
    """Register two breaches, and close the first."""
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    new = NewBreach(what="Pakket verwisseld", known_at=noon, confidentiality=True)
    first, _second = (register_breach(breach=new, actor=owner, at=noon) for _ in range(2))
    by = {"breach_id": first, "actor": owner, "at": noon}
    add_hit(by=HitBy(Hit.CHOSEN), subjects=[uuid4()], **by)
    note_breach(about=NoteAbout.MEASURES, text="Teruggehaald", **by)
    decide_risk(risk=Risk.NONE, reason="Ongeopend terug", **by)
    close_breach(**by)


def asked(owner: Actor, customer: int) -> None:
    """Give a complaint that was answered."""
    pk = a_request(owner, RequestKind.COMPLAINT, customer_id=customer)
    write(owner, pk, a_letter(LetterKind.COMPLAINT_ANSWERED))


def from_the_shop(owner: Actor, *, order_id: int) -> None:
    """Give a link with a site, and an order, money, a letter, an account and a token from it."""
    noon, site = datetime(2026, 11, 20, 12, tzinfo=UTC), uuid4()
    order = Order.objects.select_related("customer").get(pk=order_id)
    customer = order.customer
    by = {"staff_id": owner.staff_id}
    SiteLink.objects.create(
        pk=1, site_id=site, url="https://winkel.example", site_key=bytes(32), seq=2,
        paired_at=noon, **by,
    )  # fmt: skip
    IntakeTaken.objects.create(
        uid=order.uid, seq=1, kind=Kind.ORDER, outcome="taken", taken_at=noon, **by
    )
    IntakeMessage.objects.create(
        seq=2, site_id=site, kind=Kind.QUESTION, key_id=1, uid=uuid4(), hour=1, sealed=b"x",
        pulled_at=noon - timedelta(hours=1),
    )  # fmt: skip
    Decoy.objects.create(uid=uuid4(), placed_at=noon)
    sums = {"net_cents": 1, "vat_cents": 0, "gross_cents": 1}
    told = {f"site_{name}": cents for name, cents in sums.items()}
    ShopOrder.objects.create(
        order=order, reference="W-1", placed_at=noon, payment="ideal", mailed=True, **sums, **told
    )
    paid = PaidAhead(uuid4(), order.pk, customer.pk, customer.uid, 500, TODAY)
    OnlinePaymentSeen.objects.create(
        uid=paid.uid, order_uid=order.uid, provider="voorbeeld", payment_id="tr_1", status="paid",
        amount_cents=500, seen_at=noon, booked_id=record_ahead([paid])[paid.uid],
    )  # fmt: skip
    SiteAccount.objects.create(
        uid=uuid4(), customer=customer, public=b"x", rev=1, registered_at=noon
    )
    closed = SiteAccount.objects.create(
        uid=uuid4(), customer=customer, public=b"x", rev=1, registered_at=noon, closed_at=noon
    )
    AccountEnding.objects.create(
        uid=closed.uid, account=closed, used_in=TODAY - timedelta(days=800), found_on=TODAY,
        seen_on=TODAY, ends_on=TODAY + timedelta(days=30), told_at=noon, ended_at=noon,
    )  # fmt: skip
    UnsubscribeToken.objects.create(digest=bytes(32), customer=customer)
    letter = ShopPost(kind="question", customer=customer, subject=customer.uid, received_at=noon)
    SHOP_POST.seal_new(owner.vault, [(letter, {"text": "Is er nog eiken?"})])
    letter.save()


def goods_that_came_back(owner: Actor, customer: int) -> None:
    """Give returns of stock: one credited, one prepared, one announced, one called off."""
    product = a_product(owner, "KAST")
    set_up_stock(product_id=product, settings=StockSettings(True), actor=owner)
    receive_stock(quantities={product: Decimal(9)}, received_on=TODAY, actor=owner)
    order_id = an_order(owner, [a_line(product, quantity="6")], customer_id=customer)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    by = {"actor": owner, "today": TODAY}
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, **by)
    send_invoice(invoice_id=invoice_id, **by)
    part = DeliveryLine.objects.get(delivery__order=order_id).pk
    wanted = [NewReturn({part: Decimal(1)}, ReturnReason.FAULTY) for _ in range(4)]
    returns = [
        announce_return(order_id=order_id, returned=each, announced_on=TODAY, actor=owner)
        for each in wanted
    ]
    for return_id in returns[:2]:
        line = ReturnLine.objects.get(returned=return_id).pk
        received = Received({line: (Decimal("0.5"), Decimal("0.5"))})
        take_back(return_id=return_id, received=received, received_on=TODAY, actor=owner)
    first = CreditDraft.objects.order_by("pk")[0]
    line = InvoiceLine.objects.get(invoice=invoice_id)
    credit = NewCredit(CreditReason.RETURNED, False, {line.pk: Decimal(1)})
    issue_credit_note(invoice_id=invoice_id, credit=credit, draft_id=first.pk, **by)
    cancel_return(return_id=returns[3], **by)
    receive_payment(
        invoice_id=invoice_id, amount_cents=5, received_on=TODAY, method=PaymentMethod.BANK,
        actor=owner,
    )  # fmt: skip


def credit_a_little(owner: Actor, invoice_id: int) -> None:
    """Credit a tenth of the first line of an invoice."""
    line = InvoiceLine.objects.filter(invoice=invoice_id).order_by("position").first()
    assert line is not None
    credit = NewCredit(CreditReason.GOODWILL, False, {line.pk: Decimal("0.1")})
    issue_credit_note(invoice_id=invoice_id, credit=credit, actor=owner, today=TODAY)


def prepayment(owner: Actor, product: int, customer: int) -> None:
    """Ask a part of an order ahead, and take it off the invoice that follows."""
    order_id = an_order(owner, [a_line(product)], customer_id=customer)
    ahead = draft_prepayment(order_id=order_id, share_bp=3000, actor=owner, today=TODAY)
    send_invoice(invoice_id=ahead, actor=owner, today=TODAY)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    last = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    send_invoice(invoice_id=last, actor=owner, today=TODAY)
    receive_payment(
        invoice_id=last, amount_cents=100, received_on=TODAY, method=PaymentMethod.BANK,
        actor=owner,
    )  # fmt: skip


def quotes(owner: Actor, product: int, customer: int) -> None:
    """Give a quote that became an order, one that was refused, and one that is open."""
    lines = a_line(product), a_line(product, "2")
    made = [an_issued_quote(owner, *lines, optional={2}, customer_id=customer) for _ in range(3)]
    yes = a_yes(options=frozenset({2}))
    order_from_quote(quote_id=made[0], ordered_on=TODAY, acceptance=yes, actor=owner)
    refuse_quote(quote_id=made[1], refused_on=TODAY, actor=owner)


def bought(owner: Actor) -> None:
    """Keep two invoices of a supplier; book one, reject the other."""
    kept = [
        keep_purchase(contents=write_ubl(invoice(number=number)), actor=owner, today=TODAY)
        for number in ("A-1", "A-2")
    ]
    read = purchase_invoice(purchase_id=kept[0], vault=owner.vault)
    assert read is not None
    book_purchase(
        purchase_id=kept[0], invoice=read, accounts=["4900"] * len(read.lines), booked_on=TODAY,
        reversed_bp=0, actor=owner,
    )  # fmt: skip
    reject_purchase(purchase_id=kept[1], reason="Nooit besteld", actor=owner, today=TODAY)


def sent_twice(owner: Actor, product: int) -> None:
    """Put an e-invoice in line that was not taken at first, and now goes out again."""
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    firm = a_customer(owner, company="Lunchroom De Linde", coc_number="87654321")
    invoice_id = a_sent_invoice(owner, [a_line(product)], customer_id=firm)
    file = issue_e_invoice(invoice_id=invoice_id, form=Form.PEPPOL, actor=owner)
    assert file is not None
    delivery_id = queue_delivery(e_invoice_id=file, actor=owner, at=noon)
    attempt = begin_delivery(delivery_id=delivery_id, contents=b"<x/>", actor=owner, at=noon)
    busy = Reply(Sent.POSTPONED, problem="http_503")
    record_delivery_answer(attempt_id=attempt, answer=busy, actor=owner, at=noon)
    begin_delivery(delivery_id=delivery_id, contents=b"<x/>", actor=owner, at=noon)
    receive_payment(
        invoice_id=invoice_id, amount_cents=100, received_on=TODAY, method=PaymentMethod.BANK,
        actor=owner,
    )  # fmt: skip


def mail_twice(owner: Actor, invoice_id: int) -> None:
    """Put a mail in line whose first attempt was postponed, and whose second goes on."""
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    MailServer.objects.create(
        pk=1, host="localhost", port=25, security="none", sealed=b"x", changed_at=noon,
        staff_id=owner.staff_id,
    )  # fmt: skip
    mail_id = queue_mail(
        kind=MailKind.INVOICE, about_id=invoice_id, customer_uid=uuid4(), language="nl",
        actor=owner, at=noon,
    )  # fmt: skip
    first = begin_attempt(mail_id=mail_id, template_id=None, actor=owner, at=noon)
    later = Answer(Outcome.POSTPONED, Step.RECIPIENT, 451)
    record_outcome(attempt_id=first, answer=later, actor=owner, at=noon)
    begin_attempt(mail_id=mail_id, template_id=None, actor=owner, at=noon)
    back = queue_mail(
        kind=MailKind.ORDER, about_id=1, customer_uid=uuid4(), language="nl", actor=owner, at=noon
    )
    first = begin_attempt(mail_id=back, template_id=None, actor=owner, at=noon)
    yes = Answer(Outcome.ACCEPTED, Step.HANDED_OVER, 250)
    record_outcome(attempt_id=first, answer=yes, actor=owner, at=noon)
    token = Mail.objects.get(pk=back).uid.hex
    report = Report(frozenset({token}), BounceAction.FAILED, "5.1.1", "unknown")
    assert record_bounce(report=report, actor=owner, at=noon)


def test_every_breach_is_found_and_named(world: None) -> None:
    assert all_broken() == []
    unseen = {}
    for sentence, statements in BREACHES.items():
        with sabotaged(*statements):
            said = all_broken()
        if not any(re.search(sentence, each) for each in said):
            unseen[sentence] = said
    assert unseen == {}
    assert all_broken() == []


def test_every_sentence_of_the_invariants_has_its_breach() -> None:
    sentences = [
        _words(node.value)
        for path in sorted(ROOMS.glob("**/*invariants.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr | ast.Constant)
    ]
    assert len(sentences) > 25
    assert [words for words in sentences if not any(_is_of(words, each) for each in BREACHES)] == []


def _words(value: ast.expr) -> str:
    """Give a sentence as a pattern, with anything where values stand."""
    if isinstance(value, ast.Constant):
        return re.escape(str(value.value))
    assert isinstance(value, ast.JoinedStr)
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*"
        for part in value.values
    )


def _is_of(words: str, breach: str) -> bool:
    """Tell whether a breach is about this sentence: the whole of it, or a fixed part of it."""
    parts = words.replace("\\", "").split(".*")
    whole = words.replace("\\", "")
    return bool(re.fullmatch(words, breach)) or any(breach in each for each in (whole, *parts))
