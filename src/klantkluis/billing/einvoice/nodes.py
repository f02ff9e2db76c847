"""XML as values: a node that has nothing to say is not there, so no element is ever empty.

Empty elements break PEPPOL-EN16931-R008 and SI-UBL-2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from lxml import etree

from klantkluis.billing.einvoice.refusals import EInvoiceRefused
from klantkluis.core.money import from_cents, to_cents

type Namespaces = Mapping[str, str]
"""By prefix; the empty prefix is the namespace of names without one."""

_NOT_IN_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its prefixed name, its attributes, and its text or what is in it."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    children: tuple["Node", ...] = ()


def leaf(name: str, text: str, /, **attributes: str) -> Node | None:
    """Give an element with a text, or nothing where the text is empty.

    Attributes without a value are left out. Characters that XML cannot hold are dropped: a text
    that came in by copy and paste must not keep an invoice from being sent.
    """
    clean = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not clean:
        return None
    return Node(name, {key: value for key, value in attributes.items() if value}, clean)


def group(name: str, *children: Node | None) -> Node | None:
    """Give an element with others in it, or nothing where all of these are nothing."""
    there = tuple(child for child in children if child is not None)
    return Node(name, {}, children=there) if there else None


def day(name: str, on: date | None, /, **attributes: str) -> Node | None:
    """Give an element with a day as ISO 8601 writes it."""
    return leaf(name, on.isoformat() if on is not None else "", **attributes)


def number(name: str, value: Decimal | None, /, **attributes: str) -> Node | None:
    """Give an element with a price, quantity or rate, as short as it can be written."""
    return leaf(name, plain(value) if value is not None else "", **attributes)


def amount(name: str, value: Decimal | None, currency: str = "") -> Node | None:
    """Give an element with an amount in two decimals.

    Raises:
        EInvoiceRefused: the amount is finer, and rounding is not for whoever writes (BR-DEC-*).
    """
    if value is None:
        return None
    return leaf(name, two_decimals(value), currencyID=currency)


def two_decimals(value: Decimal) -> str:
    """Write an amount.

    Raises:
        EInvoiceRefused: it has more than two decimals.
    """
    cents = to_cents(value)
    if from_cents(cents) != value:
        raise EInvoiceRefused("An amount on an e-invoice has at most two decimals.")
    return f"{from_cents(cents):.2f}"


def plain(value: Decimal) -> str:
    """Write a number without exponent and without zeros that say nothing."""
    return f"{value.normalize():f}" if value else "0"


def written(root: Node, namespaces: Namespaces) -> bytes:
    """Write a document: the same nodes always give the same bytes."""
    names = _Names(namespaces)
    prefixes: Any = {prefix or None: namespace for prefix, namespace in namespaces.items()}
    top = etree.Element(names[root.name], nsmap=prefixes)
    _fill(top, root, names)
    return bytes(etree.tostring(top, xml_declaration=True, encoding="UTF-8"))


class _Names(dict[str, str]):
    """From prefixed names to names with their namespace, worked out once for each."""

    def __init__(self, namespaces: Namespaces) -> None:
        super().__init__()
        self._namespaces = namespaces

    def __missing__(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        full = f"{{{self._namespaces[prefix]}}}{local}"
        self[name] = full
        return full


def _fill(element: etree._Element, node: Node, names: _Names) -> None:
    for key, value in node.attributes.items():
        element.set(key, value)
    if node.text:
        element.text = node.text
    for child in node.children:
        _fill(etree.SubElement(element, names[child.name]), child, names)
