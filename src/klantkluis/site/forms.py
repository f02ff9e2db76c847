"""Forms of the site: what was typed stays, and each error stands beside its field."""

from typing import Any, Self

from django import forms
from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    """Renders fields the site's way: label, hint, field, error."""

    form_template_name = "site/forms/form.html"
    field_template_name = "site/forms/field.html"


class SharedField(forms.CharField):
    """A text that all forms share: it is made once and nothing of it is changed afterwards.

    Django copies each field for each form, which costs more than to judge what was typed.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Give the field itself."""
        return self


class SiteForm(forms.Form):
    """A form whose fields tell assistive technology what is wrong with them."""

    required_css_class = "required"
    error_css_class = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
