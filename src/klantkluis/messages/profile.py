"""The profile of an account: name and address, sealed to the public key of the person.

Site and office seal it in the same form; only who has the password of the account opens it, on
the site (docs/KEYS.md). Neither e-mail address nor telephone number is in it.
"""

from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta

from klantkluis.messages.letters import Address, Line, Person
from klantkluis.vault import formats
from klantkluis.vault.sealing import seal_to

VERSION: Final = 1


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Name and address of who has an account."""

    v: Annotated[int, Meta(ge=1, le=VERSION)] = VERSION
    company: Line = ""
    first_name: Line = ""
    surname_prefix: Line = ""
    surname: Line = ""
    address: Address

    @classmethod
    def of(cls, who: Person, address: Address) -> "Profile":
        """Take of a person what belongs in a profile, and leave the rest."""
        return cls(
            company=who.company, first_name=who.first_name, surname_prefix=who.surname_prefix,
            surname=who.surname, address=address,
        )  # fmt: skip

    @property
    def who(self) -> Person:
        """The name, as letters have it."""
        return Person(
            company=self.company, first_name=self.first_name,
            surname_prefix=self.surname_prefix, surname=self.surname,
        )  # fmt: skip


class ProfileUnreadable(ValueError):  # noqa: N818 - named as the fact that it tells
    """What came out of the seal is no profile; the text tells nothing of it."""


def binding(site_id: UUID, account: UUID, rev: int) -> bytes:
    """Give the info of the seal: "PF1" || LP(site id) || LP(account uid) || u32 rev."""
    return b"PF1" + formats.lp(site_id.bytes) + formats.lp(account.bytes) + formats.u32(rev)


def seal_profile(
    public: bytes, profile: Profile, *, site_id: UUID, account: UUID, rev: int
) -> bytes:
    """Seal a profile to the public key of its account, bound to site, account and revision.

    Raises:
        FormatError: that is no public key.
    """
    plain = formats.pad(msgspec.json.encode(profile))
    return seal_to(public, plain, info=binding(site_id, account, rev))


def read_profile(plain: bytes) -> Profile:
    """Read a profile that was opened.

    Raises:
        ProfileUnreadable: it is none, or of a version that we do not know.
    """
    try:
        return msgspec.json.decode(formats.unpad(plain), type=Profile)
    except (ValueError, msgspec.MsgspecError) as error:
        raise ProfileUnreadable("unreadable") from error
