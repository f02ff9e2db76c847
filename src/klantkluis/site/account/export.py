"""What the site holds of an account, for its owner to take along."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from klantkluis.core.days import first_of_month
from klantkluis.site.account.pick_ups import waiting_for
from klantkluis.site.account.session import Me
from klantkluis.site.account.unused import months_kept
from klantkluis.site.models import LogIn


def kept_in_words() -> str:
    """Say how long an account is kept, for who reads the file with a program."""
    months = months_kept()
    until = f"until {months} months after the month in which it was last used"
    return until if months else "until nobody has used it for as long as our statement says"


def as_json(mine: Me) -> dict[str, Any]:
    """Give everything in words; what is sealed is opened, keys are left out.

    `profile` is null while the office has not sealed it to a new key yet.
    """
    profile = mine.profile()
    ends = LogIn.objects.filter(account=mine.account).order_by("until")
    return {
        "format": "klantkluis-account/1",
        "made_at": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "account": str(mine.uid),
        "profile": msgspec.to_builtins(profile) if profile else None,
        "profile_revision": mine.account.profile_rev,
        "e_mail_address": "kept as a keyed digest only",
        "logged_in_until": [
            datetime.fromtimestamp(until, UTC).isoformat()
            for until in ends.values_list("until", flat=True)
        ],
        "packages_to_pick_up": [
            {"bytes": each.size, "kept_until": each.until.isoformat()}
            for each in waiting_for(mine.account)
        ],
        "purpose": "to order without typing name and address again (GDPR art. 6(1)(b))",
        "last_used": first_of_month(mine.account.used_month).strftime("%Y-%m"),
        "kept": kept_in_words(),
    }
