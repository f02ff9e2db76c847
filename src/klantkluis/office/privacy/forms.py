"""What people type about requests."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from klantkluis.office.customers.forms import LetterForm
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import DayField, MoneyField
from klantkluis.office.forms.once import OnceForm
from klantkluis.office.privacy.names import CHANNELS, KINDS, METHODS, WAYS
from klantkluis.privacy.letters import LetterKind
from klantkluis.privacy.letters.drafting import place_of_reason
from klantkluis.privacy.rules import (
    AnswerWay,
    IdentityMethod,
    RequestChannel,
    RequestKind,
    needs_identity,
)

SAID = ("name", "email", "phone", "address", "asked", "order")
"""The fields that lie sealed."""
_BY_HAND = (AnswerWay.EMAIL, AnswerWay.PAPER, AnswerWay.HANDED)


class RequestForm(OnceForm):
    """A request that somebody made by telephone, at the counter, by e-mail or by letter."""

    kind = forms.TypedChoiceField(
        label=_("Kind of request"), coerce=RequestKind,
        choices=[("", "–"), *((kind.value, label) for kind, label in KINDS.items())],
    )  # fmt: skip
    channel = forms.TypedChoiceField(
        label=_("How it came"), coerce=RequestChannel,
        choices=[
            (each.value, label) for each, label in CHANNELS.items()
            if each is not RequestChannel.SITE
        ],
    )  # fmt: skip
    received_on = DayField(
        label=_("Received on"),
        help_text=_("The clock of one month runs from this day, whoever it was told to."),
    )
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=[("nl", _("Dutch")), ("en", _("English"))]
    )
    asked = forms.CharField(
        label=_("What was asked, in their own words"),
        max_length=8000,
        required=False,
        help_text=_("They need not say why, and need not use the words of the law."),
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("Not needed when you chose a customer above."),
    )
    email = forms.EmailField(label=_("E-mail"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        help_text=_("As on an envelope. Leave out what is not needed to answer."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    order = forms.CharField(
        label=_("Number of an order or invoice that they named"), max_length=40, required=False
    )

    def __init__(
        self, *args: Any, asked: Mapping[RequestKind, int] = MappingProxyType({}), **kwargs: Any
    ) -> None:
        """Take which kinds the same person asked before and waits for, with their numbers."""
        super().__init__(*args, **kwargs)
        self._asked = asked

    def clean(self) -> dict[str, Any]:
        """Doubt whether somebody asks for the same a second time."""
        typed: dict[str, Any] = super().clean() or {}
        number = self._asked.get(typed.get("kind", ""))
        if number is not None:
            said = gettext("This customer asked this before: request %(n)d waits for an answer.")
            self.warn("kind", said % {"n": number})
        return typed

    @property
    def said(self) -> dict[str, str]:
        """Give what lies sealed, without what stayed empty."""
        given = {name: str(self.cleaned_data.get(name, "")).strip() for name in SAID}
        return {name: text for name, text in given.items() if text}


class NoteForm(OnceForm):
    """A note with a request."""

    text = forms.CharField(
        label=_("What was said or found"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class DropForm(OfficeForm):
    """That the person took a request back."""

    text = forms.CharField(
        label=_("How they said so"), max_length=2000, widget=forms.Textarea(attrs={"rows": "2"})
    )
    on = DayField(label=_("On which day"))


class ProofForm(OnceForm):
    """How it was established who asks. There is no place for a document of identity."""

    method = forms.TypedChoiceField(label=_("How it was established"), coerce=IdentityMethod)
    code = forms.CharField(
        label=_("The code that they told"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    number = forms.CharField(
        label=_("Number of the order or invoice"), max_length=40, required=False
    )
    amount = MoneyField(label=_("Amount on it, VAT included"), required=False)
    text = forms.CharField(
        label=_("How, and by whom"),
        max_length=1000,
        required=False,
        help_text=_("For example: Els knows her voice. Do not write the number of a document."),
    )

    def __init__(self, *args: Any, kind: RequestKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        but = {IdentityMethod.LOGGED_IN}
        if needs_identity(kind):
            but.add(IdentityMethod.NOT_NEEDED)
        self.offer("method", [(m.value, label) for m, label in METHODS.items() if m not in but])


class RequestLetterForm(LetterForm, OnceForm):
    """A letter about a request: a draft that a person looks at, and may change."""

    way = forms.TypedChoiceField(
        label=_("How it goes"), coerce=AnswerWay,
        choices=[(each.value, WAYS[each]) for each in _BY_HAND],
    )  # fmt: skip
    months = forms.TypedChoiceField(
        label=_("How much longer"),
        coerce=int,
        choices=[(1, _("One month more")), (2, _("Two months more"))],
    )
    reason = forms.CharField(
        label=_("In your own words"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )

    def __init__(
        self, *args: Any, kind: LetterKind, text: str, ways: Sequence[AnswerWay], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = "16"
        self.offer("way", [(each.value, WAYS[each]) for each in ways])
        if kind is not LetterKind.EXTENSION:
            del self.fields["months"]
        place = place_of_reason(text)
        said = _("This comes into the letter at the place %(place)s.") % {"place": place}
        self.fields["reason"].help_text = said
        if not place:
            del self.fields["reason"]
