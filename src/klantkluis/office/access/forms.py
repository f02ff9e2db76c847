"""What people type to get in."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from klantkluis.core.roles import Role
from klantkluis.office.access.models import LANGUAGES, ROLES, THEMES, Staff
from klantkluis.office.forms.base import OfficeForm


class LogInForm(OfficeForm):
    """Log-in name and the first password."""

    username = forms.CharField(
        label=_("Log-in name"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordMixin(forms.Form):
    """A new password, typed twice."""

    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        help_text=_("At least 12 characters. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeat_password = forms.CharField(
        label=_("The same again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    staff: Staff | None = None

    def clean_new_password(self) -> str:
        """Refuse passwords that are short, common or like the name of the person."""
        password = str(self.cleaned_data["new_password"])
        validate_password(password, self.staff)
        return password

    def clean_repeat_password(self) -> str:
        """Refuse a second one that differs from the first."""
        again = str(self.cleaned_data["repeat_password"])
        if self.cleaned_data.get("new_password", again) != again:
            raise forms.ValidationError(_("This is not the same as the first one."))
        return again


class JoinForm(NewPasswordMixin, OfficeForm):
    """The one-time code of an owner, and a log-in password of one's own."""

    username = forms.CharField(
        label=_("Log-in name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=_("One-time code"),
        help_text=_("You got it from the owner. It works once, within 24 hours."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    field_order = ["username", "code", "new_password", "repeat_password"]


class ChangePasswordForm(NewPasswordMixin, OfficeForm):
    """The present log-in password and a new one."""

    old_password = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old_password", "new_password", "repeat_password"]


class ProfileForm(OfficeForm):
    """What a person chooses for themselves."""

    display_name = forms.CharField(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    theme = forms.ChoiceField(label=_("Light or dark"), choices=THEMES)
    single_keys = forms.BooleanField(
        label=_("Shortcuts of a single key"),
        help_text=_("Such as / to search and N for new. Ctrl-K always works."),
        required=False,
    )


class ColleagueForm(OfficeForm):
    """A colleague: name, language and what they may do."""

    display_name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    roles = forms.TypedMultipleChoiceField(
        label=_("May do the work of"),
        choices=ROLES,
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The owner may do everything. Choose as little as the work needs."),
    )


class NewColleagueForm(ColleagueForm):
    """A new colleague, with the name they log in with."""

    username = forms.RegexField(
        label=_("Log-in name"),
        regex=r"^[\w.@+-]+$",
        max_length=64,
        error_messages={"invalid": _("Only letters, digits and . @ + - _ are possible here.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ["display_name", "username", "language", "roles"]
