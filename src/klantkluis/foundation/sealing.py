"""Between the rows of the database and the vault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.models import SealedModel
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.rows import Owner, PlainRow, SealedRow


class RowChanged(Refusal):
    """Somebody else changed the row since this person read it."""

    @classmethod
    def meanwhile(cls) -> "RowChanged":
        """Say so in one sentence."""
        return cls(_("Somebody else changed this in the meantime. Look at both versions first."))


@dataclass(frozen=True, slots=True)
class Stored:
    """Where one kind of sealed row lives, and under whose key: the table's name in the seal."""

    table: str
    owner_field: str

    def owner(self, row: SealedModel) -> Owner:
        """Give the subject's uid, or the name of the class key."""
        value: Any = row
        for part in self.owner_field.split("__"):
            value = getattr(value, part)
        assert isinstance(value, UUID | str)
        return value

    def plain(self, row: SealedModel, fields: Mapping[str, Any]) -> PlainRow:
        """Pair a row with the fields that are to be sealed in it."""
        return PlainRow(
            table=self.table,
            uid=row.uid,
            owner=self.owner(row),
            rev=row.rev,
            schema=row.schema,
            fields=fields,
        )

    def plain_under(self, row: SealedModel, owner: Owner, fields: Mapping[str, Any]) -> PlainRow:
        """Pair a row with its fields when its owner is at hand; see `plain`."""
        return PlainRow(
            table=self.table, uid=row.uid, owner=owner, rev=row.rev, schema=row.schema,
            fields=fields,
        )  # fmt: skip

    def sealed(self, row: SealedModel) -> SealedRow:
        """Give a row as the vault wants it for opening."""
        return SealedRow(
            table=self.table,
            uid=row.uid,
            owner=self.owner(row),
            rev=row.rev,
            schema=row.schema,
            sealed=bytes(row.sealed),
        )

    def seal_new(
        self, vault: VaultSession, rows: Sequence[tuple[SealedModel, Mapping[str, Any]]]
    ) -> list[tuple[UUID, ...]]:
        """Seal new rows, all in one call; give the look-alikes of each.

        The rows still have to be saved.
        """
        results = vault.seal([self.plain(row, fields) for row, fields in rows])
        for (row, _fields), result in zip(rows, results, strict=True):
            row.sealed = result.sealed
        return [result.duplicates for result in results]

    def replace(
        self, vault: VaultSession, row: SealedModel, fields: Mapping[str, Any], *, rev: int
    ) -> None:
        """Seal new contents over a row that was read at revision `rev`, and save it.

        Raises:
            RowChanged: the row is no longer at that revision; nothing was changed.
        """
        row.rev = rev + 1
        (result,) = vault.seal([self.plain(row, fields)])
        changed = (
            type(row)
            ._default_manager.filter(pk=row.pk, rev=rev)
            .update(rev=row.rev, schema=row.schema, sealed=result.sealed)
        )
        if not changed:
            raise RowChanged.meanwhile()
        row.sealed = result.sealed

    def open_all(
        self,
        vault: VaultSession,
        purpose: Purpose,
        rows: Iterable[SealedModel],
        *,
        reason: str = "",
    ) -> list[dict[str, Any]]:
        """Open rows in one call, in their order, as far as the purpose allows."""
        return open_together(vault, purpose, [(self, row) for row in rows], reason=reason)

    def open_one(
        self, vault: VaultSession, purpose: Purpose, row: SealedModel, *, reason: str = ""
    ) -> dict[str, Any]:
        """Open one row, as far as the purpose allows."""
        (fields,) = self.open_all(vault, purpose, [row], reason=reason)
        return fields


def open_together(
    vault: VaultSession,
    purpose: Purpose,
    rows: Iterable[tuple[Stored, SealedModel]],
    *,
    reason: str = "",
) -> list[dict[str, Any]]:
    """Open rows of several kinds in one call, in their order; one look in the vault's log.

    A row whose words went with its person has no seal any more, and says nothing.
    """
    every = list(rows)
    listed = [stored.sealed(row) for stored, row in every if row.sealed]
    opened = iter(vault.open(purpose, listed, reason=reason) if listed else [])
    return [next(opened) if row.sealed else {} for _stored, row in every]


def column_names(model: type[models.Model]) -> tuple[str, ...]:
    """Give the names of all columns of a model: for the inventory of what is stored in clear."""
    return tuple(str(field.column) for field in model._meta.concrete_fields)
