"""What an owner types to forget somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.lock.limit_forms import ConfirmedForm
from klantkluis.privacy.verdicts import AskedBy


class AskedForm(OfficeForm):
    """Who wants it: it decides whether it can be undone for a day."""

    asked_by = forms.ChoiceField(
        label=_("Who asked for this?"),
        choices=[
            (AskedBy.PERSON, _("The person: it is carried out as soon as you have signed")),
            (AskedBy.STAFF, _("We want it ourselves: it can be undone for 24 hours")),
        ],
        widget=forms.RadioSelect,
    )


class SignForm(ConfirmedForm):
    """The signature under a plan: the vault password, and which plan was on the page."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    field_order = ["digest", "vault_password"]
