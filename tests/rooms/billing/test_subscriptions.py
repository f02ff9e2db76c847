"""Subscriptions: one invoice for each period, whatever the clock of the office does."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from klantkluis.billing.commands import (
    InvoiceUnknown,
    SubscriptionChanged,
    SubscriptionEnded,
    SubscriptionWrong,
    change_subscription,
    delete_draft,
    draft_period,
    end_subscription,
    make_skipped_period,
    pause_subscription,
    resume_subscription,
    send_invoice,
    skip_period,
)
from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.billing.period_rules import PeriodUnit
from klantkluis.billing.periodic import drafts_to_send, make_due
from klantkluis.billing.queries import invoice_card
from klantkluis.billing.queries.subscriptions import subscription_card, subscription_rows
from klantkluis.billing.subscription_rows import (
    Subscription,
    SubscriptionLine,
    SubscriptionPeriod,
    SubscriptionVersion,
)
from klantkluis.billing.waiting import billing_waits
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.commands import merge_customers
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import OrderEmpty
from klantkluis.vault.client import LockedVault
from rooms.e_invoices import said as snapshot_of
from rooms.e_invoices import validated
from rooms.story import TODAY, a_customer, a_line, a_product, all_broken
from rooms.subscribing import a_subscription, said

pytestmark = pytest.mark.usefixtures("our_company")


def days() -> list[tuple[int, date, date]]:
    rows = SubscriptionPeriod.objects.order_by("number")
    return list(rows.values_list("number", "first_on", "last_on"))


def locked(actor: Actor) -> Actor:
    return Actor(actor.staff_id, actor.roles, actor.channel, LockedVault())


def test_after_weeks_without_the_office_each_period_has_one_draft(owner: Actor) -> None:
    a_subscription(owner, months_ago=3)
    made = make_due(today=TODAY)
    assert len(made.drafts) == 4
    assert [number for number, _first, _last in days()] == [1, 2, 3, 4]
    for _ in range(3):
        assert make_due(today=TODAY).drafts == []
    assert Invoice.objects.count() == 4
    assert all_broken() == []


def test_it_needs_no_vault_and_acts_for_who_wrote_it(owner: Actor) -> None:
    from klantkluis.foundation.models import Event

    a_subscription(owner)
    make_due(today=TODAY)
    event = Event.objects.get(name="subscription.period_drafted")
    assert (event.staff_id, event.channel) == (owner.staff_id, "job")
    a_subscription(owner)
    assert len(make_due(today=TODAY, actor=locked(owner)).drafts) == 1


def test_in_arrears_a_period_is_billed_on_the_day_after_it(owner: Actor) -> None:
    a_subscription(owner, in_advance=False)
    last = date(2026, 12, 19)
    assert make_due(today=last).drafts == []
    assert len(make_due(today=last + timedelta(days=1)).drafts) == 1
    assert days() == [(1, TODAY, last)]
    assert InvoiceLine.objects.get().supplied_on == last


def test_asked_again_a_period_gives_the_invoice_it_has(owner: Actor) -> None:
    pk = a_subscription(owner)
    draft = {"subscription_id": pk, "number": 1, "actor": owner, "today": TODAY}
    assert draft_period(**draft) == draft_period(**draft)
    with pytest.raises(SubscriptionWrong):
        draft_period(**{**draft, "number": 2})
    assert Invoice.objects.count() == 1


def test_the_database_takes_one_row_for_each_period(owner: Actor) -> None:
    pk = a_subscription(owner)
    make_due(today=TODAY)
    row = SubscriptionPeriod.objects.get(subscription=pk)
    row.pk, row.invoice_id, row.skipped_on = None, None, TODAY
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_period_is_never_forgotten_nor_another(owner: Actor) -> None:
    a_subscription(owner)
    make_due(today=TODAY)
    rows = SubscriptionPeriod.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    for change in ({"number": 5}, {"first_on": TODAY - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubscriptionLine.objects.update(unit_price=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubscriptionVersion.objects.update(from_period=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.update(starts_on=date(2020, 1, 1))


def test_a_deleted_draft_is_a_decision_that_stays_seen(owner: Actor) -> None:
    pk = a_subscription(owner)
    (invoice_id,) = make_due(today=TODAY).drafts
    with pytest.raises(InvoiceUnknown):
        delete_draft(invoice_id=invoice_id, actor=owner, today=TODAY)
    assert skip_period(invoice_id=invoice_id, actor=owner, today=TODAY) == pk
    assert make_due(today=TODAY).drafts == []
    card = subscription_card(subscription_id=pk, today=TODAY, vault=owner.vault)
    assert card is not None
    assert [(each.number, each.skipped_on) for each in card.periods] == [(1, TODAY)]
    assert draft_period(subscription_id=pk, number=1, actor=owner, today=TODAY) is None
    again = make_skipped_period(subscription_id=pk, number=1, actor=owner, today=TODAY)
    assert SubscriptionPeriod.objects.get().invoice_id == again
    with pytest.raises(SubscriptionWrong):
        make_skipped_period(subscription_id=pk, number=1, actor=owner, today=TODAY)
    assert all_broken() == []


def test_another_price_holds_from_the_next_period(owner: Actor) -> None:
    pk = a_subscription(owner, months_ago=1)
    first, second = make_due(today=TODAY).drafts
    order = said(price="60")
    change = {"subscription_id": pk, "order": order, "sends": False, "actor": owner}
    assert change_subscription(**change, version=1) == 2
    with pytest.raises(SubscriptionChanged):
        change_subscription(**change, version=1)
    (third,) = make_due(today=date(2026, 12, 20)).drafts
    prices = {line.invoice_id: line.unit_price for line in InvoiceLine.objects.order_by("invoice")}
    assert prices == {first: Decimal(50), second: Decimal(50), third: Decimal(60)}
    skip_period(invoice_id=second, actor=owner, today=TODAY)
    after_all = make_skipped_period(subscription_id=pk, number=2, actor=owner, today=TODAY)
    assert InvoiceLine.objects.get(invoice=after_all).unit_price == Decimal(50)
    assert all_broken() == []


def test_pauses_and_ends_leave_periods_out_and_resuming_bills_again(owner: Actor) -> None:
    pk = a_subscription(owner)
    make_due(today=TODAY)
    by = {"subscription_id": pk, "actor": owner}
    span = {"first_on": date(2026, 12, 1), "last_on": date(2027, 2, 28)}
    pause_subscription(**by, **span, today=TODAY)
    for wrong in ({**span, "last_on": date(2026, 11, 30)}, {**span, "first_on": date(2026, 1, 1)}):
        with pytest.raises(SubscriptionWrong):
            pause_subscription(**by, **wrong, today=TODAY)
    assert make_due(today=date(2027, 1, 10)).drafts == []
    resume_subscription(**by, today=date(2027, 1, 10))
    assert len(make_due(today=date(2027, 2, 20)).drafts) == 2
    assert [number for number, *_rest in days()] == [1, 3, 4]
    end_subscription(**by, ends_on=date(2027, 3, 31))
    with pytest.raises(SubscriptionEnded):
        end_subscription(**by, ends_on=date(2027, 4, 30))
    assert len(make_due(today=date(2028, 1, 1)).drafts) == 1
    card = subscription_card(subscription_id=pk, today=TODAY, vault=owner.vault)
    assert card is not None
    assert card.expected == ()
    assert all_broken() == []


def test_each_period_has_the_vat_rate_of_its_day_of_supply(owner: Actor) -> None:
    product = a_product(owner, basis=PriceBasis.NET, category=VatCategory.REDUCED)
    line = a_line(product, price="100", category=VatCategory.REDUCED)
    starts_on = date(2018, 12, 15)
    for in_advance in (True, False):
        order = said(line, starts_on=starts_on)
        a_subscription(owner, order=order, in_advance=in_advance)
    make_due(today=date(2019, 2, 15))
    rates = InvoiceLine.objects.order_by("subscription_line__version__subscription", "supplied_on")
    assert list(rates.values_list("rate_bp", flat=True)) == [600, 900, 900, 900, 900]


def test_what_is_sent_says_the_period_and_passes_every_rule(owner: Actor) -> None:
    firm = a_customer(owner, company="Lunchroom De Linde", coc_number="87654321")
    a_subscription(owner, customer_id=firm, unit=PeriodUnit.QUARTER)
    (invoice_id,) = make_due(today=TODAY).drafts
    draft = invoice_card(invoice_id=invoice_id, today=TODAY, vault=owner.vault)
    assert draft is not None
    assert draft.period is not None
    assert draft.lines[0].description == "Onderhoud"
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    says = snapshot_of(owner, invoice_id=invoice_id)
    assert says["period"] == ["2026-11-20", "2027-02-19"]
    assert "order_number" not in says
    e_invoice = validated(owner, invoice_id=invoice_id)
    assert e_invoice.period is not None
    assert (e_invoice.period.start, e_invoice.period.end) == (TODAY, date(2027, 2, 19))
    assert e_invoice.buyer_reference == str(says["customer_number"])
    assert all_broken() == []


def test_a_customer_that_was_merged_is_billed_as_who_is_left(owner: Actor) -> None:
    gone = a_customer(owner)
    kept = a_customer(owner, surname="Vries")
    a_subscription(owner, customer_id=gone)
    merge_customers(keep_id=kept, duplicate_id=gone, actor=owner)
    (invoice_id,) = make_due(today=TODAY).drafts
    assert Invoice.objects.get(pk=invoice_id).customer_id == kept
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    assert all_broken() == []


def test_drafts_wait_for_a_person_or_are_to_be_sent(owner: Actor) -> None:
    a_subscription(owner)
    a_subscription(owner, sends=True)
    waits, goes = make_due(today=TODAY).drafts
    assert billing_waits().periodic == 1
    assert drafts_to_send() == [goes]
    for invoice_id in (waits, goes):
        send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    assert (billing_waits().periodic, drafts_to_send()) == (0, [])


def test_a_subscription_says_something_and_comes_round(owner: Actor) -> None:
    with pytest.raises(SubscriptionWrong):
        a_subscription(owner, every=0)
    empty = replace(said(), lines=())
    with pytest.raises(OrderEmpty):
        a_subscription(owner, order=empty)
    order = said()
    assert a_subscription(owner, order=order) == a_subscription(owner, order=order)


def test_the_list_says_what_comes_next(owner: Actor) -> None:
    pk = a_subscription(owner)
    (row,) = subscription_rows(today=TODAY)
    assert (row.id, row.next_on, row.gross_cents) == (pk, TODAY, 6050)
    make_due(today=TODAY)
    (row,) = subscription_rows(today=TODAY)
    assert row.next_on == date(2026, 12, 20)
    card = subscription_card(subscription_id=pk, today=TODAY, vault=owner.vault)
    assert card is not None
    assert [each.due_on for each in card.expected] == [
        date(2026, 12, 20), date(2027, 1, 20), date(2027, 2, 20),
    ]  # fmt: skip
