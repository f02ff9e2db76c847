"""What the guard adds to a form."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from klantkluis.messages.published import said_in
from klantkluis.site import window
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


@register.simple_tag(takes_context=True)
def statement_link(context: dict[str, Any]) -> SafeString:
    """Link to the privacy statement where something is asked (GDPR art. 13); empty without one."""
    statement = window.shop().pages.get("privacy")
    try:
        where = reverse("page", args=["privacy"])
    except NoReverseMatch:
        statement = None
    if statement is None:
        return SafeString("")
    title = said_in(statement.title, str(context.get("language", "nl")))
    link = format_html('<a href="{}">{}</a>', where, title)
    return format_html('<p class="hint">{} {}</p>', _("What we do with your data:"), link)
