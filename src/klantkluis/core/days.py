"""Arithmetic of days and moments."""

from datetime import datetime


def years_before(moment: datetime, years: int) -> datetime:
    """Give the same moment so many years earlier; of 29 February, if need be, the 28th."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)
