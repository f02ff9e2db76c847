"""What is kept of packages that were handed over."""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term

PERSONAL_FIELDS: tuple[PersonalField, ...] = (
    *(
        PersonalField(
            f"HandOver.{name}",
            "dpv-pd:Identifier",
            "dpv:FulfilmentOfObligation",
            LegalBasis.LEGAL_OBLIGATION,
            Term.REQUEST,
        )
        for name in ("subject", "kind", "way", "made_at")
    ),
    *(
        PersonalField(
            name,
            category,
            "dpv:RightsFulfilment",
            LegalBasis.LEGAL_OBLIGATION,
            Term.REQUEST,
        )
        for name, category in (
            ("Redaction.subject", "dpv-pd:Identifier"),
            ("redaction.digest", "dpv-pd:Communication"),
            ("redaction.spans", "dpv-pd:Communication"),
        )
    ),
    *(
        PersonalField(
            f"{model}.staff_id",
            "dpv-pd:Identifier",
            "dpv:RecordManagement",
            LegalBasis.LEGITIMATE_INTEREST,
            Term.SECURITY,
        )
        for model in ("HandOver", "Redaction")
    ),
)

PLAIN_COLUMNS: tuple[PlainColumns, ...] = (
    PlainColumns(
        "HandOver",
        ("id", "uid", "request", "language", "records", "documents", "disclosure_id", "pick_up"),
        "numbers of rows, and how much was in a package; it names nobody",
    ),
    PlainColumns(
        "HandOverEnd",
        ("id", "hand_over_id", "at", "size", "sha256"),
        "size and digest of a file that we did not keep",
    ),
    PlainColumns(
        "Redaction",
        ("id", "uid", "rev", "schema", "sealed", "model", "row", "name", "how", "why",
         "decided_at"),
        "numbers of rows and choices; which words are hidden lies sealed",
    ),
    PlainColumns(
        "HandOverRedaction",
        ("id", "hand_over_id", "why", "passages", "texts"),
        "how much was hidden, in numbers",
    ),
)  # fmt: skip
