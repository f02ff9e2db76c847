"""An e-invoice inside its paper: found by programs, and the paper stays what it claimed to be."""

import io
import time
from datetime import UTC, datetime, timedelta, timezone

import page
import pikepdf
import pytest

from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.foundation.paper.attaching import attach_e_invoice
from support.effort import seconds_of_work
from support.einvoice_samples import invoice
from support.paper_samples import MADE_AT, made

CII = write_cii(invoice())
FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"


def attached(pdf: bytes | None = None, made_at: datetime = MADE_AT) -> bytes:
    return attach_e_invoice(
        pdf or made("invoice"), CII, description="E-factuur 2026-0103", made_at=made_at
    )


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def failures(pdf: bytes, profile: str) -> set[str]:
    report = page.validate_pdf_bytes(pdf, profile=profile)
    return {each.rule_id for each in report.failures}


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_an_independent_checker_finds_the_paper_conformant_before_and_after(profile):
    assert failures(made("invoice"), profile) == set()
    assert failures(attached(), profile) == set()


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (b"/AFRelationship /Alternative", b"/AFRelationZhip /Alternative", "AF-RELATIONSHIP"),
        (b"<pdfaProperty:name>Version<", b"<pdfaProperty:name>Versiom<", "XMP-EXTENSION"),
        (b"<pdfaid:conformance>A<", b"<pdfaid:conformance>B<", "ID-CONFORMANCE"),
    ],
)
def test_the_checker_is_one_that_finds_something(old, new, finding):
    pdf = attached()
    assert old in pdf
    assert any(finding in each for each in failures(pdf.replace(old, new), "3a"))


def test_the_metadata_names_standards_and_attachment():
    with opened(attached()) as document, document.open_metadata() as metadata:
        assert (metadata[f"{PDFA}part"], metadata[f"{PDFA}conformance"]) == ("3", "A")
        assert metadata[f"{PDFUA}part"] == "1"
        assert metadata["dc:title"] == "Factuur 2026-0103"
        assert {
            name: metadata[f"{FX}{name}"]
            for name in ("DocumentType", "DocumentFileName", "Version", "ConformanceLevel")
        } == {
            "DocumentType": "INVOICE",
            "DocumentFileName": "factur-x.xml",
            "Version": "1.0",
            "ConformanceLevel": "EN 16931",
        }


def test_the_metadata_describes_the_words_that_it_uses():
    with opened(attached()) as document:
        stored = document.Root.Metadata
        assert "/Filter" not in stored.stream_dict
        text = stored.read_bytes().decode()
    assert text.startswith("<?xpacket begin=")
    assert text.rstrip().endswith('<?xpacket end="r"?>')
    assert text.count("<pdfaExtension:schemas>") == 1
    assert "<pdfaSchema:prefix>fx</pdfaSchema:prefix>" in text
    for name in ("DocumentType", "DocumentFileName", "Version", "ConformanceLevel"):
        assert text.count(f"<pdfaProperty:name>{name}</pdfaProperty:name>") == 1


def test_the_file_is_in_the_tree_of_names_and_among_the_associated_files():
    with opened(attached()) as document:
        root = document.Root
        name, file = root.Names.EmbeddedFiles.Names
        assert name == "factur-x.xml"
        assert len(root.AF) == 1
        assert root.AF[0].objgen == file.objgen
        assert (str(file.F), str(file.UF)) == ("factur-x.xml", "factur-x.xml")
        assert file.AFRelationship == "/Alternative"
        stored = file.EF.F
        assert stored.Subtype == "/text/xml"
        assert stored.Params.Size == len(CII)
        assert stored.read_bytes() == CII


def test_a_reader_of_attachments_finds_the_same_invoice():
    with opened(attached()) as document:
        assert list(document.attachments) == ["factur-x.xml"]
        content = document.attachments["factur-x.xml"].get_file().read_bytes()
    assert read_invoice(content).number == "2026-0103"


def test_structure_fonts_and_colours_are_as_they_were():
    plain = made("invoice")
    with opened(plain) as before, opened(attached(plain)) as after:
        assert after.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert after.Root.MarkInfo.Marked
        assert after.Root.Lang == before.Root.Lang
        assert len(after.Root.StructTreeRoot.K) == len(before.Root.StructTreeRoot.K)
        assert after.pdf_version == before.pdf_version
        for one, other in zip(before.pages, after.pages, strict=True):
            assert one.Contents.read_bytes() == other.Contents.read_bytes()
            assert set(one.resources.Font) == set(other.resources.Font)


def test_the_same_bytes_and_time_give_the_same_bytes():
    plain = made("invoice")
    first = attached(plain)
    time.sleep(1.1)  # a number of the file that is made of the time differs by the second
    assert attached(plain) == first
    elsewhere = MADE_AT.astimezone(timezone(timedelta(hours=5)))
    assert attached(plain, elsewhere) == attached(plain)
    assert attached(plain, datetime(2027, 1, 1, tzinfo=UTC)) != attached(plain)


def test_a_time_without_a_zone_and_a_second_file_are_our_own_mistakes():
    with pytest.raises(AssertionError, match="zone"):
        attached(made_at=MADE_AT.replace(tzinfo=None))
    with pytest.raises(AssertionError, match="files already"):
        attached(attached())


def test_attaching_is_a_few_milliseconds_of_work():
    plain = made("invoice")
    assert seconds_of_work(lambda: attached(plain)) < 0.010
