"""The namespaces of UBL 2.1, and what EN 16931 fixes in them."""

from typing import Final

INVOICE: Final = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE: Final = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
AGGREGATES: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
BASICS: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"

PREFIXES: Final = {"cac": AGGREGATES, "cbc": BASICS}

OBJECT_TYPE: Final = "130"
"""The document type of an object that an invoice or line is about (BT-18, BT-128)."""

PROJECT_TYPE: Final = "50"
"""The document type of a project on a credit note, which has no project reference (BT-11)."""

NO_ORDER: Final = "NA"
"""What UBL wants as order where only the seller's order is known (BT-14)."""
