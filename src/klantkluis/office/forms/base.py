"""The base of every form: our looks, and warnings that a human may overrule."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.once import SentBefore
from klantkluis.office.refusals import sentence_of
from klantkluis.vault.refusals import PasswordRefused, VaultLocked

type Label = str | _StrPromise
CLASSES: dict[type[forms.Widget], str] = {
    forms.CheckboxInput: "form-check-input",
    forms.CheckboxSelectMultiple: "",
    forms.RadioSelect: "",
    forms.Select: "form-select",
    forms.SelectMultiple: "form-select",
}
INSIST = "insist"
"""Name of the hidden field with which a person insists on what looks odd."""


class OfficeField(BoundField):
    """A field on the page, which may carry a warning beside its errors."""

    @property
    def warnings(self) -> list[str]:
        """What looks odd in this field."""
        found = getattr(self.form, "warnings", {})
        return list(found.get(self.name, []))

    @property
    def aria_describedby(self) -> str | None:
        """The ids of what explains this field: help, error and warning."""
        described = super().aria_describedby
        warning = f"{self.auto_id}_warning" if self.warnings else ""
        return " ".join(part for part in (described, warning) if part) or None

    @property
    def kind(self) -> str:
        """How the template lays it out: `check`, `choices` or `line`."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
            return "choices"
        return "check" if isinstance(widget, forms.CheckboxInput) else "line"


class OfficeRenderer(TemplatesSetting):
    """Renders every form and field with the templates of the office."""

    form_template_name = "office/forms/form.html"
    field_template_name = "office/forms/field.html"
    bound_field_class = OfficeField


class OfficeForm(forms.Form):
    """A form of the office.

    A check that doubts calls `warn`; the form is then not valid until the person sends the same
    values again and insists. What must be refused is an error, as in any form.
    """

    default_renderer = OfficeRenderer()
    required_css_class = "required"
    error_css_class = "is-invalid"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.warnings: dict[str, list[str]] = {}
        for field in self.fields.values():
            _dress(field.widget)

    def offer(self, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Let a person choose among what is only known now."""
        chooser = self.fields[field]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = list(choices)

    def warn(self, field: str, sentence: str) -> None:
        """Say that a value looks odd. It can still be saved by a person who insists."""
        self.warnings.setdefault(field, []).append(sentence)

    def is_valid(self) -> bool:
        """Tell whether the values can be used: no errors, and no warning that is still open."""
        return super().is_valid() and not self.must_insist

    @property
    def must_insist(self) -> bool:
        """Whether there are warnings that the person has not yet overruled."""
        if not self.is_bound:
            return False
        _errors = self.errors
        typed = str(self.data.get(self.add_prefix(INSIST), ""))
        return bool(self.warnings) and not constant_time_compare(typed, self.insistence)

    @property
    def insistence(self) -> str:
        """The proof that these warnings about these values have been seen."""
        seen = sorted((name, str(self.data.get(self.add_prefix(name)))) for name in self.warnings)
        return salted_hmac("klantkluis.forms.insist", repr(seen), algorithm="sha256").hexdigest()

    def refuse(self, sentence: str, *, field: str = "") -> None:
        """Put a refusal beside its field, or above the form when the form has no such field."""
        self.add_error(field if field in self.fields else None, sentence)

    @contextmanager
    def refusals(self, *but: type[Refusal]) -> Iterator[None]:
        """Put what the act inside refuses on the form, so that it can be shown again as typed.

        A locked vault is no fault of what was typed: that refusal goes on to the page that
        unlocks, keeps what was typed and sends it again. What was sent before goes on to what it
        made (`sent_once`), and the kinds in `but` to a view that has a page of its own for them.
        """
        try:
            yield
        except Refusal as refusal:
            if isinstance(refusal, (VaultLocked, SentBefore, *but)):
                raise
            wrong_password = isinstance(refusal, PasswordRefused)
            field = "vault_password" if wrong_password else refusal.field
            self.refuse(sentence_of(refusal), field=field)

    def hold_judgement(self) -> None:
        """Show what was typed as it is, without errors: the person is not done yet."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        self.warnings = {}

    def full_clean(self) -> None:
        """Clean anew; warnings of an earlier round are forgotten."""
        self.warnings = {}
        super().full_clean()


def _dress(widget: forms.Widget) -> None:
    """Give a widget the class of the design system."""
    if isinstance(widget, forms.MultiWidget):
        for part in widget.widgets:
            _dress(part)
        return
    if isinstance(widget, forms.HiddenInput):
        return
    found = next(
        (CLASSES[kind] for kind in type(widget).__mro__ if kind in CLASSES), "form-control"
    )
    given = widget.attrs.get("class", "")
    widget.attrs["class"] = f"{found} {given}".strip()


def initial_of(value: object) -> Mapping[str, Any]:
    """Give the fields of a frozen dataclass as the initial values of a form."""
    names = getattr(value, "__dataclass_fields__", {})
    return {name: getattr(value, name) for name in names}
