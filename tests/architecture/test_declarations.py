"""Everything that is stored of a person has a purpose, a legal basis and a term."""

import sys
from collections import Counter

from django.apps import apps

from architecture.source import PROJECT
from klantkluis.foundation.inventory import Declared, declared
from klantkluis.vault.purposes import EVERY_FIELD, TABLES

sys.path.insert(0, str(PROJECT / "tools"))
ROOMS = declared()


def is_sealed(field: str) -> bool:
    return field.partition(".")[0] in TABLES


def label_of(room: Declared, model: str) -> str:
    return model if "." in model else f"{room.room}.{model}"


def declared_columns() -> Counter[str]:
    """Count how often each column is declared, as `app.Model.column`."""
    found: Counter[str] = Counter()
    for room in ROOMS:
        for one in room.personal:
            if not is_sealed(one.field):
                model, _, column = one.field.rpartition(".")
                found[f"{label_of(room, model)}.{column}"] += 1
        for columns in room.plain:
            found.update(f"{label_of(room, columns.model)}.{name}" for name in columns.columns)
    return found


def stored_columns() -> set[str]:
    return {
        f"{model._meta.label}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if not model._meta.auto_created
    }


def test_every_column_is_declared():
    assert stored_columns() - declared_columns().keys() == set()


def test_nothing_is_declared_that_is_not_stored():
    assert declared_columns().keys() - stored_columns() == set()


def test_no_column_is_declared_twice():
    assert [column for column, times in declared_columns().items() if times > 1] == []


def test_every_sealed_field_is_declared():
    sealed = {
        f"{table}.{name}"
        for table, names in TABLES.items()
        if names != EVERY_FIELD
        for name in names
    }
    told = {one.field for room in ROOMS for one in room.personal if is_sealed(one.field)}
    assert sealed - told == set()
    assert {table for table in TABLES if not any(x.startswith(f"{table}.") for x in told)} == set()


def test_no_sealed_field_is_declared_that_the_vault_does_not_know():
    told = [one.field.split(".") for room in ROOMS for one in room.personal if is_sealed(one.field)]
    unknown = [
        f"{table}.{name}"
        for table, name in told
        if TABLES[table] != EVERY_FIELD and name not in TABLES[table]
    ]
    assert unknown == []


def test_every_plain_column_has_a_reason():
    assert [c.model for room in ROOMS for c in room.plain if len(c.reason) < 5] == []


def test_purposes_and_categories_are_words_of_the_data_privacy_vocabulary():
    strange = [
        one.field
        for room in ROOMS
        for one in room.personal
        if not one.purpose.startswith("dpv:") or not one.category.startswith(("dpv-pd:", "dpv:"))
    ]
    assert strange == []


def test_what_lies_sealed_is_never_a_column_in_clear():
    """The words for what names somebody are no columns of any room that keeps customers."""
    private = {"surname", "first_name", "street", "postcode", "town", "phone", "email", "remarks"}
    in_clear = {
        column
        for column in stored_columns()
        if column.rpartition(".")[2] in private and not column.startswith("foundation.Company.")
    }
    assert in_clear == set()


def test_the_page_of_the_inventory_is_what_office_and_site_declare():
    from inventory import page

    written = (PROJECT / "docs" / "INVENTORY.md").read_text(encoding="utf-8")
    assert written == page(), "run `make inventory`"
