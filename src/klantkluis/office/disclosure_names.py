"""What hand-overs, recipients, grounds and kinds of data are called."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label

RECIPIENTS: Final[Mapping[str, Label]] = {
    "internal": _("We ourselves, for our own work"),
    "accountant": _("Our accountant"),
    "tax_authority": _("The tax authority"),
    "municipality": _("A municipality"),
    "court": _("A court, the public prosecutor or a bailiff"),
    "carrier": _("A carrier"),
    "mail_service": _("A mailing or print service"),
    "access_point": _("The access point for e-invoices"),
    "payment_provider": _("A payment provider"),
    "host": _("A hosting provider"),
    "vies": _("The European Commission (VIES)"),
    "person": _("The customer themselves"),
    "other": _("Another organisation"),
}
GROUNDS: Final[Mapping[str, Label]] = {
    "own_use": _("Own use within the purpose (GDPR art. 5)"),
    "gdpr_6_1_a": _("The customer agreed (GDPR art. 6(1)(a))"),
    "gdpr_6_1_b": _("To carry out the contract (GDPR art. 6(1)(b))"),
    "gdpr_6_1_c": _("A legal duty (GDPR art. 6(1)(c))"),
    "gdpr_6_1_f": _("Our legitimate interest (GDPR art. 6(1)(f))"),
    "gdpr_28": _("They process it for us (GDPR art. 28)"),
    "gdpr_15_20": _("The customer's own right (GDPR art. 15 and 20)"),
    "awr_52_53": _("An inspection of the books (AWR art. 47, 52 and 53)"),
    "wet_ob_37a": _("The EC sales list (Wet OB 1968 art. 37a)"),
    "directive_369k": _("The one-stop shop (Directive 2006/112/EC art. 369k)"),
    "regulation_904_2010_31": _("Checking VAT numbers (Regulation (EU) 904/2010 art. 31)"),
    "sv_126nd": _("An order of a court or prosecutor (Sv art. 126nc and 126nd)"),
}
WHYS: Final[Mapping[str, Label]] = {
    "work": _("Today's work, on paper or in a spreadsheet"),
    "bookkeeping": _("Bookkeeping"),
    "billing": _("Sending an invoice"),
    "checking": _("Checking a VAT number"),
    "tax": _("A tax return or an inspection"),
    "delivery": _("Bringing the goods"),
    "figures": _("Figures about our own business"),
    "migration": _("Going over to other software"),
    "claim": _("A dispute or a claim"),
    "request": _("The customer asked for it"),
    "other": _("Something else"),
}
WHATS: Final[Mapping[str, Label]] = {
    "customers": _("Customers"),
    "orders": _("Orders"),
    "deliveries": _("Delivery notes"),
    "quotes": _("Quotes"),
    "returns": _("Returns"),
    "invoices": _("Invoices"),
    "payments": _("Payments"),
    "statement": _("Statement of account"),
    "delivery_papers": _("Papers of deliveries"),
    "invoice_papers": _("Papers of invoices"),
    "labels": _("Address labels"),
    "e_invoice": _("E-invoice"),
    "vat_number": _("VAT number"),
    "access_package": _("Access package"),
    "audit_pack": _("Audit file"),
    "breach_letters": _("Letters about a breach"),
    "disclosures": _("Log of disclosures"),
}
CATEGORIES: Final[Mapping[str, Label]] = {
    "dpv-pd:Identifier": _("Customer number"),
    "dpv-pd:Name": _("Name"),
    "dpv-pd:PhysicalAddress": _("Address"),
    "dpv-pd:TelephoneNumber": _("Phone"),
    "dpv-pd:EmailAddress": _("E-mail"),
    "dpv-pd:TaxIdentifier": _("VAT number"),
    "dpv-pd:Communication": _("Contact and remarks"),
    "dpv-pd:Language": _("Language"),
    "dpv-pd:Purchase": _("What was bought"),
    "dpv-pd:Transactional": _("Payments and terms"),
    "dpv:ConsentRecord": _("Consent to the newsletter"),
}
OUTCOMES: Final[Mapping[str, Label]] = {
    "whole": _("Left as a whole"),
    "broken": _("Broke off half-way"),
    "": _("No file was noted"),
}


def named(codes: Iterable[str], names: Mapping[str, Label]) -> list[str]:
    """Give the names of codes; a code without one stands for itself."""
    return [str(names.get(code, code)) for code in codes]
