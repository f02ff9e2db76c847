"""What retention keeps: terms, legal holds, and what each sweep found."""

from klantkluis.core.declared import (
    Activity,
    Erasure,
    LegalBasis,
    PersonalField,
    PlainColumns,
    Source,
    Term,
)
from klantkluis.foundation.records import PersonalRecord
from klantkluis.privacy.retaining.holds import LEGAL_HOLD

PERSONAL_FIELDS: tuple[PersonalField, ...] = (
    PersonalField(
        "legal_hold.note",
        "dpv-pd:Communication",
        "dpv:DisputeManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.RELATION,
    ),
    *(
        PersonalField(
            f"{model}.staff_id",
            "dpv-pd:Identifier",
            "dpv:RecordManagement",
            LegalBasis.LEGITIMATE_INTEREST,
            Term.SECURITY,
        )
        for model in ("TermDecision", "LegalHold", "LegalHoldEnd", "ClassEnd", "RelationToEnd")
    ),
)

PLAIN_COLUMNS: tuple[PlainColumns, ...] = (
    PlainColumns(
        "TermDecision", ("id", "term", "months", "reason", "decided_at"),
        "how long a kind of record is kept and why; about nobody",
    ),
    PlainColumns(
        "LegalHold",
        ("id", "uid", "rev", "schema", "sealed", "customer_id", "ground", "since", "placed_at"),
        "that nothing of a customer goes, since when, and on what ground; why, lies sealed",
    ),
    PlainColumns(
        "LegalHoldEnd", ("id", "hold_id", "since", "ended_on"), "when such a hold ended"
    ),
    PlainColumns(
        "Sweep", ("id", "at", "ended_at", "look_only"), "when it was looked what is over"
    ),
    PlainColumns(
        "SweepFinding",
        ("id", "sweep_id", "code", "term", "months", "due", "overdue", "held", "kept", "removed",
         "next_on", "ahead"),
        "how many rows of a kind were due, held, kept and removed; numbers about nobody",
    ),
    PlainColumns(
        "RelationOver", ("customer", "last_on", "found_on"),
        "the number of a row, and days that follow from other rows",
    ),
    PlainColumns(
        "RelationToEnd", ("customer", "decided_at"),
        "the number of a row, until the plan of the erasure is made",
    ),
    PlainColumns(
        "ClassEnd", ("id", "name", "documents", "ended_at"),
        "which key of a book year was destroyed when, and how many documents lay under it",
    ),
)  # fmt: skip

RECORDS: tuple[PersonalRecord, ...] = (
    PersonalRecord(
        model="privacy.LegalHold",
        title="Hold because of a claim",
        person="customer__uid",
        activity=Activity.RIGHTS,
        erasure=Erasure.REMOVE,
        term=Term.RELATION,
        stored=LEGAL_HOLD,
        shows=("since", "ground"),
        source=Source.OURSELVES,
    ),
)
