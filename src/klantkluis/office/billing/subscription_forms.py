"""What people type about subscriptions."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.billing.commands import NewSubscription
from klantkluis.billing.period_rules import PeriodUnit
from klantkluis.billing.queries.subscriptions import SubscriptionCard
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import DayField
from klantkluis.office.sales.forms import KEPT, OWN, OrderForm
from klantkluis.sales.commands import NewOrder

UNITS: list[tuple[str, Label]] = [
    (PeriodUnit.WEEK.value, gettext_lazy("weeks")),
    (PeriodUnit.MONTH.value, gettext_lazy("months")),
    (PeriodUnit.QUARTER.value, gettext_lazy("quarters")),
    (PeriodUnit.YEAR.value, gettext_lazy("years")),
]
WHEN: list[tuple[str, Label]] = [
    ("advance", gettext_lazy("in advance, on its first day")),
    ("arrears", gettext_lazy("afterwards, on the day after its last")),
]


def _sends() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("Send by itself"),
        required=False,
        help_text=gettext_lazy(
            "Off: a draft waits for you. On: it is sent as soon as somebody who may send invoices"
            " opens the vault."
        ),
    )


class SubscriptionForm(OrderForm):
    """A subscription: what it says is typed as an order, and then how often it comes round."""

    every = forms.IntegerField(label=gettext_lazy("Every"), min_value=1, max_value=60)
    unit = forms.ChoiceField(label=gettext_lazy("Period"), choices=UNITS)
    when = forms.ChoiceField(label=gettext_lazy("A period is billed"), choices=WHEN)
    sends = _sends()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ordered_on"].label = _("First day of the first period")

    def clean(self) -> dict[str, Any]:
        """Doubt a first day in the past: each period since then is billed at once."""
        super().clean()
        day = self.cleaned_data.get("ordered_on")
        if day is not None and day < timezone.localdate():
            self.warn("ordered_on", _("Every period since this day is billed at once."))
        return self.cleaned_data

    def subscription(self, order: NewOrder) -> NewSubscription:
        """Give what was typed as a subscription."""
        typed = self.cleaned_data
        return NewSubscription(
            order=order,
            unit=PeriodUnit(typed["unit"]),
            every=typed["every"],
            in_advance=typed["when"] == "advance",
            sends=typed["sends"],
        )


class TermsForm(OrderForm):
    """What a subscription says from its next period on; its days stay as they are."""

    sends = _sends()
    version = forms.IntegerField(widget=forms.HiddenInput)


def terms_initial(card: SubscriptionCard) -> dict[str, Any]:
    """Give what a subscription says as it is typed."""
    words = card.contents
    return {
        "ordered_on": card.row.starts_on,
        "basis": card.basis.value,
        "discount_bp": card.discount_bp or None,
        "deliver_to": KEPT if words.get("deliver_to") else OWN,
        "reference": words.get("reference", ""),
        "remarks": words.get("remarks", ""),
        "sends": card.row.sends,
        "version": card.version,
    }


class EndForm(OfficeForm):
    """The last day on which a period can begin."""

    ends_on = DayField(label=gettext_lazy("No new period after"))


class PauseForm(OfficeForm):
    """Days between which no period begins."""

    first_on = DayField(label=gettext_lazy("From"))
    last_on = DayField(label=gettext_lazy("Up to and including"))
