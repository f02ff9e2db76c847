"""The files of other systems: which column is which field of a customer.

Facts about their formats, declared; the code that uses them is in `compose`. Targets are the
fields of a customer and the words explained there. Names of columns are folded (lower case, no
hints in brackets); several for one target are divided by bars, and the first filled one wins.
"""

from klantkluis.customers.importing.presets import bookkeeping, lists, shops
from klantkluis.foundation.tables.presets import Preset

PRESETS: tuple[Preset, ...] = (*shops.PRESETS, *bookkeeping.PRESETS, *lists.PRESETS)
