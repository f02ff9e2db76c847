"""Codes as the columns of a model know them."""

from collections.abc import Iterable

from django.db.models import Q


def choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Give codes as choices of a column; what they are called is the business of pages."""
    return [(str(code), str(code)) for code in codes]


def one_of(column: str, codes: Iterable[str]) -> Q:
    """Give the condition that a column holds one of these codes."""
    return Q(**{f"{column}__in": [str(code) for code in codes]})
