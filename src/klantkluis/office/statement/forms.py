"""The forms of the register: who works for us, and why no impact assessment is needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.office.customers.forms import countries
from klantkluis.office.forms.base import OfficeForm


class RecipientForm(OfficeForm):
    """Who does some work for us."""

    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        required=False,
        help_text=_(
            "As it stands in your agreement. Customers read it. Leave it empty for nobody."
        ),
    )
    country = forms.ChoiceField(label=_("Country where the data are"), choices=())
    agreed_on = forms.DateField(
        label=_("Day of the agreement"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Of the processing agreement (GDPR art. 28), or of the contract."),
    )
    safeguard = forms.CharField(
        label=_("What protects the data outside the European Economic Area"),
        max_length=200,
        required=False,
        help_text=_("Such as an adequacy decision, or standard contractual clauses."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = countries()[1:]


class ActivityForm(OfficeForm):
    """Why an activity needs no impact assessment."""

    no_dpia_nl = forms.CharField(
        label=_("Why no impact assessment is needed (Dutch)"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    no_dpia_en = forms.CharField(
        label=_("The same in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
