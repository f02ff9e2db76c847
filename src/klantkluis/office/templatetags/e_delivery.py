"""Template filters of e-invoices on their way."""

from django import template

from klantkluis.billing.einvoice.access_point import State
from klantkluis.office.e_delivery_names import MOODS, STATES

register = template.Library()


@register.filter
def delivery_state(state: State) -> str:
    """Give the words for where a delivery stands."""
    return str(STATES[state])


@register.filter
def delivery_mood(state: State) -> str:
    """Give how the badge of a state looks."""
    return MOODS.get(state, "")
