"""What the pages about products, orders and deliveries are tried with."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpResponse

LINE = {
    "kind": "product", "product": "", "text": "", "quantity": "", "unit_price": "",
    "discount_bp": "", "vat_category": "",
}  # fmt: skip


def order_data(*lines: Mapping[str, str], **head: Any) -> dict[str, str]:
    """Give what a browser sends of the page on which an order is typed."""
    data = {
        "lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": "0",
        "order-ordered_on": "2026-11-20", "order-basis": "gross", "order-deliver_to": "own",
        "order-uid": str(uuid4()),
    }  # fmt: skip
    for index, line in enumerate(lines):
        data |= {f"lines-{index}-{name}": value for name, value in {**LINE, **line}.items()}
    return data | {name: str(value) for name, value in head.items()}


def text_of(answer: HttpResponse) -> str:
    """Give what a person reads of a page, in one line."""
    words = re.sub(r"<(script|style|template)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", words).replace("&nbsp;", " ").split())


def value_of(answer: HttpResponse, name: str) -> str:
    """Give what stands in a field of the page."""
    page = answer.content.decode()
    field = re.search(rf'<(input|textarea)[^>]*name="{re.escape(name)}"[^>]*>([^<]*)', page)
    assert field is not None, f"{name} is not on the page"
    if field[1] == "textarea":
        return field[2].strip()
    value = re.search(r'\bvalue="([^"]*)"', field[0])
    return value[1] if value else ""
