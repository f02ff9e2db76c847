"""Restrictions and objections as records of a person, for `RECORDS` of this room."""

from klantkluis.core.declared import Activity, Correction, Erasure, Source, Term
from klantkluis.customers.stored import PERMITTED_USE, RESTRICTION
from klantkluis.foundation.records import PersonalRecord


def gettext_noop(text: str) -> str:
    """Mark a text as one to translate."""
    return text


RESTRICTION_RECORDS: tuple[PersonalRecord, ...] = (
    PersonalRecord(
        model="customers.PermittedUse",
        title=gettext_noop("Restricted data that were used all the same"),
        person="customer__uid",
        activity=Activity.RIGHTS,
        erasure=Erasure.REMOVE,
        term=Term.REQUEST,
        since="at",
        stored=PERMITTED_USE,
        shows=("use", "permission", "at"),
        source=Source.OURSELVES,
        correction=Correction.STATEMENT,
    ),
    PersonalRecord(
        model="customers.Restriction",
        title=gettext_noop("Restrictions and objections"),
        person="customer__uid",
        activity=Activity.RIGHTS,
        erasure=Erasure.REMOVE,
        term=Term.REQUEST,
        since="since",
        stored=RESTRICTION,
        shows=("kind", "against", "cause", "since", "channel"),
        source=Source.PERSON,
        correction=Correction.STATEMENT,
    ),
)
