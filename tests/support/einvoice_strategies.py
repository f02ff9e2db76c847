"""Any e-invoice that keeps the rules, with everything on it that the model knows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from klantkluis.billing.einvoice import model, parties
from klantkluis.billing.einvoice.codes import Vat
from klantkluis.billing.einvoice.parties import KVK, Identifier
from klantkluis.billing.einvoice.totals import ZERO, added_up, line_net, percentage
from support.einvoice_samples import NO_TOTALS, REASONS

words = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=20)
    .map(str.strip)
    .filter(lambda text: text and not text.startswith("#"))
)
maybe_words = st.one_of(st.just(""), words)
codes = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-", min_size=1, max_size=12)
maybe_codes = st.one_of(st.just(""), codes)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
kvk_numbers = st.from_regex("[0-9]{8}", fullmatch=True).map(lambda text: Identifier(text, KVK))
objects = st.builds(Identifier, codes, st.sampled_from(["", "ABT"]))
glns = st.just(Identifier("8712345678906", "0088"))
countries = st.sampled_from(["NL", "BE", "DE", "FR"])
amounts = st.decimals(Decimal("0.01"), Decimal("9999.99"), places=2)
prices = st.decimals(Decimal(0), Decimal("999.9999"), places=4)
quantities = st.decimals(Decimal("-99.999"), Decimal("999.999"), places=3)
maybe = lambda strategy: st.one_of(st.none(), strategy)  # noqa: E731

addresses = st.builds(
    parties.Address,
    line_1=words,
    line_2=maybe_words,
    line_3=maybe_words,
    city=words,
    postcode=codes,
    subdivision=maybe_words,
    country=countries,
)
dutch_addresses = addresses.map(lambda it: replace(it, country="NL"))
contacts = st.builds(parties.Contact, name=maybe_words, telephone=maybe_codes, email=maybe_codes)
sellers = st.builds(
    parties.Seller,
    name=words,
    address=dutch_addresses,
    trading_name=maybe_words,
    identifiers=st.lists(glns, max_size=1).map(tuple),
    legal_id=kvk_numbers,
    vat_id=st.just("NL123456782B90"),
    tax_id=maybe_codes,
    legal_form=maybe_words,
    electronic_address=kvk_numbers,
    contact=contacts,
)
buyers = st.builds(
    parties.Buyer,
    name=words,
    address=addresses,
    trading_name=maybe_words,
    identifier=maybe(st.one_of(glns, codes.map(Identifier))),
    legal_id=kvk_numbers,
    vat_id=st.just("BE0123456749"),
    electronic_address=kvk_numbers,
    contact=contacts,
)
payees = st.builds(
    parties.Payee, name=words, identifier=maybe(codes.map(Identifier)), legal_id=maybe(kvk_numbers)
)
representatives = st.builds(
    parties.TaxRepresentative,
    name=words,
    vat_id=st.just("NL123456782B90"),
    address=dutch_addresses,
)
periods = st.tuples(days, days).map(lambda two: model.Period(min(two), max(two)))
deliveries = st.builds(
    model.Delivery,
    party_name=maybe_words,
    location=maybe(glns),
    on=days,
    address=addresses,
)
transfers = st.builds(
    model.CreditTransfer,
    account=st.sampled_from(["NL91ABNA0417164300", "12345678"]),
    name=maybe_words,
    bic=st.sampled_from(["", "ABNANL2A"]),
)
payments = st.one_of(
    st.builds(
        model.Payment,
        means=st.sampled_from(["30", "58"]),
        text=maybe_words,
        remittance=maybe_words,
        transfers=st.lists(transfers, min_size=1, max_size=2).map(tuple),
    ),
    st.builds(
        model.Payment,
        means=st.sampled_from(["49", "59"]),
        debit=st.builds(
            model.DirectDebit,
            mandate=codes,
            creditor=codes,
            account=st.just("NL91ABNA0417164300"),
        ),
    ),
    st.builds(
        model.Payment,
        means=st.just("48"),
        card=st.builds(model.Card, number=st.just("1234"), holder=maybe_words),
    ),
)
attachments = st.one_of(
    st.builds(
        model.Attachment,
        reference=words,
        description=maybe_words,
        content=st.binary(min_size=1, max_size=60),
        mime_type=st.sampled_from(["application/pdf", "text/csv"]),
        filename=codes,
    ),
    st.builds(
        model.Attachment, reference=words, location=codes.map(lambda code: f"https://x.nl/{code}")
    ),
)


@st.composite
def adjustments(draw, categories=(("", None),)):
    """An allowance or charge, of an amount or of a percentage."""
    base, percent, amount = None, None, draw(amounts)
    if draw(st.booleans()):
        base, percent = draw(amounts), draw(st.decimals(0, 100, places=1))
        amount = percentage(base, percent)
    category, rate = draw(st.sampled_from(categories))
    charge = draw(st.booleans())
    return model.Adjustment(
        charge=charge,
        amount=amount,
        base=base,
        percent=percent,
        category=category,
        rate=rate,
        reason=draw(words),
        reason_code=draw(st.sampled_from(["", "FC" if charge else "95"])),
    )


@st.composite
def lines(draw, number: int, categories):
    """A line with a net price, or with a gross price and a discount."""
    net = draw(prices)
    discount = draw(maybe(st.decimals(Decimal("0.01"), Decimal(9), places=2)))
    base = draw(maybe(st.sampled_from([Decimal(10), Decimal(100)])))
    price = model.Price(
        net=net,
        discount=discount,
        gross=None if discount is None else net + discount,
        base_quantity=base,
        base_unit="KGM" if base is not None and draw(st.booleans()) else "",
    )
    quantity, own = draw(quantities), tuple(draw(st.lists(adjustments(), max_size=2)))
    category, rate = draw(st.sampled_from(categories))
    return model.Line(
        number=str(number),
        quantity=quantity,
        unit="KGM",
        net=line_net(quantity, price, own),
        price=price,
        category=category,
        rate=rate,
        item=draw(items),
        note=draw(maybe_words),
        object_id=draw(maybe(objects)),
        order_line=draw(maybe_codes),
        accounting_reference=draw(maybe_words),
        adjustments=own,
    )


items = st.builds(
    model.Item,
    name=words,
    description=maybe_words,
    seller_id=maybe_codes,
    buyer_id=maybe_codes,
    standard_id=maybe(st.just(Identifier("8712345678906", "0160"))),
    classifications=st.lists(
        st.builds(model.Classification, codes, st.just("STI"), st.sampled_from(["", "2"])),
        max_size=2,
    ).map(tuple),
    origin=st.sampled_from(["", "NL", "CO"]),
    attributes=st.lists(st.tuples(words, words), max_size=2).map(tuple),
)
mixed = st.lists(
    st.sampled_from(
        [
            (Vat.STANDARD, Decimal(21)),
            (Vat.STANDARD, Decimal(9)),
            (Vat.ZERO, ZERO),
            (Vat.EXEMPT, ZERO),
            (Vat.REVERSE_CHARGE, ZERO),
            (Vat.INTRA_COMMUNITY, ZERO),
            (Vat.EXPORT, ZERO),
            (Vat.CANARY_ISLANDS, Decimal(7)),
            (Vat.CEUTA_AND_MELILLA, Decimal(4)),
        ]
    ),
    min_size=1,
    max_size=3,
    unique=True,
)


tax_points = st.one_of(
    st.builds(dict, tax_point_code=st.sampled_from(["", "3", "35", "432"])),
    st.builds(dict, tax_point_on=days),
)


@st.composite
def invoices(draw):
    """An invoice, credit note or self-billed invoice that keeps EN 16931, Peppol and NLCIUS."""
    outside = draw(st.integers(0, 9)) == 0
    categories = [(Vat.OUTSIDE_SCOPE, None)] if outside else draw(mixed)
    type_code = draw(st.sampled_from(["380", "380", "381"]))
    accounting = draw(st.sampled_from(["", "", "USD"]))
    represented = None if outside else draw(maybe(representatives))
    made = model.Invoice(
        number=draw(codes),
        issued_on=draw(days),
        type_code=type_code,
        currency="EUR",
        accounting_currency=accounting,
        seller=(seller := draw(sellers)),
        buyer=draw(buyers),
        lines=tuple(draw(lines(at, categories)) for at in range(1, draw(st.integers(1, 4)) + 1)),
        vat=(),
        totals=replace(
            NO_TOTALS,
            paid=draw(maybe(amounts)),
            rounding=draw(maybe(st.just(Decimal("0.02")))),
        ),
        due_on=draw(days),
        **draw(tax_points),
        buyer_reference=draw(words),
        order=draw(words),
        sales_order=draw(maybe_words),
        project=draw(maybe_words),
        contract=draw(maybe_words),
        receiving_advice=draw(maybe_words),
        despatch_advice=draw(maybe_words),
        tender=draw(maybe_words),
        object_id=draw(maybe(objects)),
        accounting_reference=draw(maybe_words),
        terms=draw(maybe_words),
        notes=tuple(draw(st.lists(st.builds(model.Note, words, st.sampled_from(["", "AAI"])),
                                  max_size=1))),
        preceding=(model.Preceding(draw(words), draw(maybe(days))),),
        # Who is paid is named only when it is another than the seller (BG-10, UBL-SR-19).
        payee=draw(maybe(payees.filter(lambda payee: payee.name != seller.name))),
        tax_representative=represented,
        delivery=draw(deliveries),
        period=draw(maybe(periods)),
        payment=draw(payments),
        adjustments=tuple(draw(st.lists(adjustments(categories), max_size=2))),
        attachments=tuple(draw(st.lists(attachments, max_size=2))),
    )  # fmt: skip
    if outside:
        made = replace(
            made,
            seller=replace(made.seller, vat_id=""),
            buyer=replace(made.buyer, vat_id=""),
        )
    added = added_up(made, REASONS)
    if accounting:
        totals = replace(added.totals, vat_accounting=added.totals.vat)
        added = replace(added, totals=totals)
    return added
