"""What this room keeps of a person: why, on which basis, for how long."""

from klantkluis.core.declared import (
    Activity,
    Correction,
    Erasure,
    LegalBasis,
    PersonalField,
    PlainColumns,
    Source,
    Term,
)
from klantkluis.foundation.records import PersonalRecord


def gettext_noop(text: str) -> str:
    """Mark a text as one to translate."""
    return text


PERSONAL_FIELDS: tuple[PersonalField, ...] = (
    *(
        PersonalField(
            field, "dpv-pd:Identifier", "dpv:LegalCompliance", LegalBasis.LEGAL_OBLIGATION,
            Term.DISCLOSURE,
        )
        for field in ("DisclosedSubject.subject", "Notice.subject")
    ),
    *(
        PersonalField(
            field, "dpv-pd:Identifier", "dpv:RecordManagement", LegalBasis.LEGITIMATE_INTEREST,
            Term.DISCLOSURE,
        )
        for field in ("Disclosure.staff_id", "Notice.staff_id", "NoticeEnding.staff_id")
    ),
)  # fmt: skip

PLAIN_COLUMNS: tuple[PlainColumns, ...] = (
    PlainColumns(
        "Disclosure",
        ("id", "uid", "at", "what", "recipient", "recipient_name", "ground", "why", "categories",
         "subjects", "left_out"),
        "to which organisation something went, on which ground, and kinds of data; never the data",
    ),
    PlainColumns("DisclosedSubject", ("id", "disclosure_id"), "numbers of rows"),
    PlainColumns(
        "DisclosureFile", ("disclosure_id", "at", "outcome", "sha256", "size", "rows"),
        "the digest and the size of a file; the file itself is kept nowhere",
    ),
    PlainColumns(
        "Notice", ("id", "disclosure_id", "kind", "categories", "prepared_at", "request_uid"),
        "that a recipient is to be told something, and kinds of data",
    ),
    PlainColumns("NoticeEnding", ("notice_id", "at", "how"), "how a notice ended, as a code"),
)  # fmt: skip

_SHOWN = ("at", "what", "recipient", "recipient_name", "ground", "categories")

RECORDS: tuple[PersonalRecord, ...] = (
    PersonalRecord(
        model="disclosures.Notice",
        title=gettext_noop("What recipients were told"),
        person="subject",
        activity=Activity.RIGHTS,
        erasure=Erasure.DETACH,
        term=Term.DISCLOSURE,
        since="prepared_at",
        shows=("kind", "prepared_at", "categories", "disclosure__recipient_name"),
        source=Source.OURSELVES,
        correction=Correction.STATEMENT,
    ),
    PersonalRecord(
        model="disclosures.DisclosedSubject",
        title=gettext_noop("Who received data"),
        person="subject",
        activity=Activity.RIGHTS,
        erasure=Erasure.DETACH,
        term=Term.DISCLOSURE,
        since="disclosure__at",
        shows=tuple(f"disclosure__{name}" for name in _SHOWN),
        source=Source.OURSELVES,
        correction=Correction.STATEMENT,
    ),
)
"""Who received what is told to the person for as long as it is kept, also after an erasure: the
uid of a destroyed key names nobody."""
