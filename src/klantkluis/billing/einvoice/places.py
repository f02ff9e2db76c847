"""A place in an XML document that is read, and what can stand there."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from lxml import etree

from klantkluis.billing.einvoice.parties import Identifier
from klantkluis.billing.einvoice.refusals import EInvoiceRefused

# The lexical form of xs:decimal: no exponent, no infinity. The length keeps sums cheap.
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_COMPACT_DAY: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Place:
    """An element, with the prefixes that paths below it are written in."""

    element: etree._Element
    prefixes: Mapping[str, str]

    def at(self, path: str) -> "Place | None":
        """Give the first place on a path, or nothing."""
        found = self.element.find(path, self.prefixes)
        return None if found is None else Place(found, self.prefixes)

    def all(self, path: str) -> list["Place"]:
        """Give every place on a path, in the order of the document."""
        return [Place(found, self.prefixes) for found in self.element.findall(path, self.prefixes)]

    def text(self, path: str = ".") -> str:
        """Give the text at the first place on a path without blanks around it, or an empty one."""
        found = self.element.find(path, self.prefixes)
        return "" if found is None or found.text is None else found.text.strip()

    def attribute(self, name: str) -> str:
        """Give an attribute of this place, or an empty text."""
        return (self.element.get(name) or "").strip()

    def needed(self, path: str, term: str) -> str:
        """Give the text on a path.

        Raises:
            EInvoiceRefused: there is none.
        """
        text = self.text(path)
        if not text:
            raise EInvoiceRefused(f"The e-invoice does not say {term}.", field=term)
        return text

    def identifier(self, path: str) -> Identifier | None:
        """Give a number with its scheme, or nothing."""
        found = self.at(path)
        if found is None or not found.text():
            return None
        return Identifier(found.text(), found.attribute("schemeID"))

    def day(self, path: str, term: str) -> date | None:
        """Give a day, written with or without hyphens, or nothing.

        Raises:
            EInvoiceRefused: what stands there is no day.
        """
        text = self.text(path)
        if not text:
            return None
        match = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
        try:
            if match is not None:
                return date(*(int(part) for part in match.groups()))
        except ValueError:
            pass
        raise EInvoiceRefused(f"The e-invoice has no real day as {term}.", field=term)

    def needed_day(self, path: str, term: str) -> date:
        """Give a day that must be there.

        Raises:
            EInvoiceRefused: there is none.
        """
        found = self.day(path, term)
        if found is None:
            raise EInvoiceRefused(f"The e-invoice does not say {term}.", field=term)
        return found

    def number(self, path: str, term: str) -> Decimal | None:
        """Give an amount, price, quantity or rate, or nothing.

        Raises:
            EInvoiceRefused: what stands there is no number.
        """
        text = self.text(path)
        if not text:
            return None
        if _DECIMAL.fullmatch(text) is None:
            raise EInvoiceRefused(f"The e-invoice has no number as {term}.", field=term)
        return Decimal(text)

    def needed_number(self, path: str, term: str) -> Decimal:
        """Give a number that must be there.

        Raises:
            EInvoiceRefused: there is none.
        """
        found = self.number(path, term)
        if found is None:
            raise EInvoiceRefused(f"The e-invoice does not say {term}.", field=term)
        return found

    def content(self, path: str, term: str) -> bytes:
        """Give a file that is written in base 64, or nothing.

        Raises:
            EInvoiceRefused: what stands there is not base 64.
        """
        try:
            return base64.b64decode("".join(self.text(path).split()), validate=True)
        except binascii.Error:
            raise EInvoiceRefused(
                f"The file in the e-invoice is damaged ({term}).", field=term
            ) from None
