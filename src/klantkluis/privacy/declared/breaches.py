"""What the register of breaches keeps of a person: why, on which basis, for how long."""

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

_SEALED = (
    "breach.what", "breach_note.text", "breach_decision.text", "breach_report.text",
    "breach_letter.subject", "breach_letter.text",
)  # fmt: skip
_STAFF = (
    "Breach", "BreachNote", "BreachHit", "BreachDecision", "BreachReport", "BreachLetter",
    "BreachTold", "BreachClosure",
)  # fmt: skip

BREACH_FIELDS: tuple[PersonalField, ...] = (
    *(
        PersonalField(
            field, "dpv-pd:Communication", "dpv:LegalCompliance", LegalBasis.LEGAL_OBLIGATION,
            Term.BREACH,
        )
        for field in _SEALED
    ),
    *(
        PersonalField(
            field, "dpv-pd:Identifier", "dpv:LegalCompliance", LegalBasis.LEGAL_OBLIGATION,
            Term.BREACH,
        )
        for field in (
            "BreachedSubject.subject", "BreachTold.subject", "BreachTold.how",
            "BreachTold.told_at", "BreachHit.whose",
        )
    ),
    *(
        PersonalField(
            f"{model}.staff_id", "dpv-pd:Identifier", "dpv:RecordManagement",
            LegalBasis.LEGITIMATE_INTEREST, Term.BREACH,
        )
        for model in _STAFF
    ),
)  # fmt: skip

_SEAL = ("id", "uid", "rev", "schema", "sealed")

BREACH_COLUMNS: tuple[PlainColumns, ...] = (
    PlainColumns(
        "Breach",
        (*_SEAL, "began_at", "known_at", "confidentiality", "integrity", "availability",
         "categories", "registered_at"),
        "when, of what kind, and about which kinds of data; what happened lies sealed",
    ),
    PlainColumns("BreachNote", (*_SEAL, "breach_id", "about", "at"), "what a note is about"),
    PlainColumns(
        "BreachHit",
        ("id", "breach_id", "how", "first_at", "last_at", "disclosure_id", "people", "at"),
        "how it was worked out, and how many people",
    ),
    PlainColumns("BreachedSubject", ("id", "breach_id", "hit_id"), "numbers of rows"),
    PlainColumns("BreachDecision", (*_SEAL, "breach_id", "risk", "at"), "what was decided, when"),
    PlainColumns(
        "BreachReport", (*_SEAL, "breach_id", "kind", "reported_at", "number", "at"),
        "when it was reported to the authority, and the number that it gave",
    ),
    PlainColumns("BreachLetter", (*_SEAL, "breach_id", "language", "at"), "numbers and a language"),
    PlainColumns("BreachTold", ("id", "breach_id"), "numbers of rows"),
    PlainColumns("BreachClosure", ("breach_id", "at"), "when it was done with"),
)  # fmt: skip


def gettext_noop(text: str) -> str:
    """Mark a text as one to translate."""
    return text


BREACH_RECORDS: tuple[PersonalRecord, ...] = (
    PersonalRecord(
        model="privacy.BreachTold",
        title=gettext_noop("That you were told of a breach"),
        person="subject",
        activity=Activity.RIGHTS,
        erasure=Erasure.DETACH,
        term=Term.BREACH,
        since="told_at",
        shows=("told_at", "how"),
        source=Source.OURSELVES,
        correction=Correction.STATEMENT,
    ),
    PersonalRecord(
        model="privacy.BreachedSubject",
        title=gettext_noop("Breaches that concern you"),
        person="subject",
        activity=Activity.RIGHTS,
        erasure=Erasure.DETACH,
        term=Term.BREACH,
        since="breach__known_at",
        shows=("breach__known_at", "breach__categories"),
        source=Source.OURSELVES,
        correction=Correction.STATEMENT,
    ),
)
"""For `RECORDS` of this room. Who was hit is known for as long as the register is kept; the uid of
a destroyed key names nobody."""
