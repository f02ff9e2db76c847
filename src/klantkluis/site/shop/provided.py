"""Which payment providers this site is set up for."""

import os
from functools import lru_cache

from klantkluis.site.shop.mollie import Mollie
from klantkluis.site.shop.providers import PaymentProvider


def provider(name: str) -> PaymentProvider | None:
    """Give a provider by name; None when the site has no key for it.

    KLANTKLUIS_SITE_MOLLIE_KEY is the key of Mollie, KLANTKLUIS_SITE_MOLLIE_URL where it is asked
    when that is elsewhere than usual.
    """
    key = os.environ.get("KLANTKLUIS_SITE_MOLLIE_KEY", "")
    if name != "mollie" or not key:
        return None
    return _mollie(key, os.environ.get("KLANTKLUIS_SITE_MOLLIE_URL", ""))


@lru_cache(maxsize=4)
def _mollie(key: str, url: str) -> PaymentProvider:
    """Make it once for each key."""
    return Mollie(key, url)
