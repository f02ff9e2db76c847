"""What people type to open the vault and to look after its passwords."""

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.office.access.forms import NewPasswordMixin
from klantkluis.office.forms.base import Label, OfficeForm


def vault_password(label: Label, *, new: bool = False) -> forms.CharField:
    """Make a field for a vault password; a password manager may keep it apart from the other."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password" if new else "off", "spellcheck": "false"}
        ),
    )


class UnlockForm(OfficeForm):
    """The second password."""

    vault_password = vault_password(_("Vault password"))


class NewVaultPasswordForm(NewPasswordMixin, OfficeForm):
    """A new vault password, twice."""

    def clean_new_password(self) -> str:
        """Leave the judgement of its strength to the vault; but it is not the log-in password."""
        password = str(self.cleaned_data["new_password"])
        if self.staff is not None and self.staff.check_password(password):
            raise forms.ValidationError(
                _("This is the password you log in with. The vault needs a different one.")
            )
        return password


class ChangeVaultPasswordForm(NewVaultPasswordForm):
    """The present vault password and a new one."""

    vault_password = vault_password(_("Present vault password"))
    leaked = forms.BooleanField(
        label=_("Somebody may know the old one"),
        help_text=_("Then all keys are wrapped anew as well. That takes a minute or so."),
        required=False,
    )
    field_order = ["vault_password", "new_password", "repeat_password", "leaked"]


class JoinVaultForm(NewVaultPasswordForm):
    """The one-time code of an owner and a vault password of one's own."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    field_order = ["code", "new_password", "repeat_password"]


class SheetForm(OfficeForm):
    """The four lines of one recovery sheet, typed back from paper."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, 5):
            self.fields[f"line_{number}"] = forms.CharField(
                label=_("Line %(number)d") % {"number": number},
                max_length=40,
                widget=forms.TextInput(
                    attrs={
                        "autocomplete": "off",
                        "spellcheck": "false",
                        "class": "form-control code",
                    }
                ),
            )

    @property
    def code(self) -> str:
        """The lines as one text, as the vault wants them."""
        return "\n".join(str(self.cleaned_data[f"line_{number}"]) for number in range(1, 5))


class RecoverForm(NewVaultPasswordForm, SheetForm):
    """A recovery sheet, and a new vault password."""

    field_order = ["line_1", "line_2", "line_3", "line_4", "new_password", "repeat_password"]
