"""Fields for money, quantities, percentages and days, in the notation of the reader."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klantkluis.core.money import from_cents
from klantkluis.office.forms.numbers import parse_number

DAY = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?$")


class NumberField(forms.CharField):
    """A decimal number with at most `places` decimals, between two bounds."""

    places = 3
    suffix = ""

    def __init__(
        self,
        *,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
        places: int | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"inputmode": "decimal", "class": "amount", "autocomplete": "off"}
            ),
        )
        super().__init__(max_length=40, **kwargs)
        self.minimum, self.maximum = minimum, maximum
        self.places = self.places if places is None else places

    def to_python(self, value: Any) -> Any:
        """Read what was typed; None when nothing was."""
        text = str(super().to_python(value) or "").strip()
        if not text:
            return None
        try:
            number = parse_number(text, language=get_language() or "nl")
        except ValueError as error:
            raise ValidationError(_("This is not a number.")) from error
        if number != number.quantize(Decimal(1).scaleb(-self.places)):
            raise ValidationError(
                _("At most %(places)d decimals are possible here.") % {"places": self.places}
            )
        return self.stored(number)

    def stored(self, number: Decimal) -> Any:
        """Turn the number into what is stored."""
        return number

    def typed(self, value: Any) -> Decimal:
        """Turn what is stored into the number that a person reads."""
        return Decimal(value)

    def validate(self, value: Any) -> None:
        """Check that it is there when it has to be, and within its bounds."""
        if value is None:
            super().validate("")
            return
        number = self.typed(value)
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(
                _("Give at least %(limit)s.") % {"limit": number_format(self.minimum)}
            )
        if self.maximum is not None and number > self.maximum:
            raise ValidationError(
                _("Give at most %(limit)s.") % {"limit": number_format(self.maximum)}
            )

    def run_validators(self, value: Any) -> None:
        """Do nothing: the validators of text are not for numbers."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored value in the reader's notation; what was typed stays as it was typed."""
        if value is None or isinstance(value, str):
            return value
        number = self.typed(value)
        exponent = number.normalize().as_tuple().exponent
        needed = max(self.least_places(), -exponent if isinstance(exponent, int) else 0)
        return number_format(number, decimal_pos=needed)

    def least_places(self) -> int:
        """Give how many decimals are always shown."""
        return 0


class MoneyField(NumberField):
    """An amount in euros as typed, integer cents as stored."""

    places = 2

    def stored(self, number: Decimal) -> int:
        """Give cents."""
        return int(number * 100)

    def typed(self, value: Any) -> Decimal:
        """Give euros."""
        return from_cents(int(value))

    def least_places(self) -> int:
        """Always show cents."""
        return 2


class UnitPriceField(NumberField):
    """A price per unit in euros, up to four decimals."""

    places = 4

    def least_places(self) -> int:
        """Always show cents."""
        return 2


class QuantityField(NumberField):
    """A quantity with up to three decimals."""

    places = 3


class PercentageField(NumberField):
    """A percentage as typed, basis points as stored: `21` is 2100."""

    places = 2

    def stored(self, number: Decimal) -> int:
        """Give basis points."""
        return int(number * 100)

    def typed(self, value: Any) -> Decimal:
        """Give per cent."""
        return Decimal(value) / 100


class DayInput(forms.DateInput):
    """The browser's own calendar; it sends a day as ISO 8601 whatever it shows."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.Field):
    """A day: from the calendar, or typed as 3-12-2026, 3/12/26 or 3-12."""

    widget = DayInput

    def __init__(self, *, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def to_python(self, value: Any) -> date | None:
        """Read a day."""
        if value in {None, ""}:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return self._read(str(value).strip())
        except ValueError as error:
            raise ValidationError(_("This is not a day. Write it as 31-12-2026.")) from error

    def _read(self, text: str) -> date:
        match = DAY.match(text)
        if match is None:
            return date.fromisoformat(text)
        day, month, year = match.groups()
        if year is None:
            this_year = (self.today or timezone.localdate()).year
            return date(this_year, int(month), int(day))
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
