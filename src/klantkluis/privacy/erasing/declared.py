"""What the rows of erasures hold: numbers and choices. Nothing in them names anybody."""

from typing import Final

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term

STAFF: Final = tuple(
    PersonalField(
        f"{model}.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    )
    for model in ("ErasurePlan", "ErasureSigning", "ErasureUndoing")
)

COLUMNS: Final = (
    PlainColumns(
        "ErasurePlan",
        ("id", "uid", "person", "kind", "asked_by", "request", "planned_on", "planned_at",
         "digest"),
        "which plan was made when and why; the uid of a person who was forgotten names nobody",
    ),
    PlainColumns("ErasurePerson", ("id", "plan_id", "uid"), "random uids of a person"),
    PlainColumns(
        "ErasureLine", ("id", "plan_id", "model", "row", "verdict", "until", "law", "why"),
        "numbers of rows, and what becomes of them under which law",
    ),
    PlainColumns("ErasureSigning", ("plan_id", "signed_at", "not_before"), "moments"),
    PlainColumns("ErasureUndoing", ("signing_id", "undone_at"), "a moment"),
    PlainColumns("ErasureReturn", ("signing_id", "returned_at"), "a moment"),
    PlainColumns(
        "ErasureStep", ("id", "plan_id", "step", "at", "rows"), "how far an erasure is"
    ),
    PlainColumns("OpenErasure", ("plan_id", "not_before"), "which erasures are not done"),
)  # fmt: skip
