"""Why a document of who was erased has to be opened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import OfficeForm


class ReasonForm(OfficeForm):
    """The reason, which the log of the vault keeps sealed with who looked."""

    reason = forms.CharField(
        label=_("Why does this have to be opened?"),
        help_text=_("A question of the tax authority, say. It is kept in the log of the vault."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
