"""An order of our own each hour, placed as any visitor does: does it arrive?

It goes to an address in a domain that nobody can have (RFC 6761), so no mail goes out, and it is
paid by transfer, so no money moves. Its uid is on our disk before it is ordered: whatever happens,
it never becomes an order of somebody.
"""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID

from lxml import html

from klantkluis.foundation.inserting import insert
from klantkluis.messages.published import ThingKind
from klantkluis.shop.linking.bringing import publications
from klantkluis.shop.models import Decoy, SiteLink
from klantkluis.shop.transport import Line, Reply

EACH: Final = timedelta(hours=1)
MOST_TRIES: Final = 5
_MOST_PAGE: Final = 2 * 1024 * 1024
_MOST_STEPS: Final = 6
AFTERWARDS: Final = ("transfer", "invoice")
SAID: Final[Mapping[str, str]] = {
    "who": "consumer",
    "first_name": "Ada",
    "surname": "Proef",
    "email": "proef@klantkluis.example",
    "country": "NL",
    "postcode": "1234 AB",
    "house_number": "1",
    "street": "Proefweg",
    "town": "Proefdorp",
}
"""What the visitor fills in, by the names of the fields."""


class NoDecoy(Exception):  # noqa: N818 - named as the fact that it tells
    """The order could not be placed; `step` says where it stopped."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


@dataclass(slots=True)
class Visitor:
    """Somebody with a browser: cookies, forms as they stand on the page, and redirects."""

    line: Line
    base: str
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = "/"

    def open(self, path: str) -> "html.HtmlElement":
        """Go to a page."""
        return self._go("GET", path, b"", {})

    def send(self, action: str, fields: Sequence[tuple[str, str]]) -> "html.HtmlElement":
        """Send a form, and go where it leads."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._go("POST", action, urlencode(fields).encode(), kind)

    def _go(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> "html.HtmlElement":
        for _ in range(_MOST_STEPS):
            reply = self._ask(method, path, body, headers)
            self.at = path
            where = reply.headers.get("location")
            if reply.status not in {301, 302, 303} or not where:
                break
            # Only ever on the same site.
            method, path, body, headers = "GET", _path_of(urljoin(self.base + path, where)), b"", {}
        if reply.status != HTTPStatus.OK:
            raise NoDecoy(f"status {reply.status}")
        return html.document_fromstring(reply.body or b"<html></html>")

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        said = {"Accept": "text/html", "Referer": self.base + self.at, **headers}
        if method == "POST":
            said["Origin"] = self.base
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        reply = self.line.send(method, path, body, said, most=_MOST_PAGE)
        for each in reply.cookies:
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return reply


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def is_due(now: datetime) -> bool:
    """Tell whether an hour has passed since the last one, and the shop is open to visitors."""
    link = SiteLink.objects.filter(pk=1, broken="", problem="", key_id__gt=0).first()
    if link is None:
        return False
    last = Decoy.objects.order_by("-pk").values_list("placed_at", flat=True).first()
    return last is None or now - last >= EACH


def place_decoy(*, now: datetime, today: date) -> UUID | None:
    """Place an order of our own on the site; None while it shows nothing that can be ordered.

    Raises:
        NoDecoy: the pages of the shop do not lead to an order.
        SiteAway: the site gave no usable answer.
    """
    link = SiteLink.objects.get(pk=1)
    skus = list(publications(today).desired_digests().get(ThingKind.PRODUCT, {}))[:MOST_TRIES]
    pin = bytes(link.certificate) if link.certificate is not None else None
    with Line(link.url, pin=pin) as line:
        visitor = Visitor(line, link.url)
        for sku in skus:
            visitor.send("/cart/add/", [("sku", sku), ("quantity", "1")])
            page = visitor.open("/checkout/")
            if _form(page, "email") is not None:
                return _order(visitor, page, now)
    return None


def _order(visitor: Visitor, page: "html.HtmlElement", now: datetime) -> UUID:
    details = _form(page, "email")
    assert details is not None, "the page was looked at"
    review = visitor.send(_action(details, "/checkout/"), _filled(details))
    last = _form(review, "seen")
    if last is None:
        raise NoDecoy("details")
    fields = [(name, value) for name, value in last.form_values() if name != "step"]
    uid = _uid_in(dict(fields)["seen"])
    insert(Decoy(uid=uid, placed_at=now))
    visitor.send(_action(last, "/checkout/order/"), fields)
    return uid


def _form(page: "html.HtmlElement", name: str) -> Any:
    """Give the form of a page that has a field of this name, or None."""
    return next((form for form in page.forms if name in form.fields), None)


def _action(form: Any, usual: str) -> str:
    return _path_of(str(form.get("action") or usual))


def _filled(form: Any) -> list[tuple[str, str]]:
    """Fill a form in by the names of its fields; hidden ones stay, choices take what there is."""
    for name, value in SAID.items():
        if name in form.fields:
            form.fields[name] = value
    for name, wanted in (("shipping", ()), ("payment", AFTERWARDS)):
        if name in form.fields:
            _choose(form, name, wanted)
    return [(name, value) for name, value in form.form_values() if name != "step"]


def _choose(form: Any, name: str, wanted: Sequence[str]) -> None:
    """Take one of the choices that there are, the wanted first; a field that is set stays."""
    marked = form.xpath(".//input[@name=$name] | .//select[@name=$name]/option", name=name)
    there = [str(each.get("value")) for each in marked if each.get("value")]
    found = [each for each in wanted if each in there] or there
    if not found:
        raise NoDecoy(name)
    form.fields[name] = found[0]


def _uid_in(signed: str) -> UUID:
    """Read the uid of the order to be from what the last screen has signed."""
    try:
        text = signed.partition(":")[0]
        packed = text.startswith(".")
        raw = base64.urlsafe_b64decode(text.lstrip(".") + "=" * (-len(text.lstrip(".")) % 4))
        said = json.loads(zlib.decompress(raw) if packed else raw)
        return UUID(said[0])
    except (ValueError, TypeError, IndexError, zlib.error):
        raise NoDecoy("token") from None
