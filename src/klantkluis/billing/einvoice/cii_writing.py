"""An e-invoice as UN/CEFACT CII D16B: what Factur-X and ZUGFeRD carry inside a PDF."""

import base64
from dataclasses import replace

from klantkluis.billing.einvoice.cii_lines import line
from klantkluis.billing.einvoice.cii_names import (
    OBJECT_TYPE,
    PREFIXES,
    SUPPORT_TYPE,
    TENDER_TYPE,
    VAT_NUMBER,
)
from klantkluis.billing.einvoice.cii_parts import (
    address,
    moment,
    numbers,
    party,
    reference,
    tax_registration,
)
from klantkluis.billing.einvoice.cii_settlement import settlement
from klantkluis.billing.einvoice.codes import EN16931, Profile
from klantkluis.billing.einvoice.model import Attachment, Invoice
from klantkluis.billing.einvoice.nodes import Node, group, leaf, written
from klantkluis.billing.einvoice.parties import Identifier, TaxRepresentative


def write_cii(invoice: Invoice, profile: Profile | None = EN16931) -> bytes:
    """Write an e-invoice as a Cross Industry Invoice.

    Args:
        invoice: what it says.
        profile: the guideline; that of EN 16931 is also the one of Factur-X and ZUGFeRD. With
            `None` the invoice names its own (BT-23, BT-24).

    Raises:
        EInvoiceRefused: an amount has more than two decimals.
    """
    if profile is not None:
        invoice = replace(invoice, specification=profile.specification, process=profile.process)
    parts = (_context(invoice), _document(invoice), _transaction(invoice))
    root = Node(
        "rsm:CrossIndustryInvoice", {}, children=tuple(each for each in parts if each is not None)
    )
    return written(root, PREFIXES)


def _context(it: Invoice) -> Node | None:
    return group(
        "rsm:ExchangedDocumentContext",
        group("ram:BusinessProcessSpecifiedDocumentContextParameter", leaf("ram:ID", it.process)),
        group("ram:GuidelineSpecifiedDocumentContextParameter", leaf("ram:ID", it.specification)),
    )


def _document(it: Invoice) -> Node | None:
    return group(
        "rsm:ExchangedDocument",
        leaf("ram:ID", it.number),
        leaf("ram:TypeCode", it.type_code),
        moment("ram:IssueDateTime", it.issued_on),
        *(
            group(
                "ram:IncludedNote",
                leaf("ram:Content", each.text),
                leaf("ram:SubjectCode", each.subject),
            )
            for each in it.notes
        ),
    )


def _transaction(it: Invoice) -> Node | None:
    return group(
        "rsm:SupplyChainTradeTransaction",
        *(line(each) for each in it.lines),
        _agreement(it),
        _delivery(it),
        settlement(it),
    )


def _agreement(it: Invoice) -> Node | None:
    project = it.project
    return group(
        "ram:ApplicableHeaderTradeAgreement",
        leaf("ram:BuyerReference", it.buyer_reference),
        party("ram:SellerTradeParty", it.seller),
        party("ram:BuyerTradeParty", it.buyer),
        _representative(it.tax_representative),
        reference("ram:SellerOrderReferencedDocument", it.sales_order),
        reference("ram:BuyerOrderReferencedDocument", it.order),
        reference("ram:ContractReferencedDocument", it.contract),
        *(_attachment(each) for each in it.attachments),
        _typed_reference(Identifier(it.tender), TENDER_TYPE),
        _typed_reference(it.object_id, OBJECT_TYPE),
        group(
            "ram:SpecifiedProcuringProject",
            leaf("ram:ID", project),
            # The schema wants a name, and the standard knows only the number (BT-11).
            leaf("ram:Name", project),
        ),
    )


def _representative(it: TaxRepresentative | None) -> Node | None:
    if it is None:
        return None
    return group(
        "ram:SellerTaxRepresentativeTradeParty",
        leaf("ram:Name", it.name),
        address(it.address),
        tax_registration(it.vat_id, VAT_NUMBER),
    )


def _typed_reference(it: Identifier | None, type_code: str) -> Node | None:
    if it is None or not it.value:
        return None
    return group(
        "ram:AdditionalReferencedDocument",
        leaf("ram:IssuerAssignedID", it.value),
        leaf("ram:TypeCode", type_code),
        leaf("ram:ReferenceTypeCode", it.scheme),
    )


def _attachment(it: Attachment) -> Node | None:
    return group(
        "ram:AdditionalReferencedDocument",
        leaf("ram:IssuerAssignedID", it.reference),
        leaf("ram:URIID", it.location),
        leaf("ram:TypeCode", SUPPORT_TYPE),
        leaf("ram:Name", it.description),
        leaf(
            "ram:AttachmentBinaryObject",
            base64.b64encode(it.content).decode("ascii"),
            mimeCode=it.mime_type,
            filename=it.filename,
        ),
    )


def _delivery(it: Invoice) -> Node:
    """Write what was delivered. The schema wants this element even with nothing in it."""
    where = it.delivery
    parts = (
        group(
            "ram:ShipToTradeParty",
            *numbers((where.location,) if where.location is not None else ()),
            leaf("ram:Name", where.party_name),
            address(where.address),
        ),
        group("ram:ActualDeliverySupplyChainEvent", moment("ram:OccurrenceDateTime", where.on)),
        reference("ram:DespatchAdviceReferencedDocument", it.despatch_advice),
        reference("ram:ReceivingAdviceReferencedDocument", it.receiving_advice),
    )
    return Node(
        "ram:ApplicableHeaderTradeDelivery",
        {},
        children=tuple(each for each in parts if each is not None),
    )
