"""Orders from the shop: many at once, each once, with what they come to by our own calculation."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from klantkluis.catalogue.queries import ProductRow, products_by_sku
from klantkluis.core.names import display_name
from klantkluis.core.roles import Channel
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.commands.consents import keep_consent
from klantkluis.foundation.inserting import insert_many
from klantkluis.messages.letters import OrderPlaced
from klantkluis.sales.commands.ordering import LineKind, NewLine, NewOrder
from klantkluis.sales.commands.receiving import OrderOf, Taken, take_rows
from klantkluis.shop.intake.people import Whose, Writer, customers_for
from klantkluis.shop.intake.reading import ADDRESS, Around, Came, fields_of, words_of
from klantkluis.shop.models import ShopOrder


def take_orders(came: Sequence[Came], around: Around) -> None:
    """Make orders of letters, with their customers; inside an act.

    What the customer was told holds: names and prices are those of the letter. When we come to
    another sum, a person looks at it.
    """
    letters: list[OrderPlaced] = [each.letter for each in came]
    said = [fields_of(letter.who, letter.address) for letter in letters]
    writers = [
        Writer(fields, letter.language, letter.account)
        for fields, letter in zip(said, letters, strict=True)
    ]
    whose = customers_for(writers, around)
    products = _products(letters, came)
    asked = [
        OrderOf(one.customer_id, _order(each, products, fields), fields)
        for one, each, fields in zip(whose, came, said, strict=True)
    ]
    actor = replace(around.actor, channel=Channel.SITE)
    taken = take_rows(asked, actor)
    by_uid = {each.uid: each for each in came}
    insert_many(_kept(each, by_uid[each.uid].letter) for each in taken)
    _consents(letters, whose, around)


def _products(letters: Sequence[OrderPlaced], came: Sequence[Came]) -> Mapping[str, ProductRow]:
    skus = {line.sku for letter in letters for line in letter.lines}
    return products_by_sku(skus=skus, today=max(each.day for each in came))


def _order(came: Came, products: Mapping[str, ProductRow], said: Mapping[str, str]) -> NewOrder:
    letter: OrderPlaced = came.letter
    lines = [_line(line, products.get(line.sku.casefold())) for line in letter.lines]
    if letter.shipping is not None:
        lines.append(
            NewLine(
                kind=LineKind.SHIPPING,
                quantity=Decimal(1),
                unit_price=letter.shipping.price,
                vat_category=VatCategory(letter.shipping.vat_category),
                text=letter.shipping.name,
            )
        )
    return NewOrder(
        lines=lines,
        basis=PriceBasis(letter.basis),
        ordered_on=came.day,
        deliver_to=_goes_to(letter, said),
        reference=letter.their_reference,
        remarks=letter.remarks,
        uid=letter.uid,
    )


def _line(line: Any, product: ProductRow | None) -> NewLine:
    """Give a line as it was ordered; a product that we do not have any more becomes words."""
    if product is None:
        return NewLine(
            kind=LineKind.TEXT,
            quantity=Decimal(line.quantity),
            unit_price=line.unit_price,
            vat_category=VatCategory(line.vat_category),
            text=f"{line.sku} {line.name}",
        )
    return NewLine(
        kind=LineKind.PRODUCT,
        quantity=Decimal(line.quantity),
        unit_price=line.unit_price,
        vat_category=VatCategory(line.vat_category),
        product_id=product.id,
        unit=product.unit,
        supply=Supply(product.supply),
    )


def _goes_to(letter: OrderPlaced, said: Mapping[str, str]) -> dict[str, str]:
    """Give where it goes: the address for delivery, or else the customer's own."""
    if letter.deliver_to is None:
        address = {name: said[name] for name in ADDRESS if said.get(name)}
        return {**address, "name": display_name(said)}
    to = letter.deliver_to
    address = {name: getattr(to, name) for name in ADDRESS if getattr(to, name)}
    return {**address, "name": to.name or display_name(said)}


def _kept(taken: Taken, letter: OrderPlaced) -> ShopOrder:
    return ShopOrder(
        order_id=taken.id,
        reference=letter.reference,
        placed_at=letter.at,
        payment=letter.payment,
        mailed=letter.mailed,
        site_net_cents=letter.net_cents,
        site_vat_cents=letter.vat_cents,
        site_gross_cents=letter.gross_cents,
        net_cents=taken.totals.net_cents,
        vat_cents=taken.totals.vat_cents,
        gross_cents=taken.totals.gross_cents,
    )


def _consents(letters: Sequence[OrderPlaced], whose: Sequence[Whose], around: Around) -> None:
    for letter, one in zip(letters, whose, strict=True):
        if letter.newsletter is not None:
            keep_consent(
                one.customer_id, given=True, evidence=words_of(letter), at=letter.at,
                wording=letter.newsletter.wording, language=letter.language,
                channel=Channel.SITE, actor=around.actor,
            )  # fmt: skip
