"""Each field of a customer is normalised and judged by the rules of its field."""

import csv
import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.country import check_country, codes, country_name
from klantkluis.core.fields.email import check_email
from klantkluis.core.fields.phone import check_phone, pretty_phone
from klantkluis.core.fields.postcode import check_postcode, is_consistent, required_parts
from klantkluis.core.fields.text import LONGEST, check_text, clean_line
from klantkluis.core.fields.vat_number import check_vat_number
from klantkluis.customers.sentences import sentence

SHARED = Path(__file__).parents[4] / "shared"
VECTORS = SHARED / "standards" / "identifiers" / "vectors.csv"


def vectors(kind):
    if not VECTORS.exists():
        pytest.skip("the vectors of the standards are not here")
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == kind]


def test_dutch_postcodes_follow_the_published_vectors():
    rows = vectors("postcode")
    assert len(rows) == 11
    for row in rows:
        checked = check_postcode(row["input"], "NL")
        if row["expect"] == "valid":
            assert checked == Checked(row["normalised"]), row["input"]
        else:
            assert checked.warning is Code.POSTCODE_UNLIKELY, row["input"]
            assert not checked.error


def test_vat_numbers_follow_the_published_vectors():
    rows = vectors("btw-id") + vectors("eu-vat")
    assert len(rows) == 18
    for row in rows:
        checked = check_vat_number(row["input"])
        if row["expect"] == "valid":
            kept = row["normalised"].replace("GR", "EL")
            assert checked == Checked(kept if row["kind"] == "eu-vat" else f"NL{kept}")
        else:
            assert checked.warning in {Code.VAT_NUMBER_UNLIKELY, Code.VAT_NUMBER_OUTSIDE_EU}


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("87104.0", "US", "87104"),
        ("D-10115", "DE", "10115"),
        ("L-1234", "LU", "1234"),
        ("B 1000", "BE", "1000"),
        ("75008", "FR", "75008"),
        ("GL15 1XD", "GB", "GL15 1XD"),
        ("N2L 6C2", "CA", "N2L 6C2"),
        ("1234ab", "", "1234AB"),
    ],
)
def test_a_postcode_is_kept_in_the_form_of_its_country(typed, country, kept):
    assert check_postcode(typed, country) == Checked(kept)


@pytest.mark.parametrize(
    ("postcode", "country"),
    [("12345", "BE"), ("1234", "DE"), ("7800", "FR"), ("12345", "LU"), ("ABC", "GB")],
)
def test_a_postcode_of_another_country_is_remarked_on_and_not_refused(postcode, country):
    assert check_postcode(postcode, country) == Checked(postcode, Code.POSTCODE_UNLIKELY)


def test_every_example_postcode_of_the_address_data_is_consistent():
    for country, example in [("BE", "4000"), ("DE", "26133"), ("FR", "33380"), ("LU", "4750")]:
        assert is_consistent(example, country)
    assert required_parts("DE") == {"street", "town", "postcode"}
    assert "region" in required_parts("US")


@given(st.integers(1000, 9999), st.text(string.ascii_letters, min_size=2, max_size=2))
def test_every_dutch_postcode_gets_one_form(digits, letters):
    forms = {check_postcode(f"{digits}{gap}{letters}", "NL").value for gap in ("", " ", "  ")}
    assert forms == {f"{digits} {letters.upper()}"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Nederland", "NL"), ("The Netherlands", "NL"), ("NLD", "NL"), ("nl", "NL"),
        ("Holland", "NL"), ("België", "BE"), ("Belgique", "BE"), ("Duitsland", "DE"),
        ("Allemagne", "DE"), ("Österreich", "AT"), ("UNITED KINGDOM", "GB"), ("uk", "GB"),
        ("Côte d’Ivoire", "CI"), ("Verenigde Staten", "US"), ("Zuid-Afrika", "ZA"), ("EL", "GR"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_name_in_four_languages(typed, code):
    assert check_country(typed) == Checked(code)


def test_an_unknown_country_is_left_out_with_a_remark():
    assert check_country("Atlantis") == Checked("", Code.COUNTRY_UNKNOWN)


@given(st.sampled_from(sorted(codes())), st.sampled_from(["nl", "en", "de", "fr"]))
def test_every_country_is_found_back_by_its_own_name(code, language):
    assert check_country(country_name(code, language)).value == code


@pytest.mark.parametrize(
    ("typed", "country", "kept", "shown"),
    [
        ("06-12345678", "NL", "+31612345678", "06 12345678"),
        ("+31 (0)6 12345678", "DE", "+31612345678", "06 12345678"),
        ("0031 20 624 1111", "", "+31206241111", "020 624 1111"),
        ("0221 4598768", "DE", "+492214598768", "+49 221 4598768"),
        ("(201) 555-0123 x5884", "US", "+12015550123 x5884", "+1 201-555-0123 ext. 5884"),
        ("tel:+1-201-555-0123", "", "+12015550123", "+1 201-555-0123"),
        ("2.015550123E9", "US", "+12015550123", "+1 201-555-0123"),
    ],
)
def test_a_telephone_number_is_kept_as_e164_and_shown_as_people_write_it(
    typed, country, kept, shown
):
    assert check_phone(typed, country) == Checked(kept)
    assert pretty_phone(kept) == shown


@pytest.mark.parametrize(
    ("typed", "country", "warning"),
    [
        ("867-5309", "US", Code.PHONE_UNLIKELY),
        ("na 18 uur", "NL", Code.PHONE_UNLIKELY),
        ("020 624 1111", "", Code.PHONE_WITHOUT_COUNTRY),
    ],
)
def test_a_telephone_number_that_cannot_be_checked_stays_as_typed(typed, country, warning):
    assert check_phone(typed, country) == Checked(typed, warning)
    assert pretty_phone(typed) == typed


@given(st.integers(10_000_000, 99_999_999))
def test_a_kept_telephone_number_is_kept_the_same_again(number):
    once = check_phone(f"06{number}", "NL")
    assert check_phone(once.value, "NL").value == once.value


def test_an_email_address_keeps_its_name_and_lowers_its_domain():
    assert check_email(" James.Hook@PrestaShop.COM ") == Checked("James.Hook@prestashop.com")
    assert check_email('"J. Hook" <j@hook.nl>') == Checked("j@hook.nl")
    assert check_email("invalidemail") == Checked("invalidemail", Code.EMAIL_UNLIKELY)


def test_the_old_vat_number_with_a_citizen_number_is_refused_however_it_is_typed():
    for typed in ("NL123456782B01", "nl 1234.56.782.b01", "123456782B01"):
        assert check_vat_number(typed, "NL").error is Code.CITIZEN_VAT_NUMBER
    assert check_text("remarks", "BSN 111222333").error is Code.CITIZEN_NUMBER


def test_a_number_of_a_legal_person_is_no_citizen_number():
    for number in ("NL004495445B01", "NL810433941B01", "NL000099998B57", "DE136695976"):
        assert check_vat_number(number).error is None


def test_a_vat_number_gets_its_country_letters_and_is_compared_with_the_country():
    assert check_vat_number("136695976", "DE") == Checked("DE136695976")
    assert check_vat_number("094259216", "GR") == Checked("EL094259216")
    assert check_vat_number("DE136695976", "NL").warning is Code.VAT_NUMBER_OTHER_COUNTRY


@pytest.mark.parametrize(
    "text",
    [
        "NL91ABNA0417164300",
        "graag op nl91 abna 0417 1643 00, dank",
        "NL91-ABNA.0417-164300",
        "rekening:DE89 3704 0044 0532 0130 00!",
        "BE68 5390 0754 7034",
    ],
)
def test_a_bank_account_number_is_refused_in_every_field(text):
    assert check_text("remarks", text).error is Code.BANK_ACCOUNT
    assert check_text("company", text).error is Code.BANK_ACCOUNT


@pytest.mark.parametrize("text", ["NL91 ABNA 0417 1643 01", "NL004495445B01", "order 20260001"])
def test_what_only_resembles_a_bank_account_number_is_kept(text):
    assert check_text("remarks", text) == Checked(text)


@given(st.text(max_size=300))
def test_cleaned_text_is_one_line_and_cleaning_twice_changes_nothing(text):
    once = clean_line(text)
    assert clean_line(once) == once
    assert not re.search(r"[\x00-\x1f\x7f]", once)


@pytest.mark.parametrize("field", sorted(LONGEST))
def test_what_is_too_long_for_its_field_is_refused(field):
    assert check_text(field, "a" * LONGEST[field]).error is None
    assert check_text(field, "a" * (LONGEST[field] + 1)).error is Code.TOO_LONG


def test_every_code_has_a_sentence():
    sentences = {sentence(code) for code in Code}
    assert len(sentences) == len(Code)
