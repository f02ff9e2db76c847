"""Every check: of those that are run one after another, what is quick comes first."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from klantkluis.privacy.proofs import acts, columns, files, machine, sealed
from klantkluis.privacy.proofs.shapes import Check

CHECKS: Final[tuple[Check, ...]] = tuple(
    sorted(
        (*machine.CHECKS, *acts.CHECKS, *columns.CHECKS, *files.CHECKS, *sealed.CHECKS),
        key=lambda check: check.weight,
    )
)
BY_ID: Final[Mapping[str, Check]] = MappingProxyType({check.id: check for check in CHECKS})
