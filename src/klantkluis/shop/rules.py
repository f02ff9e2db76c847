"""Decisions about the shop, without a database."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from klantkluis.core.days import first_of_month, month_number

SILENT_AFTER: Final = timedelta(minutes=10)
"""When the site has not answered for so long, somebody is told."""
WITHOUT: Final = "without"
"""Under this name a proposed change lists the fields that are to be empty."""

NOTICE: Final = timedelta(days=30)
"""So long before an account ends that nobody uses its person is told."""
BILLS: Final = frozenset({"open_invoice", "draft_invoice", "credit"})
"""Claims that need no account: what is to be paid is paid without one."""


def unused_up_to(today: date, months: int) -> int:
    """Give the last month in which an account was used that is to be found today.

    Args:
        months: how long an account is kept after the month of its last use.
    """
    return month_number(today + NOTICE) - months - 1


def ends_on(used_month: int, months: int, today: date) -> date:
    """Give the day on which an account ends that was found today: after its term and the notice.

    The month of the last use counts to its end, so the term is never shorter than was promised.
    """
    return max(first_of_month(used_month + months + 1), today + NOTICE)


def proposed_fields(said: Mapping[str, Any]) -> dict[str, str]:
    """Give what each field is to say by a proposed change, those that are to be empty last."""
    filled = {name: str(text) for name, text in said.items() if name != WITHOUT}
    return filled | dict.fromkeys(said.get(WITHOUT, ()), "")
