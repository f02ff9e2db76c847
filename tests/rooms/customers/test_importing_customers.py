"""Customers come in from a file once, under a key of their own, all or none."""

import json
from dataclasses import replace

import pytest

from klantkluis.customers.commands import change_customer, merge_customers
from klantkluis.customers.importing.commands import (
    Imported,
    RowsWrong,
    import_customers,
)
from klantkluis.customers.importing.preview import map_columns, preview
from klantkluis.customers.models import (
    Consent,
    Customer,
    CustomerChange,
    DeliveryAddress,
    ImportKey,
    ImportReference,
)
from klantkluis.customers.stored import ADDRESS, CUSTOMER
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.models import Event
from klantkluis.foundation.tables.reading import read
from klantkluis.vault.locked import LockedVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import VaultLocked
from support.plain_vault import PlainVault

pytestmark = pytest.mark.django_db

FILE = """klantnummer;naam;bedrijf;adres;postcode;plaats;land;e-mail;nieuwsbrief
1;Els van der Berg;;Dorpsstraat 12a;1234AB;Ede;NL;els@example.nl;ja
2;Jan de Vries;Bakkerij B.V.;Kade 5;1011 AB;Amsterdam;NL;jan@example.nl;nee
3;Piet Smit;;;;;;;
"""


def previewed(text=FILE, source="eigen lijst"):
    table = read(text.encode())
    return preview(table, replace(map_columns(table), source=source))


def contents(actor):
    rows = Customer.objects.order_by("number")
    return CUSTOMER.open_all(actor.vault, Purpose.FILE, rows)


def addresses(actor):
    rows = DeliveryAddress.objects.select_related("customer")
    return ADDRESS.open_all(actor.vault, Purpose.FILE, rows)


def test_customers_come_in_numbered_and_sealed_with_their_provenance(owner, today):
    said = import_customers(preview=previewed(), actor=owner, today=today)
    assert said == Imported(added=3)
    els, jan, piet = contents(owner)
    assert (els["surname_prefix"], els["surname"], els["house_number"]) == ("van der", "Berg", "12")
    assert (jan["kind"], jan["company"], jan["surname"]) == ("company", "Bakkerij B.V.", "Vries")
    assert piet["surname"] == "Smit"
    assert [c.number for c in Customer.objects.order_by("number")] == [1, 2, 3]
    assert set(CustomerChange.objects.values_list("channel", flat=True)) == {"import"}
    assert "customer.imported" in set(Event.objects.values_list("name", flat=True))


def test_an_import_never_makes_a_subscription(owner, today):
    import_customers(preview=previewed(), actor=owner, today=today)
    assert not Consent.objects.exists()
    assert "nieuwsbrief" not in json.dumps(contents(owner))


def test_the_same_file_again_makes_no_doubles(owner, today):
    import_customers(preview=previewed(), actor=owner, today=today)
    said = import_customers(preview=previewed(), actor=owner, today=today)
    assert said == Imported(unchanged=3)
    assert Customer.objects.count() == 3
    assert ImportKey.objects.count() == 1


def test_a_customer_who_moved_is_still_known_by_number_or_address(owner, today):
    import_customers(preview=previewed(), actor=owner, today=today)
    moved = FILE.replace("els@example.nl", "els@elders.nl").replace("Dorpsstraat 12a", "Kade 1")
    assert import_customers(preview=previewed(moved), actor=owner, today=today).unchanged == 3
    renumbered = FILE.replace("1;Els", "77;Els")
    assert import_customers(preview=previewed(renumbered), actor=owner, today=today).unchanged == 3


def test_what_we_do_not_know_yet_is_filled_in_and_nothing_overwritten(owner, today):
    import_customers(preview=previewed(), actor=owner, today=today)
    customer = Customer.objects.get(number=1)
    change_customer(
        customer_id=customer.pk, rev=1, fields={"surname": "Berg-Jansen"}, language="nl",
        payment_term_days=14, actor=owner,
    )  # fmt: skip
    fuller = FILE.replace("3;Piet Smit;;;;;;;", "3;Piet Smit;;Weg 9;6711AB;Ede;NL;piet@example.nl;")
    found = previewed(fuller)
    assert import_customers(preview=found, actor=owner, today=today).unchanged == 3
    said = import_customers(preview=found, complete_known=True, actor=owner, today=today)
    assert (said.completed, said.unchanged) == (1, 2)
    els, _jan, piet = contents(owner)
    assert els["surname"] == "Berg-Jansen"
    assert (piet["street"], piet["email"]) == ("Weg", "piet@example.nl")
    again = import_customers(preview=found, complete_known=True, actor=owner, today=today)
    assert again.unchanged == 3


def test_another_address_of_a_known_customer_is_added_beside_the_first(owner, today):
    import_customers(preview=previewed(), actor=owner, today=today)
    other = FILE.replace("Dorpsstraat 12a", "Singel 3")
    said = import_customers(preview=previewed(other), complete_known=True, actor=owner, today=today)
    assert said.completed == 1
    (address,) = addresses(owner)
    assert address["street"] == "Singel"
    assert contents(owner)[0]["street"] == "Dorpsstraat"


def test_further_addresses_of_a_file_come_in_with_the_customer(owner, today):
    text = (
        "First Name,Last Name,Email,Company,Address1,Address2,City,Province,Province Code,Country,"
        "Country Code,Zip,Phone,Accepts Marketing\n"
        "Jo,Bos,jo@example.nl,,Kade 1,,Ede,,,,NL,6711AB,,true\n"
        ",,jo@example.nl,Magazijn,Singel 2,,Epe,,,,NL,8161AB,,\n"
    )
    said = import_customers(preview=previewed(text), actor=owner, today=today)
    assert (said.added, said.passed_over) == (1, 1)
    (address,) = addresses(owner)
    assert address["name"] == "Magazijn"


def test_a_merged_customer_is_known_as_the_one_it_was_merged_into(owner, today):
    import_customers(preview=previewed(), actor=owner, today=today)
    keep, duplicate = Customer.objects.order_by("number")[:2]
    merge_customers(keep_id=keep.pk, duplicate_id=duplicate.pk, actor=owner)
    said = import_customers(preview=previewed(), complete_known=True, actor=owner, today=today)
    assert said.added == 0
    assert Customer.objects.count() == 3


def test_a_row_with_an_error_refuses_the_file_or_is_left_out(owner, today):
    text = FILE + "4;;;;;;;x@example.nl;\n"
    with pytest.raises(RowsWrong):
        import_customers(preview=previewed(text), actor=owner, today=today)
    assert not Customer.objects.exists()
    said = import_customers(preview=previewed(text), good_rows_only=True, actor=owner, today=today)
    assert said == Imported(added=3, wrong=1)


def test_more_customers_than_fit_in_a_batch_come_in_and_progress_is_told(owner, today):
    text = "naam,e-mail\n" + "".join(f"Jan Smit{n},jan{n}@example.nl\n" for n in range(1200))
    done = []
    said = import_customers(
        preview=previewed(text), actor=owner, today=today,
        progress=lambda *steps: done.append(steps),
    )  # fmt: skip
    assert said.added == 1200
    assert done == [(500, 1200), (1000, 1200), (1200, 1200)]
    assert Customer.objects.count() == 1200


class LockedAfter(PlainVault):
    """A vault that locks after so many times of sealing."""

    def __init__(self, times):
        self.times = times

    def seal(self, rows):
        self.times -= 1
        if self.times < 0:
            raise VaultLocked
        return super().seal(rows)


def test_when_a_batch_fails_all_or_nothing_keeps_nothing(owner, today):
    text = "naam,e-mail\n" + "".join(f"Jan Smit{n},jan{n}@example.nl\n" for n in range(700))
    # One for the key of the references, one for the first portion.
    locks = replace(owner, vault=LockedAfter(2))
    with pytest.raises(VaultLocked):
        import_customers(preview=previewed(text), actor=locks, today=today)
    assert not Customer.objects.exists()
    locks = replace(owner, vault=LockedAfter(1))
    with pytest.raises(VaultLocked):
        import_customers(preview=previewed(text), good_rows_only=True, actor=locks, today=today)
    assert Customer.objects.count() == 500
    opens = replace(owner, vault=PlainVault())
    said = import_customers(preview=previewed(text), actor=opens, today=today)
    assert (said.added, said.unchanged) == (200, 500)
    numbers = Customer.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 701))


def test_without_the_vault_nothing_is_imported(owner, today):
    locked = Actor(owner.staff_id, owner.roles, owner.channel, LockedVault())
    with pytest.raises(VaultLocked):
        import_customers(preview=previewed(), actor=locked, today=today)
    assert not Customer.objects.exists()


def test_numbers_of_another_system_are_not_mixed_up(owner, today):
    import_customers(preview=previewed(), actor=owner, today=today)
    other = "klantnummer;naam;e-mail\n1;Kees Vos;kees@example.nl\n"
    for source in ("andere lijst", ""):
        said = import_customers(
            preview=previewed(other, source), complete_known=True, actor=owner, today=today
        )
        assert said.wrong == 0
    assert Customer.objects.count() == 4


def test_the_references_tell_nothing_without_the_key(owner, today):
    import hashlib

    import_customers(preview=previewed(), actor=owner, today=today)
    stored = {bytes(each.digest) for each in ImportReference.objects.all()}
    assert len(stored) == 5
    for value in ("els@example.nl", "email\nels@example.nl"):
        assert hashlib.sha256(value.encode()).digest() not in stored
