"""Forms about an account; each says to the browser what it asks, so that it can fill it in."""

from typing import Any, Final

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from klantkluis.site.forms import SiteForm
from klantkluis.site.people import AddressForm, EmailField, NameForm

SHORTEST: Final = 12
LONGEST: Final = 200
FEWEST_SIGNS: Final = 5
"""Different signs: twelve times the same is guessed at once."""
_common = CommonPasswordValidator()


class NewPassword(forms.CharField):
    """A password to be chosen: long enough, and none that everybody tries first.

    Nothing else is asked of it (NIST SP 800-63B, 3.1.1.2).
    """

    def __init__(self, **parts: Any) -> None:
        widget = forms.PasswordInput(
            {"autocomplete": "new-password", "minlength": SHORTEST, "maxlength": LONGEST}
        )
        parts.setdefault("label", _("Choose a password"))
        parts.setdefault(
            "help_text", _("At least 12 characters; a few words in a row are easy to remember.")
        )
        said = {"min_length": _("This is too short: take at least 12 characters.")}
        super().__init__(
            error_messages=said,
            min_length=SHORTEST,
            max_length=LONGEST,
            strip=False,
            widget=widget,
            **parts,
        )

    def clean(self, value: Any) -> str:
        """Refuse one that is known everywhere."""
        password: str = super().clean(value)
        if "\0" in password:
            raise ValidationError(_("This cannot be right as it stands."))
        if _is_known(password):
            raise ValidationError(
                _("Many people use this password, so it is tried first. Choose another one.")
            )
        return password


def _is_known(password: str) -> bool:
    try:
        _common.validate(password)
    except ValidationError:
        return True
    return len(set(password)) < FEWEST_SIGNS


class OwnPassword(forms.CharField):
    """The password that an account has."""

    def __init__(self, **parts: Any) -> None:
        widget = forms.PasswordInput({"autocomplete": "current-password", "maxlength": LONGEST})
        parts.setdefault("label", _("Password"))
        super().__init__(max_length=LONGEST, strip=False, widget=widget, **parts)


class EmailForm(SiteForm):
    """An e-mail address and nothing else."""

    email = EmailField("username")


class LogInForm(SiteForm):
    """E-mail address and password."""

    email = EmailField("username")
    password = OwnPassword()


class ProfileForm(NameForm, AddressForm):
    """Name and address."""

    field_order = (
        "first_name", "surname", "company", "street", "house_number", "house_number_addition",
        "address_line_2", "postcode", "town", "country",
    )  # fmt: skip


class RegisterForm(ProfileForm):
    """Name, address and a password."""

    password = NewPassword()


class NewPasswordForm(SiteForm):
    """A new password, after the old one was forgotten."""

    password = NewPassword(label=_("New password"))


class ChangePasswordForm(SiteForm):
    """The password, and a new one."""

    password = OwnPassword(label=_("The password that you have now"))
    new_password = NewPassword(label=_("New password"))


class ChangeEmailForm(SiteForm):
    """The address of now, with its password, and the new one."""

    email = EmailField("username", label=_("The e-mail address that you log in with now"))
    password = OwnPassword()
    new_email = EmailField("email", label=_("New e-mail address"))


class CloseForm(SiteForm):
    """The password, to be sure."""

    password = OwnPassword()
