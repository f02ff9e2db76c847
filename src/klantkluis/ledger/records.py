"""Which rows of the books point to a person: by a random uid, so they tell nothing without it."""

from klantkluis.core.declared import Activity, Erasure, Recipient, Source, Term
from klantkluis.foundation.records import PersonalRecord

RECORDS: tuple[PersonalRecord, ...] = (
    PersonalRecord(
        model="ledger.JournalLine",
        title="Line of the books",
        person="party",
        activity=Activity.BOOKS,
        erasure=Erasure.DETACH,
        term=Term.BOOKS,
        since="entry__entry_date",
        shows=("entry__entry_date", "entry__description", "amount_cents"),
        source=Source.OURSELVES,
        recipients=(Recipient.TAX_AUTHORITY, Recipient.ACCOUNTANT),
    ),
)
