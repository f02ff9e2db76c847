"""Questions and changes that are compiled once answer what Django itself would answer."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.db.models import Count, Exists, F, OuterRef, Sum
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from klantkluis.billing.models import Invoice, InvoiceLine, OpenInvoice
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.prepared import Prepared, PreparedDelete, PreparedUpdate
from klantkluis.sales.models import Order, OrderCancellation, OrderLine
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")

QUESTIONS: dict[str, tuple[Callable[..., Any], tuple[type, ...], Callable[[], tuple[Any, ...]]]] = {
    "rows of a model": (
        lambda pk: OrderLine.objects.filter(order=pk).order_by("position"),
        (int,),
        lambda: (Order.objects.order_by("pk").values_list("pk", flat=True)[0],),
    ),
    "rows with what they point to, and nothing": (
        lambda pk: (
            OrderLine.objects.filter(order=pk)
            .select_related("product", "order__customer")
            .order_by("position")
        ),
        (int,),
        lambda: (Order.objects.order_by("pk").values_list("pk", flat=True)[0],),
    ),
    "a fact beside a row": (
        lambda pk: Order.objects.filter(pk=pk).annotate(
            cancelled=Exists(OrderCancellation.objects.filter(order=OuterRef("pk"))),
            lines=Count("pk"),
        ),
        (int,),
        lambda: (Order.objects.order_by("pk").values_list("pk", flat=True)[0],),
    ),
    "sums": (
        lambda pk: (
            InvoiceLine.objects.filter(order_line__order=pk)
            .values_list("order_line")
            .annotate(n=Sum("quantity"))
            .order_by("order_line")
        ),
        (int,),
        lambda: (Order.objects.order_by("pk").values_list("pk", flat=True)[0],),
    ),
    "one column": (
        lambda uid: Customer.objects.filter(uid=uid).values_list("uid", flat=True),
        (UUID,),
        lambda: (Customer.objects.order_by("pk").values_list("uid", flat=True)[0],),
    ),
    "records": (
        lambda number: Customer.objects.filter(number=number).values("uid", "registered_on"),
        (int,),
        lambda: (1,),
    ),
    "two arguments of which one is used twice": (
        lambda day, label: Invoice.objects.filter(
            sent_on__gte=day, drafted_on__gte=day, series=label
        ).order_by("pk"),
        (date, str),
        lambda: (TODAY, "2026"),
    ),
    "a literal beside an argument": (
        lambda language: (
            Customer.objects.filter(language=language, payment_term_days=14)
            .annotate(next=F("number") + 1)
            .order_by("-number")[:2]
        ),
        (str,),
        lambda: ("nl",),
    ),
}


def as_seen(rows: list[Any]) -> list[Any]:
    """Give rows with all that was read of them, also of the rows that they point to."""
    return [_as_seen(row) for row in rows]


def _as_seen(row: Any) -> Any:
    if not hasattr(row, "_state"):
        return row
    values = {name: value for name, value in vars(row).items() if name != "_state"}
    pointed = {name: _as_seen(to) for name, to in row._state.fields_cache.items()}
    return type(row), values, pointed


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_prepared_question_gives_what_the_queryset_gives(owner: Actor, name: str) -> None:
    line = a_line(a_product(owner))
    a_sent_invoice(owner, [line, a_line(None, kind=OrderLine.Kind.SHIPPING), line])
    a_customer(owner, surname="Bakker")
    build, kinds, arguments = QUESTIONS[name]
    asked = Prepared(build, *kinds)
    expected = list(build(*arguments()))
    assert expected, "the test asks for something that is there"
    for _ in range(2):
        assert as_seen(asked.all(*arguments())) == as_seen(expected)
        assert as_seen([asked.first(*arguments())]) == as_seen(expected[:1])


def test_the_sql_is_built_once_and_the_arguments_are_those_of_each_time(owner: Actor) -> None:
    built = []

    def build(number: int) -> Any:
        built.append(number)
        return Customer.objects.filter(number=number).values_list("number", flat=True)

    asked = Prepared(build, int)
    for _ in range(3):
        a_customer(owner)
    assert [asked.first(number) for number in (1, 2, 3, 4)] == [1, 2, 3, None]
    assert len(built) == 2
    assert set(built).isdisjoint({1, 2, 3, 4})


def test_an_argument_is_never_part_of_the_sql(owner: Actor) -> None:
    a_customer(owner)
    asked = Prepared(lambda text: Customer.objects.filter(language=text), str)
    with CaptureQueriesContext(connection) as captured:
        assert asked.all("nl' OR '1'='1") == []
        assert asked.all("%s") == []
        assert len(asked.all("nl")) == 1
    assert len(captured) == 3


@pytest.mark.parametrize("pk", [0, -1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_row_can_have_finds_nothing(db: None, pk: int) -> None:
    assert Prepared(lambda pk: Order.objects.filter(pk=pk), int).first(pk) is None
    assert Prepared(lambda n: Order.objects.filter(number=n), int).first(pk) is None
    change = PreparedUpdate(lambda pk: (Order.objects.filter(pk=pk), {"discount_bp": 1}), int)
    assert change.run(pk) == 0


@pytest.mark.parametrize(
    "build",
    [
        lambda text: Customer.objects.filter(language__contains=text),
        lambda _text: Customer.objects.all(),
        lambda text: Customer.objects.filter(language=text.upper()),
        lambda text: Customer.objects.order_by("pk" if text.endswith("a") else "-pk"),
    ],
)
def test_an_argument_that_does_not_reach_the_sql_as_it_is_is_refused(
    db: None, build: Callable[[str], Any]
) -> None:
    with pytest.raises((TypeError, ValueError)):
        Prepared(build, str).all("nl")


def test_rows_are_locked_inside_an_act_only(owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Prepared(lambda pk: Customer.objects.select_for_update().filter(pk=pk), int)
    pk = a_customer(owner)
    assert asked.first(pk) is not None
    with monkeypatch.context() as outside:
        outside.setattr(connections["default"], "in_atomic_block", False)
        with pytest.raises(TransactionManagementError):
            asked.first(pk)


def test_a_prepared_change_touches_its_rows_and_says_how_many(owner: Actor) -> None:
    invoice_id = a_sent_invoice(owner)
    change = PreparedUpdate(
        lambda pk, cents, day: (
            OpenInvoice.objects.filter(pk=pk), {"open_cents": cents, "due_on": day}
        ),
        int, int, date,
    )  # fmt: skip
    assert change.run(invoice_id, 5, TODAY) == 1
    assert change.run(invoice_id + 1, 7, TODAY) == 0
    found = OpenInvoice.objects.get(pk=invoice_id)
    assert (found.open_cents, found.due_on) == (5, TODAY)
    remove = PreparedDelete(lambda pk: OpenInvoice.objects.filter(pk=pk), int)
    assert [remove.run(invoice_id), remove.run(invoice_id)] == [1, 0]
    assert not OpenInvoice.objects.exists()


def test_a_lock_of_an_order_is_one_statement(owner: Actor) -> None:
    from klantkluis.sales.commands.ordering import locked_order

    order_id = an_order(owner, [a_line(a_product(owner))])
    locked_order(order_id)
    with CaptureQueriesContext(connection) as captured:
        assert locked_order(order_id).customer.number == 1
    assert len(captured) == 1
    if connection.vendor == "postgresql":
        assert "FOR UPDATE" in captured[0]["sql"]
