"""Each rule of our own check: broken once, found once, with the field to mend."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from klantkluis.billing.einvoice.checks import find
from klantkluis.billing.einvoice.checks.breaches import sentence_of
from klantkluis.billing.einvoice.checks.families import FAMILIES
from klantkluis.billing.einvoice.checks.network_sentences import (
    DUTCH_IN_PEPPOL,
)
from klantkluis.billing.einvoice.checks.network_sentences import (
    NLCIUS as NLCIUS_SENTENCES,
)
from klantkluis.billing.einvoice.checks.network_sentences import (
    PEPPOL as PEPPOL_SENTENCES,
)
from klantkluis.billing.einvoice.checks.sentences import GENERAL
from klantkluis.billing.einvoice.codes import EN16931, NLCIUS, PEPPOL, Vat
from klantkluis.billing.einvoice.findings import is_accepted
from klantkluis.billing.einvoice.model import (
    Attachment,
    Card,
    Classification,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Item,
    Note,
    Period,
    Preceding,
    Price,
)
from klantkluis.billing.einvoice.parties import (
    GLN,
    KVK,
    OIN,
    Identifier,
    Payee,
    TaxRepresentative,
)
from support.einvoice_samples import (
    abroad,
    address,
    buyer,
    discount,
    invoice,
    line,
    payment,
    seller,
)

D = Decimal
REPRESENTATIVE = TaxRepresentative(name="Fiscaal BV", vat_id="NL123456782B90", address=address())


def totals(**changes):
    return lambda it: replace(it, totals=replace(it.totals, **changes))


def vat(**changes):
    return lambda it: replace(it, vat=(replace(it.vat[0], **changes), *it.vat[1:]))


def changed(**changes):
    return lambda it: replace(it, **changes)


def sold(*lines, **changes):
    return lambda _: invoice(*lines, **changes)


def item(**changes):
    return sold(line(item=Item(**({"name": "Bonen"} | changes))))


def priced(**changes):
    return sold(line(price=Price(**({"net": D("18.4950")} | changes))))


def in_category(category, **changes):
    return lambda it: abroad(it, category, **changes)


def wrong_in_category(category, **changes):
    return lambda it: vat(**changes)(abroad(it, category))


AS_OF = date(2026, 11, 1)
UPSIDE_DOWN = Period(date(2026, 11, 30), date(2026, 11, 1))

# rule | profile | how it is broken | the field to mend
BROKEN = [
    ("BR-01", EN16931, changed(specification=""), "specification"),
    ("BR-02", EN16931, changed(number=""), "number"),
    ("BR-04", EN16931, changed(type_code=""), "type_code"),
    ("BR-05", EN16931, changed(currency=""), "currency"),
    ("BR-06", EN16931, changed(seller=seller(name="")), "seller.name"),
    ("BR-07", EN16931, changed(buyer=buyer(name="")), "buyer.name"),
    ("BR-09", EN16931, changed(seller=seller(address=address(country=""))),
     "seller.address.country"),
    ("BR-11", EN16931, changed(buyer=buyer(address=address(country=""))), "buyer.address.country"),
    ("BR-16", EN16931, changed(lines=()), "lines"),
    ("BR-17", EN16931, changed(payee=Payee(name="")), "payee.name"),
    ("BR-18", EN16931, changed(tax_representative=replace(REPRESENTATIVE, name="")),
     "tax_representative.name"),
    ("BR-20", EN16931,
     changed(tax_representative=replace(REPRESENTATIVE, address=address(country=""))),
     "tax_representative.address.country"),
    ("BR-21", EN16931, sold(line(number="")), "lines[0].number"),
    ("BR-23", EN16931, sold(line(unit="")), "lines[0].unit"),
    ("BR-25", EN16931, item(name=""), "lines[0].item.name"),
    ("BR-27", EN16931, priced(net=D(-1)), "lines[0].price.net"),
    ("BR-28", EN16931, priced(gross=D(-1)), "lines[0].price.gross"),
    ("BR-29", EN16931, changed(period=UPSIDE_DOWN), "period.end"),
    ("BR-30", EN16931, sold(line(period=UPSIDE_DOWN)), "lines[0].period.end"),
    ("BR-32", EN16931, sold(adjustments=(discount(),)), "adjustments[0].category"),
    ("BR-33", EN16931,
     sold(adjustments=(discount(category="S", rate=D(21), reason=""),)), "adjustments[0].reason"),
    ("BR-37", EN16931, sold(adjustments=(discount(charge=True),)), "adjustments[0].category"),
    ("BR-38", EN16931,
     sold(adjustments=(discount(charge=True, category="S", rate=D(21), reason=""),)),
     "adjustments[0].reason"),
    ("BR-42", EN16931, sold(line(adjustments=(discount(reason=""),))),
     "lines[0].adjustments[0].reason"),
    ("BR-44", EN16931, sold(line(adjustments=(discount(reason="", charge=True),))),
     "lines[0].adjustments[0].reason"),
    ("BR-48", EN16931, vat(rate=None), "vat[0].rate"),
    ("BR-49", EN16931, changed(payment=payment(means="")), "payment.means"),
    ("BR-50", EN16931, changed(payment=payment(transfers=(CreditTransfer(account=""),))),
     "payment.transfers[0].account"),
    ("BR-51", EN16931, changed(payment=payment(means="48", card=Card(number="1234567890123456"))),
     "payment.card.number"),
    ("BR-52", EN16931, changed(attachments=(Attachment(reference=""),)),
     "attachments[0].reference"),
    ("BR-53", EN16931, changed(accounting_currency="USD"), "totals.vat_accounting"),
    ("BR-54", EN16931, item(attributes=(("kleur", ""),)), "lines[0].item.attributes[0]"),
    ("BR-55", EN16931, changed(preceding=(Preceding(""),)), "preceding[0].number"),
    ("BR-56", EN16931, changed(tax_representative=replace(REPRESENTATIVE, vat_id="")),
     "tax_representative.vat_id"),
    ("BR-57", EN16931, changed(delivery=Delivery(address=address(country=""))),
     "delivery.address.country"),
    ("BR-61", EN16931, changed(payment=payment(transfers=())), "payment.transfers"),
    ("BR-62", EN16931, changed(seller=seller(electronic_address=Identifier("x"))),
     "seller.electronic_address"),
    ("BR-63", EN16931, changed(buyer=buyer(electronic_address=Identifier("x"))),
     "buyer.electronic_address"),
    ("BR-64", EN16931, item(standard_id=Identifier("871")), "lines[0].item.standard_id"),
    ("BR-65", EN16931, item(classifications=(Classification("1", ""),)),
     "lines[0].item.classifications[0]"),
    ("BR-CL-03", EN16931, changed(currency="Euro"), "currency"),
    ("BR-CL-14", EN16931, changed(seller=seller(address=address(country="Nederland"))),
     "seller.address.country"),
    ("BR-CL-18", EN16931, sold(line(category="X")), "lines[0].category"),
    ("BR-CL-24", EN16931,
     changed(attachments=(Attachment(reference="1", content=b"x", mime_type="text/html"),)),
     "attachments[0].mime_type"),
    ("BR-CO-03", EN16931, changed(tax_point_on=AS_OF, tax_point_code="3"), "tax_point_code"),
    ("BR-CO-09", EN16931, changed(buyer=buyer(vat_id="123456782B90")), "buyer.vat_id"),
    ("BR-CO-10", EN16931, totals(lines=D(1)), "totals.lines"),
    ("BR-CO-11", EN16931, totals(allowances=D(1)), "totals.allowances"),
    ("BR-CO-12", EN16931, totals(charges=D(1)), "totals.charges"),
    ("BR-CO-13", EN16931, totals(net=D(1)), "totals.net"),
    ("BR-CO-14", EN16931, totals(vat=D(1)), "totals.vat"),
    ("BR-CO-15", EN16931, totals(gross=D(1)), "totals.gross"),
    ("BR-CO-16", EN16931, totals(paid=D(1)), "totals.payable"),
    ("BR-CO-17", EN16931, vat(tax=D(99)), "vat[0].tax"),
    ("BR-CO-18", EN16931, changed(vat=()), "vat"),
    ("BR-CO-19", EN16931, changed(period=Period()), "period"),
    ("BR-CO-20", EN16931, sold(line(period=Period())), "lines[0].period"),
    ("BR-CO-25", EN16931, changed(due_on=None), "due_on"),
    ("BR-CO-26", EN16931, changed(seller=seller(vat_id="", legal_id=None, tax_id="1")),
     "seller.legal_id"),
    ("BR-DEC-18", EN16931, totals(payable=D("1.001")), "totals.payable"),
    ("BR-DEC-23", EN16931, sold(line(net=D("1.001"))), "lines[0].net"),
    ("BR-DEC-24", EN16931, sold(line(adjustments=(discount(amount=D("1.001")),))),
     "lines[0].adjustments[0].amount"),
    ("BR-DEC-01", EN16931,
     sold(adjustments=(discount(amount=D("1.001"), category="S", rate=D(21)),)),
     "adjustments[0].amount"),
    ("BR-DEC-19", EN16931, vat(taxable=D("147.961")), "vat[0].taxable"),
    ("BR-DEC-20", EN16931, vat(tax=D("31.071")), "vat[0].tax"),
    ("BR-S-01", EN16931, changed(vat=()), "vat"),
    ("BR-S-02", EN16931, changed(seller=seller(vat_id="")), "seller.vat_id"),
    ("BR-S-05", EN16931, sold(line(rate=D(0))), "lines[0].rate"),
    ("BR-S-06", EN16931, sold(adjustments=(discount(category="S"),)), "adjustments[0].rate"),
    ("BR-S-07", EN16931, sold(adjustments=(discount(category="S", charge=True),)),
     "adjustments[0].rate"),
    ("BR-S-08", EN16931, vat(taxable=D(999)), "vat[0].taxable"),
    ("BR-S-10", EN16931, vat(reason="zomaar"), "vat[0].reason"),
    ("BR-Z-05", EN16931, sold(line(category="Z")), "lines[0].rate"),
    ("BR-Z-10", EN16931, wrong_in_category(Vat.ZERO, reason="zomaar"), "vat[0].reason"),
    ("BR-E-10", EN16931, wrong_in_category(Vat.EXEMPT, reason=""), "vat[0].reason"),
    ("BR-E-09", EN16931, wrong_in_category(Vat.EXEMPT, tax=D("0.01")), "vat[0].tax"),
    ("BR-AE-02", EN16931,
     in_category(Vat.REVERSE_CHARGE, buyer=buyer(vat_id="", legal_id=None)), "buyer.vat_id"),
    ("BR-AE-10", EN16931, wrong_in_category(Vat.REVERSE_CHARGE, reason=""), "vat[0].reason"),
    ("BR-IC-02", EN16931, in_category(Vat.INTRA_COMMUNITY, buyer=buyer()), "buyer.vat_id"),
    ("BR-IC-08", EN16931, wrong_in_category(Vat.INTRA_COMMUNITY, taxable=D(1)), "vat[0].taxable"),
    ("BR-IC-11", EN16931,
     in_category(Vat.INTRA_COMMUNITY, delivery=Delivery(address=address(country="BE"))),
     "delivery.on"),
    ("BR-IC-12", EN16931, in_category(Vat.INTRA_COMMUNITY, delivery=Delivery(on=AS_OF)),
     "delivery.address.country"),
    ("BR-G-02", EN16931, in_category(Vat.EXPORT, seller=seller(vat_id="", tax_id="123")),
     "seller.vat_id"),
    ("BR-O-02", EN16931, in_category(Vat.OUTSIDE_SCOPE), "seller.vat_id"),
    ("BR-O-11", EN16931, sold(line(), line(2, category="O", rate=None)), "vat"),
    ("BR-O-12", EN16931, sold(line(), line(2, category="O", rate=None)), "lines"),
    ("BR-AF-05", EN16931, sold(line(category="L", rate=None)), "lines[0].rate"),
    ("BR-AG-10", EN16931, lambda _: vat(reason="x")(invoice(line(category="M", rate=D(4)))),
     "vat[0].reason"),
    ("PEPPOL-EN16931-R002", PEPPOL, changed(notes=(Note("a"), Note("b"))), "notes"),
    ("PEPPOL-EN16931-R003", PEPPOL, changed(buyer_reference=""), "buyer_reference"),
    ("PEPPOL-EN16931-R010", PEPPOL, changed(buyer=buyer(electronic_address=None)),
     "buyer.electronic_address"),
    ("PEPPOL-EN16931-R020", PEPPOL, changed(seller=seller(electronic_address=None)),
     "seller.electronic_address"),
    ("PEPPOL-EN16931-R005", PEPPOL,
     lambda it: totals(vat_accounting=it.totals.vat)(replace(it, accounting_currency="EUR")),
     "accounting_currency"),
    ("PEPPOL-EN16931-R040", PEPPOL,
     sold(adjustments=(discount(category="S", rate=D(21), base=D(100), percent=D(6)),)),
     "adjustments[0].amount"),
    ("PEPPOL-EN16931-R041", PEPPOL, sold(line(adjustments=(discount(percent=D(6)),))),
     "lines[0].adjustments[0].base"),
    ("PEPPOL-EN16931-R042", PEPPOL, sold(line(adjustments=(discount(base=D(6)),))),
     "lines[0].adjustments[0].percent"),
    ("PEPPOL-EN16931-R046", PEPPOL, priced(gross=D(20), discount=D(1)), "lines[0].price.net"),
    ("PEPPOL-EN16931-R055", PEPPOL,
     lambda it: totals(vat_accounting=D(-1))(replace(it, accounting_currency="USD")),
     "totals.vat_accounting"),
    ("PEPPOL-EN16931-R061", PEPPOL, changed(payment=payment(means="59", debit=DirectDebit())),
     "payment.debit"),
    ("PEPPOL-EN16931-R110", PEPPOL,
     sold(line(period=Period(date(2026, 10, 1), None)), period=Period(AS_OF, None)),
     "lines[0].period.start"),
    ("PEPPOL-EN16931-R111", PEPPOL,
     sold(line(period=Period(None, date(2026, 12, 1))), period=Period(None, AS_OF)),
     "lines[0].period.end"),
    ("PEPPOL-EN16931-R120", PEPPOL, sold(line(net=D("147.93"))), "lines[0].net"),
    ("PEPPOL-EN16931-R121", PEPPOL, sold(line(net=D(1), price=Price(net=D(1),
     base_quantity=D(-1)))), "lines[0].price.base_quantity"),
    ("PEPPOL-EN16931-R130", PEPPOL, priced(base_quantity=D(1), base_unit="KGM"),
     "lines[0].price.base_unit"),
    ("PEPPOL-EN16931-P0100", PEPPOL, changed(type_code="389"), "type_code"),
    ("PEPPOL-EN16931-P0101", PEPPOL, changed(type_code="261", preceding=(Preceding("1"),)),
     "type_code"),
    ("PEPPOL-EN16931-P0112", PEPPOL, changed(type_code="384"), "type_code"),
    ("PEPPOL-EN16931-P0104", PEPPOL, wrong_in_category(Vat.EXPORT, reason_code="VATEX-EU-AE"),
     "vat[0].reason_code"),
    ("PEPPOL-COMMON-R040", PEPPOL,
     changed(buyer=buyer(identifier=Identifier("8712345678907", GLN))), "buyer.identifier"),
    ("PEPPOL-COMMON-R054", PEPPOL, changed(seller=seller(legal_id=Identifier("1234567", KVK))),
     "seller.legal_id"),
    ("PEPPOL-COMMON-R055", PEPPOL, changed(buyer=buyer(legal_id=Identifier("1", OIN))),
     "buyer.legal_id"),
    ("PEPPOL-COMMON-R056", PEPPOL, changed(seller=seller(vat_id="NL1234")), "seller.vat_id"),
    ("NL-R-001", PEPPOL, changed(type_code="381"), "preceding"),
    ("NL-R-002", PEPPOL, changed(seller=seller(address=address(city=""))), "seller.address.city"),
    ("NL-R-003", PEPPOL, changed(seller=seller(legal_id=None)), "seller.legal_id"),
    ("NL-R-004", PEPPOL, changed(buyer=buyer(address=address(line_1=""))), "buyer.address.line_1"),
    ("NL-R-005", PEPPOL, changed(buyer=buyer(legal_id=None)), "buyer.legal_id"),
    ("NL-R-006", PEPPOL,
     changed(tax_representative=replace(REPRESENTATIVE, address=address(postcode=""))),
     "tax_representative.address.postcode"),
    ("NL-R-007", PEPPOL, changed(payment=None), "payment"),
    ("NL-R-008", PEPPOL, changed(payment=payment(means="10")), "payment.means"),
    ("NL-R-009", PEPPOL, sold(line(order_line="1")), "order"),
    ("BR-NL-1", NLCIUS, changed(seller=seller(legal_id=Identifier("1", "0088"))),
     "seller.legal_id"),
    ("BR-NL-2", NLCIUS, changed(buyer_reference=""), "buyer_reference"),
    ("BR-NL-3", NLCIUS, changed(seller=seller(address=address(postcode=""))),
     "seller.address.postcode"),
    ("BR-NL-4", NLCIUS, changed(buyer=buyer(address=address(city=""))), "buyer.address.city"),
    ("BR-NL-5", NLCIUS,
     changed(tax_representative=replace(REPRESENTATIVE, address=address(city=""))),
     "tax_representative.address.city"),
    ("BR-NL-7", NLCIUS, changed(type_code="386"), "type_code"),
    ("BR-NL-9", NLCIUS, changed(type_code="384"), "preceding"),
    ("BR-NL-10", NLCIUS, changed(buyer=buyer(legal_id=None)), "buyer.legal_id"),
    ("BR-NL-11", NLCIUS, changed(payment=None), "payment"),
    ("BR-NL-12", NLCIUS, changed(payment=payment(means="10")), "payment.means"),
    ("BR-NL-13", NLCIUS, sold(line(order_line="1")), "order"),
    ("BR-NL-19", NLCIUS,
     lambda it: totals(vat_accounting=D(1))(replace(it, accounting_currency="USD")),
     "accounting_currency"),
    ("BR-NL-20", NLCIUS, changed(tax_point_on=AS_OF), "tax_point_on"),
    ("BR-NL-21", NLCIUS, changed(tax_point_code="3"), "tax_point_code"),
    ("BR-NL-22", NLCIUS, changed(notes=(Note("a", "AAI"),)), "notes[0].subject"),
    ("BR-NL-24", NLCIUS, changed(preceding=(Preceding("1", AS_OF),)), "preceding[0].issued_on"),
    ("BR-NL-25", NLCIUS, changed(seller=seller(tax_id="1")), "seller.tax_id"),
    ("BR-NL-26", NLCIUS, changed(seller=seller(legal_form="bv")), "seller.legal_form"),
    ("BR-NL-27", NLCIUS, changed(buyer=buyer(address=address(line_3="x"))),
     "buyer.address.line_3"),
    ("BR-NL-28", NLCIUS, changed(seller=seller(address=address(subdivision="ZH"))),
     "seller.address.subdivision"),
    ("BR-NL-29", NLCIUS, changed(payment=payment(text="per bank")), "payment.text"),
    ("BR-NL-30", NLCIUS,
     changed(payment=payment(transfers=(CreditTransfer(account="1", name="x"),))),
     "payment.transfers[0].name"),
    ("BR-NL-31", NLCIUS,
     changed(payment=payment(transfers=(CreditTransfer(account="1", bic="x"),))),
     "payment.transfers[0].bic"),
    ("BR-NL-32", NLCIUS, sold(line(adjustments=(discount(reason_code="95"),))),
     "lines[0].adjustments[0].reason_code"),
    ("BR-NL-33", NLCIUS, totals(vat_accounting=D(1)), "totals.vat_accounting"),
    ("BR-NL-34", NLCIUS, sold(line(adjustments=(discount(reason_code="FC", charge=True),))),
     "lines[0].adjustments[0].reason_code"),
    ("BR-NL-35", NLCIUS, wrong_in_category(Vat.EXPORT, reason_code="VATEX-EU-G"),
     "vat[0].reason_code"),
]  # fmt: skip


@pytest.mark.parametrize("profile", [EN16931, PEPPOL, NLCIUS])
def test_a_good_invoice_has_no_findings(profile):
    assert find(invoice(), profile) == ()
    assert find(invoice(type_code="381", preceding=(Preceding("2026-0099"),)), profile) == ()


@pytest.mark.parametrize("category", [c for c in Vat if c not in {"S", "L", "M", "O"}])
@pytest.mark.parametrize("profile", [EN16931, PEPPOL, NLCIUS])
def test_a_good_invoice_without_vat_has_no_findings(category, profile):
    assert find(abroad(invoice(), category), profile) == ()


def test_a_good_invoice_outside_the_scope_of_vat_has_no_findings():
    plain = abroad(invoice(), Vat.OUTSIDE_SCOPE, seller=seller(vat_id=""), buyer=buyer())
    assert find(plain, NLCIUS) == ()


@pytest.mark.parametrize(
    ("rule", "profile", "broken", "field"), BROKEN, ids=[each[0] for each in BROKEN]
)
def test_a_broken_rule_is_found_with_the_field_to_mend(rule, profile, broken, field):
    made = broken(invoice())
    given = replace(made, process=profile.process)
    if rule != "BR-01":
        given = replace(given, specification=profile.specification)
    found = [each for each in find(given) if each.rule == rule]
    assert found[0].field == field
    assert len(found) <= 2
    assert all(each.text and each.dutch for each in found)


def test_a_document_that_names_no_peppol_process_is_not_for_peppol():
    given = replace(invoice(), specification=PEPPOL.specification)
    assert [each.rule for each in find(given)] == ["PEPPOL-EN16931-R001"]
    given = replace(given, process="urn:made:up")
    assert [each.rule for each in find(given)] == ["PEPPOL-EN16931-R007"]


def test_every_rule_with_a_sentence_is_broken_here():
    broken = {"BR-DEC" if rule.startswith("BR-DEC") else rule for rule, *_ in BROKEN}
    said = {*GENERAL, *PEPPOL_SENTENCES, *DUTCH_IN_PEPPOL, *NLCIUS_SENTENCES}
    # A model always names its network: the reader and the profiles see to that.
    assert said - broken == {
        "PEPPOL-EN16931-R001",
        "PEPPOL-EN16931-R004",
        "PEPPOL-EN16931-R007",
    }


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: family.rules)
def test_every_rule_of_a_family_has_its_sentences(family):
    for number in range(1, 11):
        said = sentence_of(f"{family.rules}-{number:02}")
        assert said.english.endswith(".")
        assert said.dutch.endswith(".")
        assert "{" not in said.english + said.dutch


def test_advice_does_not_block():
    advised = find(replace(invoice(), tax_point_on=AS_OF), NLCIUS)
    assert [each.rule for each in advised] == ["BR-NL-20"]
    assert is_accepted(advised)


def test_a_foreign_seller_is_not_asked_for_dutch_numbers():
    belgian = seller(legal_id=None, vat_id="BE0123456749", address=address(country="BE", city=""))
    assert find(invoice(seller=belgian, buyer_reference="", order="4471"), NLCIUS) == ()
