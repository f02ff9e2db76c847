"""Why somebody may look, what each purpose shows of each table, and whose work it is.

The vault itself keeps to these lists: a page that asks for more gets no more. A table or a field
that is not listed here cannot be sealed.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from klantkluis.core.roles import Role


class Purpose(StrEnum):
    """Why a row is opened; logged with every look."""

    LIST = "list"
    SHIP = "ship"
    LABEL = "label"
    INVOICE = "invoice"
    QUOTE = "quote"
    MAIL = "mail"
    CONTACT = "contact"
    FILE = "file"
    FISCAL = "fiscal"
    REQUEST = "request"
    GOODS = "goods"
    SERVICE_MAIL = "service_mail"
    DELIVERY_MAIL = "delivery_mail"
    DESK = "desk"


class JobKind(StrEnum):
    """Work that goes on without a person at the screen, under a lease that a person gave."""

    IMPORT = "import"
    EXPORT = "export"
    DOCUMENTS = "documents"
    INVOICES = "invoices"
    REMINDERS = "reminders"
    MAILING = "mailing"
    RESEAL = "reseal"
    INTAKE = "intake"
    GOODS = "goods"
    VAT_NUMBERS = "vat_numbers"
    SERVICE_MAIL = "service_mail"
    DELIVERY_MAIL = "delivery_mail"
    BOUNCES = "bounces"
    E_DELIVERY = "e_delivery"
    DESK = "desk"


EVERY_FIELD = frozenset({"*"})
_NAMES = frozenset({"kind", "company", "first_name", "surname_prefix", "surname"})
_ADDRESS = frozenset(
    {"street", "house_number", "house_number_addition", "address_line_2"}
    | {"postcode", "town", "region", "country"}
)
_E_INVOICE = frozenset({"coc_number", "oin", "e_invoice_address", "buyer_reference"})
_DELIVERY = frozenset({"deliver_to", "reference", "remarks", "line_texts"})
_NOTE = frozenset({"deliver_to", "remarks", "track_and_trace", "line_texts"}) | frozenset(
    {"carrier", "track_link"}
)
_FILE = frozenset({"key", "name", "media_type", "size"})
_POST = frozenset({"name", "email", "phone", "subject", "text", "order", "lines", "goods"}) | {
    "account"
}
_PROPOSED = frozenset({"email", "phone", "vat_number", "coc_number", "without"})
_QUOTE = _DELIVERY | {"introduction", "closing"}

TABLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "customer": _NAMES | _ADDRESS | _E_INVOICE | {"phone", "email", "vat_number", "remarks"},
        "address": _ADDRESS | {"label", "name", "phone"},
        "contact_note": frozenset({"text", "channel", "direction"}),
        "letter": _FILE | {"subject"},
        "consent": frozenset({"evidence"}),
        "order": _DELIVERY,
        "delivery_note": _NOTE,
        "invoice_snapshot": EVERY_FIELD,
        "credit_snapshot": EVERY_FIELD,
        "document_file": _FILE,
        "quote": _QUOTE,
        "quote_acceptance": frozenset({"name"}),
        "quote_refusal": frozenset({"reason"}),
        "quote_file": _FILE,
        "return": frozenset({"remarks"}),
        "stock_note": frozenset({"note"}),
        "payment": frozenset({"note"}),
        "subscription": _DELIVERY,
        "import_file": _FILE,
        "import_key": frozenset({"key"}),
        # A list of products names nobody, but nobody knows that before it has been read.
        "product_file": _FILE,
        # No person's: the password of our own mail server, under a key of its own.
        "mail_server": frozenset({"password"}),
        "mail_box": frozenset({"password"}),
        "mail_bounce": frozenset({"said"}),
        "access_point": frozenset({"key"}),
        "e_delivery": frozenset({"said"}),
        "purchase": frozenset({"supplier", "vat_id", "number"}),
        "purchase_rejection": frozenset({"reason"}),
        "purchase_key": frozenset({"key"}),
        # What came in by the shop: under the customer's key, or that of a subject of its own.
        "shop_post": _NAMES - {"kind"} | _ADDRESS | _POST,
        "proposed_change": _NAMES - {"kind"} | _ADDRESS | _PROPOSED,
        "subscriber": frozenset({"email"}),
        "subscriber_consent": frozenset({"evidence"}),
        "legal_hold": frozenset({"note"}),
        "link_note": frozenset({"reason"}),
        # What people ask about their data: under a key of the request, which outlives theirs.
        "privacy_request": frozenset({"name", "email", "phone", "address", "asked", "order"}),
        "request_step": frozenset({"text", "code"}),
        "request_letter": _FILE | {"subject", "to_name", "to_email"},
        # What is hidden of a text in an access package: where, and in which very words.
        "redaction": frozenset({"digest", "spans"}),
        # Why the use of a customer's data is restricted, and why they were used all the same.
        "restriction": frozenset({"reason"}),
        "permitted_use": frozenset({"reason"}),
        # The register of breaches: words of our own, under a key of each breach.
        "breach": frozenset({"what"}),
        **dict.fromkeys(("breach_note", "breach_decision", "breach_report"), frozenset({"text"})),
        "breach_letter": frozenset({"subject", "text"}),
    }
)
"""The fields that each sealed table may hold (schema 1)."""
_DESK = frozenset({"privacy_request", "request_step", "request_letter"})
_OF_PEOPLE = frozenset(TABLES) - {"mail_server", "mail_box", "access_point", "link_note"}

_SHOWN: Mapping[Purpose, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        Purpose.LIST: {
            "customer": _NAMES | {"town"},
            "address": frozenset({"label", "name", "town"}),
            "order": frozenset({"reference"}),
            "shop_post": _NAMES - {"kind"} | {"name", "subject"},
            "link_note": EVERY_FIELD,
            "privacy_request": frozenset({"name"}),
        },
        Purpose.SHIP: {
            "customer": _NAMES | _ADDRESS | {"phone"},
            "address": EVERY_FIELD,
            "order": EVERY_FIELD,
            "delivery_note": EVERY_FIELD,
            "document_file": EVERY_FIELD,
            "return": EVERY_FIELD,
            "stock_note": EVERY_FIELD,
        },
        # To write an address on a parcel: nothing else of what lies in the same row.
        Purpose.LABEL: {"delivery_note": frozenset({"deliver_to"})},
        Purpose.INVOICE: {
            "customer": _NAMES | _ADDRESS | _E_INVOICE | {"vat_number"},
            "address": EVERY_FIELD,
            "order": EVERY_FIELD,
            "delivery_note": EVERY_FIELD,
            "return": EVERY_FIELD,
            "invoice_snapshot": EVERY_FIELD,
            "credit_snapshot": EVERY_FIELD,
            "document_file": EVERY_FIELD,
            "payment": EVERY_FIELD,
            "subscription": EVERY_FIELD,
            "access_point": EVERY_FIELD,
            "e_delivery": EVERY_FIELD,
            **dict.fromkeys(("purchase", "purchase_rejection", "purchase_key"), EVERY_FIELD),
        },
        Purpose.QUOTE: {
            "customer": _NAMES | _ADDRESS | {"vat_number", "phone", "email"},
            "address": EVERY_FIELD,
            **dict.fromkeys(
                ("quote", "quote_acceptance", "quote_refusal", "quote_file"), EVERY_FIELD
            ),
        },
        Purpose.MAIL: {"customer": _NAMES | {"email"}, "subscriber": EVERY_FIELD},
        Purpose.CONTACT: {
            "customer": _NAMES | _ADDRESS | {"phone", "email"},
            "address": frozenset({"label", "name", "phone"}),
            "contact_note": EVERY_FIELD,
            "letter": EVERY_FIELD,
            "shop_post": EVERY_FIELD,
        },
        Purpose.FILE: dict.fromkeys(_OF_PEOPLE, EVERY_FIELD),
        Purpose.FISCAL: {
            # Who it is, when only that role may look: restricted data, with a typed reason.
            "customer": _NAMES | _ADDRESS | {"phone", "email", "vat_number"},
            "restriction": EVERY_FIELD,
            "permitted_use": EVERY_FIELD,
            "invoice_snapshot": EVERY_FIELD,
            "credit_snapshot": EVERY_FIELD,
            "document_file": EVERY_FIELD,
            "payment": EVERY_FIELD,
            "e_delivery": EVERY_FIELD,
            "purchase": EVERY_FIELD,
            "purchase_rejection": EVERY_FIELD,
        },
        Purpose.REQUEST: dict.fromkeys(
            _OF_PEOPLE
            - {"import_file", "import_key", "product_file", "stock_note", "purchase_key"},
            EVERY_FIELD,
        ),
        Purpose.GOODS: {"product_file": EVERY_FIELD},
        # To send a document to its customer: no more than whom it is for, and how to get it there.
        Purpose.SERVICE_MAIL: {
            "customer": _NAMES | {"email"},
            "document_file": EVERY_FIELD,
            "quote_file": EVERY_FIELD,
            "mail_server": EVERY_FIELD,
            "mail_box": EVERY_FIELD,
            "mail_bounce": EVERY_FIELD,
        },
        # The same for who sends the goods: of papers no more than they see for sending anyhow.
        Purpose.DELIVERY_MAIL: {
            "customer": _NAMES | {"email"},
            "document_file": EVERY_FIELD,
            "mail_server": EVERY_FIELD,
            "mail_bounce": EVERY_FIELD,
        },
        # To handle what people ask about their data, and to mail them the answer.
        Purpose.DESK: dict.fromkeys(_DESK | {"mail_server", "mail_bounce"}, EVERY_FIELD),
    }
)

_ALLOWED: Mapping[Role, frozenset[Purpose]] = MappingProxyType(
    {
        Role.OWNER: frozenset(Purpose),
        Role.SALES: frozenset(
            {Purpose.LIST, Purpose.SHIP, Purpose.INVOICE, Purpose.CONTACT, Purpose.FILE}
            | {Purpose.GOODS, Purpose.QUOTE, Purpose.SERVICE_MAIL, Purpose.DELIVERY_MAIL}
            | {Purpose.LABEL, Purpose.DESK}
        ),
        Role.WAREHOUSE: frozenset(
            {Purpose.LIST, Purpose.SHIP, Purpose.LABEL, Purpose.GOODS, Purpose.DELIVERY_MAIL}
        ),
        Role.BOOKKEEPER: frozenset(
            {Purpose.LIST, Purpose.INVOICE, Purpose.CONTACT, Purpose.FISCAL}
            | {Purpose.SERVICE_MAIL, Purpose.DELIVERY_MAIL}
        ),
        Role.MARKETING: frozenset({Purpose.LIST, Purpose.MAIL}),
        Role.FISCAL: frozenset({Purpose.LIST, Purpose.FISCAL}),
    }
)

_WRITES: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        Role.OWNER: frozenset(TABLES),
        Role.SALES: _OF_PEOPLE,
        Role.WAREHOUSE: frozenset(
            {"delivery_note", "document_file", "contact_note", "product_file"}
            | {"return", "stock_note"}
        ),
        Role.BOOKKEEPER: _OF_PEOPLE - _DESK - {"import_file", "import_key", "product_file"},
        Role.MARKETING: frozenset({"contact_note", "consent", "restriction"}),
        Role.FISCAL: frozenset({"permitted_use"}),
    }
)

_JOBS: Mapping[JobKind, tuple[frozenset[Purpose], frozenset[str]]] = MappingProxyType(
    {
        JobKind.IMPORT: (frozenset({Purpose.LIST, Purpose.FILE}), _OF_PEOPLE),
        JobKind.EXPORT: (frozenset({Purpose.LIST, Purpose.FILE}), frozenset({"document_file"})),
        JobKind.DOCUMENTS: (
            frozenset({Purpose.LIST, Purpose.SHIP, Purpose.INVOICE}),
            frozenset({"delivery_note", "invoice_snapshot", "document_file"}),
        ),
        JobKind.INVOICES: (
            frozenset({Purpose.LIST, Purpose.INVOICE}),
            frozenset({"invoice_snapshot", "document_file"}),
        ),
        JobKind.REMINDERS: (
            frozenset({Purpose.LIST, Purpose.INVOICE, Purpose.CONTACT}),
            frozenset({"document_file", "contact_note"}),
        ),
        JobKind.MAILING: (frozenset({Purpose.LIST, Purpose.MAIL}), frozenset()),
        JobKind.RESEAL: (frozenset({Purpose.FILE}), _OF_PEOPLE),
        JobKind.INTAKE: (frozenset({Purpose.LIST, Purpose.FILE}), _OF_PEOPLE),
        JobKind.GOODS: (frozenset({Purpose.GOODS}), frozenset({"product_file"})),
        JobKind.VAT_NUMBERS: (frozenset({Purpose.INVOICE}), frozenset()),
        JobKind.SERVICE_MAIL: (frozenset({Purpose.SERVICE_MAIL, Purpose.INVOICE}), frozenset()),
        JobKind.DELIVERY_MAIL: (frozenset({Purpose.DELIVERY_MAIL}), frozenset()),
        JobKind.E_DELIVERY: (frozenset({Purpose.INVOICE}), frozenset({"e_delivery"})),
        JobKind.DESK: (frozenset({Purpose.DESK}), frozenset()),
        JobKind.BOUNCES: (frozenset({Purpose.SERVICE_MAIL}), frozenset({"mail_bounce"})),
    }
)


def fields_shown(purpose: Purpose, table: str) -> frozenset[str]:
    """Give the fields of a table that a purpose shows.

    EVERY_FIELD means all of them; empty means that the purpose has no business with the table.
    """
    return _SHOWN[purpose].get(table, frozenset())


def purposes_of(roles: Iterable[Role]) -> frozenset[Purpose]:
    """Give the purposes for which somebody with these roles may look."""
    return frozenset().union(*(_ALLOWED[role] for role in roles))


def tables_written_by(roles: Iterable[Role]) -> frozenset[str]:
    """Give the tables whose rows somebody with these roles may seal."""
    return frozenset().union(*(_WRITES[role] for role in roles))


def purposes_of_job(kind: JobKind) -> frozenset[Purpose]:
    """Give the purposes for which a job of this kind may look."""
    return _JOBS[kind][0]


def tables_written_by_job(kind: JobKind) -> frozenset[str]:
    """Give the tables whose rows a job of this kind may seal."""
    return _JOBS[kind][1]
