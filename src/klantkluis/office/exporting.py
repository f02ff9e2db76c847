"""Lists as files: what was picked, or all that the list shows, for a spreadsheet.

With numbers of customers always and with their names while the vault is open, as on the screen.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import batched

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.queries import customer_rows
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.pages import CHUNK
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.downloads import table_file
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.client import LockedVault
from klantkluis.vault.refusals import LimitReached


class TooManyNames(Refusal):
    """The vault does not show the names of so many customers one after another."""


def picked(request: OfficeRequest, most: int | None = None) -> list[int]:
    """Give the ids of the rows that were picked on a list."""
    sent = request.POST if request.method == "POST" else request.GET
    ids = [int(pk) for pk in sent.getlist("pick") if pk.isdecimal() and len(pk) < 19]
    return ids[:most]


def list_file(
    request: OfficeRequest, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """Stream rows as the kind of file that was asked for; `title` must not name a person."""
    sent = request.POST if request.method == "POST" else request.GET
    kind = "csv" if sent.get("file") == "csv" else "xlsx"
    return table_file(kind, header, rows, title=title, day=timezone.localdate())


def amount_heads() -> list[str]:
    """Give the heads of the columns without VAT, VAT and with VAT."""
    return [_("Excluding VAT"), _("VAT"), _("Including VAT")]


class Named:
    """The customers in a file, read before its first row leaves.

    A refusal of the vault half-way would leave somebody with half a file that looks whole.
    """

    def __init__(self, customer_ids: Collection[int], actor: Actor) -> None:
        """Read numbers and names.

        Raises:
            TooManyNames: these are more customers than may be seen in a short time.
        """
        self._with_names = actor.vault.is_open
        self._known: dict[int, tuple[int, str]] = {}
        for part in batched(customer_ids, CHUNK, strict=False):
            self._known |= _read(part, actor)

    @property
    def header(self) -> list[str]:
        """The heads of the columns."""
        return [_("Customer number"), *([_("Customer")] if self._with_names else [])]

    def cells(self, customer_id: int) -> list[Cell]:
        """Give the cells of one customer; somebody who came later is there by number."""
        if customer_id not in self._known:
            row = customer_rows(vault=LockedVault(), ids=[customer_id])[customer_id]
            self._known[customer_id] = (row.number, "")
        number, name = self._known[customer_id]
        return [number, *([name] if self._with_names else [])]


def _read(ids: Collection[int], actor: Actor) -> dict[int, tuple[int, str]]:
    try:
        rows = customer_rows(vault=actor.vault, ids=ids)
    except LimitReached as refusal:
        raise TooManyNames(
            _(
                "This list names more customers than the vault shows in a short time, so no file "
                "was made. Narrow the list, to a month for instance, or lock the vault: then the "
                "file has the customer numbers only."
            )
        ) from refusal
    return {row.id: (row.number, row.name) for row in rows.values()}
