"""What can be done with customers."""

from klantkluis.customers.commands.addresses import (
    AddressIncomplete,
    AddressUnknown,
    add_address,
    change_address,
    remove_address,
)
from klantkluis.customers.commands.consents import (
    EvidenceMissing,
    WordingUnknown,
    give_consent,
    withdraw_consent,
)
from klantkluis.customers.commands.letters import write_letter
from klantkluis.customers.commands.merging import SameCustomer, merge_customers
from klantkluis.customers.commands.notes import NoteEmpty, note_contact
from klantkluis.customers.commands.registering import (
    CustomerUnknown,
    NameMissing,
    NewCustomer,
    change_customer,
    register_customer,
    register_customers,
)
from klantkluis.customers.commands.restricting import (
    CauseWrong,
    NotYetTold,
    ReasonMissing,
    RestrictionUnknown,
    announce_lift,
    lift,
    object_to,
    permit_use,
    restrict,
)

__all__ = [
    "AddressIncomplete",
    "AddressUnknown",
    "CauseWrong",
    "CustomerUnknown",
    "EvidenceMissing",
    "NameMissing",
    "NewCustomer",
    "NotYetTold",
    "NoteEmpty",
    "ReasonMissing",
    "RestrictionUnknown",
    "SameCustomer",
    "WordingUnknown",
    "add_address",
    "announce_lift",
    "change_address",
    "change_customer",
    "give_consent",
    "lift",
    "merge_customers",
    "note_contact",
    "object_to",
    "permit_use",
    "register_customer",
    "register_customers",
    "remove_address",
    "restrict",
    "withdraw_consent",
    "write_letter",
]
