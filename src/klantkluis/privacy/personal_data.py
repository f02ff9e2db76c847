"""What this room keeps of a person: why, on which basis, for how long."""

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
from klantkluis.privacy.retaining.holds import hold_claims as claims

__all__ = ["PERSONAL_FIELDS", "PLAIN_COLUMNS", "RECORDS", "claims"]

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
        for model in ("TermDecision", "LegalHold", "LegalHoldEnd")
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
