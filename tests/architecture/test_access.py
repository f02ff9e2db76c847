"""An access package holds all that is declared, in words, or says why it does not."""

import csv
import json

import pytest

from architecture.source import PROJECT
from klantkluis.core.declared import Activity, LegalBasis, Recipient, Source, Term
from klantkluis.foundation.inventory import declared
from klantkluis.foundation.records import all_records, model_of
from klantkluis.privacy.access import information as info
from klantkluis.privacy.access import left_out
from klantkluis.privacy.access.data import schema
from klantkluis.privacy.access.naming import column_of, kind_of
from klantkluis.privacy.access.portable import BASES
from klantkluis.privacy.access.words import FILES, LABELS, TITLES, VALUES
from klantkluis.vault.purposes import EVERY_FIELD, TABLES, Purpose, fields_shown

RECORDS = all_records()
TOLD = {record.stored.table for record in RECORDS if record.stored}
FIELDS = PROJECT.parent / "shared" / "standards" / "privacy" / "art15-reply-fields.csv"


def label_of(room: str, field: str) -> str:
    return field if field.count(".") == 2 else f"{room}.{field}"


def test_every_sealed_field_of_a_record_is_in_the_package_or_left_out_for_a_reason():
    for table in TOLD:
        shown = fields_shown(Purpose.REQUEST, table)
        assert shown in {EVERY_FIELD, TABLES[table]}, table
    assert set(left_out.SEALED.values()) <= set(left_out.REASONS)
    fields = {f"{table}.{name}" for table in TOLD for name in TABLES[table]}
    named = {field for field in left_out.SEALED if TABLES[field.split(".")[0]] != EVERY_FIELD}
    assert named <= fields


def test_every_personal_column_of_a_record_is_in_the_package_or_left_out_for_a_reason():
    models = {record.model for record in RECORDS}
    shown = {
        f"{record.model}.{model_of(record)._meta.get_field(path.partition('__')[0]).column}"
        for record in RECORDS
        for path in record.shows
    }
    silent = [
        label
        for room in declared()
        for one in room.personal
        if (label := label_of(room.room, one.field)).rpartition(".")[0] in models
        and not label.endswith(".staff_id")
        and label not in shown
        and label not in left_out.COLUMNS
    ]
    assert silent == []
    assert set(left_out.COLUMNS.values()) <= set(left_out.REASONS)


def test_nothing_is_left_out_that_is_not_there():
    declared_fields = {
        label_of(room.room, one.field) for room in declared() for one in room.personal
    } | {f"{room.room}.{c.model}.{n}" for room in declared() for c in room.plain for n in c.columns}
    assert left_out.COLUMNS.keys() - declared_fields == set()


def test_every_kind_and_every_field_has_words():
    assert {kind_of(record) for record in RECORDS} - TITLES.keys() == set()
    columns = {column_of(path) for record in RECORDS for path in record.shows}
    columns |= {column_of(path) for r in RECORDS for part in r.parts for path in part.shows}
    sealed = {name for table in TOLD if TABLES[table] != EVERY_FIELD for name in TABLES[table]}
    silent = {field.partition(".")[2] for field in left_out.SEALED}
    assert (columns | sealed) - LABELS.keys() - silent == set()
    assert {part.name for record in RECORDS for part in record.parts} <= LABELS.keys()
    assert {kind_of(record) for record in RECORDS if record.contents} <= FILES.keys()


def test_no_column_of_a_kind_hides_another():
    for record in RECORDS:
        names = [column_of(path) for path in record.shows]
        assert len(names) == len(set(names)), record.model
        if record.stored and TABLES[record.stored.table] != EVERY_FIELD:
            assert set(names) & TABLES[record.stored.table] == set(), record.model


def test_every_code_that_a_person_reads_has_words():
    for record in RECORDS:
        for path in record.shows:
            if "__" not in path:
                field = model_of(record)._meta.get_field(path)
                known = VALUES.get(column_of(path), {})
                missing = {value for value, _name in field.choices or ()} - known.keys()
                assert missing == set(), (record.model, path)


def test_every_word_of_the_declarations_has_a_sentence():
    assert set(Activity) == set(info.ACTIVITIES) == set(info.PURPOSES) == set(BASES)
    assert set(LegalBasis) == set(info.LEGAL)
    assert set(Source) == set(info.SOURCES)
    assert set(Recipient) == set(info.RECIPIENTS)
    assert set(Term) == set(info.TERMS)
    assert {purpose.value for purpose in Purpose} == set(info.LOOKS)
    tables = TOLD | {record.model.partition(".")[2] for record in RECORDS}
    used = {
        one.category
        for room in declared()
        for one in room.personal
        if one.field.rpartition(".")[0] in tables
    }
    assert used - info.CATEGORIES.keys() == set()


WHERE = {
    "confirmation": "information.confirmation", "purposes": "activities.purposes",
    "categories": "activities.categories", "recipients": "recipients",
    "retention": "activities.retention", "rights": "information.rights",
    "complaint": "information.complaint", "source": "activities.sources",
    "automated_decisions": "information.automated_decisions",
    "transfers": "information.transfers", "copy": "information.copy",
    "third_parties": "information.third_parties",
    "received_on, due_on, extended_to, extension_reason": "request",
    "refusal": "information.refusal", "identity_check": "request.identity_check",
}  # fmt: skip
"""Where in the package each thing stands that a reply has to say (GDPR art. 12 and 15)."""


@pytest.mark.skipif(not FIELDS.exists(), reason="the list of fields is not here")
def test_each_line_of_the_list_of_what_a_reply_must_hold_is_in_the_package():
    with FIELDS.open(encoding="utf-8") as file:
        assert [row["field"] for row in csv.DictReader(file) if row["field"] not in WHERE] == []


def test_each_of_these_places_is_part_of_the_format():
    described = json.loads(schema())
    for place in WHERE.values():
        found = described
        for name in place.split("."):
            found = found.get("items", found)["properties"][name]
        assert found
