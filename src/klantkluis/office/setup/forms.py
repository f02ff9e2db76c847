"""What is asked once, in a new office."""

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.office.access.forms import NewPasswordMixin
from klantkluis.office.access.models import LANGUAGES
from klantkluis.office.forms.base import OfficeForm


class OwnerForm(NewPasswordMixin, OfficeForm):
    """The first account."""

    code = forms.CharField(
        label=_("Code from the terminal"),
        help_text=_("It stands in the window in which you started Klantkluis."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    display_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.RegexField(
        label=_("Log-in name"),
        regex=r"^[\w.@+-]+$",
        max_length=64,
        error_messages={"invalid": _("Only letters, digits and . @ + - _ are possible here.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    field_order = [
        "code",
        "display_name",
        "username",
        "language",
        "new_password",
        "repeat_password",
    ]
