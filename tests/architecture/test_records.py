"""What is about a person is declared once, and everything that points to one is declared."""

from django.apps import apps
from django.db import models

from klantkluis.core.declared import Erasure, Term
from klantkluis.core.retention import RULES
from klantkluis.customers.models import Customer, Subscriber
from klantkluis.foundation.inventory import declared
from klantkluis.foundation.records import all_records, model_of
from klantkluis.vault.purposes import TABLES

RECORDS = all_records()
NOBODYS = {
    "import_file", "import_key", "product_file", "mail_server", "mail_box", "access_point",
    "link_note", "purchase", "purchase_rejection", "purchase_key", "stock_note", "breach",
    "breach_note", "breach_decision", "breach_report", "breach_letter",
}  # fmt: skip
"""Sealed tables that are about no customer: files on their way, passwords of our own services,
keys of digests, suppliers, notes on the stock, and what we write of a breach."""


OWN_KEYS = {"uid", "request__uid"}
"""What is kept for its term under a key of its own: requests, which outlive their person."""


def test_every_path_of_a_record_leads_somewhere():
    for record in RECORDS:
        since = [record.since] if record.since else []
        list(record.rows().values_list("pk", record.person, *since, *record.shows)[:0])


def test_every_path_of_a_part_leads_somewhere():
    for record in RECORDS:
        for part in record.parts:
            model = apps.get_model(part.model)
            assert model._meta.get_field(part.parent).related_model is model_of(record)
            list(model._default_manager.values_list("pk", part.parent, *part.shows)[:0])


def test_every_sealed_table_of_people_belongs_to_a_record():
    told = {record.stored.table for record in RECORDS if record.stored}
    assert set(TABLES) - NOBODYS - told == set()


def test_the_owner_of_what_is_sealed_is_the_person_or_a_book_year():
    for record in RECORDS:
        if record.stored is not None:
            allowed = {"cls", *OWN_KEYS} if record.erasure is Erasure.KEEP else {record.person}
            assert record.stored.owner_field in allowed, record.model


def test_every_row_that_points_to_a_person_is_declared():
    told = {record.model for record in RECORDS}
    pointing = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in {Customer, Subscriber}
    }
    assert pointing - told == set()


def test_what_has_a_file_says_where_its_key_lies():
    assert [r.model for r in RECORDS if r.contents and r.stored is None] == []
    for record in RECORDS:
        names = {field.name for field in model_of(record)._meta.concrete_fields}
        assert not record.contents or record.contents in names
        assert record.contents or "contents" not in names, record.model


def test_every_term_has_a_rule():
    assert set(Term) == set(RULES)
    assert {one.term for room in declared() for one in room.personal} <= set(RULES)


def test_only_what_the_law_asks_for_is_kept_after_an_erasure():
    for record in RECORDS:
        if record.erasure is Erasure.KEEP:
            assert RULES[record.term].law, record.model
