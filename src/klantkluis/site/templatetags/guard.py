"""What the guard adds to a form."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from klantkluis.site.guard import STAMP, TRAP, stamp

register = template.Library()


@register.simple_tag
def guard_fields() -> SafeString:
    """Write the hidden stamp of a form, and a field that people neither see nor hear."""
    return format_html(
        '<input type="hidden" name="{}" value="{}">'
        '<div hidden aria-hidden="true"><label>{} <input name="{}" tabindex="-1"'
        ' autocomplete="off"></label></div>',
        STAMP, stamp(), _("Leave this empty"), TRAP,
    )  # fmt: skip
