"""What is kept of a request, to answer it and to show that it was answered."""

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
from klantkluis.privacy.stored import PRIVACY_REQUEST, REQUEST_LETTER, REQUEST_STEP


def _request(field: str, category: str) -> PersonalField:
    """Declare what is kept to answer a request, and to show that it was answered (art. 5(2))."""
    return PersonalField(
        field, category, "dpv:RightsFulfilment", LegalBasis.LEGAL_OBLIGATION, Term.REQUEST
    )


def _staff(field: str) -> PersonalField:
    return PersonalField(
        field, "dpv-pd:Identifier", "dpv:RecordManagement", LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    )  # fmt: skip


PERSONAL_FIELDS: tuple[PersonalField, ...] = (
    _request("privacy_request.name", "dpv-pd:Name"),
    _request("privacy_request.email", "dpv-pd:EmailAddress"),
    _request("privacy_request.phone", "dpv-pd:TelephoneNumber"),
    _request("privacy_request.address", "dpv-pd:PhysicalAddress"),
    _request("privacy_request.asked", "dpv-pd:Communication"),
    _request("privacy_request.order", "dpv-pd:Purchase"),
    _request("request_step.text", "dpv-pd:Communication"),
    _request("request_step.code", "dpv-pd:Authenticating"),
    *(
        _request(f"request_letter.{name}", "dpv-pd:Communication")
        for name in ("key", "name", "media_type", "size", "subject")
    ),
    _request("request_letter.to_name", "dpv-pd:Name"),
    _request("request_letter.to_email", "dpv-pd:EmailAddress"),
    _request("PrivacyRequest.customer_uid", "dpv-pd:Identifier"),
    _request("PrivacyRequest.subscriber_uid", "dpv-pd:Identifier"),
    _request("RequestStep.customer_uid", "dpv-pd:Identifier"),
    *(_staff(f"{model}.staff_id") for model in ("PrivacyRequest", "RequestStep", "RequestLetter")),
)

PLAIN_COLUMNS: tuple[PlainColumns, ...] = (
    PlainColumns(
        "PrivacyRequest",
        ("id", "uid", "rev", "schema", "sealed", "number", "kind", "channel", "language",
         "received_on", "registered_at", "post_uid", "consent_uid", "due_on", "paused_since",
         "ended_on", "closed_on"),
        "which kind of request came when and how, and until when it is answered; who asks and"
        " what, lies sealed under a key of the request",
    ),
    PlainColumns(
        "RequestStep",
        ("id", "uid", "rev", "schema", "sealed", "request_id", "what", "happened_on", "at",
         "method", "months", "decision", "ground", "way"),
        "what happened to a request and when: codes and days; what was said lies sealed",
    ),
    PlainColumns(
        "RequestLetter",
        ("id", "uid", "rev", "schema", "sealed", "request_id", "kind", "language", "way",
         "written_at", "contents"),
        "which letter went when and how; what it says is sealed, and so is its paper",
    ),
)  # fmt: skip

RECORDS: tuple[PersonalRecord, ...] = (
    PersonalRecord(
        model="privacy.RequestLetter",
        title="Letter about a request",
        person="request__customer_uid",
        activity=Activity.RIGHTS,
        erasure=Erasure.KEEP,
        term=Term.REQUEST,
        since="request__ended_on",
        stored=REQUEST_LETTER,
        contents="contents",
        shows=("request__number", "kind", "way", "written_at"),
        source=Source.OURSELVES,
        correction=Correction.STATEMENT,
    ),
    PersonalRecord(
        model="privacy.RequestStep",
        title="What happened to a request",
        person="request__customer_uid",
        activity=Activity.RIGHTS,
        erasure=Erasure.KEEP,
        term=Term.REQUEST,
        since="request__ended_on",
        stored=REQUEST_STEP,
        shows=("request__number", "what", "happened_on", "method", "months", "decision", "ground",
               "way"),
        source=Source.OURSELVES,
        correction=Correction.STATEMENT,
    ),
    PersonalRecord(
        model="privacy.PrivacyRequest",
        title="Request about personal data",
        person="customer_uid",
        activity=Activity.RIGHTS,
        erasure=Erasure.KEEP,
        term=Term.REQUEST,
        since="ended_on",
        stored=PRIVACY_REQUEST,
        shows=("number", "kind", "channel", "received_on", "due_on", "ended_on"),
        source=Source.PERSON,
        correction=Correction.STATEMENT,
    ),
)  # fmt: skip
