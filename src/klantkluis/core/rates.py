"""The rates of VAT by date, of one country."""

from dataclasses import dataclass
from datetime import date

from klantkluis.core.vat import VatCategory


@dataclass(frozen=True, slots=True)
class DatedRate:
    """The rate of a VAT category from a day on, in basis points."""

    category: VatCategory
    rate_bp: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class RateTable:
    """Every rate that a country ever had, as far as we know."""

    rates: tuple[DatedRate, ...]

    def on(self, day: date) -> dict[VatCategory, int]:
        """Give the rates that hold on a day.

        The day is that of the supply, also when the invoice follows later (Wet OB 1968,
        art. 13).
        """
        return {category: self._in_force(category, day) for category in VatCategory}

    def rate(self, category: VatCategory, day: date) -> int:
        """Give the rate of a category on a day.

        Which goods have a lower rate differs from country to country. Where nobody said which
        rate a category of ours has there, it is the standard rate: in doubt we charge too much
        VAT and not too little.
        """
        known = {each.category for each in self.rates if each.valid_from <= day}
        return self._in_force(category if category in known else VatCategory.STANDARD, day)

    def _in_force(self, category: VatCategory, day: date) -> int:
        """Give the rate that began last on or before a day, or the first that we know."""
        of_category = sorted(
            (each for each in self.rates if each.category is category),
            key=lambda each: each.valid_from,
        )
        begun = [each for each in of_category if each.valid_from <= day]
        return (begun or of_category[:1])[-1].rate_bp
