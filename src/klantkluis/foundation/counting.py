"""Counting several things in one question."""

from typing import Any

from django.db.models import CharField, Count, QuerySet, Value


def counted(**asked: QuerySet[Any]) -> dict[str, int]:
    """Count each of these querysets, all of them in one question to the database.

    The first screen counts dozens of things; each trip to the database for one of them costs
    more than the counting.
    """
    parts = [
        rows.order_by()
        .annotate(counted_as=Value(name, output_field=CharField()))
        .values("counted_as")
        .annotate(counted=Count("pk"))
        .values_list("counted_as", "counted")
        for name, rows in asked.items()
    ]
    found = dict(parts[0].union(*parts[1:], all=True))
    return {name: found.get(name, 0) for name in asked}
