"""Customers and products as an import sees them: the same questions, asked of two rooms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any, Protocol

from klantkluis.catalogue.importing import commands as product_commands
from klantkluis.catalogue.importing import compose as product_compose
from klantkluis.catalogue.importing import preview as products
from klantkluis.catalogue.importing import price as prices
from klantkluis.catalogue.importing import sentences as product_sentences
from klantkluis.core.fields import checked
from klantkluis.core.names import display_name
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.importing import commands as customer_commands
from klantkluis.customers.importing import completing
from klantkluis.customers.importing import preview as customers
from klantkluis.customers.importing import sentences as customer_sentences
from klantkluis.customers.queries import ids_by_number
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.tables.expecting import Expected, Progress, silence
from klantkluis.foundation.tables.presets import ColumnMapping
from klantkluis.foundation.tables.table import Table
from klantkluis.office.imports.models import What

MOST_LOOKALIKES = 200
"""So many look-alikes are listed; all are counted."""
_BATCH = 500
_NOTHING = ColumnMapping("", "", ())


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows are to be read, besides which column is what.

    `basis` is "net" or "gross" or, for what the system usually does, "".
    """

    default_country: str = ""
    basis: str = ""
    vat_category: str = "standard"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for."""

    good_rows_only: bool = False
    complete_known: bool = False
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Done:
    """What an import did: numbers of rows, and look-alikes as [line, id, ids of the others]."""

    counts: dict[str, int]
    lookalikes: list[Any] = field(default_factory=list)


class Room(Protocol):
    """What an import asks of the room that the rows go to."""

    def recognise(self, table: Table) -> ColumnMapping:
        """Find which column is which field; FileRefused when it is a list of something else."""

    def preview(
        self, table: Table, mapping: ColumnMapping, how: Reading, progress: Progress = silence
    ) -> Any:
        """Work out what an import would do."""

    def expected(self, rows: Sequence[Any], actor: Actor, today: date) -> list[Expected]:
        """Compare good rows with what is here already."""

    def names(self, row: Any) -> tuple[str, str]:
        """Give what a person knows a row by, and what stands beside it."""

    def said(self, line: int, code: str, name: str, column: str, other_line: int) -> str:
        """Say a remark in a sentence."""

    def bring_in(
        self, found: Any, wishes: Wishes, actor: Actor, today: date, progress: Progress = silence
    ) -> Done:
        """Do it."""


class Customers:
    """The room of customers."""

    def recognise(self, table: Table) -> ColumnMapping:
        """Find which column is which field."""
        return customers.map_columns(table)

    def preview(
        self, table: Table, mapping: ColumnMapping, how: Reading, progress: Progress = silence
    ) -> customers.Preview:
        """Work out what an import would do."""
        return customers.preview(
            table, mapping, default_country=how.default_country, progress=progress
        )

    def expected(
        self,
        rows: Sequence[customers.ImportRow],
        actor: Actor,
        today: date,  # noqa: ARG002 - customers have no day
    ) -> list[Expected]:
        """Compare good rows with what is here already."""
        return completing.expected(rows=rows, vault=actor.vault)

    def names(self, row: customers.ImportRow) -> tuple[str, str]:
        """Give name and town."""
        return display_name(row.fields), row.fields.get("town", "")

    def said(self, line: int, code: str, name: str, column: str, other_line: int) -> str:
        """Say a remark in a sentence."""
        known: Any = customers.RowCode if code in set(customers.RowCode) else checked.Code
        remark = customers.Remark(line, known(code), name, column, other_line)
        return customer_sentences.sentence(remark)

    def bring_in(
        self,
        found: customers.Preview,
        wishes: Wishes,
        actor: Actor,
        today: date,
        progress: Progress = silence,
    ) -> Done:
        """Import the customers."""
        done = customer_commands.import_customers(
            preview=found,
            actor=actor,
            today=today,
            good_rows_only=wishes.good_rows_only,
            complete_known=wishes.complete_known,
            language=wishes.language,
            progress=progress,
        )
        names = ("added", "completed", "unchanged", "wrong", "passed_over")
        counts = {name: getattr(done, name) for name in names}
        counts["lookalikes"] = len(done.lookalikes)
        return Done(counts, _lookalikes(done.lookalikes[:MOST_LOOKALIKES]))


def _lookalikes(found: Sequence[customer_commands.Lookalike]) -> list[Any]:
    """Give line, id and the ids of the others: what a page needs to compare and to merge."""
    ids = ids_by_number({number for each in found for number in each.others})
    return [
        [each.line, each.customer_id, [ids[number] for number in each.others if number in ids]]
        for each in found
    ]


class Products:
    """The room of products."""

    def recognise(self, table: Table) -> ColumnMapping:
        """Find which column is which field."""
        return products.map_columns(table)

    def preview(
        self, table: Table, mapping: ColumnMapping, how: Reading, progress: Progress = silence
    ) -> products.Preview:
        """Work out what an import would do."""
        return products.preview(
            table,
            mapping,
            basis=PriceBasis(how.basis) if how.basis else None,
            vat_category=VatCategory(how.vat_category),
            progress=progress,
        )

    def expected(
        self,
        rows: Sequence[products.ImportRow],
        actor: Actor,  # noqa: ARG002 - products need no vault
        today: date,
    ) -> list[Expected]:
        """Compare good rows with what is here already."""
        return product_commands.expected(rows=rows, today=today)

    def names(self, row: products.ImportRow) -> tuple[str, str]:
        """Give name and article number."""
        return row.product.name_nl or row.product.name_en, row.product.sku

    def said(self, line: int, code: str, name: str, column: str, other_line: int) -> str:
        """Say a remark in a sentence."""
        known: Any = prices.PriceCode if code in set(prices.PriceCode) else product_compose.Code
        remark = products.Remark(line, known(code), name, column, other_line)
        return product_sentences.sentence(remark)

    def bring_in(
        self,
        found: products.Preview,
        wishes: Wishes,
        actor: Actor,
        today: date,
        progress: Progress = silence,
    ) -> Done:
        """Import the products."""
        done = product_commands.import_products(
            preview=found,
            actor=actor,
            today=today,
            good_rows_only=wishes.good_rows_only,
            change_known=wishes.complete_known,
            progress=progress,
        )
        names = ("added", "changed", "unchanged", "differing", "wrong", "passed_over")
        return Done({name: getattr(done, name) for name in names})


ROOMS: dict[str, Room] = {What.CUSTOMERS: Customers(), What.PRODUCTS: Products()}


def recognised(what: str, table: Table) -> tuple[ColumnMapping, str]:
    """Find which column is which field; with a sentence when a person has to say so.

    Raises:
        FileRefused: it is a list of something else than what it was handed in as.
    """
    try:
        return ROOMS[what].recognise(table), ""
    except (customers.NotCustomers, products.NotProducts) as refused:
        if refused.kind is not None:
            raise
        return _NOTHING, refused.sentence


def told_apart(
    what: str, rows: Sequence[Any], actor: Actor, today: date, progress: Progress = silence
) -> Iterator[tuple[Any, str]]:
    """Give each row of a preview with what becomes of it.

    That is new, same or changed for a good row, and wrong or passed_over for another.
    """
    done = 0
    for part in batched(rows, _BATCH, strict=False):
        good = [row for row in part if row.status == "good"]
        outcome = iter(ROOMS[what].expected(good, actor, today) if good else ())
        for row in part:
            yield row, next(outcome).value if row.status == "good" else row.status.value
        done += len(part)
        progress(done, len(rows))
