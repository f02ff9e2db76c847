"""What is typed about a breach."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from klantkluis.office.breaches.names import HITS, KINDS, NOTES, REPORTS, RISKS, TOLD
from klantkluis.office.disclosure_names import CATEGORIES
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.once import OnceForm

_PLACE: Final = re.compile(r"\[[^\[\]]+\]")


def moment(label: Label, help_text: Label = "", *, required: bool = True) -> forms.DateTimeField:
    """Make a field for a day and a time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, help_text=help_text, required=required, widget=widget,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M"],
    )  # fmt: skip


def text(label: Label, help_text: Label = "", rows: str = "4", *, required: bool = True) -> Any:
    """Make a field for words that are sealed."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=8000, required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class BreachForm(OnceForm):
    """A breach, as far as it is known now."""

    what = text(
        _("What happened?"),
        _("As far as you know now; you can add to it later. It is kept in the vault."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What went wrong?"),
        choices=[*KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    known_at = moment(_("Since when do you know of it?"), _("From this moment you have 72 hours."))
    began_at = moment(_("Since when does it go on?"), required=False)
    categories = forms.MultipleChoiceField(
        label=_("Which data are concerned?"),
        choices=[*CATEGORIES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class NoteForm(OnceForm):
    """Something that was found out or done."""

    about = forms.ChoiceField(label=_("About"), choices=[*NOTES.items()])
    text = text(_("What did you find out, or do?"))


class HitForm(OfficeForm):
    """How to work out whom a breach hits."""

    all_optional = True

    how = forms.ChoiceField(
        label=_("Who is hit?"), choices=[*HITS.items()], widget=forms.RadioSelect
    )
    whose = forms.ChoiceField(label=_("Whose account?"), required=False)
    first_at = moment(_("From"), required=False)
    last_at = moment(_("Until"), required=False)
    disclosure = forms.TypedChoiceField(
        label=_("Which file?"), required=False, coerce=int, empty_value=None
    )
    numbers = forms.CharField(
        label=_("Customer numbers"),
        max_length=4000,
        required=False,
        help_text=_("Separated by blanks or commas."),
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


class DecisionForm(OnceForm):
    """What a breach means for people."""

    risk = forms.ChoiceField(
        label=_("What does it mean for the people?"),
        choices=[*RISKS.items()],
        widget=forms.RadioSelect,
    )
    reason = text(
        _("Why?"),
        _("Think of what somebody could do with the data, and of how many people it is about."),
    )


class ReportForm(OnceForm):
    """A report to the authority."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=[*REPORTS.items()])
    reported_at = moment(_("When was it reported?"))
    number = forms.CharField(label=_("Number that the authority gave"), max_length=40)
    why_late = text(
        _("Why not within 72 hours?"),
        _("Only when it was later. The law asks for the reason."),
        "2",
        required=False,
    )


class LetterForm(OnceForm):
    """What the people are told."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("nl", _("Dutch")), ("en", _("English"))]
    )
    subject = forms.CharField(label=_("Subject"), max_length=120)
    text = text(_("Letter"), _("An empty line begins a new paragraph."), "14")

    def clean_text(self) -> str:
        """Doubt a letter of which a place is not filled in yet."""
        typed = str(self.cleaned_data["text"])
        if _PLACE.search(typed):
            self.warn("text", gettext("A place between square brackets is not filled in yet."))
        return typed


class ToldForm(OfficeForm):
    """How people were told."""

    how = forms.ChoiceField(label=_("How were they told?"), choices=[*TOLD.items()])
