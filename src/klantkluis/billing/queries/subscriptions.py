"""Questions about subscriptions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from klantkluis.billing.period_rules import PeriodUnit, Span
from klantkluis.billing.stored import SUBSCRIPTION
from klantkluis.billing.subscribed import Days, as_order, days_of_many, newest_versions
from klantkluis.billing.subscription_rows import (
    Subscription,
    SubscriptionLine,
    SubscriptionPeriod,
    SubscriptionVersion,
)
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, Totals, VatCategory, totals
from klantkluis.sales.lines import SoldLine
from klantkluis.sales.vat import situations_of
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

EXPECTED = 3
RECENT = 60


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """A subscription in a list. `next_on` is when its next period is billed, None when never."""

    id: int
    customer_id: int
    starts_on: date
    unit: PeriodUnit
    every: int
    in_advance: bool
    sends: bool
    ends_on: date | None
    paused: bool
    net_cents: int
    gross_cents: int
    next_on: date | None

    @property
    def over(self) -> bool:
        """Whether nothing more will be billed."""
        return self.next_on is None


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period: billed, skipped, or still to come."""

    number: int
    first_on: date
    last_on: date
    due_on: date
    invoice_id: int | None = None
    label: str = ""
    skipped_on: date | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionCard:
    """Everything of one subscription. `contents` is empty while the vault is locked."""

    row: SubscriptionRow
    version: int
    basis: PriceBasis
    discount_bp: int
    lines: tuple[SoldLine, ...]
    totals: Totals
    periods: tuple[PeriodRow, ...]
    expected: tuple[PeriodRow, ...]
    pauses: tuple[Span, ...]
    due: int
    contents: Mapping[str, Any] = field(default_factory=dict, repr=False)


def subscription_rows(
    *,
    today: date,
    customer_ids: Collection[int] | None = None,
    below: int | None = None,
    limit: int = 50,
) -> list[SubscriptionRow]:
    """Give a page of subscriptions, the newest first, in a constant number of questions."""
    rows = Subscription.objects.order_by("-pk")
    if customer_ids is not None:
        rows = rows.filter(customer__in=customer_ids)
    if below is not None:
        rows = rows.filter(pk__lt=below)
    page = list(rows.select_related("customer")[:limit])
    return _rows(page, days_of_many(page), today)


def subscription_card(
    *, subscription_id: int, today: date, vault: VaultSession
) -> SubscriptionCard | None:
    """Give everything of one subscription, or None when there is no such row."""
    row = Subscription.objects.select_related("customer").filter(pk=subscription_id).first()
    if row is None:
        return None
    days = days_of_many([row])[row.pk]
    version = newest_versions([row])[row.pk]
    version.subscription = row
    contents = SUBSCRIPTION.open_one(vault, Purpose.INVOICE, version) if vault.is_open else {}
    lines = _lines([version], contents.get("line_texts", {}))[version.pk]
    made = SubscriptionPeriod.objects.filter(subscription=row).select_related("invoice")
    return SubscriptionCard(
        row=_rows([row], {row.pk: days}, today)[0],
        version=version.version,
        basis=PriceBasis(version.basis),
        discount_bp=version.discount_bp,
        lines=lines,
        totals=_totals([row], {row.pk: version}, {version.pk: lines}, today)[row.pk],
        periods=tuple(_period(each, days) for each in made.order_by("-number")[:RECENT]),
        expected=tuple(_expected(number, days) for number in days.next(EXPECTED)),
        pauses=days.pauses,
        due=len(days.due(today)),
        contents=contents,
    )


def _rows(
    page: Sequence[Subscription], days: Mapping[int, Days], today: date
) -> list[SubscriptionRow]:
    versions = newest_versions(page)
    sums = _totals(page, versions, _lines(list(versions.values()), {}), today)
    found = []
    for row in page:
        its = days[row.pk]
        coming = its.next(1)
        found.append(
            SubscriptionRow(
                id=row.pk,
                customer_id=row.customer_id,
                starts_on=row.starts_on,
                unit=PeriodUnit(row.unit),
                every=row.every,
                in_advance=row.in_advance,
                sends=row.sends,
                ends_on=its.ends_on,
                paused=any(pause.first <= today <= pause.last for pause in its.pauses),
                net_cents=sums[row.pk].net_cents,
                gross_cents=sums[row.pk].gross_cents,
                next_on=its.rhythm.due_on(coming[0]) if coming else None,
            )
        )
    return found


def _totals(
    rows: Sequence[Subscription],
    versions: Mapping[int, SubscriptionVersion],
    lines: Mapping[int, Sequence[SoldLine]],
    today: date,
) -> dict[int, Totals]:
    """Add up what each subscription comes to per period, if it were supplied today."""
    orders = {}
    for row in rows:
        orders[row.pk] = as_order(versions[row.pk], row.customer)
        orders[row.pk].pk = row.pk  # not saved; it only tells them apart
    situations = situations_of(list(orders.values()), day=today)
    return {
        row.pk: totals(
            (
                situations[row.pk].priced(line, quantity=line.quantity, day=today)
                for line in lines[versions[row.pk].pk]
            ),
            basis=PriceBasis(versions[row.pk].basis),
            discount_bp=versions[row.pk].discount_bp,
        )
        for row in rows
    }


def _lines(
    versions: Sequence[SubscriptionVersion], texts: Mapping[str, str]
) -> dict[int, tuple[SoldLine, ...]]:
    """Give the lines of versions, as those of an order of which nothing is delivered."""
    found: dict[int, list[SoldLine]] = {version.pk: [] for version in versions}
    rows = SubscriptionLine.objects.filter(version__in=versions).select_related("product")
    for row in rows.order_by("version", "position"):
        product = row.product
        found[row.version_id].append(
            SoldLine(
                id=row.pk,
                position=row.position,
                kind=row.kind,
                product_id=row.product_id,
                sku=product.sku if product else "",
                name_nl=product.name_nl if product else "",
                name_en=product.name_en if product else "",
                unit=row.unit,
                quantity=row.quantity,
                unit_price=row.unit_price,
                discount_bp=row.discount_bp,
                vat_category=VatCategory(row.vat_category),
                delivered=(),
                text=str(texts.get(str(row.position), "")),
                supply=Supply(row.supply),
            )
        )
    return {pk: tuple(lines) for pk, lines in found.items()}


def _period(row: SubscriptionPeriod, days: Days) -> PeriodRow:
    return PeriodRow(
        number=row.number,
        first_on=row.first_on,
        last_on=row.last_on,
        due_on=days.rhythm.due_on(row.number),
        invoice_id=row.invoice_id,
        label=row.invoice.label if row.invoice is not None else "",
        skipped_on=row.skipped_on,
    )


def _expected(number: int, days: Days) -> PeriodRow:
    span = days.rhythm.period(number)
    return PeriodRow(number, span.first, span.last, days.rhythm.due_on(number))
