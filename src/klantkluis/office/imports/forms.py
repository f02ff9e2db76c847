"""What people choose of an import: the file, the columns, and what is to be done."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from klantkluis.foundation.actors import Actor
from klantkluis.foundation.tables.table import Limits
from klantkluis.office.access.models import LANGUAGES
from klantkluis.office.customers.forms import lazy_countries
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.imports.keeping import ROLES, Head
from klantkluis.office.imports.labels import choices, known_targets
from klantkluis.office.imports.models import What
from klantkluis.office.sales.choices import CATEGORIES

KINDS: list[tuple[str, Label]] = [
    (What.CUSTOMERS, _("Customers")),
    (What.PRODUCTS, _("Products")),
]
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.vcf,.vcard"
NAMES = {
    What.CUSTOMERS: ({"name", "business_name", "company", "surname", "first_name", "email"},),
    What.PRODUCTS: ({"name", "name_nl", "name_en"}, {"price", "price_net", "price_gross"}),
}


class FileForm(OfficeForm):
    """Customers or products, and the file."""

    what = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=KINDS,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("CSV, Excel (XLSX, XLS), ODS or vCard, at most 10 MB and 100,000 rows."),
        error_messages={
            "required": _("Choose a file. It may be no larger than 10 MB."),
            "empty": _("The file is empty."),
        },
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(what, label) for what, label in KINDS if actor.may(*ROLES[what])]

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large to be read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > Limits().file_bytes:
            raise forms.ValidationError(_("The file is larger than 10 MB. Split it, please."))
        return file


class ColumnsForm(OfficeForm):
    """Which column becomes which field."""

    all_optional = True
    source = forms.CharField(
        label=_("Name of the system or list"),
        max_length=40,
        required=False,
        help_text=_(
            "With a name, the numbers in the file tell customers apart, and the next file of the "
            "same system finds them again."
        ),
    )
    default_country = forms.ChoiceField(
        label=_("Country of addresses without one"), choices=lazy_countries, required=False
    )
    basis = forms.ChoiceField(
        label=_("Prices in the file are"),
        choices=[
            ("", _("as this system usually writes them")),
            ("net", _("excluding VAT")),
            ("gross", _("including VAT")),
        ],
        required=False,
    )
    vat_category = forms.ChoiceField(
        label=_("VAT of products that say nothing"), choices=CATEGORIES
    )

    def __init__(self, *args: Any, what: str, head: Head, **kwargs: Any) -> None:
        initial = {
            "source": head.source,
            "default_country": head.default_country,
            "basis": head.basis,
            "vat_category": head.vat_category,
            **{f"column_{index}": target for index, target in enumerate(head.columns)},
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.what, self.head = what, head
        for index, name in enumerate(head.header):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=name,
                choices=choices(what),
                required=False,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": name}),
            )
        drop = (
            ("basis", "vat_category") if what == What.CUSTOMERS else ("default_country", "source")
        )
        for field in drop if not head.system else (*drop, "source"):
            self.fields.pop(field, None)

    def clean(self) -> dict[str, Any]:
        """Insist on the columns without which nothing can be imported."""
        values: dict[str, Any] = super().clean() or {}
        targets = set(self.columns())
        for needed in NAMES[What(self.what)]:
            if not targets & needed:
                raise forms.ValidationError(
                    _("Choose which column holds the price.")
                    if "price" in needed
                    else _("Choose which column holds the name.")
                )
        return values

    def columns(self) -> list[str]:
        """Give what each column of the file becomes."""
        known = known_targets(self.what)
        found = [
            str(self.cleaned_data.get(f"column_{index}", ""))
            for index in range(len(self.head.header))
        ]
        return [target if target in known else "" for target in found]

    def apply(self) -> Head:
        """Give what is known of the file, with what was chosen."""
        self.head.columns = self.columns()
        for name in ("source", "default_country", "basis", "vat_category"):
            if name in self.fields:
                setattr(self.head, name, self.cleaned_data[name])
        return self.head

    def lines(self) -> list[tuple[str, list[str], Any]]:
        """Give each column with its examples and its select."""
        return [
            (name, self.head.examples[index], self[f"column_{index}"])
            for index, name in enumerate(self.head.header)
        ]


class WishForm(OfficeForm):
    """What is to be done with the rows."""

    which = forms.ChoiceField(
        label=_("Which rows?"),
        choices=[
            ("all", _("All or nothing: with one wrong row nothing is imported")),
            ("good", _("Only the good rows; the wrong ones can be mended later")),
        ],
        widget=forms.RadioSelect,
    )
    complete_known = forms.BooleanField(label=_("Complete customers that we know"), required=False)
    language = forms.ChoiceField(
        label=_("Language of new customers"), choices=LANGUAGES, required=False
    )

    def __init__(self, *args: Any, what: str, wrong: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = wrong
        if what == What.PRODUCTS:
            del self.fields["language"]
            known = self.fields["complete_known"]
            known.label = _("Change products that we know")
            known.help_text = _("Name, price and so on become those of the file.")
        else:
            self.fields["complete_known"].help_text = _(
                "Only what we do not know yet is filled in; nothing is overwritten."
            )

    def clean_which(self) -> str:
        """Refuse all or nothing while rows are wrong."""
        which: str = self.cleaned_data["which"]
        if which == "all" and self.wrong:
            raise forms.ValidationError(
                _(
                    "There are wrong rows, so nothing can be imported this way. Mend the file, or "
                    "import only the good rows."
                )
            )
        return which
