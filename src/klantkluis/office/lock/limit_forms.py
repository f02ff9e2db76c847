"""What an owner may set in the vault: limits, times, and decoys."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.customers.queries import customers_by_number
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import NumberField
from klantkluis.office.lock.forms import vault_password
from klantkluis.vault.staff import StaffVault

MOST_DECOYS = 100
SEPARATORS = re.compile(r"[\s,;#]+")
USUAL = {
    "subjects_per_10_minutes": 300,
    "subjects_per_day": 2000,
    "cards_per_10_minutes": 3000,
    "idle_minutes": 10,
    "absolute_minutes": 480,
    "erasures_per_day": 0,
}
"""What a new vault begins with (docs/KEYS.md)."""


class WholeNumberField(NumberField):
    """A whole number within bounds, which every refusal names."""

    places = 0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "class": "amount short"}

    def between(self, least: int, most: int) -> None:
        """Take these bounds, which the vault gave."""
        self.minimum, self.maximum = least, most

    def clean(self, value: Any) -> Any:
        """Read the number; whatever is wrong, say which numbers are right."""
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            bounds = {
                "least": number_format(self.minimum or 0, force_grouping=True),
                "most": number_format(self.maximum or 0, force_grouping=True),
            }
            sentence = _("Give a whole number from %(least)s to %(most)s.") % bounds
            raise forms.ValidationError(sentence) from error

    def stored(self, number: Any) -> int:
        """Give a plain number."""
        return int(number)


class ConfirmedForm(OfficeForm):
    """A form for which the vault wants the password of its owner once more."""

    vault_password = vault_password(gettext_lazy("Your own vault password, once more"))

    def grant(self, session: StaffVault, action: str) -> str:
        """Give the vault's consent to one action; `refusals` says beside the field what is wrong.

        Raises:
            PasswordRefused: wrong, or too many tries.
        """
        return session.confirm(action, self.cleaned_data["vault_password"])


class LimitsForm(ConfirmedForm):
    """How much one person may look at, and how long the vault stays open."""

    subjects_per_10_minutes = WholeNumberField(
        label=gettext_lazy("Customers that one person may open in ten minutes"),
        help_text=gettext_lazy(
            "Above this the vault asks for the password again, and you get an alarm. Usual: 300."
        ),
    )
    subjects_per_day = WholeNumberField(
        label=gettext_lazy("Customers that one person may open in a day"),
        help_text=gettext_lazy("The same, for who goes slowly. Usual: 2000."),
    )
    cards_per_10_minutes = WholeNumberField(
        label=gettext_lazy("Names in lists that one person may see in ten minutes"),
        help_text=gettext_lazy("Lists and searching show a name and a town only. Usual: 3000."),
    )
    idle_minutes = WholeNumberField(
        label=gettext_lazy("Lock after so many minutes in which nothing was done"),
        help_text=gettext_lazy(
            "For who walks away from the screen. Shorter is safer, longer is easier. Usual: 10."
        ),
    )
    absolute_minutes = WholeNumberField(
        label=gettext_lazy("Lock after so many minutes in any case"),
        help_text=gettext_lazy("Also for who works on without a break. Usual: 480, eight hours."),
    )
    erasures_per_day = WholeNumberField(
        label=gettext_lazy("People who may be erased in a day without your decision"),
        help_text=gettext_lazy(
            "For whose term is over, and who takes back the only consent that there is. With 0 each"
            " erasure waits for your vault password. Usual: 0."
        ),
    )
    field_order = [*USUAL, "vault_password"]

    def __init__(self, *args: Any, bounds: Mapping[str, tuple[int, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in USUAL:
            field = self.fields[name]
            assert isinstance(field, WholeNumberField)
            field.between(*bounds[name])

    def clean(self) -> dict[str, Any]:
        """Refuse limits and times that contradict each other."""
        typed = super().clean() or {}
        self._not_above("subjects_per_10_minutes", "subjects_per_day")
        self._not_above("idle_minutes", "absolute_minutes")
        return typed

    def _not_above(self, low: str, high: str) -> None:
        first, second = self.cleaned_data.get(low), self.cleaned_data.get(high)
        if first and second and first > second:
            sentence = _("This cannot be more than “%(other)s”: %(number)s.")
            other = self.fields[high].label
            self.add_error(low, sentence % {"other": other, "number": number_format(second)})

    def changes(self, held: Mapping[str, Any]) -> dict[str, int]:
        """Give what differs from the settings that hold."""
        return {
            name: self.cleaned_data[name] for name in USUAL if self.cleaned_data[name] != held[name]
        }


class DecoysForm(ConfirmedForm):
    """Customers that nobody has a reason to open, by their numbers."""

    numbers = forms.CharField(
        label=gettext_lazy("Customer numbers of the decoys"),
        help_text=gettext_lazy("With commas between them. Empty is none."),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    field_order = ["numbers", "vault_password"]

    def clean_numbers(self) -> Sequence[str]:
        """Turn customer numbers into the uids that the vault keeps."""
        words = [word for word in SEPARATORS.split(str(self.cleaned_data["numbers"])) if word]
        odd = [word for word in words if not (word.isdecimal() and len(word) < 10)]
        if odd:
            raise forms.ValidationError(_("Not a customer number: %(odd)s.") % {"odd": odd[0]})
        if len(words) > MOST_DECOYS:
            raise forms.ValidationError(_("At most %(n)d decoys.") % {"n": MOST_DECOYS})
        found = customers_by_number(numbers=[int(word) for word in words])
        missing = [word for word in words if int(word) not in found]
        if missing:
            sentence = _("There is no customer with number %(n)s.")
            raise forms.ValidationError(sentence % {"n": missing[0]})
        return sorted(uid.hex for uid in found.values())
