"""The two passwords may not be one: whoever learns the first must not have the second."""

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.office.access.models import Staff
from klantkluis.office.lock import door
from klantkluis.vault.refusals import VaultLocked


class SameAsVaultPassword(Refusal):
    """The log-in password would open the vault as well."""


def not_the_vault_password(staff: Staff, password: str) -> None:
    """Refuse a log-in password that opens the vault.

    The vault compares for us, locked or not. When it has no keys yet there is nothing to compare
    with; the comparison is then made when the vault password is chosen.

    Raises:
        SameAsVaultPassword: it does.
        PasswordRefused: too many wrong attempts at the vault; the comparison has to wait.
    """
    try:
        same = door.vault().password_opens(staff=str(staff.uid), password=password)
    except VaultLocked:
        same = False
    if same:
        raise SameAsVaultPassword(
            _("This is your vault password. The log-in needs a different one."),
            field="new_password",
        )
