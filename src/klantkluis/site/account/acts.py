"""What can happen to an account: made, entered, changed, given a new password, closed."""

import hashlib
import hmac
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.messages import letters
from klantkluis.messages.letters import Address, Person
from klantkluis.messages.outbox import Kind
from klantkluis.messages.profile import Profile, seal_profile
from klantkluis.site import outbox, window
from klantkluis.site.account import keys, session
from klantkluis.site.account.session import Me
from klantkluis.site.account.unused import this_month
from klantkluis.site.identity import identity
from klantkluis.site.leaving import want_anew
from klantkluis.site.models import Account, PasswordReset, PickUp

RESET_SECONDS: Final = 3600
TOKEN_BYTES: Final = 32


class WrongPassword(Refusal):
    """Address and password do not belong together, or there is no such account."""


class AddressTaken(Refusal):
    """There is an account with this e-mail address already."""


class LinkUsed(Refusal):
    """A link to choose a new password was used, or is too old."""


@dataclass(frozen=True, slots=True)
class Entered:
    """An account, and its seed that the password opened."""

    account: Account
    seed: bytes = field(repr=False)


def has_account(email: str) -> bool:
    """Tell whether an address has an account.

    Raises:
        NoPepper: the office has not brought it.
    """
    return Account.objects.filter(tag=keys.tag_of(email)).exists()


def register(*, email: str, password: str, who: Person, address: Address) -> Entered:
    """Make an account, and tell the office who it is; the site keeps name and address sealed.

    Raises:
        AddressTaken: there is one with this address.
        NotReceiving: the office cannot be told.
        NoPepper: the office has not brought it.
    """
    uid, seed = uuid4(), os.urandom(32)
    parts = _secrets(uid, seed, password)
    profile = Profile.of(who, address)
    sealed = seal_profile(parts["public"], profile, site_id=identity().site_id, account=uid, rev=1)
    try:
        with transaction.atomic():
            account = Account.objects.create(
                uid=uid,
                tag=keys.tag_of(email),
                profile=sealed,
                profile_rev=1,
                used_month=this_month(),
                **parts,
            )
            tell(Kind.REGISTRATION, account, who=_with(who, email), address=address, rev=1)
    except IntegrityError as error:
        raise AddressTaken(
            _("There is an account with this e-mail address already. Log in, or ask for a new"
              " password.")
        ) from error  # fmt: skip
    return Entered(account, seed)


def log_in(*, email: str, password: str) -> Entered:
    """Open an account; the same work is done for an address that has none.

    Raises:
        WrongPassword: the same for a wrong password and for an unknown address.
        NoPepper: the office has not brought it.
    """
    tag = keys.tag_of(email)
    uid, salt, stored = keys.stand_in(tag)
    account = Account.objects.filter(tag=tag).first()
    if account is not None:
        uid, salt, stored = account.uid, bytes(account.salt), bytes(account.verifier)
    found = keys.password_keys(password, salt=salt, uid=uid)
    fits = hmac.compare_digest(found.stored, stored)
    if account is None or not fits:
        raise not_together()
    return Entered(account, keys.unwrap_seed(found, bytes(account.wrapped_seed), account.uid))


def not_together() -> WrongPassword:
    """Give the one answer to a wrong password, an unknown address and an account that ended."""
    return WrongPassword(
        _("This e-mail address and this password do not belong together."), field="password"
    )


def check_password(account: Account, password: str) -> None:
    """See that somebody knows the password of their account.

    Raises:
        WrongPassword: they do not.
    """
    found = keys.password_keys(password, salt=bytes(account.salt), uid=account.uid)
    if not hmac.compare_digest(found.stored, bytes(account.verifier)):
        raise WrongPassword(_("This is not your password."), field="password")


def change_profile(mine: Me, *, who: Person, address: Address) -> None:
    """Change name and address: seen here at once, and told to the office.

    Raises:
        NotReceiving: the office cannot be told.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=mine.uid)
        rev = account.profile_rev + 1
        sealed = seal_profile(
            bytes(account.public), Profile.of(who, address), site_id=identity().site_id,
            account=account.uid, rev=rev,
        )  # fmt: skip
        Account.objects.filter(pk=account.uid).update(profile=sealed, profile_rev=rev)
        tell(Kind.PROFILE_CHANGE, account, who=who, address=address, rev=rev)


def change_email(mine: Me, *, new: str) -> None:
    """Let an account be found under another address, and tell the office.

    Raises:
        AddressTaken: the other address has an account.
        NotReceiving: the office cannot be told.
    """
    profile = mine.profile()
    if profile is None:
        raise Refusal(_("Your name and address are not back yet. Try again in some minutes."))
    try:
        with transaction.atomic():
            account = Account.objects.select_for_update().get(pk=mine.uid)
            rev = account.profile_rev + 1
            sealed = seal_profile(
                bytes(account.public), profile, site_id=identity().site_id,
                account=mine.uid, rev=rev,
            )  # fmt: skip
            Account.objects.filter(pk=mine.uid).update(
                tag=keys.tag_of(new), profile=sealed, profile_rev=rev
            )
            who = _with(profile.who, new)
            tell(Kind.PROFILE_CHANGE, account, who=who, address=profile.address, rev=rev)
    except IntegrityError as error:
        raise AddressTaken(_("The new address has an account of its own.")) from error


def change_password(mine: Me, *, old: str, new: str) -> None:
    """Choose another password: the same seed under it, and every other log-in ends.

    Raises:
        WrongPassword: the old one is wrong.
    """
    check_password(mine.account, old)
    salt = os.urandom(keys.SALT_BYTES)
    found = keys.password_keys(new, salt=salt, uid=mine.uid)
    with transaction.atomic():
        Account.objects.filter(pk=mine.uid).update(
            salt=salt, verifier=found.stored,
            wrapped_seed=keys.wrap_seed(found, mine.seed, mine.uid),
        )  # fmt: skip
        PasswordReset.objects.filter(account=mine.account).delete()
        session.end_all(mine.account, but=mine.log_in)


def close(mine: Me, *, password: str) -> None:
    """Remove an account with its log-ins, and tell the office.

    Raises:
        WrongPassword: the password is wrong.
        NotReceiving: the office cannot be told.
    """
    check_password(mine.account, password)
    with transaction.atomic():
        outbox.locked_link()  # first, as the office does: so neither waits for the other for ever
        Account.objects.filter(pk=mine.uid).delete()
        want_anew()
        outbox.send(Kind.ACCOUNT_CLOSED, letters.AccountClosed(**_letter(mine.account)))


def ask_reset(email: str) -> str:
    """Make a token to choose a new password; empty when the address has no account.

    A row is written in either case, so that both take the same time and look the same.

    Raises:
        NoPepper: the office has not brought it.
    """
    now = int(time.time())
    token = os.urandom(TOKEN_BYTES).hex()
    account = Account.objects.filter(tag=keys.tag_of(email)).only("uid").first()
    with transaction.atomic():
        PasswordReset.objects.filter(until__lt=now).delete()
        PasswordReset.objects.create(
            token_hash=_hash(token), account=account, until=now + RESET_SECONDS
        )
    return token if account else ""


def can_reset(token: str) -> bool:
    """Tell whether a token still lets choose a new password."""
    return _reset(token) is not None


def reset_password(token: str, *, password: str) -> Entered:
    """Give an account a new password and, as nobody knows the old one, a new key pair.

    The profile cannot be opened any more: the office is told of the new key and seals it anew.

    Raises:
        LinkUsed: the token was used or is too old.
        NotReceiving: the office cannot be told.
        NoPepper: the office has not brought it.
    """
    reset = _reset(token)
    if reset is None or reset.account is None:
        raise LinkUsed(_("This link was used already, or it is too old. Ask for a new one."))
    uid, seed = reset.account.uid, os.urandom(32)
    parts = _secrets(uid, seed, password)
    with transaction.atomic():
        outbox.locked_link()  # first, as the office does: so neither waits for the other for ever
        if not PasswordReset.objects.filter(pk=reset.pk).delete()[0]:
            raise LinkUsed(_("This link was used already, or it is too old. Ask for a new one."))
        PasswordReset.objects.filter(account=reset.account).delete()
        session.end_all(reset.account)
        used = {"used_month": this_month()}
        if not Account.objects.filter(pk=uid).update(profile=None, **used, **parts):
            raise LinkUsed(_("This link was used already, or it is too old. Ask for a new one."))
        # What waited for this person lies under the key that nobody has any more.
        PickUp.objects.filter(account=uid).delete()
        account = Account.objects.get(pk=uid)
        public = keys.as_text(parts["public"])
        outbox.send(Kind.NEW_KEY, letters.NewKey(public=public, **_letter(account)))
    return Entered(account, seed)


def tell(kind: Kind, account: Account, *, who: Person, address: Address, rev: int) -> None:
    """Tell the office who an account belongs to.

    Raises:
        NotReceiving: it cannot be told.
    """
    statement = window.shop().pages.get("privacy")
    outbox.send(
        kind,
        letters.Registered(
            who=who, address=address, rev=rev, public=keys.as_text(bytes(account.public)),
            statement=statement.version[:40] if statement else "", **_letter(account),
        ),
    )  # fmt: skip


def _letter(account: Account) -> dict[str, Any]:
    at = datetime.now(UTC).replace(microsecond=0)
    language = (get_language() or "nl")[:2]
    return {"uid": uuid4(), "language": language, "at": at, "account": account.uid}


def _secrets(uid: UUID, seed: bytes, password: str) -> dict[str, bytes]:
    salt = os.urandom(keys.SALT_BYTES)
    found = keys.password_keys(password, salt=salt, uid=uid)
    return {
        "salt": salt,
        "verifier": found.stored,
        "public": keys.public_key(seed),
        "wrapped_seed": keys.wrap_seed(found, seed, uid),
    }


def _with(who: Person, email: str) -> Person:
    return Person(
        company=who.company, first_name=who.first_name, surname_prefix=who.surname_prefix,
        surname=who.surname, email=email,
    )  # fmt: skip


def _reset(token: str) -> PasswordReset | None:
    rows = PasswordReset.objects.select_related("account").filter(
        token_hash=_hash(token), until__gte=int(time.time()), account__isnull=False
    )
    return rows.first()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
