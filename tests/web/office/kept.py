"""Whoever was erased in part, and every page that could tell something of them all the same."""

import re
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

from klantkluis.billing.models import Invoice
from klantkluis.sales.models import Order

WORDS = (
    "Jansen", "Dorpsstraat", "1234 AB", "els@example.nl", "201234567", "Havenweg", "Timmer BV",
    "Belde over kleur", "krukje", "Bedankt!", "Te duur",
)  # fmt: skip
"""What the office knew of this person."""
LEAVES = re.compile(
    r"^/(mail/templates|privacy/register|privacy/retention|stock|products|imports|housekeeping"
    r"|company|welcome|account|colleagues|language|static|jobs|vault|log-out)/"
)
"""Pages about nobody, some of them with a customer who does not exist as an example."""


def pages_from(client: Client, *starts: str) -> Iterator[tuple[str, Any]]:
    """Follow the links of the office, of each kind of page a few."""
    todo, seen, kinds = list(starts), set(starts), dict[str, int]()
    while todo:
        url = todo.pop()
        answer = client.get(url)
        if answer.status_code >= 400:
            continue
        if answer.status_code in {301, 302}:
            links = [answer.url]
        else:
            yield url, answer
            links = links_in(answer)
        for link in links:
            kind = re.sub(r"[0-9a-f-]{36}|\d+", "N", link.partition("?")[0])
            if link not in seen and not LEAVES.search(link) and kinds.get(kind, 0) < 3:
                seen.add(link)
                kinds[kind] = kinds.get(kind, 0) + 1
                todo.append(link)


def links_in(answer: Any) -> list[str]:
    if answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return []
    found = re.findall(r'(?:href|hx-get)="(/[^"#]*)', answer.content.decode())
    return [each.replace("&amp;", "&") for each in found]


def told(client: Client, customer_id: int, least: int = 30) -> dict[str, list[str]]:
    """Give the pages that tell something of the person, with what they tell.

    Args:
        least: so many pages are looked at, or nothing was looked at really.
    """
    starts = ["/", reverse("customers:customer", args=[customer_id])]
    starts += [reverse("billing:invoice", args=[each.pk]) for each in Invoice.objects.all()]
    starts += [reverse("sales:order", args=[each.pk]) for each in Order.objects.all()]
    found, looked = {}, 0
    for url, answer in pages_from(client, *starts):
        looked += 1
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = [word for word in WORDS if word in body.decode(errors="replace")]
        if answer["Content-Type"] == "application/pdf":
            said.append("a paper")
        if said:
            found[url] = said
    assert looked > least
    return found
