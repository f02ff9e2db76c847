"""Numbers for e-invoices: of companies and public bodies, doubted and never blocked."""

import pytest

from klantkluis.core.fields.checked import Code
from klantkluis.customers.rules import check_customer

FIRM = {"company": "Gemeente Voorbeeld", "country": "NL", "town": "Voorbeeld"}


@pytest.mark.parametrize(
    ("field", "typed", "kept", "doubt"),
    [
        ("coc_number", "1234 5678", "12345678", None),
        ("coc_number", "1234567", "1234567", Code.COC_NUMBER_UNLIKELY),
        ("oin", "0000 0001 8234 5675 6000", "00000001823456756000", Code.OIN_UNLIKELY),
        ("oin", "00000003123456780000", "00000003123456780000", None),
        ("oin", "123", "123", Code.OIN_UNLIKELY),
        ("e_invoice_address", "0106: 12345678", "0106:12345678", None),
        ("e_invoice_address", "0106:123", "0106:123", Code.E_INVOICE_ADDRESS_UNLIKELY),
        ("e_invoice_address", "0190:00000003123456780000", "0190:00000003123456780000", None),
        ("e_invoice_address", "9944:nl000099998b57", "9944:NL000099998B57", None),
        ("e_invoice_address", "9944:NL000099998B56", "9944:NL000099998B56",
         Code.E_INVOICE_ADDRESS_UNLIKELY),
        ("e_invoice_address", "0088:8712345678906", "0088:8712345678906", None),
        ("e_invoice_address", "0088:8712345678905", "0088:8712345678905",
         Code.E_INVOICE_ADDRESS_UNLIKELY),
        ("e_invoice_address", "0208:0403019261", "0208:0403019261", None),
        ("e_invoice_address", "9930:DE136695976", "9930:DE136695976", None),
        ("e_invoice_address", "els@example.nl", "els@example.nl",
         Code.E_INVOICE_ADDRESS_UNLIKELY),
        ("buyer_reference", "  Afdeling   Inkoop ", "Afdeling Inkoop", None),
    ],
)  # fmt: skip
def test_a_number_is_normalised_and_doubted(
    field: str, typed: str, kept: str, doubt: Code | None
) -> None:
    checked = check_customer({**FIRM, field: typed})
    assert checked.values[field] == kept
    assert checked.warnings.get(field) == doubt
    assert checked.can_be_kept


def test_of_a_person_they_are_doubted() -> None:
    checked = check_customer({"surname": "Jansen", "coc_number": "12345678"})
    assert checked.warnings["coc_number"] is Code.E_INVOICE_OF_PERSON


def test_a_bank_account_is_no_reference() -> None:
    checked = check_customer({**FIRM, "buyer_reference": "NL91ABNA0417164300"})
    assert checked.errors == {"buyer_reference": Code.BANK_ACCOUNT}
