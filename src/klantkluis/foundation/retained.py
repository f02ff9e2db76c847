"""Which documents are still kept by their term, as the database itself reckons it."""

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

YEARS_KEPT = 7
"""Book years for which the basic administration is kept (AWR art. 52(4))."""


def first_year_kept() -> RawSQL:
    """Give the first book year of which every document still has to be there.

    The triggers that let documents go reckon the same way: see `triggers.kept_for_its_class`.
    """
    year = "CAST(SUBSTR(CAST(CURRENT_DATE AS TEXT), 1, 4) AS INTEGER)"
    return RawSQL(f"{year} - {YEARS_KEPT}", (), IntegerField())  # noqa: S611 - no value in it
