"""The mail server, and the words of mails."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.core.mail import Security
from klantkluis.foundation.mail.box import BoxFields
from klantkluis.foundation.mail.composing import MOST_SUBJECT, Words
from klantkluis.foundation.mail.server import ServerCard, ServerFields
from klantkluis.foundation.mail.templates import MOST_BODY
from klantkluis.foundation.models import Company
from klantkluis.office.forms.base import OfficeForm

FIELDS_OF_BOX = tuple(BoxFields.__dataclass_fields__)
CHOICES = [
    (Security.STARTTLS.value, _("STARTTLS, usually on port 587")),
    (Security.TLS.value, _("TLS from the start, usually on port 465")),
    (Security.NONE.value, _("None: only for a server on this very machine")),
]


class ServerForm(OfficeForm):
    """Where our mail goes out."""

    host = forms.CharField(
        label=_("Name of the server"), max_length=253, help_text=_("Such as smtp.example.nl.")
    )
    security = forms.ChoiceField(label=_("Encryption"), choices=CHOICES)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)
    user = forms.CharField(
        label=_("User name"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Lies in the vault. Leave it empty to keep the one there is."),
    )
    sender_name = forms.CharField(label=_("Name of the sender"), max_length=120)
    sender_address = forms.EmailField(
        label=_("Address of the sender"),
        max_length=254,
        help_text=_("Your customers answer to this address."),
    )

    @staticmethod
    def first_values(card: ServerCard | None, ours: Company | None) -> Mapping[str, Any]:
        """Give what stands in the form at first: the settings, else what we know of ourselves."""
        if card is not None:
            names = ServerFields.__dataclass_fields__
            return {name: getattr(card, name) for name in names}
        return {
            "security": Security.STARTTLS.value,
            "port": 587,
            "sender_name": ours.name if ours else "",
            "sender_address": ours.email if ours else "",
        }

    def fields_of_server(self) -> ServerFields:
        """Give what was filled in."""
        values = {name: self.cleaned_data[name] for name in ServerFields.__dataclass_fields__}
        return ServerFields(**{**values, "security": Security(values["security"])})


class BoxForm(OfficeForm):
    """The mailbox where reports about our mails arrive."""

    host = forms.CharField(
        label=_("Name of the server"), max_length=253, help_text=_("Such as imap.example.nl.")
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    user = forms.CharField(
        label=_("User name"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Lies in the vault. Leave it empty to keep the one there is."),
    )
    folder = forms.CharField(label=_("Folder"), max_length=100, initial="INBOX")

    def fields_of_box(self) -> BoxFields:
        """Give what was filled in."""
        return BoxFields(**{name: self.cleaned_data[name] for name in FIELDS_OF_BOX})


class WordsForm(OfficeForm):
    """A subject and a text."""

    subject = forms.CharField(label=_("Subject"), max_length=MOST_SUBJECT)
    body = forms.CharField(
        label=_("Text"), max_length=MOST_BODY, widget=forms.Textarea(attrs={"rows": 14})
    )

    def words(self) -> Words:
        """Give what was typed."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["body"])
