"""What is kept of the statement, its proofs and the register."""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term
from klantkluis.foundation.records import PersonalRecord

PERSONAL_FIELDS: tuple[PersonalField, ...] = tuple(
    PersonalField(
        f"{model}.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    )
    for model in ("StatementVersion", "SentenceConfirmation", "ActivityNote", "ProcessorNote")
)

PLAIN_COLUMNS: tuple[PlainColumns, ...] = (
    PlainColumns(
        "StatementVersion",
        ("id", "number", "title_nl", "title_en", "body_nl", "body_en", "sentences", "digest",
         "published_at"),
        "the privacy statement, which everybody may read",
    ),
    PlainColumns(
        "SentenceConfirmation", ("id", "sentence", "confirmed_on", "recorded_at"),
        "which sentence of the statement was confirmed, and when",
    ),
    PlainColumns(
        "ActivityNote", ("id", "activity", "no_dpia_nl", "no_dpia_en", "recorded_at"),
        "our own words about a kind of work",
    ),
    PlainColumns(
        "ProcessorNote",
        ("id", "kind", "name", "country", "agreed_on", "safeguard", "recorded_at"),
        "names of companies that work for us; the statement names them to everybody",
    ),
    PlainColumns("ProofRun", ("id", "began_at", "ended_at", "release"), "when checks were run"),
    PlainColumns(
        "ProofResult", ("id", "run_id", "name", "outcome", "count", "found", "milliseconds"),
        "what checks came to; rows are named by their numbers",
    ),
)  # fmt: skip

RECORDS: tuple[PersonalRecord, ...] = ()
