"""The database lets the words of who was erased go, and nothing else: each guard is tried."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from klantkluis.billing.models import InvoicePaper, InvoiceSnapshot
from klantkluis.customers.models import ContactNote, Customer
from klantkluis.foundation.models import SealedModel
from klantkluis.privacy.models import ErasureLine, ErasureSigning, ErasureStep
from klantkluis.sales.commands import (
    NewReturn,
    ReturnReason,
    accept_quote,
    announce_return,
    cancel_return,
    order_from_quote,
)
from klantkluis.sales.models import (
    DeliveryLine,
    OpenOrder,
    Order,
    QuoteAcceptance,
    QuoteVersion,
    Return,
)
from rooms.privacy.forgetting import forget
from rooms.quoting import a_yes, an_issued_quote
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice
from support.clocks import database_says

pytestmark = pytest.mark.django_db


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def erase(customer_id: int) -> None:
    """Make somebody erased by hand, and nothing more."""
    Customer.objects.filter(pk=customer_id).update(
        state="erased", sealed=b"", vat_number_rev=0, vat_country=""
    )


@pytest.fixture
def accepted(owner, our_company):
    quote_id = an_issued_quote(owner, a_line(a_product(owner)))
    accept_quote(quote_id=quote_id, acceptance=a_yes(), actor=owner)
    order_from_quote(quote_id=quote_id, actor=owner, ordered_on=TODAY)
    return QuoteVersion.objects.get(quote=quote_id)


@pytest.fixture
def returned(owner, our_company):
    a_sent_invoice(owner)
    line = DeliveryLine.objects.select_related("delivery").get()
    wanted = NewReturn({line.pk: Decimal(1)}, ReturnReason.CHANGED_MIND, remarks="Te groot")
    order_id = line.delivery.order_id
    announce_return(order_id=order_id, returned=wanted, announced_on=TODAY, actor=owner)
    return Return.objects.get()


def done(what) -> None:
    """Leave nothing to do of an order."""
    OpenOrder.objects.all().delete()


def erased(what) -> None:
    """Erase whose quote or return it is."""
    owner = what.quote if isinstance(what, QuoteVersion) else what.order
    erase(owner.customer_id)


WAYS = pytest.mark.parametrize("way", [done, erased])


@WAYS
def test_a_quote_loses_its_words_only_when_its_order_is_done_or_who_it_is_for_is_erased(
    accepted, way
):
    rows = QuoteVersion.objects.filter(pk=accepted.pk)
    assert refused(lambda: rows.update(sealed=b""))
    way(accepted)
    assert refused(lambda: rows.update(sealed=b"other words"))
    assert refused(lambda: rows.update(sealed=b"", discount_bp=100))
    assert refused(lambda: rows.update(sealed=b"", follow_up_on=TODAY))
    assert refused(rows.delete)
    assert not refused(lambda: rows.update(sealed=b""))


@WAYS
def test_a_yes_loses_its_name_only_when_its_order_is_done_or_who_said_it_is_erased(accepted, way):
    rows = QuoteAcceptance.objects.filter(version=accepted)
    assert refused(lambda: rows.update(sealed=b""))
    way(accepted)
    assert refused(lambda: rows.update(sealed=b"", accepted_on=date(2020, 1, 1)))
    assert refused(rows.delete)
    assert not refused(lambda: rows.update(sealed=b""))


def test_a_document_of_the_books_is_kept_for_its_term_also_of_who_was_erased(owner, our_company):
    invoice_id = a_sent_invoice(owner)
    rows = InvoiceSnapshot.objects.filter(invoice=invoice_id)
    erase(rows.get().invoice.customer_id)
    assert refused(rows.delete)
    assert refused(lambda: rows.update(sealed=b""))


@pytest.mark.parametrize(
    ("cls", "goes"),
    [("F7-2018", True), ("F7-2019", False), ("F10-2015", True), ("F10-2016", False)],
)
def test_the_class_of_a_document_says_when_it_may_go(owner, our_company, cls, goes):
    """The year of the database's own clock decides; these tests know that it is 2026."""
    invoice_id = a_sent_invoice(owner)
    invoice = InvoiceSnapshot.objects.get(invoice=invoice_id)
    InvoicePaper.objects.create(invoice_id=invoice_id, cls=cls, contents=b"x", sealed=b"y")
    with database_says(date(2026, 6, 1)):
        assert refused(InvoicePaper.objects.filter(cls=cls).delete) is not goes
    assert invoice.cls.startswith("F7-")


def test_nothing_new_comes_in_of_who_was_erased(owner, our_company):
    customer_id = a_customer(owner)
    erase(customer_id)
    note = ContactNote(customer_id=customer_id, staff_id=owner.staff_id, sealed=b"x")
    assert refused(lambda: note.save(force_insert=True))
    order = Order(number=1, customer_id=customer_id, ordered_on=TODAY, basis="net", sealed=b"x")
    assert refused(lambda: order.save(force_insert=True))


def test_who_was_erased_stays_so(owner, our_company):
    customer_id = a_customer(owner)
    erase(customer_id)
    rows = Customer.objects.filter(pk=customer_id)
    assert refused(lambda: rows.update(state="active"))
    assert refused(lambda: rows.update(sealed=b"words"))
    assert not refused(lambda: rows.update(restricted=True))


def test_what_was_signed_and_done_is_never_changed(owner, our_company, keys):
    forget(owner, a_customer(owner), keys)
    for model in (ErasureLine, ErasureSigning, ErasureStep):
        assert refused(model.objects.all().delete), model
    assert refused(lambda: ErasureLine.objects.update(verdict="keep", law="x", why="law"))
    assert refused(lambda: ErasureStep.objects.update(rows=7))


def test_the_guards_of_what_is_emptied_name_every_other_column():
    """A column that comes later has to be named there too, or it could be changed on the way."""
    found = MigrationLoader(connection).disk_migrations
    names = (
        "0015_rows_of_who_was_erased_may_go",
        "0032_words_of_what_was_sold_go_when_their_term_is_over",
    )
    operations = [each for name in names for each in found["privacy", name].operations]
    guards = [each for each in operations if getattr(each, "event", "") == "UPDATE"]
    updates = {each.table: each.when for each in guards if "LENGTH(NEW.sealed) = 0" in each.when}
    by_table: dict[str, type[Model]] = {m._meta.db_table: m for m in apps.get_models()}
    assert len(updates) == 3
    for table, when in updates.items():
        model = by_table[table]
        assert issubclass(model, SealedModel)
        columns = {field.column for field in model._meta.concrete_fields} - {"sealed"}
        assert {name for name in columns if f"OLD.{name} AS TEXT" in when} == columns, table


def test_a_return_loses_its_words_only_when_its_customer_is_erased(returned):
    rows = Return.objects.filter(pk=returned.pk)
    assert refused(lambda: rows.update(sealed=b""))
    erase(returned.order.customer_id)
    assert refused(lambda: rows.update(sealed=b"", reason="broken"))
    assert not refused(lambda: rows.update(sealed=b""))


def test_a_return_loses_its_words_when_it_has_ended_and_nothing_of_its_order_is_open(
    returned, owner
):
    rows = Return.objects.filter(pk=returned.pk)
    cancel_return(return_id=returned.pk, actor=owner, today=TODAY)
    OpenOrder.objects.create(order=returned.order, to_deliver=True, to_bill=False)
    assert refused(lambda: rows.update(sealed=b""))
    done(returned)
    assert refused(lambda: rows.update(sealed=b"", reason="broken"))
    assert refused(lambda: rows.update(sealed=b"other words"))
    assert not refused(lambda: rows.update(sealed=b""))
