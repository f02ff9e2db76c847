"""Reading an e-invoice that came in: shown, judged, never kept; hostile files are refused."""

import subprocess
import sys
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klantkluis.billing.commands import file_paper
from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.queries import paper_of
from klantkluis.core.roles import Role
from rooms.e_invoices import NOON
from rooms.story import a_customer, a_sent_invoice
from support.einvoice_samples import invoice

pytestmark = pytest.mark.usefixtures("our_company")
PAGE = "/e-invoices/"


def upload(client, data: bytes, name: str = "invoice.xml") -> str:
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    return answer.content.decode()


def a_pdf(name: str = "factur-x.xml", data: bytes | None = None, **how) -> bytes:
    made, document = BytesIO(), pikepdf.new()
    document.add_blank_page()
    if data is not None:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, data, filename=name)
    document.save(made, **how)
    return made.getvalue()


@pytest.mark.parametrize("write", [write_ubl, write_cii])
def test_what_it_says_is_shown(as_owner, write):
    it = invoice()
    page = upload(as_owner, write(it))
    for said in (it.number, it.seller.name, it.buyer.name, it.lines[0].item.name):
        assert said in page
    assert "keeps every rule" in page


def test_amounts_are_in_the_notation_of_the_reader(as_owner):
    it = invoice()
    whole, cents = f"{it.totals.payable:.2f}".split(".")
    grouped = f"{int(whole):,}"
    assert f"€\u00a0{grouped}.{cents}" in upload(as_owner, write_ubl(it))


def test_the_e_invoice_inside_a_paper_of_ours_is_found(as_owner, owner):
    invoice_id = a_sent_invoice(owner, customer_id=a_customer(owner, company="De Linde"))
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    pdf = paper_of(invoice_id=invoice_id, vault=owner.vault)
    page = upload(as_owner, pdf, "invoice.pdf")
    assert "2026-0001" in page
    assert "De Linde" in page


def test_broken_rules_are_said_in_plain_words(as_owner):
    data = write_ubl(invoice()).replace(b"<cbc:BuyerReference>", b"<cbc:Broken>")
    page = upload(as_owner, data.replace(b"</cbc:BuyerReference>", b"</cbc:Broken>"))
    assert "does not keep the rules" in page
    assert "not built as the official schema says" in page


def test_nothing_of_it_is_kept(as_owner):
    as_owner.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        upload(as_owner, write_ubl(invoice()))
    writes = [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE"))]
    assert all("billing" not in sql and "Linde" not in sql for sql in writes)
    assert not any(invoice().number in sql for sql in writes)


HOSTILE = {
    "an entity bomb": (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
    "no XML": (b"hello", "not readable"),
    "another document": (b"<Order/>", "no UBL or CII"),
    "too deep": (b"<a>" * 5000 + b"</a>" * 5000, "not built as"),
    "no date": (
        write_ubl(invoice()).replace(invoice().issued_on.isoformat().encode(), b"2026-99-99"),
        "BT-2",
    ),
    "a PDF without one": (a_pdf(), "no e-invoice inside"),
    "a PDF with another file": (a_pdf("terms.xml", b"<a/>"), "no e-invoice inside"),
    "half a PDF": (b"%PDF-1.7\nhalf", "cannot be read"),
    "a locked PDF": (
        a_pdf(data=b"<a/>", encryption=pikepdf.Encryption(owner="a", user="b")),
        "cannot be read",
    ),
    "a bomb in a PDF": (a_pdf(data=b" " * 60_000_000), "cannot be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_politely(as_owner, name):
    data, sentence = HOSTILE[name]
    page = upload(as_owner, data)
    assert sentence in page
    assert 'aria-invalid="true"' in page


def test_a_file_of_more_than_ten_megabytes_is_refused(as_owner):
    assert "10 MB" in upload(as_owner, b"<a>" + b"x" * 10_000_001)


def with_a_bomb_of_objects(size_mb: int) -> bytes:
    """A whole PDF whose catalogue lies in a stream of objects that unpacks to so much."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"1 0 <</Type/Catalog/Pages 9 0 R>>")
    packed += b"".join(packer.compress(b" " * 1_000_000) for _ in range(size_mb)) + packer.flush()
    stream = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    pdf = b"%PDF-1.5\n2 0 obj\n" + stream + packed + b"\nendstream endobj\n"
    rows = [bytes([0, 0, 0, 0, 0]), bytes([2, 0, 0, 2, 0]), bytes([1, 0, 0, 9, 0])]
    head = b"3 0 obj\n<</Type/XRef/W[1 3 1]/Size 3/Root 1 0 R/Length 15>>stream\n"
    at = b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(pdf)
    return pdf + head + b"".join(rows) + at


OPENS_ONE = """
import resource, sys
from klantkluis.billing.einvoice.detaching import detached
from klantkluis.billing.einvoice.refusals import EInvoiceRefused
try:
    detached(sys.stdin.buffer.read())
except EInvoiceRefused:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def test_objects_that_unpack_without_end_cost_little():
    """A stream of objects is unpacked by whoever opens the PDF: the child process gives up.

    In a process of its own, for the children of this one may have been large before.
    """
    asked = subprocess.run(
        [sys.executable, "-c", OPENS_ONE],
        input=with_a_bomb_of_objects(700),
        capture_output=True,
        check=True,
    )
    assert float(asked.stdout) < 1024


def test_the_page_in_dutch(as_owner):
    as_owner.staff.language = "nl"
    as_owner.staff.save()
    as_owner.cookies["django_language"] = "nl"
    page = upload(as_owner, write_ubl(invoice()))
    assert "E-factuur lezen" in page
    assert "Verkoper" in page
    assert "geen e-factuur" in upload(as_owner, a_pdf())


def test_it_is_for_who_sells_and_who_keeps_the_books(browser_of, as_stranger):
    assert as_stranger.get(PAGE)["Location"].startswith("/log-in/")
    assert browser_of(Role.WAREHOUSE).get(PAGE).status_code == 403
    assert browser_of(Role.BOOKKEEPER).get(PAGE).status_code == 200
    sales = browser_of(Role.SALES)
    assert sales.get(PAGE).status_code == 200
    assert "Choose a file" in sales.post(PAGE, {"sent": "1"}).content.decode()
