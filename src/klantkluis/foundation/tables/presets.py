"""Which column of a file becomes which field: presets for known systems, guesses for others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from klantkluis.foundation.tables.header import fold


@dataclass(frozen=True, slots=True)
class Preset:
    """What we know of the file of one system.

    `needs` are the columns that tell the file apart, `columns` say which column becomes which
    target, the first filled one winning where several have the same target. Names of columns are
    folded (`header.fold`); one that ends in `*` stands for all that start so. `source` is the
    space in which the file's own numbers are unique.
    """

    name: str
    source: str
    needs: frozenset[str]
    columns: tuple[tuple[str, str], ...]
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of one file becomes which target; made by a preset, a guess or a human."""

    name: str
    source: str
    columns: tuple[tuple[str, str], ...]
    options: Mapping[str, str] = field(default_factory=dict)

    def targets(self) -> frozenset[str]:
        """Give all targets that some column feeds."""
        return frozenset(target for _column, target in self.columns)

    def column_of(self, target: str) -> str:
        """Give the first column that feeds a target, for messages; "" if none does."""
        return next((column for column, to in self.columns if to == target), "")


def preset(
    name: str, source: str, needs: str, columns: Mapping[str, str], **options: str
) -> Preset:
    """Declare a preset: `needs` are folded names divided by bars, `columns` target: names."""
    pairs = tuple(
        (column.strip(), target) for target, names in columns.items() for column in names.split("|")
    )
    return Preset(name, source, frozenset(n.strip() for n in needs.split("|")), pairs, options)


def _matching(header: Sequence[str], wanted: str) -> list[str]:
    if wanted.endswith("*"):
        return [name for name in header if fold(name).startswith(wanted[:-1])]
    return [name for name in header if fold(name) == wanted]


def apply(found: Preset, header: Sequence[str]) -> ColumnMapping:
    """Fit a preset to the header of one file."""
    columns: dict[str, str] = {}
    for wanted, target in found.columns:
        for name in _matching(header, wanted):
            columns.setdefault(name, target)
    return ColumnMapping(found.name, found.source, tuple(columns.items()), found.options)


def recognise(header: Sequence[str], presets: Iterable[Preset]) -> ColumnMapping | None:
    """Find the preset whose telling columns are all there; of several the most telling one."""
    names = {fold(name) for name in header}
    fitting = [p for p in presets if p.needs <= names]
    if not fitting:
        return None
    best = max(fitting, key=lambda p: (len(p.needs), len(apply(p, header).columns)))
    return apply(best, header)


def guess(header: Sequence[str], synonyms: Mapping[str, str]) -> ColumnMapping:
    """Map what can be mapped by usual names of columns (folded name to target)."""
    columns = tuple((name, synonyms[fold(name)]) for name in header if fold(name) in synonyms)
    return ColumnMapping("", "", columns)
