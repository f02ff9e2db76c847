"""Filters that write amounts in the language of the page."""

from django import template
from django.utils.translation import get_language

from klantkluis.site.shop.amounts import euros as euros_in
from klantkluis.site.shop.amounts import percent as percent_in

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """Write cents as euros."""
    return euros_in(cents, get_language() or "nl")


@register.filter
def percent(rate_bp: int) -> str:
    """Write a rate of VAT."""
    return percent_in(rate_bp, get_language() or "nl")
