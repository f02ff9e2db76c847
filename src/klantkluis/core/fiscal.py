"""Book years, and the names of the keys under which a year's documents lie."""

from collections.abc import Iterable
from datetime import date

from klantkluis.core.vat import VatTreatment

SEVEN, TEN = "F7", "F10"


def book_year(day: date) -> int:
    """Give the book year of a day. Klantkluis keeps calendar years."""
    return day.year


def seven_year_class(day: date) -> str:
    """Name the class key of the basic administration of a book year (AWR art. 52(4))."""
    return f"{SEVEN}-{book_year(day)}"


def ten_year_class(day: date) -> str:
    """Name the class key of what is kept for the one-stop shop (Directive 2006/112/EC, 369k)."""
    return f"{TEN}-{book_year(day)}"


def document_class(day: date, treatments: Iterable[VatTreatment]) -> str:
    """Name the class key of a document by how what is on it was taxed.

    What is taxed where it arrives is declared in the one-stop shop, and kept for ten years after
    the year of the supply (Directive 2006/112/EC, art. 369k(2)); the rest for seven.
    """
    if VatTreatment.DESTINATION in set(treatments):
        return ten_year_class(day)
    return seven_year_class(day)


def corrected_class(day: date, corrected: str) -> str:
    """Name the class key of a document of a day that corrects one of another class.

    A correction explains what it corrects, and is kept as long.
    """
    return ten_year_class(day) if corrected.startswith(f"{TEN}-") else seven_year_class(day)
