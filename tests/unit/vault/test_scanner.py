"""Bank account and citizen numbers never get in; everything else does."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

from klantkluis.core.forbidden import bank_accounts
from klantkluis.vault.refusals import (
    BankAccountRefused,
    CitizenNumberRefused,
    CitizenVatNumberRefused,
    ForbiddenContent,
)
from klantkluis.vault.scanner import account_hash, refuse_forbidden

ACCOUNTS = [
    "NL91ABNA0417164300",
    "BE68539007547034",
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "FR1420041010050500013M02606",
    "MT84MALT011000012345MTLCAST001S",
    "NO9386011117947",
]
SEPARATORS = st.sampled_from(["", " ", "-", ".", "  ", "\u00a0", " - ", "\n", "/"])


def refused(text: object) -> bool:
    try:
        refuse_forbidden({"remarks": text})
    except ForbiddenContent:
        return True
    return False


@pytest.mark.parametrize("account", ACCOUNTS)
def test_an_iban_is_refused_with_its_field(account):
    with pytest.raises(BankAccountRefused) as refusal:
        refuse_forbidden({"town": "Utrecht", "remarks": f"rek. {account} t.n.v. Jansen"})
    assert refusal.value.field == "remarks"
    assert account not in str(refusal.value)


@given(st.sampled_from(ACCOUNTS), st.lists(SEPARATORS, min_size=40, max_size=40), st.booleans())
def test_an_iban_in_any_disguise_is_refused(account, separators, small):
    text = "".join(sign + gap for sign, gap in zip(account, separators, strict=False))
    assert refused(f"overgemaakt van {text.lower() if small else text} vorige week")


@pytest.mark.parametrize(
    "text",
    [
        "IBANNL91ABNA0417164300",
        "nl91abna0417164300tnvjansen",
        "ＮＬ91ＡＢＮＡ0417164300",
        "NL٩١ABNA٠٤١٧١٦٤٣٠٠",
        "NL91\u200bABNA\u200b0417\u200b1643\u200b00",
    ],
)
def test_an_iban_glued_to_words_or_in_other_signs_is_refused(text):
    assert refused(text)


def test_an_iban_deep_inside_is_refused_under_the_outermost_field():
    for value in ({"line": {"2": ["x", ACCOUNTS[0]]}}, [[ACCOUNTS[0]]], {ACCOUNTS[0]: "x"}):
        with pytest.raises(BankAccountRefused) as refusal:
            refuse_forbidden({"line_texts": value})
        assert refusal.value.field == "line_texts"


def test_the_own_account_may_stand_on_an_invoice_and_others_not():
    key = bytes(range(32))
    own = frozenset({account_hash(key, "NL91 ABNA 0417 1643 00")})
    fields = {"seller": {"account": "NL91 ABNA 0417 1643 00"}}
    refuse_forbidden(fields, own_accounts=own, own_key=key)
    with pytest.raises(BankAccountRefused):
        refuse_forbidden(fields, own_accounts=own, own_key=bytes(32))
    with pytest.raises(BankAccountRefused):
        refuse_forbidden({"a": ACCOUNTS[1]}, own_accounts=own, own_key=key)


@given(st.sampled_from(ACCOUNTS), st.integers(4, 30), st.sampled_from(string.digits))
def test_a_mistyped_iban_is_no_iban(account, place, digit):
    place %= len(account)
    if place < 4 or not account[place].isdigit() or account[place] == digit:
        return
    wrong = account[:place] + digit + account[place + 1 :]
    if not iban.is_valid(wrong, check_country=False):
        assert not list(bank_accounts(wrong))


def bsn_of(number: int) -> str:
    """Give eight digits the ninth of a citizen number, where there is one."""
    digits = f"{number:08}"
    last = sum((9 - place) * int(digit) for place, digit in enumerate(digits)) % 11
    return f"{digits}{last % 10}"


BSN = st.integers(1_000_000, 99_999_999).map(bsn_of).filter(bsn.is_valid)


@pytest.mark.parametrize(
    "text",
    [
        "BSN 111222333",
        "bsn: 1112.22.333",
        "Burgerservicenummer = 111 222 333",
        "sofinummer 111222333 van de klant",
        "1112.22.333",
    ],
)
def test_a_citizen_number_that_is_called_so_is_refused(text):
    with pytest.raises(CitizenNumberRefused):
        refuse_forbidden({"remarks": text})


@given(BSN.filter(lambda number: not number.startswith(("8", "00"))), st.integers(1, 99))
def test_a_vat_number_made_of_a_citizen_number_is_refused(number, suffix):
    whole = f"NL{number}B{suffix:02}"
    if mod_97_10.is_valid(whole):
        return
    for text in (whole, whole.lower(), f"NL {number[:4]}.{number[4:6]}.{number[6:]}.B{suffix:02}"):
        with pytest.raises(CitizenVatNumberRefused):
            refuse_forbidden({"vat_number": text})


@pytest.mark.parametrize(
    "text",
    [
        "NL002455799B11",  # a btw-id of after 2020
        "NL004495445B01",  # legal persons: made of an RSIN
        "NL861234567B01",
        "NL812345674B01",
        "BE0123456749",
        "DE136695976",
        "FR40303265045",
    ],
)
def test_a_vat_number_without_a_citizen_number_is_kept(text):
    refuse_forbidden({"vat_number": text})


@given(BSN)
def test_nine_digits_without_a_name_are_no_citizen_number(number):
    assert not refused(f"order {number}")
    assert not refused(number)


PHONES = st.one_of(
    st.from_regex(r"\+31 ?6 ?[0-9]{8}", fullmatch=True),
    st.from_regex(r"06-?[0-9]{8}", fullmatch=True),
    st.from_regex(r"0[1-57][0-9][ -][0-9]{3} [0-9]{4}", fullmatch=True),
    st.from_regex(r"\(0[1-57][0-9]\) [0-9]{7}", fullmatch=True),
    st.from_regex(r"\+4[0-9]{2} [0-9]{9}", fullmatch=True),
)
ORDERS = st.one_of(
    st.integers(0, 10**12).map(str),
    st.from_regex(r"(ORD|WEB|F)-?20[0-9]{2}-?[0-9]{4,6}", fullmatch=True),
    st.from_regex(r"3S[A-Z]{4}[0-9]{9}", fullmatch=True),
    st.from_regex(r"[0-9]{4} [A-Z]{2} [0-9]{1,3}", fullmatch=True),
    st.from_regex(r"978[0-9]{10}", fullmatch=True),
)
WORDS = st.text(alphabet=string.ascii_letters + " .,'-éëü", max_size=60)


@given(PHONES)
@example("+31612345678")
def test_a_phone_number_is_kept(phone):
    assert not refused(phone)


@given(ORDERS, WORDS)
def test_order_numbers_and_ordinary_words_are_kept(order, words):
    assert not refused(f"{words} {order}")


@given(WORDS, st.lists(st.integers(0, 999), max_size=4))
def test_a_remark_with_amounts_is_kept(words, amounts):
    assert not refused(f"{words} {' en '.join(map(str, amounts))} stuks")


def test_numbers_and_flags_are_looked_at_too():
    refuse_forbidden({"size": 12345678901, "ok": True, "nothing": None})
