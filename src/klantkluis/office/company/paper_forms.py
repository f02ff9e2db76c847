"""How our paper looks and what it says: logo, colour, letterhead, words of our own."""

import re
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.letterhead import PaperKind, branding_of, words_key
from klantkluis.foundation.models import Company, Letterhead
from klantkluis.foundation.paper import Background, check_branding, read_letterhead
from klantkluis.office.company.samples import LETTER, LONG
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.refusals import sentence_of

MAX_LOGO_BYTES: Final = 512 * 1024
MAX_WORDS: Final = 600
KINDS: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
LANGUAGES: Final = (("nl", gettext_lazy("Dutch")), ("en", gettext_lazy("English")))
TITLES: Final[dict[PaperKind, Label]] = {
    PaperKind.INVOICE: gettext_lazy("Invoice"),
    PaperKind.QUOTE: gettext_lazy("Quote"),
    PaperKind.ORDER: gettext_lazy("Order confirmation"),
    PaperKind.DELIVERY_NOTE: gettext_lazy("Delivery note"),
    PaperKind.CREDIT_NOTE: gettext_lazy("Credit note"),
}
SHOWN: Final = (
    (PaperKind.INVOICE.value, TITLES[PaperKind.INVOICE]),
    (LONG, gettext_lazy("Invoice of more sheets")),
    *((kind.value, TITLES[kind]) for kind in TITLES if kind is not PaperKind.INVOICE),
    (LETTER, gettext_lazy("Letter")),
)


@dataclass(frozen=True, slots=True)
class WordsOfKind:
    """The fields for our own words on one kind of paper."""

    title: Label
    fields: tuple[BoundField, ...]
    filled: bool


class PaperForm(OfficeForm):
    """Everything that decides what our paper looks like, and which sample to look at."""

    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("SVG, PNG or JPEG, at most 512 kB."),
        widget=forms.FileInput(attrs={"accept": ".svg,.png,.jpg,.jpeg"}),
    )
    remove_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)
    colour = forms.CharField(
        label=gettext_lazy("Colour"),
        widget=forms.TextInput(attrs={"type": "color", "class": "form-control-color"}),
    )
    window_side = forms.ChoiceField(
        label=gettext_lazy("Window of your envelopes"),
        choices=[("left", gettext_lazy("On the left")), ("right", gettext_lazy("On the right"))],
    )
    letterhead = forms.FileField(
        label=gettext_lazy("Letterhead"),
        required=False,
        help_text=gettext_lazy(
            "A PDF of A4 upright, at most 2 MB. Its first page lies below first sheets, its"
            " second page below all that follow."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )
    remove_letterhead = forms.BooleanField(
        label=gettext_lazy("Remove the letterhead"), required=False
    )
    shows_mark = forms.BooleanField(
        label=gettext_lazy("Print our logo, or our name"),
        required=False,
        help_text=gettext_lazy("Not needed when your letterhead has it."),
    )
    shows_foot = forms.BooleanField(
        label=gettext_lazy("Print address, registrations and bank at the foot"),
        required=False,
        help_text=gettext_lazy("The law wants these on invoices: on your letterhead, or here."),
    )
    footer_nl = forms.CharField(
        label=gettext_lazy("Line at the foot, Dutch"), max_length=300, required=False
    )
    footer_en = forms.CharField(
        label=gettext_lazy("Line at the foot, English"), max_length=300, required=False
    )
    show_kind = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN)
    show_language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, initial=_stored(company), **kwargs)
        self._company = company
        self._background: Background | None = None

    @property
    def words(self) -> list[WordsOfKind]:
        """The fields for words of our own, by kind of paper."""
        return [self._words_of(kind, title) for kind, title in TITLES.items()]

    def _words_of(self, kind: PaperKind, title: Label) -> WordsOfKind:
        fields = tuple(self[name] for name in _names(kind))
        return WordsOfKind(title, fields, filled=any(field.value() for field in fields))

    def clean_colour(self) -> str:
        """Take a colour as #rrggbb."""
        colour = str(self.cleaned_data["colour"])
        if not COLOUR.fullmatch(colour):
            raise forms.ValidationError(_("Give a colour as # and six hexadecimal digits."))
        return colour.lower()

    def clean_logo(self) -> bytes:
        """Take a picture that is what it says: the type comes from its bytes."""
        content = _content(self.cleaned_data.get("logo"), MAX_LOGO_BYTES)
        if content and not media_type(content):
            raise forms.ValidationError(_("This is not an SVG, PNG or JPEG picture."))
        return content

    def clean_letterhead(self) -> bytes:
        """Take a letterhead that can be drawn."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("letterhead")
        content = file.read() if file else b""
        if content:
            try:
                self._background = read_letterhead(content)
            except Refusal as refusal:
                raise forms.ValidationError(sentence_of(refusal)) from refusal
        return content

    def clean(self) -> dict[str, Any]:
        """Try to print with what was chosen, and not on the first invoice."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_branding(branding_of(self.company(), language="nl"))
            except Refusal as refusal:
                self.refuse(sentence_of(refusal), field=refusal.field)
        return cleaned

    @property
    def letterhead_drawn(self) -> Background | None:
        """The letterhead that was chosen now, or None."""
        return self._background

    def changes(self) -> dict[str, Any]:
        """Give what is to be stored, without a new letterhead."""
        cleaned, found = self.cleaned_data, {}
        for name in ("colour", "window_side", "shows_mark", "shows_foot", "footer_nl", "footer_en"):
            found[name] = cleaned[name]
        if cleaned["logo"]:
            found |= {"logo": cleaned["logo"], "logo_media_type": media_type(cleaned["logo"])}
        elif cleaned["remove_logo"]:
            found |= {"logo": b"", "logo_media_type": ""}
        if cleaned["remove_letterhead"]:
            found["letterhead"] = None
        found["paper_words"] = {
            words_key(kind, language): [above, below]
            for kind in PaperKind
            for language, _label in LANGUAGES
            for above, below in [[cleaned[name] for name in _names_in(kind, language)]]
            if above or below
        }
        return found

    def company(self) -> Company:
        """Give ourselves with what was chosen, without storing anything."""
        row = Company(**_columns(self._company))
        for name, value in self.changes().items():
            setattr(row, name, value)
        if self._background is not None:
            below = self._background
            row.letterhead = Letterhead(first=below.first, following=below.following)
        return row


def _names_in(kind: PaperKind, language: str) -> tuple[str, str]:
    return f"{kind.value}_{language}_above", f"{kind.value}_{language}_below"


def _names(kind: PaperKind) -> tuple[str, ...]:
    return tuple(name for language, _label in LANGUAGES for name in _names_in(kind, language))


def _words_field(label: Label) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


_LABELS: Final = (
    gettext_lazy("Above the lines, Dutch"),
    gettext_lazy("Below the total, Dutch"),
    gettext_lazy("Above the lines, English"),
    gettext_lazy("Below the total, English"),
)
for _kind in PaperKind:
    for _name, _label in zip(_names(_kind), _LABELS, strict=True):
        PaperForm.base_fields[_name] = _words_field(_label)


def _stored(company: Company) -> dict[str, Any]:
    names = ("colour", "window_side", "shows_mark", "shows_foot", "footer_nl", "footer_en")
    found: dict[str, Any] = {name: getattr(company, name) for name in names}
    for kind in PaperKind:
        for language, _label in LANGUAGES:
            words = company.paper_words.get(words_key(kind, language)) or ("", "")
            found |= dict(zip(_names_in(kind, language), words, strict=True))
    return found


def _columns(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _content(file: "UploadedFile[bytes] | None", largest: int) -> bytes:
    if file is None:
        return b""
    if (file.size or 0) > largest:
        raise forms.ValidationError(_("This file is larger than 512 kB."))
    content: bytes = file.read()
    return content


def media_type(content: bytes) -> str:
    """Give the media type of a picture by its first bytes, or nothing."""
    for start, kind in KINDS.items():
        if content.startswith(start):
            return kind
    return "image/svg+xml" if b"<svg" in content[:1000].lower() else ""
