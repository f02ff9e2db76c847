"""From where a request comes: the address, and a short name of the browser."""

import re

from django.conf import settings
from django.http import HttpRequest

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
LOOPBACK = re.compile(r"^(127\.|::1$|::ffff:127\.)")


def address(request: HttpRequest) -> str:
    """Give the address of the one who asks.

    Behind a reverse proxy on this machine (`KLANTKLUIS_BEHIND_PROXY=1`) it is the last address
    that the proxy added; anything before it was written by the visitor and proves nothing.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "")
    if settings.BEHIND_PROXY and LOOPBACK.match(direct):
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return str(forwarded).rsplit(",", 1)[-1].strip()[:45] or direct
    return direct[:45]


def is_loopback(request: HttpRequest) -> bool:
    """Tell whether the request comes from this very machine."""
    return bool(LOOPBACK.match(address(request)))


def browser(request: HttpRequest) -> str:
    """Give a short name of the browser and its system, e.g. `Firefox, Windows`."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    names = [
        next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in names if name)
