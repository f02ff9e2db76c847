"""An import beside the work of others: what takes time does not keep them from writing."""

from dataclasses import replace

import pytest
from django.db import connection

from klantkluis.customers import invariants
from klantkluis.customers.commands import (
    add_address,
    change_customer,
    merge_customers,
    register_customer,
)
from klantkluis.customers.importing.commands import import_customers
from klantkluis.customers.importing.preview import map_columns, preview
from klantkluis.customers.models import Customer, CustomerChange, DeliveryAddress, ImportReference
from klantkluis.customers.stored import CUSTOMER
from klantkluis.foundation.models import Event
from klantkluis.foundation.tables.reading import read
from klantkluis.vault.purposes import Purpose
from support.plain_vault import PlainVault

pytestmark = pytest.mark.django_db

HEAD = "klantnummer;naam;e-mail;adres;postcode;plaats;land\n"
ADDRESS = {"street": "Kade", "house_number": "9", "town": "Urk", "country": "NL"}


def rows_of(count, *, telling=False):
    more = ";Dorpsstraat 12;1234AB;Ede;NL" if telling else ";;;;"
    return HEAD + "".join(f"{n};Jan Smit{n};jan{n}@example.nl{more}\n" for n in range(count))


def previewed(text):
    table = read(text.encode())
    return preview(table, replace(map_columns(table), source="lijst"))


class Watching(PlainVault):
    """A vault that looks whether somebody writes while it works, and lets others act."""

    def __init__(self, act=None):
        self.sealed, self.indexed, self.act = 0, [], act
        self.depth = len(connection.atomic_blocks)  # a test is in a transaction itself

    def seal(self, rows):
        assert len(connection.atomic_blocks) == self.depth, "others wait while the vault works"
        self.sealed += len(rows)
        found = super().seal(rows)
        if self.act is not None and self.sealed > 1:
            act, self.act = self.act, None
            act()
        return found

    def index(self, uids):
        self.indexed += uids


@pytest.mark.parametrize("good_rows_only", [True, False])
def test_nothing_is_sealed_while_others_cannot_write(
    owner, today, good_rows_only, django_capture_on_commit_callbacks
):
    vault = Watching()
    actor = replace(owner, vault=vault)
    wishes = {"good_rows_only": good_rows_only, "complete_known": True, "today": today}
    with django_capture_on_commit_callbacks(execute=True):
        said = import_customers(preview=previewed(rows_of(1200)), actor=actor, **wishes)
    assert (said.added, vault.sealed) == (1200, 1201)
    again = previewed(rows_of(1200, telling=True))
    with django_capture_on_commit_callbacks(execute=True):
        said = import_customers(preview=again, actor=actor, **wishes)
    assert (said.added, said.completed, vault.sealed) == (0, 1200, 2401)
    uids = list(Customer.objects.values_list("uid", flat=True))
    assert sorted(vault.indexed) == sorted(uids * 2)
    assert list(invariants.broken()) == []


def test_all_or_nothing_is_one_act_with_one_event(owner, today):
    actor = replace(owner, vault=PlainVault())
    import_customers(preview=previewed(rows_of(1200)), actor=actor, today=today)
    assert Event.objects.filter(name="customer.imported").count() == 1


def test_when_writing_fails_nothing_is_there_and_no_number_is_lost(owner, today, monkeypatch):
    actor = replace(owner, vault=PlainVault())
    where = "klantkluis.customers.importing.commands.remember"
    monkeypatch.setattr(where, lambda _pairs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_customers(preview=previewed(rows_of(3)), actor=actor, today=today)
    assert not Customer.objects.exists()
    monkeypatch.undo()
    import_customers(preview=previewed(rows_of(3)), actor=actor, today=today)
    assert sorted(Customer.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_two_imports_of_one_file_at_once_make_no_doubles(owner, today):
    plain = replace(owner, vault=PlainVault())

    def ahead():
        import_customers(preview=previewed(rows_of(3)), actor=plain, today=today)

    actor = replace(owner, vault=Watching(ahead))
    said = import_customers(preview=previewed(rows_of(5)), actor=actor, today=today)
    assert (said.added, said.unchanged) == (2, 3)
    assert sorted(Customer.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert ImportReference.objects.count() == 10
    assert list(invariants.broken()) == []


def test_what_a_person_changes_meanwhile_is_not_overwritten(owner, today):
    plain = replace(owner, vault=PlainVault())
    import_customers(preview=previewed(rows_of(3)), actor=plain, today=today)
    first = Customer.objects.get(number=1)

    def change():
        change_customer(
            customer_id=first.pk, rev=1, fields={"town": "Urk"}, language="nl",
            payment_term_days=14, actor=plain,
        )  # fmt: skip

    actor = replace(owner, vault=Watching(change))
    said = import_customers(
        preview=previewed(rows_of(3, telling=True)), actor=actor, today=today, complete_known=True
    )
    assert said.completed == 3
    first.refresh_from_db()
    fields = CUSTOMER.open_one(plain.vault, Purpose.FILE, first)
    # The town was given by a person; the address of the file is kept beside it.
    assert (fields["town"], fields.get("street"), first.rev) == ("Urk", None, 2)
    assert DeliveryAddress.objects.get().customer_id == first.pk
    assert CustomerChange.objects.filter(customer=first).count() == 2
    assert list(invariants.broken()) == []


def test_a_customer_that_is_merged_meanwhile_is_completed_as_the_kept_one(owner, today):
    plain = replace(owner, vault=PlainVault())
    import_customers(preview=previewed(rows_of(2)), actor=plain, today=today)
    kept = register_customer(fields={"surname": "Kort"}, actor=plain, today=today)
    first = Customer.objects.get(number=1).pk

    actor = replace(
        owner,
        vault=Watching(lambda: merge_customers(keep_id=kept, duplicate_id=first, actor=plain)),
    )
    said = import_customers(
        preview=previewed(rows_of(2, telling=True)), actor=actor, today=today, complete_known=True
    )
    assert said.completed == 2
    fields = CUSTOMER.open_one(plain.vault, Purpose.FILE, Customer.objects.get(pk=kept))
    assert (fields["surname"], fields["town"]) == ("Kort", "Ede")
    assert list(invariants.broken()) == []


def test_an_address_that_is_added_meanwhile_is_not_added_twice(owner, today):
    plain = replace(owner, vault=PlainVault())
    file = HEAD + "1;Jan Smit;jan@example.nl;Dorp 1;1234AB;Ede;NL\n"
    import_customers(preview=previewed(file), actor=plain, today=today)
    pk = Customer.objects.get().pk
    moved = file.replace("Dorp 1;1234AB;Ede", "Kade 9;8321AB;Urk")
    address = {**ADDRESS, "postcode": "8321 AB"}

    def add():
        add_address(customer_id=pk, fields=address, actor=plain)

    # The address of the file is sealed; at that moment somebody types the same one.
    vault = Watching()
    vault.sealed, vault.act = 1, add
    said = import_customers(
        preview=previewed(moved), actor=replace(owner, vault=vault), today=today,
        complete_known=True,
    )  # fmt: skip
    assert (said.completed, said.unchanged) == (0, 1)
    assert DeliveryAddress.objects.count() == 1


def test_rows_about_customers_that_were_merged_complete_the_one_that_is_left(owner, today):
    plain = replace(owner, vault=PlainVault())
    import_customers(preview=previewed(rows_of(2)), actor=plain, today=today)
    one, other = Customer.objects.order_by("number").values_list("pk", flat=True)
    merge_customers(keep_id=one, duplicate_id=other, actor=plain)
    file = HEAD + "0;Jan Smit0;;;;;\n1;Jan Smit1;;Kade 9;8321AB;Urk;NL\n"
    said = import_customers(preview=previewed(file), actor=plain, today=today, complete_known=True)
    assert (said.added, said.completed, said.unchanged) == (0, 1, 1)
    fields = CUSTOMER.open_one(plain.vault, Purpose.FILE, Customer.objects.get(pk=one))
    assert (fields["surname"], fields["town"]) == ("Smit0", "Urk")
