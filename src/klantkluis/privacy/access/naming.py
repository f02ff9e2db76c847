"""The stable English names of a package: kinds, columns and files. They are part of its format."""

import re
from typing import Final

from klantkluis.foundation.records import PersonalRecord

FORMAT: Final = "klantkluis-access/1"
_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")


def kind_of(record: PersonalRecord) -> str:
    """Name a kind of record: `billing.InvoicePaper` is `invoice_paper`."""
    return _CAPITAL.sub("_", record.model.partition(".")[2]).lower()


def column_of(path: str) -> str:
    """Name a column by the end of its path: `version__quote__number` is `quote_number`."""
    *_, before, last = ("", *path.split("__"))
    return last if not before or last.startswith(before) else f"{before}_{last}"
