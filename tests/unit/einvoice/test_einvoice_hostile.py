"""A file from a stranger costs little time and memory, fetches nothing, and is refused politely."""

import subprocess
import sys
import time

import pytest

from klantkluis.billing.einvoice.guarding import MAX_BYTES, MAX_DEPTH, guarded
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.refusals import EInvoiceRefused
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoice.validating import validate
from support.einvoice_samples import invoice

SECONDS = 2.0
INVOICE = 'Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"'


def laughs() -> bytes:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(12)
    )
    return f"<!DOCTYPE Invoice [{entities}]><{INVOICE}>&l11;</Invoice>".encode()


def quadratic() -> bytes:
    return (
        f'<!DOCTYPE Invoice [<!ENTITY a "{"x" * 50_000}">]><{INVOICE}>{"&a;" * 50_000}</Invoice>'
    ).encode()


HOSTILE = {
    "an entity bomb": laughs(),
    "a long entity used often": quadratic(),
    "an entity bomb in UTF-16": laughs().decode().encode("utf-16"),
    "a file of ours": (
        f'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]><{INVOICE}>&x;</Invoice>'
    ).encode(),
    "a page of the network": (
        f'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><{INVOICE}>&x;</Invoice>'
    ).encode(),
    "a document type elsewhere": (
        f'<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:9/x.dtd"><{INVOICE}/>'
    ).encode(),
    "a parameter entity": (
        f'<!DOCTYPE Invoice [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]><{INVOICE}/>'
    ).encode(),
    "50 MB of text": b"<Invoice>" + b"x" * 50_000_000,
    "50 MB of elements": b"<a/>" * 12_500_000,
    "10 MB of elements": b"<r>" + b"<a/>" * 2_400_000 + b"</r>",
    "elements in elements": b"<a>" * 100_000 + b"</a>" * 100_000,
    "an attribute of 9 MB": b'<Invoice a="' + b"x" * 9_000_000,
    "many attributes": b"<Invoice " + b" ".join(b'a%d="1"' % n for n in range(300_000)),
    "no XML": b"%PDF-1.7",
    "nothing": b"",
    "half an invoice": write_ubl(invoice())[:1000],
    "an unknown character set": b'<?xml version="1.0" encoding="klingon"?><Invoice/>',
    "an undeclared prefix": b"<cac:Invoice/>",
    "another document": b"<Order/>",
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("through", [read_invoice, validate])
def test_a_hostile_file_is_refused_in_time_with_a_sentence(what, through):
    began = time.thread_time()
    with pytest.raises(EInvoiceRefused) as refused:
        through(HOSTILE[what])
    assert time.thread_time() - began < SECONDS
    assert refused.value.sentence.endswith(".")
    assert "root:" not in refused.value.sentence
    assert len(refused.value.sentence) < 80


# The most that the process itself ever held; what the system tells of a child includes its parent.
MEASURE = """
import sys
from pathlib import Path
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.refusals import EInvoiceRefused

def peak():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])

data = Path(sys.argv[1]).read_bytes()
before = peak()
try:
    read_invoice(data)
except EInvoiceRefused:
    pass
print(peak() - before)
"""


@pytest.mark.parametrize(
    "what", ["an entity bomb", "a long entity used often", "10 MB of elements", "50 MB of text"]
)
def test_a_hostile_file_costs_little_memory(what, tmp_path):
    path = tmp_path / "file.xml"
    path.write_bytes(HOSTILE[what])
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, check=True, text=True
    )
    assert int(measured.stdout) < 64 * 1024  # kilobytes


def test_the_size_is_checked_before_anything_else():
    assert guarded(b"<a>" + b" " * (MAX_BYTES - 7) + b"</a>").tag == "a"
    with pytest.raises(EInvoiceRefused, match="10 MB"):
        guarded(b"<a>" + b" " * (MAX_BYTES - 6) + b"</a>")


def test_a_document_may_be_as_deep_as_it_needs():
    assert guarded(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH).tag == "a"
    with pytest.raises(EInvoiceRefused, match="deeper"):
        guarded(b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1))


def test_comments_and_instructions_do_not_hide_anything():
    hidden = write_ubl(invoice()).replace(b"2026-0103<", b"2026<!-- not -->-0103<?x y?><")
    assert read_invoice(hidden).number == "2026-0103"


@pytest.mark.parametrize(
    ("term", "old", "new"),
    [
        ("BT-2", b"2026-11-20", b"2026-02-30"),
        ("BT-2", b"2026-11-20", b"yesterday"),
        ("BT-131", b">147.96<", b">1e9<"),
        ("BT-131", b">147.96<", b">NaN<"),
        ("BT-131", b">147.96<", b">147,96<"),
        ("BT-131", b">147.96<", b"><"),
        ("BT-129", b">8<", b">" + b"9" * 50 + b"<"),
        ("BT-1", b"<cbc:ID>2026-0103</cbc:ID><cbc:Iss", b"<cbc:Iss"),
        ("BT-44", b"<cbc:RegistrationName>Lunchroom De Linde</cbc:RegistrationName>", b""),
        ("BT-151", b"ClassifiedTaxCategory><cbc:ID>S</cbc:ID>", b"ClassifiedTaxCategory>"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_its_term(term, old, new):
    good = write_ubl(invoice())
    assert old in good
    with pytest.raises(EInvoiceRefused) as refused:
        read_invoice(good.replace(old, new))
    assert refused.value.field == term
    assert new.decode() not in refused.value.sentence or len(new) < 3
