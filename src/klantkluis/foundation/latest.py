"""When the last of several facts about a row was."""

from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest


def latest(*facts: tuple[QuerySet[Any], str, str], or_else: str) -> Greatest:
    """Give the last day or moment of any of these facts, for `annotate`.

    Args:
        facts: rows, the path from them to the row that they are about, and their day or moment.
        or_else: the column that says it while none of them is there.
    """
    each = (
        rows.filter(**{about: OuterRef("pk")})
        .order_by()
        .values(about)
        .annotate(latest=Max(moment))
        .values("latest")
        for rows, about, moment in facts
    )
    return Greatest(F(or_else), *(Coalesce(Subquery(last), F(or_else)) for last in each))
