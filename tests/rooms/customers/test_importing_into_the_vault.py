"""An import into a real vault: sealed, found again, and look-alikes are pointed out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection

from klantkluis.customers.erasing import restrict_customers
from klantkluis.customers.importing.commands import import_customers
from klantkluis.customers.importing.preview import map_columns, preview
from klantkluis.customers.models import Customer, DeliveryAddress, ImportKey, ImportReference
from klantkluis.customers.stored import CUSTOMER
from klantkluis.foundation.tables.reading import read
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.purposes import Purpose

pytestmark = pytest.mark.django_db

FILE = """naam;adres;postcode;plaats;land;telefoon;e-mail
Canarius van der Vink;Dorpsstraat 12a;1234AB;Canarisdorp;NL;06-12345678;canarius@example.nl
Bakkerij Kanarie B.V.;Kade 5;1011 AB;Amsterdam;NL;020-6241111;bakkerij@example.nl
"""


def previewed(text=FILE):
    table = read(text.encode())
    return preview(table, replace(map_columns(table), source="lijst"))


def test_imported_customers_lie_sealed_and_open_for_who_may(owner, today):
    said = import_customers(preview=previewed(), actor=owner, today=today)
    assert said.added == 2
    first = Customer.objects.order_by("number").first()
    stored = [bytes(row.sealed) for row in Customer.objects.all()]
    stored += [bytes(row.sealed) for row in DeliveryAddress.objects.all()]
    stored += [bytes(row.sealed) for row in ImportKey.objects.all()]
    stored += [bytes(row.digest) for row in ImportReference.objects.all()]
    for canary in (b"Canarius", b"Canarisdorp", b"canarius@example.nl", b"12345678"):
        assert not any(canary in each for each in stored)
    fields = CUSTOMER.open_one(owner.vault, Purpose.FILE, first)
    assert (fields["surname"], fields["phone"]) == ("Vink", "+31612345678")


def test_the_same_file_again_makes_no_doubles_under_a_real_key(owner, today):
    import_customers(preview=previewed(), actor=owner, today=today)
    said = import_customers(preview=previewed(), actor=owner, today=today, complete_known=True)
    assert (said.added, said.completed, said.unchanged) == (0, 0, 2)


def execute(query, values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def test_a_new_customer_that_looks_like_another_is_pointed_out(owner, today):
    # A vault of its own: the index of the shared one remembers change numbers of other tests.
    owner = replace(owner, vault=InProcessVault(source=execute).owner())
    import_customers(preview=previewed(), actor=owner, today=today)
    other = "naam;telefoon;land\nC. v.d. Vink;0612345678;NL\n"
    said = import_customers(preview=previewed(other), actor=owner, today=today)
    (lookalike,) = said.lookalikes
    assert lookalike.line == 2
    assert lookalike.others == (1,)


def test_new_customers_that_look_like_each_other_are_pointed_out_too(owner, today):
    owner = replace(owner, vault=InProcessVault(source=execute).owner())
    import_customers(preview=previewed(), actor=owner, today=today)
    file = (
        "naam;telefoon;plaats;land\nJan Smit;0201111111;Ede;NL\nPiet Vos;020 111 11 11;;NL\n"
        "Jan Smit;;Ede;NL\nC. v.d. Vink;0612345678;;NL\nKees Kok;;Ede;NL\n"
    )
    said = import_customers(preview=previewed(file), actor=owner, today=today)
    assert [(each.line, each.others) for each in said.lookalikes] == [(3, (3,)), (5, (1,))]
    assert said.passed_over == 1  # the same name in the same town, in one file


def test_nobody_of_whom_the_law_alone_keeps_something_is_pointed_out_or_completed(owner, today):
    owner = replace(owner, vault=InProcessVault(source=execute).owner())
    import_customers(preview=previewed(), actor=owner, today=today)
    old = Customer.objects.order_by("number")[0]
    restrict_customers([old.uid], staff_id=owner.staff_id, at=datetime(2026, 11, 20, tzinfo=UTC))
    other = "naam;telefoon;land\nC. v.d. Vink;0612345678;NL\n"
    assert import_customers(preview=previewed(other), actor=owner, today=today).lookalikes == ()
    again = import_customers(preview=previewed(), actor=owner, today=today, complete_known=True)
    assert (again.added, again.completed) == (0, 0)
