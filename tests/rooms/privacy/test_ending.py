"""Customers whose relation is over are forgotten because an owner says so once for all of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from klantkluis.billing.commands import (
    PaymentMethod,
    draft_invoice,
    file_paper,
    receive_payment,
    send_invoice,
)
from klantkluis.billing.models import Invoice, InvoicePaper, InvoiceSnapshot
from klantkluis.billing.queries.invoices import invoice_card
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis
from klantkluis.customers.commands import merge_customers, register_customer
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import NotAllowed
from klantkluis.ledger.queries import ledger_head
from klantkluis.privacy.erasing.sweeping import finish_due
from klantkluis.privacy.models import ClassEnd, ErasurePlan, RelationOver, RelationToEnd
from klantkluis.privacy.retaining.documents import kept_too_long, remove_ended_years, remove_kept
from klantkluis.privacy.retaining.ending import (
    NOBODY,
    NobodyToForget,
    end_by_leave,
    end_relations,
    people_to_end,
    plan_what_was_decided,
)
from klantkluis.privacy.retaining.holds import HoldGround, place_hold
from klantkluis.privacy.retaining.sweeping import sweep
from klantkluis.sales.commands import NewOrder, deliver, take_order
from klantkluis.sales.models import Order
from rooms.story import JANSEN, TODAY, a_customer, a_line, a_product, all_broken, an_order

pytestmark = pytest.mark.usefixtures("our_company")

LONG_AGO = date(2016, 5, 1)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def someone(owner) -> int:
    return register_customer(fields=JANSEN, actor=owner, today=LONG_AGO)


def state(customer_id: int) -> str:
    return Customer.objects.get(pk=customer_id).state


def confirm(owner, keys, *customer_ids: int) -> int:
    return end_relations(
        customer_ids=customer_ids, actor=owner, now=NOW, vault=keys, grant=keys.grant
    )


def test_the_owner_confirms_once_and_all_are_forgotten(owner, keys):
    gone, kept = [someone(owner) for _ in range(3)], a_customer(owner)
    sweep(NOW)
    assert set(RelationOver.objects.values_list("pk", flat=True)) == set(gone)
    assert confirm(owner, keys, *gone) == 3
    assert (people_to_end(), RelationOver.objects.count()) == (3, 0)
    assert plan_what_was_decided(NOW) == 3
    assert finish_due(NOW + timedelta(minutes=1), keys) == 3
    assert [state(each) for each in gone] == ["erased"] * 3
    assert state(kept) == "active"
    assert people_to_end() == 0
    assert set(ErasurePlan.objects.values_list("asked_by", flat=True)) == {"term"}
    assert all_broken() == []


def test_who_did_business_before_the_owner_confirmed_stays(owner, keys):
    customer_id = someone(owner)
    sweep(NOW)
    an_order(owner, [a_line(a_product(owner))], customer_id=customer_id)
    with pytest.raises(NobodyToForget):
        confirm(owner, keys, customer_id)
    assert not keys.planned


def test_who_did_business_after_the_owner_confirmed_stays_too(owner, keys):
    customer_id = someone(owner)
    confirm(owner, keys, customer_id)
    an_order(owner, [a_line(a_product(owner))], customer_id=customer_id)
    assert plan_what_was_decided(NOW) == 0
    assert finish_due(NOW + timedelta(minutes=1), keys) == 0
    assert state(customer_id) == "active"
    assert people_to_end() == 0


def test_all_that_were_merged_into_one_go_together(owner, keys):
    keep, duplicate = someone(owner), someone(owner)
    merge_customers(keep_id=keep, duplicate_id=duplicate, actor=owner)
    assert confirm(owner, keys, keep) == 1
    plan_what_was_decided(NOW)
    finish_due(NOW + timedelta(minutes=1), keys)
    assert state(keep) == state(duplicate) == "erased"


def test_confirming_twice_is_harmless(owner, keys):
    customer_id = someone(owner)
    confirm(owner, keys, customer_id)
    confirm(owner, keys, customer_id)
    assert people_to_end() == 1
    assert plan_what_was_decided(NOW) == 1
    assert plan_what_was_decided(NOW) == 0


def test_only_the_owner_confirms(owner, keys):
    customer_id = someone(owner)
    with pytest.raises(NotAllowed):
        confirm(replace(owner, roles=frozenset({Role.SALES, Role.FISCAL})), keys, customer_id)


def test_within_the_daily_number_the_oldest_go_by_themselves(owner):
    first = register_customer(fields=JANSEN, actor=owner, today=date(2015, 1, 1))
    second = someone(owner)
    sweep(NOW)
    assert end_by_leave(NOW, leave=0) == 0
    assert end_by_leave(NOW, leave=1) == 1
    row = RelationToEnd.objects.get()
    assert (row.pk, row.staff_id) == (first, NOBODY)
    assert RelationOver.objects.get().pk == second


def bought(owner, *days: date) -> int:
    """Give a customer with an invoice of each day, printed and paid."""
    customer_id = someone(owner)
    line = a_line(a_product(owner))
    for day in days:
        order = NewOrder(lines=[line], basis=PriceBasis.GROSS, ordered_on=day)
        order_id = take_order(customer_id=customer_id, order=order, actor=owner)
        deliver(order_id=order_id, actor=owner, delivered_on=day)
        invoice_id = draft_invoice(
            order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=day
        )
        send_invoice(invoice_id=invoice_id, actor=owner, today=day)
        file_paper(invoice_id=invoice_id, actor=owner, made_at=NOW)
        receive_payment(
            invoice_id=invoice_id, received_on=day, amount_cents=37_900, note="Dank",
            actor=owner, method=PaymentMethod.BANK,
        )  # fmt: skip
    return customer_id


def classes() -> set[str]:
    return set(InvoiceSnapshot.objects.values_list("cls", flat=True))


def test_a_document_that_was_kept_goes_on_its_date_and_the_books_stay(owner, keys):
    customer_id = bought(owner, date(2016, 5, 2), date(2018, 3, 1))
    head = ledger_head()
    then = datetime(2024, 6, 1, 9, tzinfo=UTC)
    end_relations(customer_ids=[customer_id], actor=owner, now=then, vault=keys, grant=keys.grant)
    plan_what_was_decided(then)
    assert finish_due(then + timedelta(minutes=1), keys) == 1
    assert classes() == {"F7-2018"}, "that of 2016 went at once"
    papers = set(InvoicePaper.objects.values_list("uid", flat=True))
    assert (kept_too_long(date(2025, 12, 31)), kept_too_long(date(2026, 1, 1))) == (0, 3)
    assert remove_kept(date(2025, 12, 31), keys) == 0
    assert remove_kept(date(2026, 1, 1), keys) > 0
    assert remove_kept(date(2026, 1, 1), keys) == 0
    assert (classes(), InvoicePaper.objects.count()) == (set(), 0)
    assert papers <= keys.removed, "a backup that is put back loses them again"
    assert ledger_head() == head
    assert Order.objects.count() == Invoice.objects.count() == 2
    for invoice in Invoice.objects.all():
        assert invoice_card(invoice_id=invoice.pk, today=TODAY, vault=owner.vault) is not None
    assert all_broken() == []


def test_what_was_kept_of_who_is_held_stays_beyond_its_date(owner, keys):
    customer_id = bought(owner, date(2018, 3, 1))
    then = datetime(2024, 6, 1, 9, tzinfo=UTC)
    end_relations(customer_ids=[customer_id], actor=owner, now=then, vault=keys, grant=keys.grant)
    place_hold(
        customer_id=customer_id, ground=HoldGround.CLAIM, note="Zaak", since=then.date(),
        actor=owner, at=then,
    )  # fmt: skip
    plan_what_was_decided(then)
    assert finish_due(then + timedelta(minutes=1), keys) == 0
    assert state(customer_id) == "active"
    assert remove_kept(date(2026, 1, 1), keys) == 0
    assert classes() == {"F7-2018"}


def test_documents_of_a_year_whose_key_is_gone_are_removed(owner):
    bought(owner, date(2018, 3, 1), date(2025, 3, 1))
    ClassEnd.objects.create(name="F7-2018", documents=3, ended_at=NOW, staff_id=owner.staff_id)
    head = ledger_head()
    assert remove_ended_years() >= 3
    assert classes() == {"F7-2025"}
    assert set(InvoicePaper.objects.values_list("cls", flat=True)) == {"F7-2025"}
    assert remove_ended_years() == 0, "twice is harmless"
    assert ledger_head() == head
    assert all_broken() == []
