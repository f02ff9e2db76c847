"""A customer as a whole: only a name is required, and no remark blocks."""

from hypothesis import example, given
from hypothesis import strategies as st

from klantkluis.core.fields.address import check_address
from klantkluis.core.fields.checked import Code
from klantkluis.core.fields.text import LONGEST
from klantkluis.customers.rules import CUSTOMER_FIELDS, check_customer


def test_only_a_name_is_required():
    person = check_customer({"surname": "Berg"})
    assert person.can_be_kept
    assert person.values == {"kind": "person", "surname": "Berg"}
    assert not person.warnings
    assert check_customer({"company": "Acme"}).values["kind"] == "company"


def test_a_customer_without_a_name_cannot_be_kept():
    assert check_customer({"email": "a@b.nl"}).errors == {"surname": Code.NAME_MISSING}
    assert check_customer({"kind": "company", "town": "Ede"}).errors == {
        "company": Code.NAME_MISSING
    }
    assert check_customer({"surname_prefix": "van"}).errors == {"surname": Code.NAME_MISSING}


def test_the_country_of_the_address_decides_how_the_other_fields_are_read():
    checked = check_customer(
        {
            "company": "Müller GmbH",
            "street": "Hauptstr.",
            "house_number": "12b",
            "postcode": "D-10115",
            "town": "Berlin",
            "country": "Duitsland",
            "phone": "030 901820",
            "vat_number": "136695976",
        }
    )
    assert checked.values == {
        "kind": "company",
        "company": "Müller GmbH",
        "street": "Hauptstr.",
        "house_number": "12",
        "house_number_addition": "b",
        "postcode": "10115",
        "town": "Berlin",
        "country": "DE",
        "phone": "+4930901820",
        "vat_number": "DE136695976",
    }
    assert not checked.warnings


def test_a_dutch_postcode_tells_the_country_when_none_is_given():
    checked = check_customer({"surname": "Berg", "postcode": "1234ab", "phone": "0612345678"})
    assert checked.values["country"] == "NL"
    assert checked.values["phone"] == "+31612345678"
    assert checked.warnings["country"] is Code.COUNTRY_ASSUMED
    assert (
        check_customer({"surname": "Berg", "town": "X"}, default_country="BE").values["country"]
        == "BE"
    )


def test_half_an_address_is_remarked_on_and_kept():
    checked = check_address({"street": "Dorpsstraat", "country": "NL"})
    assert checked.can_be_kept
    assert checked.warnings == dict.fromkeys(
        ("postcode", "town", "house_number"), Code.ADDRESS_INCOMPLETE
    )


def test_what_may_not_be_kept_is_an_error():
    checked = check_customer(
        {"company": "Acme", "vat_number": "NL123456782B01", "remarks": "NL91ABNA0417164300"}
    )
    assert checked.errors == {
        "vat_number": Code.CITIZEN_VAT_NUMBER,
        "remarks": Code.BANK_ACCOUNT,
    }
    assert not checked.can_be_kept


def test_a_vat_number_of_a_person_is_remarked_on():
    checked = check_customer({"surname": "Berg", "vat_number": "DE136695976"})
    assert checked.warnings == {"vat_number": Code.VAT_NUMBER_OF_PERSON}


@given(st.dictionaries(st.sampled_from(sorted(LONGEST)), st.text(max_size=150)))
@example({"first_name": "0", "house_number": "0:", "house_number_addition": "\x1b"})
def test_checking_never_fails_and_what_was_checked_is_kept_the_same_again(fields):
    once = check_customer(fields)
    assert once.values.keys() <= set(CUSTOMER_FIELDS)
    if once.can_be_kept:
        again = check_customer(once.values)
        assert again.can_be_kept
        assert again.values == once.values
