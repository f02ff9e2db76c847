"""Which rows of this room are about a person, and what can be done with them."""

from klantkluis.core.declared import Activity, Erasure, Source, Term
from klantkluis.foundation.records import PersonalRecord

RECORDS: tuple[PersonalRecord, ...] = (
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
