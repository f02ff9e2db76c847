"""What this room keeps of a person, and why the rest is not sealed."""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term
from klantkluis.shop.expiring import EXPIRING, NEEDED, bases
from klantkluis.shop.records import RECORDS, claims

__all__ = [
    "EXPIRING",
    "NEEDED",
    "PERSONAL_FIELDS",
    "PLAIN_COLUMNS",
    "RECORDS",
    "bases",
    "claims",
]

_ADDRESS = (
    "street", "house_number", "house_number_addition", "address_line_2", "postcode", "town",
    "region", "country",
)  # fmt: skip
_NAMES = ("company", "first_name", "surname_prefix", "surname")


def _contract(field: str, category: str, purpose: str = "dpv:CustomerManagement") -> PersonalField:
    return PersonalField(field, category, purpose, LegalBasis.CONTRACT, Term.RELATION)


def _staff(field: str) -> PersonalField:
    return PersonalField(
        field, "dpv-pd:Identifier", "dpv:RecordManagement", LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    )  # fmt: skip


def _post(name: str, category: str) -> PersonalField:
    return _contract(f"shop_post.{name}", category, "dpv:CommunicationForCustomerCare")


PERSONAL_FIELDS = (
    *(
        _staff(f"{model}.staff_id")
        for model in (
            "PageVersion", "SiteLink", "LinkResumption", "IntakeTaken", "ShopOrder",
            "OnlinePaymentSeen", "ShopPost", "LookalikeFound", "ProposedChange",
        )
    ),
    *(_post(name, "dpv-pd:Name") for name in (*_NAMES, "name")),
    *(_post(name, "dpv-pd:PhysicalAddress") for name in _ADDRESS),
    _post("email", "dpv-pd:EmailAddress"),
    _post("phone", "dpv-pd:TelephoneNumber"),
    *(_post(name, "dpv-pd:Communication") for name in ("subject", "text", "order", "goods")),
    _post("lines", "dpv-pd:Purchase"),
    _post("account", "dpv-pd:Identifier"),
    *(_contract(f"proposed_change.{name}", "dpv-pd:Name") for name in _NAMES),
    *(_contract(f"proposed_change.{name}", "dpv-pd:PhysicalAddress") for name in _ADDRESS),
    _contract("proposed_change.email", "dpv-pd:EmailAddress"),
    _contract("proposed_change.phone", "dpv-pd:TelephoneNumber"),
    _contract("proposed_change.without", "dpv-pd:Identifier"),
    *(
        _contract(f"proposed_change.{name}", "dpv-pd:Identifier", "dpv:LegalCompliance")
        for name in ("vat_number", "coc_number")
    ),
    PersonalField(
        "link_note.reason", "dpv-pd:Communication", "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST, Term.SECURITY,
    ),
    _contract("SiteAccount.uid", "dpv-pd:Identifier", "dpv:ServiceProvision"),
    _contract("SiteAccount.customer_id", "dpv-pd:Identifier", "dpv:ServiceProvision"),
    *(
        PersonalField(
            f"AccountEnding.{column}", "dpv-pd:Identifier", "dpv:RecordManagement",
            LegalBasis.LEGITIMATE_INTEREST, Term.ACCOUNT,
        )
        for column in ("uid", "account_id", "used_in")
    ),
    _contract("ProposedChange.account", "dpv-pd:Identifier", "dpv:ServiceProvision"),
    _contract("AccountToForget.uid", "dpv-pd:Identifier", "dpv:ServiceProvision"),
)  # fmt: skip

PLAIN_COLUMNS = (
    PlainColumns(
        "Shop",
        (
            "id",
            "name",
            "tagline_nl",
            "tagline_en",
            "welcome_nl",
            "welcome_en",
            "in_english",
            "accent",
            "show_prices",
            "stock",
            "payments",
            "newsletter",
            "closed",
        ),
        "how our own shop looks and sells",
    ),
    PlainColumns("ShopName", ("id", "name", "recorded_at"), "names that our own shop had"),
    PlainColumns(
        "ShippingMethod",
        (
            "id",
            "code",
            "name_nl",
            "name_en",
            "days_nl",
            "days_en",
            "countries",
            "free_from_cents",
            "pick_up",
            "active",
            "position",
        ),
        "how we send, and for how much",
    ),
    PlainColumns("ShippingStep", ("id", "method_id", "up_to_grams", "cents"), "what sending costs"),
    PlainColumns(
        "PageVersion",
        (
            "id",
            "name",
            "title_nl",
            "title_en",
            "body_nl",
            "body_en",
            "position",
            "in_footer",
            "gone",
            "recorded_at",
        ),
        "texts that everybody may read",
    ),
    PlainColumns(
        "SiteLink",
        ("id", "site_id", "url", "site_key", "certificate", "seen_certificate", "number", "seq",
         "chain", "accepts_place", "ahead", "broken", "heard_at", "tried_at", "problem", "key_id",
         "checkpoint", "checkpoint_kept", "checkpoint_at", "unused_on", "unused_heard_on",
         "paired_at"),
        "about our own site; keys that are public, and how far we have read",
    ),
    PlainColumns("LinkAlarm", ("id", "code", "seq", "at", "ended_at"), "codes and numbers"),
    PlainColumns(
        "LinkResumption", ("id", "uid", "rev", "schema", "sealed", "code", "at"),
        "that the link went on again; the reason lies sealed",
    ),
    PlainColumns("IntakeKey", ("key_id", "public", "not_after", "made_at"), "keys that are public"),
    PlainColumns("Decoy", ("id", "uid", "placed_at", "returned_at"), "orders of nobody"),
    PlainColumns(
        "IntakeMessage",
        ("id", "seq", "site_id", "kind", "key_id", "uid", "hour", "sealed", "pulled_at", "problem"),
        "a sealed message and of which kind it is; it goes when it was taken in",
    ),
    PlainColumns(
        "IntakeTaken", ("id", "uid", "seq", "kind", "outcome", "taken_at"),
        "numbers and codes of messages that are gone",
    ),
    PlainColumns(
        "ShopOrder",
        ("id", "order_id", "reference", "placed_at", "payment", "mailed", "site_net_cents",
         "site_vat_cents", "site_gross_cents", "net_cents", "vat_cents", "gross_cents",
         "settled_at", "confirmed_at"),
        "numbers, moments and amounts of an order",
    ),
    PlainColumns(
        "OnlinePaymentSeen",
        ("id", "uid", "order_uid", "provider", "payment_id", "status", "amount_cents", "seen_at",
         "booked_id", "looked_at"),
        "number, status and amount of a payment; nothing of who paid",
    ),
    PlainColumns(
        "SiteAccount", ("id", "public", "rev", "shown_change", "registered_at", "closed_at"),
        "a public key, and how new what it was used for is",
    ),
    PlainColumns(
        "AccountEnding",
        ("id", "found_on", "seen_on", "ends_on", "told_at", "untold", "ended_at"),
        "days on which an account was found unused, its person was told, and it ends",
    ),
    PlainColumns(
        "ProfileToSend", ("id", "account_id", "rev", "for_key", "sealed"),
        "sealed to a key that we do not have",
    ),
    PlainColumns(
        "PickUp",
        ("id", "uid", "account_id", "for_key", "sealed_key", "made_at", "until", "size", "parts",
         "sent", "sent_at", "refused_at", "picked_up_at"),
        "moments and sizes of a package, and its key, sealed to a key that we do not have",
    ),
    PlainColumns(
        "PickUpPart", ("id", "pick_up_id", "number", "sealed"),
        "a part of a package under that key",
    ),
    PlainColumns("AccountToForget", ("id",), "the number of the row"),
    PlainColumns(
        "UnsubscribeToken", ("id", "digest", "customer_id", "subscriber_id"),
        "the digest of a random token, and numbers of rows",
    ),
    PlainColumns(
        "ShopPost",
        ("id", "uid", "rev", "schema", "sealed", "subject", "kind", "customer_id", "order_id",
         "received_at", "due_on", "language", "mailed", "handled_at"),
        "that somebody wrote, about which order, and until when it is answered; what is sealed says"
        " who and what",
    ),
    PlainColumns(
        "LookalikeFound", ("id", "customer_id", "other_id", "found_at", "outcome", "ended_at"),
        "numbers of rows and what somebody decided",
    ),
    PlainColumns(
        "ProposedChange",
        ("id", "uid", "rev", "schema", "sealed", "customer_id", "proposed_at", "outcome",
         "ended_at"),
        "that somebody proposed a change; what, lies sealed",
    ),
)  # fmt: skip
