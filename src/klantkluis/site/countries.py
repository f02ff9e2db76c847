"""The choice of a country, in the language of the reader; made once, for there are 250 of them."""

from functools import lru_cache
from typing import Any, Final

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from klantkluis.core.fields.country import codes, country_name

NEAR: Final = ("NL", "BE", "DE")


@lru_cache(maxsize=1024)
def named(code: str, language: str) -> str:
    """Give the name of a country, looked up once."""
    return country_name(code, language)


@lru_cache(maxsize=16)
def everywhere(first: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Give the codes of all countries: these first, then the others by name."""
    others = sorted(codes() - set(first), key=lambda code: named(code, language).casefold())
    return (*first, *others)


class CountrySelect(forms.Select):
    """A choice among all countries with some of them first, or among those alone."""

    def __init__(self, first: tuple[str, ...] = NEAR, *, others: bool = True) -> None:
        super().__init__(attrs={"autocomplete": "country"})
        self._first, self._others = first, others

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        """Write the choice, with one country chosen."""
        language = (get_language() or "nl")[:2]
        listed = everywhere(self._first, language) if self._others else self._first
        options = _options(listed, language)
        chosen = str(value or "")
        if chosen in listed:
            plain = f'value="{chosen}"'
            options = options.replace(plain, f"{plain} selected", 1)
        said = {**self.attrs, **(attrs or {})}
        pairs = [(key, text) for key, text in said.items() if isinstance(text, str)]
        written = format_html_join("", ' {}="{}"', pairs)
        flags = " required" if said.get("required") is True else ""
        return format_html(
            '<select name="{}"{}{}>{}</select>',
            name, written, flags, mark_safe(options),  # noqa: S308 - escaped in _options
        )  # fmt: skip


@lru_cache(maxsize=32)
def _options(countries: tuple[str, ...], language: str) -> str:
    pairs = ((code, named(code, language)) for code in countries)
    return str(format_html_join("\n", '<option value="{}">{}</option>', pairs))
