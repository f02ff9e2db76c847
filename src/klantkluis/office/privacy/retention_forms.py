"""What an owner types on the pages about retention."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.customers.queries import ids_by_number
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import DayField
from klantkluis.office.forms.once import OnceForm
from klantkluis.office.lock.limit_forms import ConfirmedForm, WholeNumberField
from klantkluis.office.privacy.retention_names import GROUNDS
from klantkluis.privacy.retaining.terms import DecidedTerm


class TermForm(OfficeForm):
    """How long a kind of record is kept from now on, and why."""

    months = WholeNumberField(label=gettext_lazy("Months"))
    reason = forms.CharField(
        label=gettext_lazy("Why this length is right"),
        help_text=gettext_lazy(
            "Your register and your privacy statement rest on it. Name nobody here."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, term: DecidedTerm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["months"]
        assert isinstance(field, WholeNumberField)
        field.between(max(term.rule.least, 1), term.rule.most)


class HoldForm(OnceForm):
    """A legal hold on a customer."""

    number = forms.CharField(
        label=gettext_lazy("Number of the customer"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "amount short"}),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("What it is about"),
        choices=list(GROUNDS.items()),
        widget=forms.RadioSelect,
    )
    since = DayField(label=gettext_lazy("Since"))
    note = forms.CharField(
        label=gettext_lazy("Which claim or procedure"),
        help_text=gettext_lazy("Lies sealed with the customer’s own data."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_number(self) -> int:
        """Turn a customer number into the row of a customer in use."""
        typed = str(self.cleaned_data["number"]).strip()
        found = ids_by_number([int(typed)]) if typed.isdecimal() else {}
        if not found:
            raise forms.ValidationError(
                _("There is no customer with number %(n)s.") % {"n": typed[:12]}
            )
        return next(iter(found.values()))


class EndForm(ConfirmedForm):
    """An act that cannot be undone, with the vault password once more."""
