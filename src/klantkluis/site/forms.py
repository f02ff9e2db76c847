"""Forms of the site: what was typed stays, and each error stands beside its field."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    """Renders fields the site's way: label, hint, field, error."""

    form_template_name = "site/forms/form.html"
    field_template_name = "site/forms/field.html"


class SiteForm(forms.Form):
    """A form whose fields tell assistive technology what is wrong with them."""

    required_css_class = "required"
    error_css_class = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
