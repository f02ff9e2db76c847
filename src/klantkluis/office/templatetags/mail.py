"""Template filters of mail."""

from django import template

from klantkluis.core.mail import State
from klantkluis.office.mail.names import MOODS, STATES

register = template.Library()


@register.filter
def mail_state(state: State) -> str:
    """Give the words for where a mail stands."""
    return str(STATES[state])


@register.filter
def mail_mood(state: State) -> str:
    """Give how the badge of a state looks."""
    return MOODS.get(state, "")
