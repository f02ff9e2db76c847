"""The books name customers by their random uid only."""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term
from klantkluis.ledger.records import RECORDS

__all__ = ["PERSONAL_FIELDS", "PLAIN_COLUMNS", "RECORDS"]

PERSONAL_FIELDS = (
    PersonalField(
        "JournalLine.party",
        "dpv-pd:Identifier",
        "dpv:FulfilmentOfObligation",
        LegalBasis.LEGAL_OBLIGATION,
        Term.BOOKS,
    ),
)

PLAIN_COLUMNS = (
    PlainColumns(
        "Account",
        ("id", "code", "rgs_code", "name_nl", "name_en", "kind", "use"),
        "the chart of accounts",
    ),
    PlainColumns(
        "JournalEntry",
        ("n", "journal", "entry_date", "description", "source", "commitment", "prev", "h",
         "recorded_at"),
        "numbers and days of documents, and hashes that tell nothing",
    ),
    PlainColumns(
        "JournalLine", ("id", "entry_id", "position", "account_id", "amount_cents"), "amounts"
    ),
    PlainColumns(
        "AccountMonth",
        ("id", "account_id", "month", "debit_cents", "credit_cents"),
        "sums of the books",
    ),
)  # fmt: skip
