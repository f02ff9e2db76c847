"""Profiles that the office sealed, and accounts that it lets forget."""

import hashlib
from collections.abc import Iterator
from uuid import UUID

from klantkluis.messages.wire import Profiles
from klantkluis.site.account.pick_ups import let_packages_go
from klantkluis.site.leaving import want_anew
from klantkluis.site.models import Account, LogIn, PasswordReset


def let_go(now: int) -> None:
    """Delete log-ins that ended, and links for a new password and packages that are too old.

    The office calls by every minute, so nothing of these stays longer than was declared.
    """
    LogIn.objects.filter(until__lt=now).delete()
    PasswordReset.objects.filter(until__lt=now).delete()
    let_packages_go(now)


def take_profiles(question: Profiles) -> Iterator[UUID]:
    """Keep profiles for accounts that have that key and nothing newer; give the others.

    Accounts that are to be forgotten go with their log-ins; one that is not there is forgotten.
    """
    if Account.objects.filter(uid__in=question.forgotten).delete()[0]:
        want_anew()
    for profile in question.profiles:
        account = Account.objects.filter(uid=profile.account).first()
        if account is None or hashlib.sha256(bytes(account.public)).digest() != profile.for_key:
            yield profile.account
            continue
        kept = Account.objects.filter(
            uid=account.uid, public=account.public, profile_rev__lte=profile.rev
        ).update(profile=profile.sealed, profile_rev=profile.rev)
        if not kept:
            yield profile.account
