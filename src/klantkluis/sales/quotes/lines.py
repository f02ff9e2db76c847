"""The lines of quotes, and what they add up to: by the same rule as an order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from klantkluis.core.treatment import Supply
from klantkluis.core.vat import Priced, Totals, VatCategory, line_cents
from klantkluis.sales.lines import SoldLine, priced_lines, totals_of
from klantkluis.sales.models import Order, QuoteLine, QuoteVersion
from klantkluis.sales.vat import VatSituation, situations_of


@dataclass(frozen=True, slots=True)
class QuotedLine(SoldLine):
    """A line of a quote. An optional one counts only once it was chosen."""

    optional: bool = False

    def said(self, texts: Mapping[str, str]) -> "QuotedLine":
        """Give the line with its own words, by the position that they lie under."""
        return replace(self, text=str(texts.get(str(self.position), "")))


@dataclass(frozen=True, slots=True)
class Sums:
    """What a version adds up to: the amount of each line, and the total of those that count."""

    cents: tuple[int, ...]
    priced: tuple[Priced, ...]
    totals: Totals


def quoted_lines(
    version_ids: Collection[int], texts: Mapping[str, str]
) -> dict[int, tuple[QuotedLine, ...]]:
    """Give the lines of versions, in one query."""
    found: dict[int, list[QuotedLine]] = {pk: [] for pk in version_ids}
    rows = QuoteLine.objects.filter(version__in=version_ids).select_related("product")
    for row in rows.order_by("version", "position"):
        found[row.version_id].append(
            QuotedLine(
                id=row.pk,
                position=row.position,
                kind=row.kind,
                product_id=row.product_id,
                sku=row.product.sku if row.product else "",
                name_nl=row.product.name_nl if row.product else "",
                name_en=row.product.name_en if row.product else "",
                unit=row.unit,
                quantity=row.quantity,
                unit_price=row.unit_price,
                discount_bp=row.discount_bp,
                vat_category=VatCategory(row.vat_category),
                delivered=(),
                text=str(texts.get(str(row.position), "")),
                supply=Supply(row.supply),
                optional=row.optional,
            )
        )
    return {pk: tuple(lines) for pk, lines in found.items()}


def as_order(version: QuoteVersion) -> Order:
    """Give the order that a version would be, to ask of it what is asked of an order; not saved."""
    return Order(
        pk=version.pk,
        customer=version.quote.customer,
        ordered_on=version.quoted_on,
        basis=version.basis,
        discount_bp=version.discount_bp,
        ship_country=version.ship_country,
        buyer_country=version.buyer_country,
        to_business=version.to_business,
    )


def sums_of(
    version: QuoteVersion,
    lines: Sequence[QuotedLine],
    situation: VatSituation,
    chosen: Collection[int] = (),
) -> Sums:
    """Add up a version: the lines that are not optional, and those of the options with these ids.

    The version comes with its quote and customer.
    """
    order = as_order(version)
    priced = priced_lines(order, lines, situation)
    counted = [
        each
        for line, each in zip(lines, priced, strict=True)
        if not line.optional or line.id in chosen
    ]
    return Sums(tuple(line_cents(each) for each in priced), priced, totals_of(order, counted))


def sums_of_all(
    versions: Sequence[QuoteVersion],
    lines: Mapping[int, Sequence[QuotedLine]],
    chosen: Collection[int] = (),
) -> dict[int, Sums]:
    """Add up versions, in a constant number of queries."""
    latest = max((version.quoted_on for version in versions), default=None)
    if latest is None:
        return {}
    situations = situations_of([as_order(version) for version in versions], day=latest)
    return {
        version.pk: sums_of(version, lines[version.pk], situations[version.pk], chosen)
        for version in versions
    }
