"""Lists as files: what was picked, or all that the list shows, for a spreadsheet.

With numbers of customers always and with their names while the vault is open, as on the screen.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import batched
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.blocking import blocked_among
from klantkluis.customers.queries import CustomerRow, customer_rows
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.pages import CHUNK
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.downloads import table_file
from klantkluis.office.requests import OfficeRequest
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
    """Stream rows about things as the kind of file that was asked for.

    What is about people goes through `handing_over.people_file`. `title` must not name a person.
    """
    return table_file(kind_of_file(request), header, rows, title=title, day=timezone.localdate())


def kind_of_file(request: OfficeRequest) -> str:
    """Give the kind of file that was asked for."""
    sent = request.POST if request.method == "POST" else request.GET
    return "csv" if sent.get("file") == "csv" else "xlsx"


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
        self.with_names = actor.vault.is_open
        self.uids: set[UUID] = set()
        self.left_out = 0
        self._known: dict[int, tuple[int | None, str]] = {}
        for part in batched(customer_ids, CHUNK, strict=False):
            self._take_in(part, actor)

    def _take_in(self, ids: Sequence[int], actor: Actor) -> None:
        """Read some; whose data may be kept and not used is named in no file (GDPR art. 18)."""
        blocked = blocked_among(ids, Use.EXPORT)
        for row in _read([pk for pk in ids if pk not in blocked], actor):
            self._known[row.id] = (row.number, row.name)
            self.uids.add(row.uid)
        self._known |= dict.fromkeys(blocked, (None, ""))
        self.left_out += len(blocked)

    @property
    def header(self) -> list[str]:
        """The heads of the columns."""
        return [_("Customer number"), *([_("Customer")] if self.with_names else [])]

    def cells(self, customer_id: int) -> list[Cell]:
        """Give the cells of one customer; who came after the names were read stays unnamed."""
        number, name = self._known.get(customer_id, (None, ""))
        return [number, *([name] if self.with_names else [])]


def _read(ids: Collection[int], actor: Actor) -> list[CustomerRow]:
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
    return list(rows.values())
