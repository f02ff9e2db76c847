"""Which rows of mail are about a person, and what can be done with them."""

from klantkluis.core.declared import Activity, Erasure, Recipient, Source, Term
from klantkluis.foundation.mail.stored import BOUNCE
from klantkluis.foundation.records import PersonalRecord

RECORDS: tuple[PersonalRecord, ...] = (
    PersonalRecord(
        model="foundation.MailBounce",
        for_claims=True,
        title="Report that a mail did not arrive",
        person="mail__customer_uid",
        activity=Activity.CUSTOMERS,
        erasure=Erasure.REMOVE,
        term=Term.RELATION,
        since="at",
        stored=BOUNCE,
        shows=("at", "action", "status"),
        source=Source.OTHERS,
    ),
    PersonalRecord(
        model="foundation.Mail",
        title="Mail that we sent",
        person="customer_uid",
        activity=Activity.CUSTOMERS,
        erasure=Erasure.DETACH,
        term=Term.BOOKS,
        since="queued_at",
        shows=("kind", "language", "queued_at"),
        source=Source.OURSELVES,
        recipients=(Recipient.MAIL_SERVICE,),
    ),
)
