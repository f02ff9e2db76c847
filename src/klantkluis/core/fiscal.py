"""Book years, and the names of the keys under which a year's documents lie."""

from datetime import date


def book_year(day: date) -> int:
    """Give the book year of a day. Klantkluis keeps calendar years."""
    return day.year


def seven_year_class(day: date) -> str:
    """Name the class key of the basic administration of a book year (AWR art. 52(4))."""
    return f"F7-{book_year(day)}"
