"""What a quote or a return begins with when a letter from the shop asked for it."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.office.customers.forms import CustomerForm
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.draft import Begun
from klantkluis.sales.commands import ReturnReason
from klantkluis.sales.returns.queries import Returnable
from klantkluis.shop.queries import PostRow, post_card

NOTHING = Begun()


def _letter(request: OfficeRequest, kind: str) -> PostRow | None:
    """Give the letter that a page was opened from, for who may read it while the vault is open."""
    asked = request.GET.get("letter", "")
    if not asked.isdigit() or not request.actor.may(Role.SALES) or not request.actor.vault.is_open:
        return None
    letter = post_card(post_id=int(asked[:18]), vault=request.actor.vault)
    return letter if letter is not None and letter.kind == kind else None


def begun_quote(request: OfficeRequest) -> Begun:
    """Give lines and writer of a request for a quote."""
    letter = _letter(request, "quote")
    if letter is None:
        return NOTHING
    said = letter.fields
    lines = [
        {"kind": "product", "product": sku, "quantity": quantity}
        for sku, quantity in said.get("lines", ())
    ]
    writer = {name: said[name] for name in CustomerForm.base_fields if said.get(name)}
    return Begun(lines=lines, customer={**writer, "language": letter.language})


def begun_return(
    request: OfficeRequest, order_id: int, lines: Sequence[Returnable]
) -> dict[str, Any]:
    """Give what a return of a withdrawal begins with (BW 6:230o).

    Who names no goods withdraws from all of the order. Which goods somebody named in words, a
    person fills in.
    """
    letter = _letter(request, "withdrawal")
    if letter is None or letter.order_id != order_id:
        return {}
    goods = str(letter.fields.get("goods", ""))
    whole = {f"line_{line.delivery_line_id}": line.left for line in lines if not goods}
    return {
        "reason": ReturnReason.CHANGED_MIND.value,
        "announced_on": timezone.localdate(letter.received_at),
        "remarks": goods[:1000],
        **whole,
    }
