"""Forms that write something down, of which the same page with the same words makes one thing."""

import hmac
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.utils.datastructures import MultiValueDict

from klantkluis.office.forms.base import INSIST, OfficeForm

_OF_THE_PRESS: Final = frozenset({"csrfmiddlewaretoken", INSIST})


class OnceForm(OfficeForm):
    """A form of which the same page with the same words makes one row, however often it is sent.

    A number goes along hidden, and the row gets a uid that follows from the number and from all
    that was sent: who goes back and changes something writes something else down. Nobody learns
    from a uid what was typed, for the number stands in the page alone.
    """

    uid = forms.UUIDField(
        widget=forms.HiddenInput({"data-number": ""}), required=False, initial=uuid4
    )

    def clean(self) -> dict[str, Any]:
        """Give the uid of what this page makes, or none when the page had no number."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        number = typed.get("uid")
        if number is not None:
            digest = hmac.digest(number.bytes, repr(self._sent()).encode(), "sha256")
            typed["uid"] = UUID(bytes=digest[:16], version=4)
        return typed

    def _sent(self) -> list[tuple[str, list[str]]]:
        """Give what was sent, but for what differs between two presses of the same button."""
        sent = self.data.lists() if isinstance(self.data, MultiValueDict) else ()
        return sorted((name, values) for name, values in sent if name not in _OF_THE_PRESS)
