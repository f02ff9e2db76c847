"""Which documents are still kept by their term, as the database itself reckons it."""

from django.db.models import DateField, Func
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import ExtractYear

YEARS_KEPT = 7
"""Book years for which the basic administration is kept (AWR art. 52(4))."""


def first_year_kept() -> CombinedExpression:
    """Give the first book year of which every document still has to be there.

    The triggers that let documents go reckon the same way: see `triggers.kept_for_its_class`.
    """
    today = Func(template="CURRENT_DATE", output_field=DateField())
    return ExtractYear(today) - YEARS_KEPT
