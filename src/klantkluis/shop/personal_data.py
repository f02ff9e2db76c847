"""What this room keeps of a person, and why the rest is not sealed."""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term

PERSONAL_FIELDS = (
    PersonalField(
        "SiteLink.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
)

PLAIN_COLUMNS = (
    PlainColumns(
        "SiteLink",
        (
            "id",
            "site_id",
            "url",
            "site_key",
            "certificate",
            "number",
            "seq",
            "chain",
            "broken",
            "paired_at",
        ),
        "about our own site; keys that are public, and how far we have read",
    ),
)
