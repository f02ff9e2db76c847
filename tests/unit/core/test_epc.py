"""The payment QR code says exactly what EPC069-12 lets it say."""

import csv
from pathlib import Path

import pytest
import segno.helpers
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.epc import MAX_CENTS, CreditTransfer, EpcRefused, read_epc, write_epc

VECTORS = Path(__file__).parents[4] / "shared" / "standards" / "payments" / "epc-qr"
IBAN = "NL21INGB0009998887"


def vectors() -> list[dict[str, str]]:
    if not VECTORS.is_dir():
        return []
    with (VECTORS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the shared standards are not beside the project")
@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["file"])
def test_every_vector_is_read_or_refused_as_its_manifest_says(vector):
    payload = (VECTORS / vector["file"]).read_bytes()
    assert len(payload) == int(vector["bytes"])
    if vector["expect"] == "invalid":
        with pytest.raises(EpcRefused):
            read_epc(payload)
    else:
        assert read_epc(write_epc(read_epc(payload))) == read_epc(payload)


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the shared standards are not beside the project")
def test_our_bytes_are_those_of_the_reference_vector():
    transfer = CreditTransfer(
        name="Voorbeeld Handel B.V.", iban=IBAN, amount_cents=60_500, reference="RF98F20260102"
    )
    assert write_epc(transfer) == (VECTORS / "v002-rf.txt").read_bytes()


def test_an_account_number_with_blanks_is_written_without():
    transfer = CreditTransfer(name="Jansen", iban="NL21 INGB 0009 9988 87", amount_cents=1)
    assert write_epc(transfer) == b"BCD\n002\n1\nSCT\n\nJansen\nNL21INGB0009998887\nEUR0.01"


def test_the_qr_code_equals_the_one_of_an_independent_writer():
    transfer = CreditTransfer(
        name="Bakkerij Zoë", iban=IBAN, amount_cents=12_345, text="Factuur 2026-0001"
    )
    theirs = segno.helpers.make_epc_qr(
        name="Bakkerij Zoë",
        iban=IBAN,
        amount="123.45",
        text="Factuur 2026-0001",
        encoding="utf-8",
    )
    ours = segno.make(write_epc(transfer), error="m", boost_error=False, micro=False)
    assert (ours.version, ours.error) == (theirs.version, theirs.error)


@given(
    name=st.text(
        st.characters(min_codepoint=32, exclude_categories=("Cs",)), min_size=1, max_size=35
    ).filter(str.strip),
    amount=st.integers(1, MAX_CENTS),
    text=st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=60),
)
def test_what_is_written_is_read_back(name, amount, text):
    transfer = CreditTransfer(name=name, iban=IBAN, amount_cents=amount, text=text)
    assert read_epc(write_epc(transfer)) == transfer


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a" * 71}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"iban": "NL22INGB0009998887"}, "iban"),
        ({"bic": "INGB"}, "bic"),
        ({"amount_cents": 0}, "amount"),
        ({"amount_cents": MAX_CENTS + 1}, "amount"),
        ({"purpose": "gdds!"}, "purpose"),
        ({"reference": "RF00123"}, "reference"),
        ({"reference": "RF98F20260102", "text": "both"}, "text"),
        ({"text": "a" * 141}, "text"),
        ({"information": "a" * 71}, "information"),
    ],
)
def test_a_value_that_the_guideline_forbids_is_refused_at_its_field(change, field):
    values = {"name": "Jansen", "iban": IBAN, "amount_cents": 100} | change
    with pytest.raises(EpcRefused) as refusal:
        CreditTransfer(**values)
    assert refusal.value.field == field


def test_a_refusal_never_repeats_the_account_number():
    with pytest.raises(EpcRefused) as refusal:
        CreditTransfer(name="Jansen", iban="NL22INGB0009998887", amount_cents=100)
    assert "INGB" not in str(refusal.value)


def test_a_payload_over_331_bytes_is_refused():
    wide = CreditTransfer(name="€" * 70, iban=IBAN, amount_cents=100, text="€" * 60)
    with pytest.raises(EpcRefused):
        write_epc(wide)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"BCD",
        b"BCD\n002\n9\nSCT\n\nA\nNL21INGB0009998887\nEUR1",
        b"BCD\n003\n1\nSCT\n\nA\nNL21INGB0009998887\nEUR1",
        b"BCD\n002\n1\nINST\n\nA\nNL21INGB0009998887\nEUR1",
        b"BCD\n002\n1\nSCT\n\n\xff\nNL21INGB0009998887\nEUR1",
        b"BCD\n002\n1\nSCT\n\nA\nNL21INGB0009998887\nEUR1\n" + b"\nx" * 9,
        b"B" * 332,
    ],
)
def test_what_is_not_a_payment_code_is_refused(payload):
    with pytest.raises(EpcRefused):
        read_epc(payload)
