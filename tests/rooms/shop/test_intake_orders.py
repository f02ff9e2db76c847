"""Orders from the shop become customers and orders: each once, and in doubt a person decides."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from klantkluis.billing.commands import draft_invoice, send_invoice
from klantkluis.billing.invariants import broken as broken_billing
from klantkluis.billing.models import OpenInvoice, Payment
from klantkluis.billing.rules import BillFrom
from klantkluis.customers.commands import register_customer
from klantkluis.customers.models import Consent, Customer, CustomerChange
from klantkluis.customers.queries import customer_card
from klantkluis.ledger.invariants import broken as broken_ledger
from klantkluis.messages.letters import (
    Address,
    ConsentGiven,
    OrderLine,
    OrderPlaced,
    PaymentSeen,
    Person,
    Shipping,
)
from klantkluis.messages.outbox import Kind
from klantkluis.sales.commands import deliver
from klantkluis.sales.invariants import broken as broken_sales
from klantkluis.sales.models import OpenOrder, Order
from klantkluis.sales.models import OrderLine as Line
from klantkluis.shop.commands.taking_in import take_in
from klantkluis.shop.invariants import broken
from klantkluis.shop.models import (
    IntakeMessage,
    IntakeTaken,
    LookalikeFound,
    OnlinePaymentSeen,
    ProposedChange,
    ShopOrder,
    SiteAccount,
)
from klantkluis.shop.running import take_in_all
from klantkluis.vault.purposes import Purpose
from rooms.shop.conftest import now

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
JAN = Person(
    first_name="Jan", surname_prefix="van den", surname="Berg", email="jan@voorbeeld.example",
    phone="06 12345678",
)  # fmt: skip
HOME = Address(street="Kerkstraat", house_number="12", postcode="3511 LN", town="Utrecht")


def an_order(**parts) -> OrderPlaced:
    said = {
        "uid": uuid4(), "language": "nl", "at": AT, "reference": "W-7K2M", "business": False,
        "who": JAN, "address": HOME, "basis": "gross",
        "lines": (
            OrderLine(
                sku="nergens", name="Plank", quantity=2, unit_price=Decimal("24.95"),
                vat_category="standard", rate_bp=2100, amount_cents=4990,
            ),
        ),
        "shipping": Shipping(
            method="parcel", name="Pakket", price=Decimal("4.95"), vat_category="standard",
            rate_bp=2100, amount_cents=495,
        ),
        "net_cents": 4533, "vat_cents": 952, "gross_cents": 5485, "payment": "transfer",
        "mailed": True,
    }  # fmt: skip
    return OrderPlaced(**(said | parts))


@pytest.fixture
def arrive(round_, send, owner, our_company, django_capture_on_commit_callbacks):
    """Let letters come in and be taken in; give the last order."""

    def do(*letters, kind=Kind.ORDER):
        for letter in letters:
            send(kind, letter)
        round_()
        with django_capture_on_commit_callbacks(execute=True):
            take_in_all(owner, now)
        return Order.objects.order_by("-pk").first()

    return do


def test_an_order_of_a_stranger_becomes_a_customer_and_an_order(arrive, owner):
    letter = an_order(remarks="Aan de achterdeur", their_reference="PO 7")
    order = arrive(letter)
    card = customer_card(customer_id=order.customer_id, vault=owner.vault)
    assert (card.fields["surname"], card.fields["postcode"]) == ("Berg", "3511 LN")
    assert (order.uid, order.ordered_on, order.basis) == (letter.uid, date(2026, 11, 20), "gross")
    assert [row.kind for row in Line.objects.filter(order=order).order_by("position")] == [
        "text", "shipping",
    ]  # fmt: skip
    from klantkluis.sales.stored import ORDER

    words = ORDER.open_one(owner.vault, Purpose.FILE, order)
    assert words["deliver_to"]["town"] == "Utrecht"
    assert words["deliver_to"]["name"] == "Jan van den Berg"
    assert (words["reference"], words["remarks"]) == ("PO 7", "Aan de achterdeur")
    assert OpenOrder.objects.get().order_id == order.pk
    assert list(broken_sales()) == []


def test_what_the_customer_was_told_is_kept_and_equals_our_own_sum(arrive):
    arrive(an_order())
    kept = ShopOrder.objects.get()
    assert (kept.reference, kept.payment, kept.mailed) == ("W-7K2M", "transfer", True)
    assert (kept.net_cents, kept.vat_cents, kept.gross_cents) == (
        kept.site_net_cents, kept.site_vat_cents, kept.site_gross_cents,
    )  # fmt: skip


def test_the_sealed_copy_goes_and_a_fact_without_a_name_stays(arrive):
    letter = an_order()
    arrive(letter)
    assert IntakeMessage.objects.count() == 0
    fact = IntakeTaken.objects.get()
    assert (fact.uid, fact.outcome, fact.seq) == (letter.uid, "taken", 1)


def test_the_change_came_through_the_shop(arrive):
    arrive(an_order())
    assert CustomerChange.objects.get().channel == "site"


def test_a_letter_that_comes_again_makes_no_second_order(arrive):
    letter = an_order()
    arrive(letter)
    arrive(letter, letter)
    assert (Order.objects.count(), Customer.objects.count()) == (1, 1)
    assert IntakeMessage.objects.count() == 0


def test_a_copy_that_comes_twice_goes_with_the_first(arrive, round_, send, owner):
    letter = an_order()
    for _ in range(2):
        send(Kind.ORDER, letter)
    round_()
    first = IntakeMessage.objects.order_by("pk").first()
    take_in(message_ids=[first.pk], actor=owner, now=now())
    assert (IntakeMessage.objects.count(), Order.objects.count()) == (0, 1)
    assert list(broken()) == []


def test_who_orders_again_is_the_same_customer(arrive):
    arrive(an_order())
    arrive(an_order(who=Person(surname="BERG", email="Jan@Voorbeeld.example")))
    assert (Order.objects.count(), Customer.objects.count()) == (2, 1)


def test_who_orders_twice_in_one_batch_is_one_customer(arrive):
    arrive(an_order(), an_order())
    assert (Order.objects.count(), Customer.objects.count()) == (2, 1)


def test_who_only_looks_like_a_customer_is_another_until_a_person_decides(
    arrive, owner, today, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        known = register_customer(
            fields={"surname": "Berg", "email": "jan@voorbeeld.example", "postcode": "1000 AA",
                    "town": "Elders", "street": "Weg"},
            actor=owner, today=today,
        )  # fmt: skip
    order = arrive(an_order())
    assert order.customer_id != known
    doubt = LookalikeFound.objects.get()
    assert (doubt.customer_id, doubt.other_id, doubt.outcome) == (order.customer_id, known, "")


def test_a_household_that_shares_an_address_is_a_doubt_and_no_match(arrive):
    arrive(an_order(), an_order(who=Person(surname="Zwart", email="jan@voorbeeld.example")))
    assert Customer.objects.count() == 2
    assert LookalikeFound.objects.count() == 1


def test_what_a_customer_says_anew_is_proposed_and_not_taken_over(arrive, owner):
    first = arrive(an_order())
    arrive(an_order(who=Person(surname="Berg", email=JAN.email, phone="06 87654321")))
    card = customer_card(customer_id=first.customer_id, vault=owner.vault)
    assert "87654321" not in card.fields["phone"].replace(" ", "").replace("-", "")
    proposal = ProposedChange.objects.get()
    from klantkluis.shop.stored import PROPOSED_CHANGE

    said = PROPOSED_CHANGE.open_one(owner.vault, Purpose.FILE, proposal)
    assert set(said) == {"phone"}
    arrive(an_order(who=Person(surname="Berg", email=JAN.email, phone="06 11111111")))
    assert ProposedChange.objects.filter(ended_at=None).count() == 1
    assert ProposedChange.objects.get(pk=proposal.pk).outcome == "replaced"


def test_an_account_says_whose_order_it_is(arrive, owner, today):
    known = register_customer(fields={"surname": "Anders"}, actor=owner, today=today)
    account = uuid4()
    SiteAccount.objects.create(
        uid=account, customer_id=known, public=b"x", rev=1, registered_at=now()
    )
    assert arrive(an_order(account=account)).customer_id == known


def test_another_sum_than_ours_is_left_for_a_person(arrive):
    arrive(an_order(gross_cents=5000))
    kept = ShopOrder.objects.get()
    assert (kept.site_gross_cents, kept.gross_cents, kept.settled_at) == (5000, 5485, None)


def test_a_yes_with_an_order_is_kept_with_its_evidence(arrive):
    arrive(an_order(newsletter=ConsentGiven(wording=1, text="Ja, graag", asked_at=AT)))
    consent = Consent.objects.get()
    assert (consent.given, consent.channel, consent.wording.version) == (True, "site", 1)


def a_payment(order, **parts) -> PaymentSeen:
    said = {
        "uid": uuid4(), "language": "nl", "at": AT, "order": order, "provider": "mollie",
        "payment_id": "tr_1", "status": "paid", "amount_cents": 5485,
    }  # fmt: skip
    return PaymentSeen(**(said | parts))


def test_what_was_paid_is_in_the_books_once_and_pays_the_invoice_by_itself(
    arrive, owner, today, send, round_
):
    letter = an_order()
    send(Kind.ORDER, letter)
    send(Kind.PAYMENT, a_payment(letter.uid, status="open"))
    send(Kind.PAYMENT, a_payment(letter.uid))
    send(Kind.PAYMENT, a_payment(letter.uid))
    order = arrive(a_payment(letter.uid), kind=Kind.PAYMENT)
    payment = Payment.objects.get()
    assert (payment.amount_cents, payment.method, payment.customer_id) == (
        5485, "psp", order.customer_id,
    )  # fmt: skip
    assert OnlinePaymentSeen.objects.count() == 2
    assert list(broken_ledger()) + list(broken_billing()) == []
    line = Line.objects.get(order=order, kind="text")
    deliver(order_id=order.pk, quantities={line.pk: Decimal(2)}, delivered_on=today, actor=owner)
    invoice = draft_invoice(order_id=order.pk, what=BillFrom.DELIVERIES, actor=owner, today=today)
    send_invoice(invoice_id=invoice, actor=owner, today=today)
    assert OpenInvoice.objects.count() == 0
    assert list(broken_ledger()) + list(broken_billing()) == []


def test_money_for_an_order_that_we_do_not_have_is_left_for_a_person(arrive):
    arrive(a_payment(uuid4()), kind=Kind.PAYMENT)
    assert Payment.objects.count() == 0
    assert OnlinePaymentSeen.objects.get().booked_id is None


def test_what_cannot_be_read_stops_none_of_the_others(arrive, send, site, key):
    site.put(Kind.ORDER, uuid4(), b"no letter at all", key.public, key.id)
    site.put(Kind.ORDER, uuid4(), b"\x80" + bytes(255), key.public, key.id)
    arrive(an_order())
    assert Order.objects.count() == 1
    assert IntakeMessage.objects.filter(problem="unreadable").count() == 2


def test_an_order_that_cannot_be_taken_stops_none_of_the_others(arrive):
    nowhere = an_order(address=Address(town="Utrecht"))
    nobody = an_order(who=Person(email="x@voorbeeld.example"))
    account = an_order(remarks="Stort het op NL91ABNA0417164300")
    arrive(nowhere, an_order(), nobody, account, an_order(who=Person(surname="Zwart")))
    assert Order.objects.count() == 2
    problems = set(IntakeMessage.objects.values_list("problem", flat=True))
    assert problems == {"AddressIncomplete", "NameMissing", "BankAccountRefused"}


def test_when_the_vault_locks_everything_waits_and_nothing_is_half(round_, send, owner):
    from dataclasses import replace

    from klantkluis.vault.client import LockedVault
    from klantkluis.vault.refusals import VaultLocked

    send(Kind.ORDER, an_order())
    round_()
    with pytest.raises(VaultLocked):
        take_in_all(replace(owner, vault=LockedVault()), now)
    assert (IntakeMessage.objects.filter(problem="").count(), Order.objects.count()) == (1, 0)


def test_nothing_personal_lies_open_in_what_is_kept(arrive):
    arrive(an_order(), a_question_order())
    from django.apps import apps

    for model in apps.get_app_config("shop").get_models():
        for row in model.objects.all():
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                text = bytes(value) if isinstance(value, memoryview) else str(value).encode()
                for secret in (b"Berg", b"Kerkstraat", b"3511 LN", b"jan@voorbeeld"):
                    assert secret not in text, field


def a_question_order():
    return an_order(who=Person(surname="Berg", email=JAN.email, phone="06 99999999"))


def test_a_firm_is_billed_without_vat_in_its_prices(arrive, owner):
    order = arrive(
        an_order(
            who=Person(company="Voorbeeld BV", email="inkoop@voorbeeld.example"), basis="net",
            business=True, net_cents=5485, vat_cents=1152, gross_cents=6637,
        )
    )  # fmt: skip
    kept = ShopOrder.objects.get()
    assert (order.basis, order.to_business) == ("net", True)
    assert kept.gross_cents == kept.site_gross_cents
