"""What terms of the W3C Data Privacy Vocabulary are called in the register."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkluis.core.declared import LegalBasis, Source

VOCABULARY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dpv": "https://w3id.org/dpv#",
        "dpv-pd": "https://w3id.org/dpv/pd#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    }
)

CATEGORIES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "dpv-pd:Name": _("name"),
        "dpv-pd:PhysicalAddress": _("address"),
        "dpv-pd:TelephoneNumber": _("phone number"),
        "dpv-pd:EmailAddress": _("e-mail address"),
        "dpv-pd:Tax": _("VAT number of a business"),
        "dpv-pd:Identifier": _("number by which we know somebody"),
        "dpv-pd:Communication": _("what was written or said"),
        "dpv-pd:Language": _("language"),
        "dpv-pd:Transactional": _("invoices and payments"),
        "dpv-pd:Purchase": _("what was bought"),
        "dpv-pd:Contact": _("contact details in a file that is being read"),
        "dpv-pd:Password": _("passwords and keys, never in readable form"),
        "dpv-pd:Authenticating": _("how somebody proves who they are"),
        "dpv-pd:BrowserFingerprint": _("kind of browser"),
        "dpv-pd:IPAddress": _("internet address"),
        "dpv-pd:Professional": _("role at work"),
        "dpv-pd:ServiceConsumptionBehaviour": _("when somebody logged in"),
        "dpv-pd:Username": _("log-in name"),
        "dpv:ConsentRecord": _("evidence of a consent"),
        "dpv:PersonalData": _("what an order or a letter says, encrypted"),
    }
)
PURPOSES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "dpv:CommunicationForCustomerCare": _("being in touch"),
        "dpv:CustomerManagement": _("managing customers"),
        "dpv:CustomerOrderManagement": _("managing orders"),
        "dpv:DeliveryOfGoods": _("delivering goods"),
        "dpv:DirectMarketing": _("sending the newsletter"),
        "dpv:DisputeManagement": _("settling disputes"),
        "dpv:EnforceSecurity": _("keeping the office secure"),
        "dpv:EstablishContractualAgreement": _("coming to an agreement"),
        "dpv:FulfilmentOfContractualObligation": _("doing what was agreed"),
        "dpv:FulfilmentOfObligation": _("doing what the law and a contract ask"),
        "dpv:IdentityVerification": _("knowing who logs in"),
        "dpv:LegalCompliance": _("obeying the law"),
        "dpv:PaymentManagement": _("following payments"),
        "dpv:PersonnelManagement": _("managing who works here"),
        "dpv:RecordManagement": _("keeping records in order"),
        "dpv:RightsFulfilment": _("answering requests about personal data"),
        "dpv:ServicePersonalisation": _("filling in what we already know of you"),
        "dpv:ServiceProvision": _("doing what was asked for"),
    }
)
SUBJECTS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "dpv:Customer": _("customers"),
        "dpv:Subscriber": _("subscribers to the newsletter"),
        "dpv:Visitor": _("visitors of the web shop"),
        "dpv:User": _("people with an account"),
        "dpv:Employee": _("colleagues"),
        "dpv:DataSubject": _("whoever asks"),
    }
)
BASES: Final[Mapping[LegalBasis, Promise]] = MappingProxyType(
    {
        LegalBasis.CONSENT: _("consent"),
        LegalBasis.CONTRACT: _("contract"),
        LegalBasis.LEGAL_OBLIGATION: _("legal obligation"),
        LegalBasis.LEGITIMATE_INTEREST: _("legitimate interest"),
    }
)
SOURCES: Final[Mapping[Source, Promise]] = MappingProxyType(
    {
        Source.PERSON: _("the people themselves"),
        Source.OURSELVES: _("ourselves, by doing business"),
        Source.OTHERS: _("others"),
        Source.PUBLIC: _("public registers"),
    }
)
MEASURES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "dpv:EncryptionAtRest": _("everything personal is stored encrypted, each person under a"
                                  " key of their own"),
        "dpv:EncryptionInTransfer": _("connections are encrypted"),
        "dpv:PasswordAuthentication": _("a password to get in, and a second one for personal"
                                        " data"),
        "dpv:AccessControlMethod": _("each colleague sees only what their work needs"),
        "dpv:ActivityMonitoring": _("each look at personal data stands in a log that cannot be"
                                    " changed unseen"),
        "dpv:CryptographicKeyManagement": _("destroying a key erases a person, in old backups"
                                            " as well"),
        "dpv:DataBackupProtocols": _("backups are encrypted, and short-lived where they hold"
                                     " keys"),
        "dpv:PrivacyByDefault": _("nothing leaves the office unless it was switched on"),
    }
)  # fmt: skip
RIGHTS: Final = tuple(f"eu-gdpr:A{n}" for n in ("15", "16", "17", "18", "20", "21", "77"))
"""Access, rectification, erasure, restriction, portability, objection, complaint."""


def iri(term: str) -> str:
    """Write a term out in full."""
    prefix, _colon, name = term.partition(":")
    return f"{VOCABULARY[prefix]}{name}"


def label(term: str) -> str:
    """Say in words what a term of data, purpose or people is called; the term itself if unknown."""
    for words in (CATEGORIES, PURPOSES, SUBJECTS, MEASURES):
        if term in words:
            return str(words[term])
    return term
