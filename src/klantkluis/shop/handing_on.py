"""Post from the shop that somebody else answers: handed on once, and then handled here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from klantkluis.foundation.actors import Actor
from klantkluis.shop.intake.reading import ADDRESS
from klantkluis.shop.models import ShopPost, SiteAccount
from klantkluis.shop.stored import SHOP_POST
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import SubjectErased

_Kind = ShopPost.Kind
HANDED_ON: Final = (_Kind.ACCESS, _Kind.CORRECTION, _Kind.DELETION, _Kind.COMPLAINT)
"""What is a request or complaint about rights, and has a clock (GDPR art. 12(3))."""


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A letter as who answers it wants it. `logged_in`: it came from the customer's own account."""

    id: int
    uid: UUID
    kind: str
    customer_uid: UUID | None
    language: str
    received_at: datetime
    logged_in: bool
    fields: Mapping[str, Any] = field(repr=False)

    @property
    def address(self) -> Mapping[str, Any]:
        """The parts of an address that the letter gave."""
        return {name: self.fields[name] for name in ADDRESS if self.fields.get(name)}


def post_to_hand_on(*, limit: int) -> list[int]:
    """Give the letters that wait to be handed on, the oldest first."""
    kinds = [kind.value for kind in HANDED_ON]
    rows = ShopPost.objects.filter(handled_at=None, kind__in=kinds).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def hand_on(*, post_id: int, actor: Actor, now: datetime) -> HandedOn | None:
    """Open a letter and note it as handled, inside the act that takes it over.

    None when it was handled meanwhile, is of another kind, or its writer was forgotten.

    Raises:
        VaultLocked: the vault is not open.
    """
    waiting = ShopPost.objects.select_for_update(of=("self",)).select_related("customer")
    kinds = [kind.value for kind in HANDED_ON]
    row = waiting.filter(pk=post_id, handled_at=None, kind__in=kinds).first()
    if row is None:
        return None
    ShopPost.objects.filter(pk=row.pk).update(handled_at=now, staff_id=actor.staff_id)
    try:
        fields = SHOP_POST.open_one(actor.vault, Purpose.FILE, row)
    except SubjectErased:  # whoever wrote it was forgotten meanwhile, and the letter with them
        return None
    return HandedOn(
        id=row.pk,
        uid=row.uid,
        kind=row.kind,
        customer_uid=row.customer.uid if row.customer else None,
        language=row.language,
        received_at=row.received_at,
        logged_in=_is_of(fields.get("account"), row.customer_id),
        fields=fields,
    )


def _is_of(account: str | None, customer_id: int | None) -> bool:
    """Tell whether an account is of the customer with whom a letter lies."""
    if not account or customer_id is None:
        return False
    theirs = SiteAccount.objects.filter(uid=UUID(hex=account), closed_at=None)
    row = theirs.select_related("customer").first()
    return row is not None and customer_id in {row.customer_id, row.customer.merged_into_id}
