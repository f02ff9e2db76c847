"""Template tags and filters of the design system."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from klantkluis.core.fields.country import country_name
from klantkluis.core.fields.phone import pretty_phone
from klantkluis.core.roles import Channel
from klantkluis.core.vat import VatCategory, VatSum, VatTreatment
from klantkluis.foundation.units import unit_name
from klantkluis.sales.lines import SoldLine

CHANNELS = {
    Channel.OFFICE: _("office"),
    Channel.IMPORT: _("import"),
    Channel.COMMAND_LINE: _("command line"),
    Channel.API: _("other program"),
    Channel.JOB: _("job"),
    Channel.SITE: _("web shop"),
}

LINE_KINDS = {"shipping": _("Shipping"), "discount": _("Discount"), "text": _("Own words")}

register = template.Library()
NARROW = "\u00a0"


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of the sprite. It says nothing to a screen reader: the text beside it does."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        static("office/icons.svg"),
        name,
    )


@register.filter
def money(cents: int | None) -> str:
    """Write cents as euros in the notation of the reader: `€ 1.234,50` or `€1,234.50`."""
    if cents is None:
        return ""
    figures = number_format(Decimal(abs(cents)).scaleb(-2), decimal_pos=2, force_grouping=True)
    sign = "\u2212" if cents < 0 else ""
    gap = NARROW if get_language() == "nl" else ""
    return f"{sign}€{gap}{figures}"


@register.filter
def amount(cents: int) -> str:
    """Write cents as in a table of the books: nothing where nothing is, no currency sign."""
    if not cents:
        return ""
    figures = number_format(Decimal(abs(cents)).scaleb(-2), decimal_pos=2, force_grouping=True)
    return f"\u2212{figures}" if cents < 0 else figures


@register.filter
def unit_price(euros: Decimal | None) -> str:
    """Write a unit price: two decimals, or as many as it has."""
    if euros is None:
        return ""
    exponent = euros.normalize().as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    gap = NARROW if get_language() == "nl" else ""
    return f"€{gap}{number_format(euros, decimal_pos=places, force_grouping=True)}"


@register.filter
def typed_price(euros: Decimal | None) -> str:
    """Write a unit price as a person would type it, to be put in a field."""
    return unit_price(euros).lstrip("€\u00a0") if euros is not None else ""


@register.filter
def quantity(value: Decimal | int | None) -> str:
    """Write a quantity without needless zeros."""
    if value is None:
        return ""
    exact = Decimal(value).normalize()
    exponent = exact.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return number_format(exact, decimal_pos=places, force_grouping=True)


@register.filter
def percent(basis_points: int | None) -> str:
    """Write a rate in basis points as a percentage: 2100 is `21%`."""
    if basis_points is None:
        return ""
    return f"{quantity(Decimal(basis_points) / 100)}%"


@register.filter
def vat_name(each: VatSum) -> str:
    """Say how a sum of a document is taxed: a rate, or why there is none."""
    words = {
        VatTreatment.INTRA_EU: _("0%, intra-Community supply"),
        VatTreatment.REVERSE_CHARGE: _("reverse charged"),
        VatTreatment.EXPORT: _("0%, export"),
        VatTreatment.OUTSIDE: _("outside Dutch VAT"),
        VatTreatment.SMALL_BUSINESS: _("no VAT, small-business scheme"),
    }
    if each.treatment in words:
        return str(words[each.treatment])
    if each.category is VatCategory.EXEMPT:
        return str(_("Exempt"))
    rate = percent(each.rate_bp)
    return f"{rate} ({each.country})" if each.treatment is VatTreatment.DESTINATION else rate


@register.filter
def day(value: date | None) -> str:
    """Write a day in short."""
    return date_format(value, pgettext("date format", "j M Y")) if value else ""


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Give the query string of this page with these changes; an empty value drops a name."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value in {None, ""}:
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.simple_tag
def lookup(table: Mapping[Any, Any], key: Any) -> Any:
    """Give the value of a key of a mapping, or nothing."""
    return table.get(key, "")


@register.filter
def country(code: str) -> str:
    """Give the name of a country in the language of the reader."""
    return country_name(code, get_language() or "nl") if code else ""


@register.filter
def phone(kept: str) -> str:
    """Write a telephone number as people read it."""
    return pretty_phone(kept)


@register.filter
def channel(value: str) -> str:
    """Say through which door a change came in."""
    return str(CHANNELS[Channel(value)]) if value in set(Channel) else value


@register.filter
def minus(cents: int) -> int:
    """Turn the sign of an amount."""
    return -cents


@register.filter
def zipped(first: Sequence[Any], second: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pair two sequences of the same length."""
    return list(zip(first, second, strict=True))


@register.filter
def words(text: str) -> list[str]:
    """Cut a text into words."""
    return text.split()


@register.filter
def field(form: BaseForm, name: str) -> BoundField:
    """Give a field of a form by its name."""
    return form[name]


@register.filter
def unit(code: str) -> str:
    """Name a unit in the language of the reader; pieces go without saying."""
    return "" if code == "C62" else unit_name(code, get_language() or "nl")


@register.filter
def unit_word(code: str) -> str:
    """Name a unit in the language of the reader, pieces too."""
    return unit_name(code, get_language() or "nl")


@register.filter
def description(line: SoldLine, language: str) -> str:
    """Say what a line is about; shipping and discount have a word of their own."""
    return line.description(language) or str(LINE_KINDS.get(line.kind, ""))


@register.filter
def less(cents: int, other: int) -> int:
    """Take one amount from another."""
    return cents - other
