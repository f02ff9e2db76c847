"""Bringing products in from a previewed file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched

from django.utils.translation import ngettext

from klantkluis.catalogue.commands import MAY, ProductFields, add_products, change_products
from klantkluis.catalogue.importing.compose import Draft
from klantkluis.catalogue.importing.preview import ImportRow, Preview, Status
from klantkluis.catalogue.models import Product
from klantkluis.catalogue.queries import ProductRow, product_rows
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.tables.expecting import Expected, Progress, silence

BATCH = 500


class RowsWrong(Refusal):
    """Rows have errors, and it was asked to import all or nothing."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, in numbers of rows. `differing` are known products left as they are."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    differing: int = 0
    wrong: int = 0
    passed_over: int = 0

    def plus(self, other: "Imported") -> "Imported":
        """Add up two parts of an import."""
        return Imported(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.differing + other.differing,
            self.wrong + other.wrong,
            self.passed_over + other.passed_over,
        )


def import_products(
    *,
    preview: Preview,
    actor: Actor,
    today: date,
    good_rows_only: bool = False,
    change_known: bool = False,
    progress: Progress = silence,
) -> Imported:
    """Bring the products of a file in; the same file again makes no doubles.

    All rows or none, in one transaction; or, with `good_rows_only`, the rows without errors, a
    batch at a time. A product is known by its article number.

    Args:
        preview: what `importing.preview.preview` made of the file.
        actor: who imports.
        today: the day from which new prices hold.
        good_rows_only: leave rows with errors out instead of refusing the file.
        change_known: give known products the name, price and so on of the file; a new price is
            added to the history. Otherwise they stay as they are.
        progress: called with the rows done and the rows in all.

    Raises:
        RowsWrong: a row has an error and `good_rows_only` was not asked; nothing was imported.
        NotAllowed: the actor may not change products.
    """
    wrong = preview.count(Status.WRONG)
    if wrong and not good_rows_only:
        raise _rows_wrong(wrong)
    rows = [row for row in preview.rows if row.status is Status.GOOD]
    actor = Actor(actor.staff_id, actor.roles, Channel.IMPORT, actor.vault)
    said = Imported(wrong=wrong, passed_over=preview.count(Status.PASSED_OVER))
    done = 0
    for part in batched(rows, BATCH if good_rows_only else max(len(rows), 1), strict=False):
        done += len(part)
        said = said.plus(
            import_batch(rows=part, change_known=change_known, actor=actor, today=today)
        )
        progress(done, len(rows))
    return said


def _rows_wrong(count: int) -> RowsWrong:
    said = ngettext(
        "%(count)s row has an error, so nothing was imported. Mend the file, or import "
        "only the good rows.",
        "%(count)s rows have errors, so nothing was imported. Mend the file, or import "
        "only the good rows.",
        count,
    )
    return RowsWrong(said % {"count": count})


@command("product.imported", *MAY)
def import_batch(
    *, rows: Sequence[ImportRow], change_known: bool, actor: Actor, today: date
) -> Imported:
    """Bring some rows in, in one act: new ones in bulk, known ones changed if that was asked."""
    fields = {row.product.sku: _fields(row.product) for row in rows}
    known = _known(fields, today)
    new = [each for sku, each in fields.items() if sku not in known]
    if new:
        add_products(products=new, actor=actor, today=today)
    changed = {
        row.id: _kept(fields[sku], row) for sku, row in known.items() if _differs(row, fields[sku])
    }
    if change_known and changed:
        change_products(products=changed, actor=actor, today=today)
    return Imported(
        added=len(new),
        changed=len(changed) if change_known else 0,
        differing=0 if change_known else len(changed),
        unchanged=len(known) - len(changed),
    )


def _known(skus: Collection[str], today: date) -> dict[str, ProductRow]:
    """Give the products with these article numbers, a portion at a time: a file may be long."""
    found: dict[str, ProductRow] = {}
    for part in batched(skus, BATCH, strict=False):
        ids = list(Product.objects.filter(sku__in=part).values_list("id", flat=True))
        found |= {row.sku: row for row in product_rows(ids=ids, today=today)}
    return found


def expected(*, rows: Sequence[ImportRow], today: date) -> list[Expected]:
    """Tell for each good row whether its product is new, or known and different."""
    fields = [_fields(row.product) for row in rows]
    known = _known([each.sku for each in fields], today)
    return [
        Expected.NEW
        if each.sku not in known
        else Expected.CHANGED
        if _differs(known[each.sku], each)
        else Expected.SAME
        for each in fields
    ]


def _fields(product: Draft) -> ProductFields:
    assert product.price.amount is not None, "a good row has a price"
    return ProductFields(
        sku=product.sku,
        name_nl=product.name_nl,
        name_en=product.name_en,
        unit=product.unit,
        vat_category=product.vat_category,
        unit_price=product.price.amount,
        basis=product.basis,
        barcode=product.barcode,
        active=product.active,
    )


def _kept(theirs: ProductFields, ours: ProductRow) -> ProductFields:
    """Take theirs, but keep what the file does not have: English name, barcode, kind of supply."""
    return ProductFields(
        sku=theirs.sku,
        name_nl=theirs.name_nl,
        name_en=theirs.name_en or ours.name_en,
        unit=theirs.unit,
        vat_category=theirs.vat_category,
        unit_price=theirs.unit_price,
        basis=theirs.basis,
        barcode=theirs.barcode or ours.barcode,
        active=theirs.active,
        supply=ours.supply,
    )


def _differs(ours: ProductRow, theirs: ProductFields) -> bool:
    kept = _kept(theirs, ours)
    return (
        ours.name_nl, ours.name_en, ours.unit, ours.vat_category, ours.barcode, ours.active,
        ours.unit_price, ours.basis,
    ) != (
        kept.name_nl, kept.name_en, kept.unit, kept.vat_category, kept.barcode, kept.active,
        kept.unit_price, kept.basis,
    )  # fmt: skip
