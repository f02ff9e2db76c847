"""Which rows of this room are about a person, and what can be done with them."""

from klantkluis.core.declared import Activity, Erasure, Source, Term
from klantkluis.foundation.records import PersonalRecord
from klantkluis.privacy.stored import REDACTION

RECORDS: tuple[PersonalRecord, ...] = (
    PersonalRecord(
        model="privacy.Redaction",
        title="What was decided of a text in your package",
        person="subject",
        activity=Activity.RIGHTS,
        erasure=Erasure.REMOVE,
        term=Term.REQUEST,
        since="decided_at",
        stored=REDACTION,
        shows=("decided_at", "how", "why"),
        source=Source.OURSELVES,
    ),
    PersonalRecord(
        model="privacy.HandOver",
        title="Package of your data",
        person="subject",
        activity=Activity.RIGHTS,
        erasure=Erasure.DETACH,
        term=Term.REQUEST,
        since="made_at",
        shows=("made_at", "kind", "way", "language"),
        source=Source.OURSELVES,
    ),
)
