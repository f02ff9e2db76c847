"""What stands below the rooms keeps of a person, and why the rest is not sealed."""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term
from klantkluis.foundation.mail.expiring import EXPIRING
from klantkluis.foundation.mail.records import RECORDS

__all__ = ["EXPIRING", "PERSONAL_FIELDS", "PLAIN_COLUMNS", "RECORDS"]

PERSONAL_FIELDS = (
    PersonalField(
        "Event.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
    PersonalField(
        "OutgoingService.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
    PersonalField(
        "Job.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
    *(
        PersonalField(
            field,
            "dpv-pd:Identifier",
            "dpv:RecordManagement",
            LegalBasis.LEGITIMATE_INTEREST,
            Term.BOOKS,
        )
        for field in ("MailTemplate.staff_id", "Mail.staff_id", "MailDecision.staff_id")
    ),
    *(
        PersonalField(
            field,
            "dpv-pd:Identifier",
            "dpv:RecordManagement",
            LegalBasis.LEGITIMATE_INTEREST,
            Term.SECURITY,
        )
        for field in ("MailServer.staff_id", "MailBox.staff_id")
    ),
    *(
        PersonalField(
            field,
            "dpv-pd:Password",
            "dpv:ServiceProvision",
            LegalBasis.LEGITIMATE_INTEREST,
            Term.SECURITY,
        )
        for field in ("mail_server.password", "mail_box.password")
    ),
    PersonalField(
        "mail_bounce.said",
        "dpv-pd:EmailAddress",
        "dpv:CommunicationForCustomerCare",
        LegalBasis.CONTRACT,
        Term.RELATION,
    ),
    # Letters about a document belong to the administration, like the document itself.
    PersonalField(
        "Mail.customer_uid",
        "dpv-pd:Identifier",
        "dpv:CommunicationForCustomerCare",
        LegalBasis.CONTRACT,
        Term.BOOKS,
    ),
)

PLAIN_COLUMNS = (
    PlainColumns(
        "Event",
        ("id", "at", "name", "channel", "about"),
        "which act on which rows, by their numbers and days; never another value",
    ),
    PlainColumns("NumberSeries", ("name", "last"), "the last number of each series"),
    PlainColumns(
        "Company",
        ("id", "name", "street", "house_number", "postcode", "town", "country", "phone", "email",
         "website", "coc_number", "vat_number", "iban", "bic", "logo", "logo_media_type", "colour",
         "footer_nl", "footer_en", "window_side", "letterhead_id", "shows_mark", "shows_foot",
         "paper_words", "payment_term_days", "price_basis",
         "small_business", "oss_since", "recorded_at"),
        "who we are ourselves, as we print it on every document",
    ),
    PlainColumns("Letterhead", ("id", "first", "following"), "our own letterhead, as a drawing"),
    PlainColumns(
        "OutgoingService",
        ("name", "url", "opened_at"),
        "which connections to the outside are open, and to where",
    ),
    PlainColumns(
        "Job",
        ("id", "uid", "kind", "state", "about", "done", "total", "problem", "problems",
         "created_at", "beat_at", "finished_at"),
        "work in the background: numbers of rows, codes, and how far it is",
    ),
    PlainColumns(
        "MailServer",
        ("id", "uid", "rev", "schema", "sealed", "host", "port", "security", "user",
         "sender_name", "sender_address", "changed_at"),
        "where our own mail goes out and under which name of ours; the password lies sealed",
    ),
    PlainColumns(
        "MailTemplate",
        ("id", "kind", "language", "version", "subject", "body", "changed_at"),
        "our own words, with places that are filled in when a mail is sent",
    ),
    PlainColumns(
        "Mail",
        ("id", "uid", "kind", "about_id", "language", "queued_at"),
        "about which document a mail is; neither what it says nor to which address",
    ),
    PlainColumns(
        "MailAttempt", ("id", "mail_id", "number", "began_at", "template_id"), "moments and numbers"
    ),
    PlainColumns(
        "MailOutcome",
        ("attempt_id", "at", "outcome", "step", "code", "enhanced", "said", "problem"),
        "what the mail server answered, without any address",
    ),
    PlainColumns(
        "MailDecision", ("id", "mail_id", "attempts", "what", "at"), "what somebody decided, when"
    ),
    PlainColumns(
        "MailBox",
        ("id", "uid", "rev", "schema", "sealed", "host", "port", "user", "folder", "changed_at"),
        "where reports about our own mails arrive; the password lies sealed",
    ),
    PlainColumns(
        "MailBoxLook",
        ("id", "at", "uid_validity", "last_uid", "looked_at", "bounces", "problem"),
        "how far each look into the mailbox came: numbers and codes",
    ),
    PlainColumns(
        "MailBounce",
        ("id", "uid", "rev", "schema", "sealed", "mail_id", "at", "action", "status"),
        "that a mail came back and the code of why; the words lie sealed",
    ),
    PlainColumns("OpenMail", ("mail_id", "kind", "about_id"), "which mails are not done"),
)  # fmt: skip
