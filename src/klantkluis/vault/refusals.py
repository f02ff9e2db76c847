"""What the vault refuses, with a stable code for each, on both sides of the socket."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from klantkluis.core.refusals import Refusal


class VaultRefusal(Refusal):
    """An expected no of the vault. `code` is stable; the office translates by it."""

    code: ClassVar[str] = "refused"
    default: ClassVar[str] = "The vault refuses this."

    def __init__(self, sentence: str = "", *, field: str = "", **details: Any) -> None:
        super().__init__(sentence or self.default, field=field)
        self.details: Mapping[str, Any] = details


class VaultLocked(VaultRefusal):
    """Nobody has opened the vault, or it is not open to who asks."""

    code = "locked"
    default = "The vault is locked. Unlock it with your vault password to go on."


class VaultUnavailable(VaultLocked):
    """The vault process does not answer; that is the same as locked (VAULT.md, section 11)."""

    code = "unavailable"
    default = "The vault does not answer. It is locked until it runs again."


class SessionEnded(VaultLocked):
    """The token is unknown, closed, idle for too long or too old."""

    code = "session_ended"
    default = "Your time in the vault is over. Unlock it again to go on."


class NotInstalled(VaultLocked):
    """There are no keys yet."""

    code = "not_installed"
    default = "This vault has no keys yet. Set it up first."


class PasswordRefused(VaultRefusal):
    """Wrong password, unknown staff or a throttled try; `retry_after` in seconds tells which."""

    code = "password"
    default = "That is not the vault password."

    @property
    def retry_after(self) -> int:
        """Give the seconds until another try is looked at; 0 = at once."""
        return int(self.details.get("retry_after", 0))


class PasswordTooWeak(VaultRefusal):
    """The new vault password is too short."""

    code = "password_weak"
    default = "A vault password has at least 12 characters. Five words of a dictionary do well."


class PasswordNeeded(VaultRefusal):
    """This act asks for the vault password again, and no fresh confirmation came with it."""

    code = "password_needed"
    default = "Type your vault password once more for this."


class NotAllowed(VaultRefusal):
    """None of the person's roles, or the job's kind, gives this purpose, table or act."""

    code = "not_allowed"
    default = "Your role does not allow this."


class LimitReached(VaultRefusal):
    """More was asked for than one person needs; the password opens the way again."""

    code = "limit"
    default = "You have looked at very many customers. Type your vault password to go on."


class ForbiddenContent(VaultRefusal):
    """A field holds what must not be kept: a bank account or citizen number."""

    code = "forbidden"
    default = "This field holds a number that may not be kept."


class BankAccountRefused(ForbiddenContent):
    """A field holds an IBAN (promise P3)."""

    code = "iban"
    default = "This holds a bank account number (IBAN). Bank account numbers are never kept."


class CitizenNumberRefused(ForbiddenContent):
    """A field holds a citizen service number, which only a law may let us keep (UAVG 46)."""

    code = "bsn"
    default = "This holds a citizen service number (BSN). It may not be kept."


class CitizenVatNumberRefused(ForbiddenContent):
    """The VAT number is the old one of a sole trader, which holds the citizen number."""

    code = "bsn_vat_number"
    default = (
        "This VAT number holds the citizen number of a sole trader."
        " Ask for the VAT identification number (btw-id) that is meant for customers."
    )


class UnknownField(VaultRefusal):
    """A table or field without a purpose cannot be sealed."""

    code = "unknown_field"
    default = "The vault knows no purpose for this field."


class RowTooLarge(VaultRefusal):
    """A sealed row holds at most 64 KiB."""

    code = "too_large"
    default = "This is more text than one record can hold."


class SubjectErased(VaultRefusal):
    """The key of this person or class was destroyed; nothing can be opened or sealed under it."""

    code = "erased"
    default = "This record has been erased for good."


class SheetsNotConfirmed(VaultRefusal):
    """Customers cannot be saved before both recovery sheets are printed and typed back."""

    code = "sheets"
    default = "Print both recovery sheets and type them back before you save a customer."


class SheetRefused(VaultRefusal):
    """What was typed from a recovery sheet has an error; `details["line"]` says in which line."""

    code = "sheet_code"
    default = "These are not the words of the recovery sheet. Look at the marked line once more."


class AuditUnwritable(VaultRefusal):
    """The log cannot be written, so nothing may be read (VAULT.md, section 5)."""

    code = "audit"
    default = "The log of the vault cannot be written, so nothing can be read or saved."


class AlreadyDone(VaultRefusal):
    """The vault is in a state in which this makes no sense."""

    code = "state"
    default = "The vault is not in a state to do this."


class StaffRefused(VaultRefusal):
    """The change would leave the vault without an owner, or names nobody."""

    code = "staff"
    default = "The vault needs at least one owner."


class RowDoesNotOpen(Exception):  # noqa: N818 - an alarm, and no refusal: nobody may save over it
    """A sealed row is damaged, swapped or rolled back, or its key is gone without a tombstone."""

    code: ClassVar[str] = "broken"

    def __init__(self, uids: tuple[UUID, ...] = (), sentence: str = "") -> None:
        super().__init__(sentence or f"{len(uids) or 'Some'} sealed row(s) do not open.")
        self.uids = uids


class ProtocolError(Exception):
    """The other side sent what the protocol does not know; our own mistake."""

    code: ClassVar[str] = "protocol"


def _family(kind: type[VaultRefusal]) -> dict[str, type[VaultRefusal]]:
    found = {kind.code: kind}
    for child in kind.__subclasses__():
        found |= _family(child)
    return found


BY_CODE: Mapping[str, type[VaultRefusal]] = _family(VaultRefusal)
"""Every refusal by its code."""
