"""What people type about quotes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import DayField
from klantkluis.office.sales.forms import KEPT, OWN, OrderForm
from klantkluis.office.templatetags.kit import money
from klantkluis.sales.commands import AcceptedHow, NewAcceptance, NewOrder, NewQuote
from klantkluis.sales.quotes.queries import QuoteVersionCard

VALID_DAYS = 30
FOLLOW_UP_DAYS = 10
HOW: list[tuple[str, Label]] = [
    (AcceptedHow.SIGNED.value, gettext_lazy("signed on paper")),
    (AcceptedHow.EMAIL.value, gettext_lazy("by e-mail")),
    (AcceptedHow.PHONE.value, gettext_lazy("by telephone")),
    (AcceptedHow.IN_PERSON.value, gettext_lazy("in person")),
]


def _text(label: Label, rows: int, help_text: Label = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": str(rows)}),
    )


class QuoteForm(OrderForm):
    """The head of a quote: that of an order, with its days and the words around its lines."""

    valid_until = DayField(label=gettext_lazy("Valid until"))
    follow_up_on = DayField(label=gettext_lazy("Follow up on"), required=False)
    introduction = _text(gettext_lazy("Text above the lines"), 2)
    closing = _text(gettext_lazy("Text below the total"), 2)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def quote(self, order: NewOrder, optional: frozenset[int]) -> NewQuote:
        """Give what was typed as a quote."""
        names = ("valid_until", "follow_up_on", "introduction", "closing")
        said = {name: self.cleaned_data[name] for name in names}
        return NewQuote(order=order, optional=optional, **said)


def first_days() -> dict[str, Any]:
    """Give the days that a new quote, or a new version, begins with."""
    today = timezone.localdate()
    return {
        "ordered_on": today,
        "valid_until": today + timedelta(days=VALID_DAYS),
        "follow_up_on": today + timedelta(days=FOLLOW_UP_DAYS),
    }


def quote_initial(version: QuoteVersionCard, **more: Any) -> dict[str, Any]:
    """Give the head of a version as it is typed."""
    words = version.contents
    return {
        "ordered_on": version.quoted_on,
        "valid_until": version.valid_until,
        "follow_up_on": version.follow_up_on,
        "basis": version.basis.value,
        "discount_bp": version.discount_bp or None,
        "deliver_to": KEPT if words.get("deliver_to") else OWN,
        **{
            name: words.get(name, "")
            for name in ("reference", "remarks", "introduction", "closing")
        },
        "version": version.version,
        "rev": version.rev,
        **more,
    }


class AcceptForm(OfficeForm):
    """A yes: who, when, how, and which options."""

    name = forms.CharField(label=gettext_lazy("Who accepts it"), max_length=200)
    accepted_on = DayField(label=gettext_lazy("Date"))
    how = forms.ChoiceField(label=gettext_lazy("How"), choices=HOW)
    options = forms.MultipleChoiceField(
        label=gettext_lazy("Options that are chosen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    though_expired = forms.BooleanField(
        label=gettext_lazy("The quote has expired but still holds"), required=False
    )
    orders = forms.BooleanField(label=gettext_lazy("Make the order at once"), required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, of: QuoteVersionCard, expired: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = _options(of)
        if options:
            self.offer("options", options)
        else:
            del self.fields["options"]
        if not expired:
            del self.fields["though_expired"]

    def acceptance(self) -> NewAcceptance:
        """Give what was typed as a yes."""
        typed = self.cleaned_data
        return NewAcceptance(
            version=typed["version"],
            accepted_on=typed["accepted_on"],
            how=AcceptedHow(typed["how"]),
            name=typed["name"],
            options=frozenset(int(position) for position in typed.get("options", ())),
            though_expired=typed.get("though_expired", False),
            uid=typed["uid"],
        )


def _options(version: QuoteVersionCard) -> Sequence[tuple[str, str]]:
    language = get_language() or "nl"
    return [
        (str(line.position), f"{line.description(language) or line.kind} · {money(cents)}")
        for line, cents in zip(version.lines, version.cents, strict=True)
        if line.optional
    ]


class RefuseForm(OfficeForm):
    """A no: when, and why as far as they say."""

    refused_on = DayField(label=gettext_lazy("Date"))
    reason = _text(
        gettext_lazy("Reason"), 3, gettext_lazy("For example: too expensive, no answer came.")
    )


class FollowUpForm(OfficeForm):
    """That somebody asked, and when to ask again."""

    followed_up_on = DayField(label=gettext_lazy("Date"))
    next_on = DayField(label=gettext_lazy("Ask again on"), required=False)
