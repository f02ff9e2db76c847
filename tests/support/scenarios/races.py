"""Two people do something to one thing at the same moment, again and again."""

import os
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from support.scenarios import FORK, a_draft, clerk, forked, tell
from support.scenarios.races_goods import GOODS

Act = Callable[[], object]
PAUSE = 0.004


def scenario(*, rounds: int) -> dict[str, Any]:
    """Play every race `rounds` times; tell how each ended, by the outcomes of both acts."""
    from rooms.story import all_broken

    ends: dict[str, Counter[str]] = {}
    for name, race in RACES.items():
        for _ in range(rounds):
            ends.setdefault(name, Counter())[_run(*race(clerk(), clerk(PAUSE)))] += 1
    return {"ends": ends, "broken": all_broken()}


def _run(*acts: Act) -> str:
    """Do the acts at once, each in a process of its own."""
    barrier = FORK.Barrier(len(acts))
    pipes = [os.pipe() for _ in acts]
    processes = [
        forked(_act, act, barrier, writing)
        for act, (_reading, writing) in zip(acts, pipes, strict=True)
    ]
    for _reading, writing in pipes:
        os.close(writing)
    outcomes = []
    for process, (reading, _writing) in zip(processes, pipes, strict=True):
        with os.fdopen(reading) as said:
            outcomes.append(said.read())
        process.join()
    same = "same" if len(set(outcomes)) == 1 and outcomes[0] != "done:None" else ""
    return " ".join([*(each.partition(":")[0] for each in outcomes), same]).strip()


def _act(act: Act, barrier: Any, out: int) -> None:
    from klantkluis.core.refusals import Refusal

    barrier.wait()
    try:
        said = f"done:{act()}"
    except Refusal as refusal:
        said = type(refusal).__name__
    except Exception as error:
        said = f"ERROR {error!r}".replace(":", ";")
    os.write(out, said.encode())
    os.close(out)
    sys.stdout.flush()
    os._exit(0)


def _sending_one_draft_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    pk = a_draft(actor)
    return _send(pk, slow), _send(pk, slow)


def _sending_and_deleting_a_draft(actor: Any, slow: Any) -> tuple[Act, Act]:
    pk = a_draft(actor)
    return _send(pk, slow), _delete(pk, slow)


def _deleting_a_draft_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    pk = a_draft(actor)
    return _delete(pk, slow), _delete(pk, slow)


def _billing_one_order_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    order_id = _delivered(actor)
    return _bill(order_id, slow), _bill(order_id, slow)


def _deleting_a_draft_and_billing_its_order(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.billing.models import InvoiceLine

    pk = a_draft(actor)
    line = InvoiceLine.objects.select_related("order_line").filter(invoice=pk)[0]
    assert line.order_line is not None
    return _delete(pk, slow), _bill(line.order_line.order_id, slow)


def _drafting_one_period_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.billing.commands import draft_period
    from rooms.subscribing import TODAY, a_subscription

    pk = a_subscription(actor)
    draft = lambda: draft_period(  # noqa: E731
        subscription_id=pk, number=1, actor=slow, today=TODAY
    )
    return draft, draft


def _making_what_is_due_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.billing.periodic import make_due
    from rooms.subscribing import TODAY, a_subscription

    pk = a_subscription(actor, months_ago=4)

    def make() -> object:
        made = make_due(today=TODAY, actor=slow, subscription_id=pk)
        assert made.refused == []
        return len(made.drafts)

    return make, make


def _asking_a_whole_order_ahead_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.billing.commands import draft_prepayment
    from rooms.story import TODAY, an_order

    order_id = an_order(actor, _lines())
    ask = lambda: draft_prepayment(  # noqa: E731
        order_id=order_id, share_bp=10_000, actor=slow, today=TODAY
    )
    return ask, ask


def _billing_together_and_by_order(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.billing.commands import draft_collective_invoice
    from klantkluis.sales.models import Delivery
    from rooms.story import TODAY

    order_id = _delivered(actor)
    ids = list(Delivery.objects.filter(order=order_id).values_list("pk", flat=True))
    together = lambda: draft_collective_invoice(  # noqa: E731
        delivery_ids=ids, actor=slow, today=TODAY
    )
    return together, _bill(order_id, slow)


def _taking_off_and_crediting_a_prepayment(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.billing.commands import (
        CreditReason,
        NewCredit,
        draft_prepayment,
        issue_credit_note,
        send_invoice,
    )
    from rooms.story import TODAY, an_order

    order_id = an_order(actor, _lines())
    by = {"actor": actor, "today": TODAY}
    ahead = draft_prepayment(order_id=order_id, share_bp=5000, **by)
    send_invoice(invoice_id=ahead, **by)
    _deliver(order_id, actor)()
    credit = NewCredit(CreditReason.WRONG, bills_again=False)
    back = lambda: issue_credit_note(  # noqa: E731
        invoice_id=ahead, credit=credit, actor=slow, today=TODAY
    )
    return _bill(order_id, slow), back


def _paying_one_invoice_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    pk = _sent(actor)
    return _pay(pk, slow), _pay(pk, slow)


def _sending_one_page_of_payment_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    pk, uid = _sent(actor), uuid4()
    return _pay(pk, slow, uid=uid), _pay(pk, slow, uid=uid)


def _paying_two_invoices_of_one_customer(actor: Any, slow: Any) -> tuple[Act, Act]:
    from rooms.story import a_customer, a_sent_invoice

    customer_id = a_customer(actor)
    invoices = [a_sent_invoice(actor, _lines(), customer_id=customer_id) for _ in "12"]
    return _pay(invoices[0], slow), _pay(invoices[1], slow)


def _sending_one_page_of_an_order_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.core.vat import PriceBasis
    from klantkluis.sales.commands import NewOrder, take_order
    from rooms.story import TODAY, a_customer

    customer_id = a_customer(actor)
    order = NewOrder(lines=_lines(), basis=PriceBasis.GROSS, ordered_on=TODAY)
    take = lambda: take_order(customer_id=customer_id, order=order, actor=slow)  # noqa: E731
    return take, take


def _changing_one_customer_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    from rooms.story import a_customer

    pk = a_customer(actor)
    return _change(pk, slow), _change(pk, slow)


def _changing_a_customer_and_sending_it_an_invoice(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.billing.models import Invoice

    pk = a_draft(actor)
    return _change(Invoice.objects.get(pk=pk).customer_id, slow), _send(pk, slow)


def _merging_two_customers_both_ways(actor: Any, slow: Any) -> tuple[Act, Act]:
    from rooms.story import a_customer

    one, other = a_customer(actor), a_customer(actor, town="Elders")
    return _merge(one, other, slow), _merge(other, one, slow)


def _merging_and_changing_a_customer(actor: Any, slow: Any) -> tuple[Act, Act]:
    from rooms.story import JANSEN, a_customer

    kept = a_customer(actor, **{**dict.fromkeys(JANSEN, ""), "surname": "Kort"})
    return _merge(kept, a_customer(actor), slow), _change(kept, slow)


def _merging_a_customer_and_taking_its_order(actor: Any, slow: Any) -> tuple[Act, Act]:
    from rooms.story import a_customer, an_order

    one, other = a_customer(actor), a_customer(actor)
    return _merge(one, other, slow), lambda: an_order(slow, _lines(), customer_id=other)


def _merged_with_credit(actor: Any) -> tuple[int, int, int]:
    """Give an invoice to pay of a customer with credit, whom it was merged into, and another."""
    from klantkluis.customers.commands import note_contact
    from rooms.story import a_customer, a_sent_invoice

    kept, between, first = (a_customer(actor, town=f"Dorp {n}") for n in range(3))
    _pay(a_sent_invoice(actor, _lines(), customer_id=first), actor, cents=40_000)()
    due = a_sent_invoice(actor, _lines(), customer_id=first)
    _merge(between, first, actor)()
    # A note to be sealed anew: it keeps the merge between its locks for a while.
    note_contact(customer_id=between, text="x", means="phone", direction="in", actor=actor)
    return due, between, kept


def _using_credit_while_its_customer_is_merged_on(actor: Any, slow: Any) -> tuple[Act, Act]:
    due, between, kept = _merged_with_credit(actor)
    return _merge(kept, between, slow), _settle(due, slow)


def _paying_back_while_the_customer_is_merged_on(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.billing.models import Invoice

    due, between, kept = _merged_with_credit(actor)
    first = Invoice.objects.get(pk=due).customer_id
    return _merge(kept, between, slow), _refund(first, slow)


def _using_one_credit_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    from rooms.story import a_customer, a_sent_invoice

    one, other = a_customer(actor), a_customer(actor)
    paid, due = (a_sent_invoice(actor, _lines(), customer_id=one) for _ in "12")
    also_due = a_sent_invoice(actor, _lines(), customer_id=other)
    _pay(paid, actor, cents=40_000)()
    _merge(one, other, actor)()
    return _settle(due, slow), _settle(also_due, slow)


def _delivering_one_order_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    from rooms.story import an_order

    order_id = an_order(actor, _lines())
    return _deliver(order_id, slow), _deliver(order_id, slow)


def _delivering_and_cancelling_an_order(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.sales.commands import cancel_order
    from rooms.story import TODAY, an_order

    order_id = an_order(actor, _lines())
    return (
        _deliver(order_id, slow),
        lambda: cancel_order(order_id=order_id, actor=slow, today=TODAY),
    )


def _changing_and_billing_an_order(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.billing.commands import draft_invoice
    from klantkluis.billing.rules import BillFrom
    from klantkluis.core.vat import PriceBasis
    from klantkluis.sales.commands import NewOrder, change_order
    from rooms.story import TODAY, an_order

    order_id = an_order(actor, _lines())
    order = NewOrder(lines=_lines() * 2, basis=PriceBasis.GROSS, ordered_on=TODAY)
    return (
        lambda: change_order(order_id=order_id, rev=1, order=order, actor=slow),
        lambda: draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=slow, today=TODAY),
    )


def _an_issued_quote(actor: Any) -> int:
    from rooms.quoting import an_issued_quote

    return an_issued_quote(actor, *_lines())


def _order_quote(quote_id: int, actor: Any, **more: Any) -> Act:
    from klantkluis.sales.commands import order_from_quote
    from rooms.quoting import a_yes
    from rooms.story import TODAY

    yes = a_yes(**more)
    return lambda: order_from_quote(
        quote_id=quote_id, ordered_on=TODAY, acceptance=yes, actor=actor
    )


def _sending_one_page_of_a_yes_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    pk, uid = _an_issued_quote(actor), uuid4()
    return _order_quote(pk, slow, uid=uid), _order_quote(pk, slow, uid=uid)


def _accepting_one_quote_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    pk = _an_issued_quote(actor)
    return _order_quote(pk, slow), _order_quote(pk, slow)


def _accepting_and_refusing_a_quote(actor: Any, slow: Any) -> tuple[Act, Act]:
    from klantkluis.sales.commands import refuse_quote
    from rooms.story import TODAY

    pk = _an_issued_quote(actor)
    refuse = lambda: refuse_quote(quote_id=pk, refused_on=TODAY, actor=slow)  # noqa: E731
    return _order_quote(pk, slow), refuse


def _adding_one_article_number_twice(actor: Any, slow: Any) -> tuple[Act, Act]:
    from rooms.story import a_product

    sku = uuid4().hex
    return lambda: a_product(slow, sku), lambda: a_product(slow, sku)


def _lines() -> list[Any]:
    from rooms.story import a_line

    return [a_line(1)]


def _delivered(actor: Any) -> int:
    from rooms.story import an_order

    order_id = an_order(actor, _lines())
    _deliver(order_id, actor)()
    return order_id


def _sent(actor: Any) -> int:
    pk = a_draft(actor)
    _send(pk, actor)()
    return pk


def _send(pk: int, actor: Any) -> Act:
    from klantkluis.billing.commands import send_invoice
    from rooms.story import TODAY

    return lambda: send_invoice(invoice_id=pk, actor=actor, today=TODAY)


def _delete(pk: int, actor: Any) -> Act:
    from klantkluis.billing.commands import delete_draft
    from rooms.story import TODAY

    return lambda: delete_draft(invoice_id=pk, actor=actor, today=TODAY)


def _bill(order_id: int, actor: Any) -> Act:
    from klantkluis.billing.commands import draft_invoice
    from klantkluis.billing.rules import BillFrom
    from rooms.story import TODAY

    return lambda: draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=actor, today=TODAY
    )


def _pay(pk: int, actor: Any, cents: int = 37_900, **more: Any) -> Act:
    from klantkluis.billing.commands import receive_payment
    from klantkluis.billing.models import Payment
    from rooms.story import TODAY

    return lambda: receive_payment(
        invoice_id=pk, amount_cents=cents, received_on=TODAY, method=Payment.Method.BANK,
        actor=actor, note="x", **more,
    )  # fmt: skip


def _settle(pk: int, actor: Any) -> Act:
    from klantkluis.billing.commands import settle_with_credit
    from rooms.story import TODAY

    return lambda: settle_with_credit(invoice_id=pk, actor=actor, today=TODAY)


def _refund(customer_id: int, actor: Any) -> Act:
    from klantkluis.billing.commands import pay_back
    from klantkluis.billing.models import Payment
    from rooms.story import TODAY

    return lambda: pay_back(
        customer_id=customer_id, amount_cents=100, paid_on=TODAY, method=Payment.Method.BANK,
        actor=actor,
    )  # fmt: skip


def _change(pk: int, actor: Any) -> Act:
    from klantkluis.customers.commands import change_customer

    return lambda: change_customer(
        customer_id=pk, rev=1, fields={"remarks": str(os.getpid())}, language="nl",
        payment_term_days=14, actor=actor,
    )  # fmt: skip


def _merge(keep: int, duplicate: int, actor: Any) -> Act:
    from klantkluis.customers.commands import merge_customers

    return lambda: merge_customers(keep_id=keep, duplicate_id=duplicate, actor=actor)


def _deliver(order_id: int, actor: Any) -> Act:
    from klantkluis.sales.commands import deliver
    from rooms.story import TODAY

    return lambda: deliver(order_id=order_id, actor=actor, delivered_on=TODAY)


RACES: dict[str, Callable[[Any, Any], tuple[Act, Act]]] = {
    function.__name__.lstrip("_").replace("_", " "): function
    for function in (
        _sending_one_draft_twice,
        _sending_and_deleting_a_draft,
        _deleting_a_draft_twice,
        _billing_one_order_twice,
        _deleting_a_draft_and_billing_its_order,
        _drafting_one_period_twice,
        _making_what_is_due_twice,
        _asking_a_whole_order_ahead_twice,
        _billing_together_and_by_order,
        _taking_off_and_crediting_a_prepayment,
        _paying_one_invoice_twice,
        _sending_one_page_of_payment_twice,
        _paying_two_invoices_of_one_customer,
        _sending_one_page_of_an_order_twice,
        _changing_one_customer_twice,
        _changing_a_customer_and_sending_it_an_invoice,
        _merging_two_customers_both_ways,
        _merging_and_changing_a_customer,
        _merging_a_customer_and_taking_its_order,
        _using_credit_while_its_customer_is_merged_on,
        _paying_back_while_the_customer_is_merged_on,
        _using_one_credit_twice,
        _delivering_one_order_twice,
        _delivering_and_cancelling_an_order,
        _changing_and_billing_an_order,
        _adding_one_article_number_twice,
        _sending_one_page_of_a_yes_twice,
        _accepting_one_quote_twice,
        _accepting_and_refusing_a_quote,
        *GOODS,
    )
}


if __name__ == "__main__":
    tell(scenario)
