"""Forms of the letterbox: as little as an answer needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.messages.letters import Address, Person
from klantkluis.site.forms import SiteForm
from klantkluis.site.people import (
    CheckedField,
    EmailField,
    LongText,
    PhoneField,
    person_of,
)

ORDER_HINT = _("It stands in the confirmation that we mailed and on the invoice.")


class WriterForm(SiteForm):
    """Who writes, and where an answer can go."""

    name = CheckedField("company", "name", label=_("Name"))
    email = EmailField(required=False)
    phone = PhoneField(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one way to answer."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        given = any(said.get(name) or name in self.errors for name in ("email", "phone"))
        if not given:
            self.add_error("email", _("Give an e-mail address or a telephone number, so that we"
                                      " can answer."))  # fmt: skip
        return said

    def who(self) -> Person:
        """Give who writes."""
        said = self.cleaned_data
        more = {name: said.get(name, "") for name in ("email", "phone", "company")}
        return person_of(said["name"], **more)

    def address(self) -> Address | None:
        """Give the address, when the form asks for one."""
        return None


class QuestionForm(WriterForm):
    """A question about anything."""

    order = CheckedField("company", label=_("Order number"), required=False, help_text=ORDER_HINT)
    text = LongText(label=_("Your question"))


class QuoteForm(WriterForm):
    """What somebody wants a quote for."""

    company = CheckedField("company", "organization", label=_("Company"), required=False)
    text = LongText(label=_("What would you like a quote for?"), required=False)

    field_order = ("company", "name", "email", "phone", "text")


class ComplaintForm(WriterForm):
    """What went wrong, and what would put it right."""

    order = CheckedField("company", label=_("Order number"), required=False, help_text=ORDER_HINT)
    text = LongText(label=_("What went wrong, and what would be a good solution for you?"))


class RequestForm(WriterForm):
    """A request about one's own data (GDPR art. 15, 17): a reason is never asked."""

    order = CheckedField(
        "company", label=_("Customer or order number"), required=False,
        help_text=_("If you have one at hand; it helps us to find you."),
    )  # fmt: skip
    text = LongText(label=_("Is there something that we should know?"), required=False, rows=4)


class CorrectionForm(WriterForm):
    """What is wrong, and what it has to be (GDPR art. 16)."""

    order = CheckedField("company", label=_("Customer or order number"), required=False)
    text = LongText(label=_("What is wrong, and what should it be?"))


class WithdrawalForm(SiteForm):
    """A withdrawal: who, which purchase, and where the receipt goes. A reason is never asked."""

    name = CheckedField("company", "name", label=_("Name"))
    order = CheckedField("company", label=_("Order number"), help_text=ORDER_HINT)
    email = EmailField(
        label=_("E-mail address for the confirmation of receipt"),
    )
    goods = LongText(
        longest=1000, rows=3, label=_("Which products?"),
        help_text=_("Leave it empty for the whole order."), required=False,
    )  # fmt: skip


class NewsletterForm(SiteForm):
    """An address, and a yes that nobody ticked beforehand (GDPR art. 7, Tw 11.7)."""

    email = EmailField()
    yes = forms.BooleanField(error_messages={"required": _("Tick this if you want it.")})

    def __init__(self, *args: Any, wording: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["yes"].label = wording


class UnsubscribeForm(SiteForm):
    """The address that wants no newsletter any more."""

    email = EmailField()
