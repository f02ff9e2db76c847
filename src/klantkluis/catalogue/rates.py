"""The rates of VAT by date: what is known of each country, and what the owner adds."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klantkluis.catalogue.models import VatRate
from klantkluis.core.refusals import Refusal
from klantkluis.core.territories import NORTHERN_IRELAND
from klantkluis.core.treatment import EU
from klantkluis.core.vat import VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert

HIGHEST_BP: Final = 3000
"""Hungary has 27 %, the highest of all; more is a slip of the hand."""
PLACES: Final = tuple(sorted({*EU, NORTHERN_IRELAND}))
CHANGEABLE: Final = (VatCategory.STANDARD, VatCategory.REDUCED, VatCategory.ZERO)


class RateWrong(Refusal):
    """This rate cannot be kept; the field says why."""


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate as a page shows it. `is_ahead` tells that it has not begun."""

    id: int
    country: str
    category: VatCategory
    rate_bp: int
    valid_from: date
    is_ahead: bool


def rate_rows(*, today: date) -> list[RateRow]:
    """Give every rate that we know, by country, category and day."""
    rows = VatRate.objects.order_by("country", "category", "-valid_from")
    return [
        RateRow(
            row.pk, row.country, VatCategory(row.category), row.rate_bp, row.valid_from,
            row.valid_from > today,
        )
        for row in rows
    ]  # fmt: skip


@command("vat_rate.added")
def add_vat_rate(
    *,
    country: str,
    category: VatCategory,
    rate_bp: int,
    valid_from: date,
    actor: Actor,
) -> int:
    """Say which rate a category of ours has in a country from a day on; give the id.

    It holds for supplies on and after that day; what was invoiced keeps its rate. Which goods have
    a lower rate differs per country: a category without a rate there has the standard rate.

    Raises:
        RateWrong: no member state, no rate that exists anywhere, or that day has one.
    """
    if country not in PLACES:
        raise RateWrong(_("Choose a member state of the EU."), field="country")
    if category not in CHANGEABLE:
        raise RateWrong(_("What is exempt has no rate."), field="category")
    if not 0 <= rate_bp <= HIGHEST_BP:
        raise RateWrong(_("A rate is from 0 to 30 percent."), field="rate")
    row = VatRate(country=country, category=category.value, rate_bp=rate_bp, valid_from=valid_from)
    try:
        with transaction.atomic():
            insert(row)
    except IntegrityError:
        raise RateWrong(
            _("There is a rate from this day on already. Choose another day."), field="valid_from"
        ) from None
    return row.pk


@command("vat_rate.removed")
def remove_vat_rate(
    *,
    rate_id: int,
    actor: Actor,
    today: date,
) -> None:
    """Take back a rate that has not begun; one that has begun is history.

    Raises:
        RateWrong: there is none, or it has begun.
    """
    gone, _each = VatRate.objects.filter(pk=rate_id, valid_from__gt=today).delete()
    if not gone:
        raise RateWrong(_("This rate has begun, so it stays. Add the next one instead."))
