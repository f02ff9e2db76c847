"""What is in an access package: everything, of this person, and of nobody else."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from klantkluis.billing.models import InvoicePaper
from klantkluis.core.declared import Term
from klantkluis.core.roles import Channel
from klantkluis.customers.commands import merge_customers, withdraw_consent
from klantkluis.customers.models import Customer
from klantkluis.customers.queries import customer_card
from klantkluis.privacy.access.archive import archive
from klantkluis.privacy.access.connected import request_facts
from klantkluis.privacy.access.data import as_json, schema
from klantkluis.privacy.access.package import Package, PackageKind, identity_of, make_package
from klantkluis.privacy.access.paper import as_pdf
from klantkluis.privacy.access.printing import printed
from klantkluis.privacy.access.sources import Look, Receipt, RequestFacts, Sources
from klantkluis.privacy.erasing.planning import work_out
from klantkluis.privacy.holdings import counts_of, records_of
from klantkluis.privacy.models import PrivacyRequest
from klantkluis.privacy.rules import IdentityMethod
from klantkluis.shop.models import AccountEnding
from rooms.privacy.asking import DAY, a_request, prove
from rooms.privacy.everything import (
    NOON,
    a_full_customer,
    a_letter_of_nobody,
    a_package,
    an_account,
)
from rooms.story import TODAY, a_customer
from support.paper_samples import text_of
from support.schemas import problems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]
OTHER = {
    "first_name": "Bartholomeus", "surname": "Nachtegaal", "email": "bart@elders.example.net",
    "street": "Vinkenpad", "town": "Merelveen", "phone": "+31612345678",
}  # fmt: skip


def unzipped(package: Package) -> dict[str, bytes]:
    file = ZipFile(BytesIO(b"".join(archive(package, random=bytes))))
    assert file.testzip() is None
    return {name: file.read(name) for name in file.namelist()}


def data_of(package: Package) -> dict[str, Any]:
    return json.loads(b"".join(as_json(package)))


def items_of(package: Package, kind: str) -> list[dict[str, Any]]:
    found = [each["items"] for each in data_of(package)["records"] if each["kind"] == kind]
    return [item for items in found for item in items]


def values_in(value: Any) -> Iterator[str]:
    """Give every text of a nested value."""
    if isinstance(value, dict):
        for each in value.values():
            yield from values_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from values_in(each)
    elif value is not None:
        yield str(value)


def test_what_is_exported_is_what_would_be_erased_and_what_is_refused(owner):
    package = a_package(owner, a_full_customer(owner))
    exported = {(each.record.model, item.pk) for each in package.holdings for item in each.items}
    verdicts = {line.place for line in work_out(package.identity.uid, today=TODAY).lines}
    assert exported == verdicts


def test_all_that_is_held_is_in_the_package_and_nothing_twice(owner):
    package = a_package(owner, a_full_customer(owner))
    told = [(each.record.model, item.pk) for each in package.holdings for item in each.items]
    assert set(told) == {
        (record.model, row.pk) for record, row in records_of(package.identity.uids)
    }
    assert len(told) == len(set(told))
    assert len({model for model, _pk in told}) > 18


def test_the_json_follows_its_schema(owner):
    package = a_package(owner, a_full_customer(owner))
    assert problems(data_of(package), json.loads(schema())) == []
    nothing = replace(package, holdings=())
    assert problems(data_of(nothing), json.loads(schema())) == []


def test_a_wrong_json_would_be_found(owner):
    data = data_of(a_package(owner, a_customer(owner)))
    data["made_at"] = "yesterday"
    del data["information"]["complaint"]
    data["records"][0]["items"][0]["extra"] = 1
    assert len(problems(data, json.loads(schema()))) == 3


def test_every_kind_is_a_table_and_every_document_is_there_as_it_was_issued(owner):
    customer_id = a_full_customer(owner)
    package = a_package(owner, customer_id)
    files = unzipped(package)
    kinds = {each.kind for each in package.holdings}
    assert {f"tables/{kind}.csv" for kind in kinds} <= files.keys()
    assert {"LEESMIJ.txt", "overzicht.pdf", "data.json", "access-1.schema.json"} <= files.keys()
    documents = {name for name in files if name.startswith("documents/")}
    assert documents == {
        "documents/factuur-2026-0001.pdf", "documents/afleverbon-1.pdf",
        *(name for name in documents if name.startswith("documents/brief-2026-11-20-")),
    }  # fmt: skip
    assert len(documents) == 3
    from klantkluis.billing.queries import paper_of

    issued = paper_of(invoice_id=InvoicePaper.objects.get().invoice_id, vault=owner.vault)
    assert files["documents/factuur-2026-0001.pdf"] == issued
    assert json.loads(files["data.json"]) == data_of(package)


def test_the_lines_of_an_order_are_told(owner):
    package = a_package(owner, a_full_customer(owner))
    (order,) = items_of(package, "order")
    assert [(line["product_sku"], line["quantity"]) for line in order["parts"]["lines"]] == [
        ("STOEL", "2.000")
    ]
    (row,) = csv.DictReader(
        StringIO(unzipped(package)["tables/order_lines.csv"].decode("utf-8-sig"))
    )
    assert row["product_sku"] == "STOEL"


def test_the_end_of_an_account_is_told_and_no_day_of_it_is_made_up(owner):
    customer_id = a_customer(owner)
    account = an_account(customer_id)
    AccountEnding.objects.create(
        uid=account.uid, account=account, used_in=date(2024, 11, 1), found_on=TODAY,
        seen_on=TODAY, ends_on=date(2026, 12, 20), told_at=NOON,
    )  # fmt: skip
    package = a_package(owner, customer_id)
    (ends,) = items_of(package, "account_ending")
    assert (ends["values"]["used_in"], ends["values"]["ends_on"]) == ("2024-11-01", "2026-12-20")
    (told,) = items_of(package, "site_account")
    assert told["kept_until"] is None, "when it was last used is known at the site alone"


def test_nothing_of_anybody_else_is_in_it(owner):
    mine = a_full_customer(owner)
    other = a_full_customer(owner, sku="TAFEL", note="Hij wil een kruk", **OTHER)
    package = a_package(owner, mine)
    texts = set(values_in(data_of(package)))
    for word in (*OTHER.values(), "Hij wil een kruk"):
        assert not [text for text in texts if word in text]
    ids = {f"customer/{other}", str(owner.staff_id), owner.staff_id.hex}
    assert texts & ids == set()
    assert b"Nachtegaal" not in b"".join(as_json(package))


def test_who_of_us_did_something_is_left_out(owner):
    raw = b"".join(as_json(a_package(owner, a_full_customer(owner)))).decode()
    assert str(owner.staff_id) not in raw
    assert '"staff_id"' not in raw


def test_after_a_merge_it_holds_what_stood_under_both(owner):
    kept, merged = a_full_customer(owner), a_full_customer(owner, sku="TAFEL", first_name="Elsje")
    merge_customers(keep_id=kept, duplicate_id=merged, actor=owner)
    package = a_package(owner, merged)
    assert package.identity.customer_id == kept
    assert len(package.identity.uids) == 2
    assert len(items_of(package, "invoice")) == 2
    told = {(each.record.model, item.pk) for each in package.holdings for item in each.items}
    assert told == {(record.model, row.pk) for record, row in records_of(package.identity.uids)}


def test_somebody_who_only_wrote_a_letter_gets_their_letter(owner):
    uid = a_letter_of_nobody(owner)
    a_full_customer(owner)
    identity = identity_of(uid)
    assert identity is not None
    package = make_package(
        identity=identity, kind=PackageKind.ACCESS, language="nl", vault=owner.vault, made_at=NOON
    )
    assert [each.kind for each in package.holdings] == ["shop_post"]
    assert package.name == "Noor Onbekend"
    assert items_of(package, "shop_post")[0]["values"]["text"] == "Wat weet u van mij?"


def test_a_uid_of_nobody_is_nobody(owner):
    assert identity_of(uuid4()) is None


def test_who_has_nothing_here_is_told_so(owner):
    uid = a_letter_of_nobody(owner)
    identity = identity_of(uid)
    assert identity is not None
    other = replace(identity, uids=(uuid4(),))
    package = make_package(
        identity=other, kind=PackageKind.ACCESS, language="nl", vault=owner.vault, made_at=NOON
    )
    assert package.records == 0
    assert "Wij bewaren geen persoonsgegevens van u" in text_of(as_pdf(package))


def test_each_thing_says_until_when_it_is_kept(owner):
    customer_id = a_full_customer(owner)
    package = a_package(owner, customer_id)
    until = {each.kind: {item.kept.until for item in each.items} for each in package.holdings}
    assert until["invoice"] == {date(2034, 1, 1)}
    assert until["quote_version"] == {date(2027, 12, 20)}
    assert until["consent"] == {None}
    withdraw_consent(
        customer_id=customer_id, evidence="", at=datetime(2027, 1, 5, tzinfo=UTC),
        channel=Channel.OFFICE, actor=owner,
    )  # fmt: skip
    after = a_package(owner, customer_id)
    (consent,) = [each for each in after.holdings if each.kind == "consent"]
    assert {item.kept.until for item in consent.items} == {date(2032, 1, 5)}


def test_another_length_of_a_term_is_told_as_it_was_decided(owner):
    customer_id = a_full_customer(owner)
    longer = Sources(months=lambda term: 30 if term is Term.QUOTE else None)
    package = a_package(owner, customer_id, sources=longer)
    (quote,) = items_of(package, "quote_version")
    assert quote["kept_until"] == "2029-06-20"
    assert "tot 2 jaar en 6 maanden nadat de offerte verliep" in " ".join(
        text_of(as_pdf(package)).split()
    )


def test_what_can_be_taken_along_is_what_the_person_gave(owner):
    customer_id = a_full_customer(owner, remarks="Betaalt altijd laat")
    package = a_package(owner, customer_id, PackageKind.PORTABILITY)
    kinds = {each.kind for each in package.holdings}
    assert {"customer", "delivery_address", "order", "consent"} <= kinds
    assert kinds & {"invoice", "invoice_paper", "journal_line", "payment", "letter"} == set()
    assert "Betaalt altijd laat" not in b"".join(as_json(package)).decode()
    assert package.documents == 0
    whole = data_of(a_package(owner, customer_id))
    portable = {each["kind"] for each in whole["records"] if each["portable"]}
    assert portable == kinds
    assert "Betaalt altijd laat" in set(values_in(whole))


def test_the_queries_do_not_grow_with_what_there_is(owner, monkeypatch):
    customer_id = a_full_customer(owner)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            package = a_package(owner, customer_id)
            b"".join(as_json(package))
        return len(queries)

    first = count()
    from klantkluis.catalogue.models import Product
    from rooms.story import a_line, a_sent_invoice

    product = Product.objects.get(sku="STOEL").pk
    for _time in range(4):
        a_sent_invoice(owner, [a_line(product)], customer_id=customer_id)
    assert count() == first


def test_what_is_counted_beforehand_is_what_comes(owner):
    customer_id = a_full_customer(owner)
    package = a_package(owner, customer_id)
    counted = counts_of(package.identity.uids)
    assert sum(counted.values()) == package.records


def test_what_comes_from_elsewhere_is_told(owner):
    customer_id = a_customer(owner)
    sources = Sources(
        looks=lambda _vault, _uids: [Look(NOON, "ship"), Look(NOON, "file")],
        recipients=lambda _uids: [
            Receipt(NOON, "carrier", "Snelpost BV", "art. 6(1)(b)", ("dpv-pd:PhysicalAddress",))
        ],
        statement=lambda _uids, _day: "2026-11",
        request=lambda _uid: RequestFacts(
            date(2026, 11, 1), date(2026, 12, 1), date(2027, 2, 1), "Veel verzoeken", "Ingelogd"
        ),
    )
    package = a_package(owner, customer_id, sources=sources, request_uid=uuid4())
    said = " ".join(text_of(as_pdf(package)).split())
    for words in (
        "Snelpost BV",
        "adressen",
        "om u iets te sturen",
        "2026-11",
        "Veel verzoeken",
        "Ingelogd",
        "01-12-2026",
    ):
        assert words in said, words
    data = data_of(package)
    assert problems(data, json.loads(schema())) == []
    assert data["looks"][0] == {"at": "2026-11-20T12:00:00+00:00", "purpose": "ship"}
    assert data["request"]["extension_reason"] == "Veel verzoeken"


def test_the_log_of_the_vault_says_when_somebody_looked(owner):
    customer_id = a_customer(owner)
    customer_card(customer_id=customer_id, vault=owner.vault)
    other = a_customer(owner, surname="Anders", email="anders@example.nl")
    assert "file" in {look.purpose for look in a_package(owner, customer_id).looks}
    assert "file" not in {look.purpose for look in a_package(owner, other).looks}


HOSTILE = '#let x = 1; "\\*_$ $ #image("/etc/passwd") <script>'


def test_whatever_people_typed_is_printed_and_kept_as_it_is(owner):
    customer_id = a_full_customer(
        owner, note="=cmd|'/c calc'!A1\n" + "woord " * 5000, company="", surname=HOSTILE,
        first_name="\u202eمحمد", remarks="x" * 3000,
    )  # fmt: skip
    package = a_package(owner, customer_id)
    files = unzipped(package)
    table = files["tables/contact_note.csv"].decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(table, newline=""))
    assert row["text"].startswith("'=cmd")
    (note,) = items_of(package, "contact_note")
    assert note["values"]["text"].startswith("=cmd")
    assert Customer.objects.count() == 1
    assert '#image("/etc/passwd")' in "".join(text_of(files["overzicht.pdf"]).split("\n"))
    assert not [name for name in files if "passwd" in name or "محمد" in name]


@pytest.mark.parametrize(("language", "heading"), [("nl", "Uw gegevens"), ("en", "Your data")])
def test_the_readable_part_is_tagged_and_in_the_language_of_the_person(owner, language, heading):
    package = a_package(owner, a_full_customer(owner), language=language)
    pdf = as_pdf(package)
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert heading in text_of(pdf)
    assert as_pdf(package) == pdf


def test_nothing_of_a_person_is_in_a_repr(owner):
    package = a_package(owner, a_full_customer(owner))
    shown = repr(package) + "".join(repr(each) for each in package.holdings)
    shown += "".join(repr(item) for each in package.holdings for item in each.items)
    assert "Jansen" not in shown
    assert "STOEL" not in shown


def test_no_file_is_written_while_a_package_is_made(owner, monkeypatch, tmp_path):
    import builtins
    import io
    import tempfile

    package = a_package(owner, a_full_customer(owner))
    written: list[str] = []

    def watched(file, mode="r", *more, **how):
        if set(mode) & set("wax+"):
            written.append(str(file))
        return opened(file, mode, *more, **how)

    opened = io.open
    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(io, "open", watched)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    b"".join(archive(package, random=bytes, passphrase="een twee drie"))
    printed(package)
    assert written == []
    assert list(tmp_path.iterdir()) == []


def test_very_many_rows_are_in_the_tables_and_the_newest_on_paper(owner, monkeypatch):
    from klantkluis.privacy.access import paper

    monkeypatch.setattr(paper, "MOST_ROWS", 1)
    package = a_package(owner, a_full_customer(owner))
    said = " ".join(text_of(as_pdf(package)).split())
    assert "De nieuwste 1 van 2; in data.json staan ze allemaal." in said
    assert len(items_of(package, "journal_line")) == 2


def test_the_package_says_when_it_was_asked_and_how_it_was_clear_who_asks(owner):
    customer_id = a_full_customer(owner)
    pk = a_request(owner, customer_id=customer_id)
    assert prove(owner, pk, method=IdentityMethod.RECOGNISED, text="Komt elke week")
    facts = request_facts(PrivacyRequest.objects.get(pk=pk).uid)
    assert facts is not None
    assert (facts.received_on, facts.extended_to) == (DAY, None)
    assert facts.due_on is not None
    assert facts.identity_check != ""
