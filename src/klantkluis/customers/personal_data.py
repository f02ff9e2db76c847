"""What this room keeps of a person: why, on which basis, for how long."""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term
from klantkluis.customers.expiring import EXPIRING, bases
from klantkluis.customers.records import RECORDS

__all__ = ["EXPIRING", "PERSONAL_FIELDS", "PLAIN_COLUMNS", "RECORDS", "bases"]

_ADDRESS = (
    "street",
    "house_number",
    "house_number_addition",
    "address_line_2",
    "postcode",
    "town",
    "region",
    "country",
)


def _contract(field: str, category: str, purpose: str = "dpv:CustomerManagement") -> PersonalField:
    return PersonalField(field, category, purpose, LegalBasis.CONTRACT, Term.RELATION)


PERSONAL_FIELDS = (
    *(
        _contract(f"customer.{name}", "dpv-pd:Name")
        for name in ("kind", "company", "first_name", "surname_prefix", "surname")
    ),
    *(_contract(f"customer.{name}", "dpv-pd:PhysicalAddress") for name in _ADDRESS),
    _contract("customer.phone", "dpv-pd:TelephoneNumber", "dpv:CommunicationForCustomerCare"),
    _contract("customer.email", "dpv-pd:EmailAddress", "dpv:CommunicationForCustomerCare"),
    _contract("customer.vat_number", "dpv-pd:Tax", "dpv:LegalCompliance"),
    *(
        _contract(f"customer.{name}", "dpv-pd:Identifier", "dpv:LegalCompliance")
        for name in ("coc_number", "oin", "e_invoice_address", "buyer_reference")
    ),
    _contract("customer.remarks", "dpv-pd:Communication"),
    _contract("Customer.language", "dpv-pd:Language", "dpv:CommunicationForCustomerCare"),
    _contract("Customer.payment_term_days", "dpv-pd:Transactional", "dpv:PaymentManagement"),
    *(
        _contract(f"address.{name}", "dpv-pd:PhysicalAddress", "dpv:DeliveryOfGoods")
        for name in ("label", "name", *_ADDRESS, "phone")
    ),
    *(
        _contract(f"contact_note.{name}", "dpv-pd:Communication")
        for name in ("text", "channel", "direction")
    ),
    *(
        _contract(f"letter.{name}", "dpv-pd:Communication", "dpv:CommunicationForCustomerCare")
        for name in ("subject", "key", "name", "media_type", "size")
    ),
    _contract("import_key.key", "dpv-pd:Identifier"),
    PersonalField(
        "consent.evidence",
        "dpv:ConsentRecord",
        "dpv:DirectMarketing",
        LegalBasis.CONSENT,
        Term.CONSENT,
    ),
    *(
        PersonalField(
            f"Consent.{name}",
            "dpv:ConsentRecord",
            "dpv:DirectMarketing",
            LegalBasis.CONSENT,
            Term.CONSENT,
        )
        for name in ("given", "at", "wording_id", "channel")
    ),
    PersonalField(
        "subscriber.email",
        "dpv-pd:EmailAddress",
        "dpv:DirectMarketing",
        LegalBasis.CONSENT,
        Term.CONSENT,
    ),
    *(
        PersonalField(
            field, "dpv:ConsentRecord", "dpv:DirectMarketing", LegalBasis.CONSENT, Term.CONSENT
        )
        for field in (
            "subscriber_consent.evidence",
            "SubscriberConsent.given",
            "SubscriberConsent.at",
            "SubscriberConsent.wording_id",
            "SubscriberConsent.channel",
        )
    ),
    *(
        PersonalField(
            f"VatNumberCheck.{name}",
            "dpv-pd:Tax",
            "dpv:LegalCompliance",
            LegalBasis.LEGAL_OBLIGATION,
            Term.BOOKS,
        )
        for name in ("at", "state", "consultation", "problem")
    ),
    *(
        PersonalField(
            field,
            "dpv-pd:Communication",
            "dpv:LegalCompliance",
            LegalBasis.LEGAL_OBLIGATION,
            Term.REQUEST,
        )
        for field in (
            "restriction.reason",
            *(f"Restriction.{name}" for name in ("kind", "against", "cause", "since", "channel")),
            "RestrictionAnnouncement.told_at",
            "RestrictionAnnouncement.how",
            "RestrictionLift.lifted_at",
            "permitted_use.reason",
            *(f"PermittedUse.{name}" for name in ("use", "permission", "at")),
        )
    ),
    *(
        PersonalField(
            f"{model}.staff_id",
            "dpv-pd:Identifier",
            "dpv:RecordManagement",
            LegalBasis.LEGITIMATE_INTEREST,
            Term.REQUEST,
        )
        for model in (
            "Restriction",
            "RestrictionAnnouncement",
            "RestrictionLift",
            "PermittedUse",
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
        for model in ("CustomerChange", "ContactNote", "Letter", "Consent", "SubscriberConsent")
    ),
)

PLAIN_COLUMNS = (
    PlainColumns(
        "Customer",
        ("id", "uid", "number", "state", "merged_into_id", "change_seq", "restricted",
         "registered_on", "vat_number_rev", "vat_country", "rev", "schema", "sealed"),
        "numbers of the row, its state, the country of a VAT number, and the seal itself; they"
        " name nobody",
    ),
    PlainColumns(
        "VatNumberCheck", ("id", "customer_id", "number_rev"),
        "numbers of rows; the VAT number that was asked for is sealed",
    ),
    PlainColumns(
        "DeliveryAddress", ("id", "uid", "customer_id", "rev", "schema", "sealed"),
        "numbers of the row and the seal",
    ),
    PlainColumns(
        "ContactNote", ("id", "uid", "customer_id", "at", "rev", "schema", "sealed"),
        "when there was contact; what was said is sealed",
    ),
    PlainColumns(
        "Letter", ("id", "uid", "customer_id", "written_on", "contents", "rev", "schema", "sealed"),
        "when a letter was written; what it says is sealed, and so is its paper",
    ),
    PlainColumns(
        "CustomerChange", ("id", "customer_id", "at", "rev", "channel", "fields"),
        "which fields were changed and when; never their contents",
    ),
    PlainColumns(
        "ConsentWording", ("id", "version", "language", "text", "valid_from"),
        "our own words",
    ),
    PlainColumns(
        "Consent", ("id", "uid", "customer_id", "rev", "schema", "sealed"),
        "numbers of the row and the seal",
    ),
    PlainColumns(
        "Subscriber", ("id", "uid", "rev", "schema", "sealed", "digest", "language"),
        "numbers of the row, the seal, and a keyed digest whose key is sealed",
    ),
    PlainColumns(
        "SubscriberConsent", ("id", "uid", "subscriber_id", "rev", "schema", "sealed"),
        "numbers of the row and the seal",
    ),
    PlainColumns(
        "Restriction", ("id", "uid", "customer_id", "request_uid", "rev", "schema", "sealed"),
        "numbers of rows and the seal",
    ),
    PlainColumns("RestrictionAnnouncement", ("restriction_id",), "the number of a row"),
    PlainColumns("RestrictionLift", ("restriction_id",), "the number of a row"),
    PlainColumns(
        "PermittedUse", ("id", "uid", "customer_id", "rev", "schema", "sealed"),
        "numbers of rows and the seal",
    ),
    PlainColumns(
        "ImportKey", ("id", "uid", "rev", "schema", "sealed"),
        "numbers of the row and the seal; the key in it is about nobody",
    ),
    PlainColumns(
        "ImportReference", ("id", "customer_id", "digest"),
        "a keyed digest by which an import knows a customer again; its key is sealed",
    ),
)  # fmt: skip
