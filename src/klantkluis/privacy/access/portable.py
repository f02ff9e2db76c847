"""What somebody may take along to another business (GDPR art. 20).

What they gave or what was observed of them, on the basis of consent or contract. Not what we
made of it or wrote down ourselves (see `typed`), and not what only the law makes us keep. Pure.
"""

from types import MappingProxyType
from typing import Final

from klantkluis.core.declared import Activity, LegalBasis, Source
from klantkluis.foundation.records import PersonalRecord

BASES: Final = MappingProxyType(
    {
        Activity.CUSTOMERS: LegalBasis.CONTRACT,
        Activity.QUOTES: LegalBasis.CONTRACT,
        Activity.ORDERS: LegalBasis.CONTRACT,
        Activity.BOOKS: LegalBasis.LEGAL_OBLIGATION,
        Activity.NEWSLETTER: LegalBasis.CONSENT,
        Activity.SHOP: LegalBasis.CONTRACT,
        Activity.ACCOUNTS: LegalBasis.CONTRACT,
        Activity.RIGHTS: LegalBasis.LEGAL_OBLIGATION,
        Activity.SECURITY: LegalBasis.LEGITIMATE_INTEREST,
        Activity.STAFF: LegalBasis.CONTRACT,
    }
)
"""The legal basis on which each activity rests (GDPR art. 6(1))."""


def is_portable(record: PersonalRecord) -> bool:
    """Tell whether rows of a kind may be taken along."""
    given = record.source is Source.PERSON
    return given and BASES[record.activity] in {LegalBasis.CONTRACT, LegalBasis.CONSENT}
