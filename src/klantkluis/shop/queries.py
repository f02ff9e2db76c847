"""Questions about the shop: the link, the post, and what asks for a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from klantkluis.customers.blocking import hidden_from
from klantkluis.customers.recognising import known_by_id, known_customers
from klantkluis.foundation.counting import counted
from klantkluis.foundation.mail.queries import arrived, begun
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.shop.intake.post import name_apart
from klantkluis.shop.models import (
    IntakeMessage,
    LookalikeFound,
    OnlinePaymentSeen,
    ProposedChange,
    ShopOrder,
    ShopPost,
)
from klantkluis.shop.rules import proposed_fields
from klantkluis.shop.stored import PROPOSED_CHANGE, SHOP_POST
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

MOST: Final = 50
MOST_ALIKE: Final = 8


@dataclass(frozen=True, slots=True)
class PostRow:
    """A letter in the post box. `fields` is empty while the vault is locked."""

    id: int
    kind: str
    customer_id: int | None
    order_id: int | None
    received_at: datetime
    due_on: date | None
    mailed: bool
    language: str
    handled_at: datetime | None
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)
    uid: UUID | None = None

    @property
    def of_themselves(self) -> Mapping[str, Any]:
        """What the letter says, with the name of its writer taken apart."""
        name = self.fields.get("name")
        return {**name_apart(str(name)), **self.fields} if name else self.fields

    @property
    def writer(self) -> str:
        """The name of who wrote, as they gave it."""
        names = ("first_name", "surname_prefix", "surname")
        person = " ".join(str(self.fields[name]) for name in names if self.fields.get(name))
        return str(self.fields.get("company") or person or self.fields.get("name") or "")


def post_rows(
    *, vault: VaultSession, handled: bool = False, below: int | None = None, limit: int = MOST
) -> list[PostRow]:
    """Give a page of the post, the newest first, with the names of who wrote while unlocked."""
    rows = ShopPost.objects.filter(handled_at__isnull=not handled).order_by("-id")
    if below is not None:
        rows = rows.filter(pk__lt=below)
    return _post(list(rows[:limit]), vault, Purpose.LIST)


def post_card(*, post_id: int, vault: VaultSession) -> PostRow | None:
    """Give one letter with all it says while unlocked, or None."""
    found = _post(list(ShopPost.objects.filter(pk=post_id)), vault, Purpose.CONTACT)
    return found[0] if found else None


def likely_writers(*, letter: PostRow, vault: VaultSession) -> list[int]:
    """Give the customers in use who look like the writer of a letter, at most a few."""
    if not vault.is_open or not letter.fields:
        return []
    telling = ("email", "phone", "company", "first_name", "surname", "postcode", "house_number")
    have = letter.of_themselves
    said = {name: str(have[name]) for name in telling if have.get(name)}
    (uids,) = vault.lookalikes([said])
    return sorted(each.id for each in known_customers(vault, uids[:MOST_ALIKE]).values())


def _post(rows: Sequence[ShopPost], vault: VaultSession, purpose: Purpose) -> list[PostRow]:
    opened: Sequence[Mapping[str, Any]] = [{} for _ in rows]
    if vault.is_open and rows:
        opened = SHOP_POST.open_all(vault, purpose, rows)
    return [
        PostRow(
            row.pk, row.kind, row.customer_id, row.order_id, row.received_at, row.due_on,
            row.mailed, row.language, row.handled_at, fields, row.uid,
        )
        for row, fields in zip(rows, opened, strict=True)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One field in which a customer says something else than we have."""

    name: str
    ours: str = field(repr=False)
    theirs: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """What a customer proposes; `sides` is empty while the vault is locked.

    `kept_only`: the data of this customer are kept and not used, and no reason to look was typed.
    """

    id: int
    customer_id: int
    proposed_at: datetime
    sides: tuple[Side, ...] = field(default=(), repr=False)
    kept_only: bool = False


@dataclass(frozen=True, slots=True)
class Doubts:
    """What asks for a person: at most so many of each kind."""

    lookalikes: Sequence[LookalikeFound]
    changes: Sequence[ChangeCard]
    orders: Sequence[ShopOrder]
    unconfirmed: Sequence[ShopOrder]
    payments: Sequence[OnlinePaymentSeen]

    @property
    def is_empty(self) -> bool:
        """Whether nothing asks for a person."""
        parts = (self.lookalikes, self.changes, self.orders, self.unconfirmed, self.payments)
        return not any(parts)


_DIFFERS = Q(settled_at=None) & ~Q(
    site_net_cents=F("net_cents"), site_vat_cents=F("vat_cents"), site_gross_cents=F("gross_cents")
)
_UNCONFIRMED = Q(mailed=False, confirmed_at=None)
_ODD_MONEY = Q(looked_at=None, booked=None, status__in=["paid", "refunded"])


def _unconfirmed() -> QuerySet[ShopOrder]:
    """Give the orders of which the customer has no confirmation: none of ours arrived either."""
    ours = arrived(kind=MailKind.ORDER).filter(about_id=OuterRef("order_id"))
    return ShopOrder.objects.filter(_UNCONFIRMED).exclude(Exists(ours))


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """An order whose confirmation the site could not mail and we have not begun to."""

    order_id: int
    customer_uid: UUID
    language: str


def orders_to_confirm(*, order_id: int | None = None, limit: int = MOST) -> list[ToConfirm]:
    """Give the orders to confirm by mail ourselves (BW 6:230v(7)), the oldest first, or one.

    One that was mailed before is left to a person: they see what came of it.
    """
    tried = begun(kind=MailKind.ORDER).filter(about_id=OuterRef("order_id"))
    rows = _unconfirmed().exclude(Exists(tried)).order_by("pk")
    if order_id is not None:
        rows = rows.filter(order=order_id)
    found = rows.values_list("order_id", "order__customer__uid", "order__customer__language")
    return [ToConfirm(*each) for each in found[:limit]]


def doubts(*, vault: VaultSession, staff_id: UUID) -> Doubts:
    """Give what asks for a person, the oldest first, in a constant number of queries.

    Args:
        staff_id: who looks: what is kept only is shown to who typed why (GDPR art. 18).
    """
    orders = ShopOrder.objects.select_related("order").order_by("pk")
    return Doubts(
        lookalikes=list(
            LookalikeFound.objects.filter(ended_at=None)
            .select_related("customer", "other")
            .order_by("pk")[:MOST]
        ),
        changes=_changes(vault, staff_id),
        orders=list(orders.filter(_DIFFERS)[:MOST]),
        unconfirmed=list(_unconfirmed().select_related("order").order_by("pk")[:MOST]),
        payments=list(OnlinePaymentSeen.objects.filter(_ODD_MONEY).order_by("pk")[:MOST]),
    )


def _changes(vault: VaultSession, staff_id: UUID) -> list[ChangeCard]:
    rows = list(
        ProposedChange.objects.filter(ended_at=None).select_related("customer").order_by("pk")[:20]
    )
    hidden = hidden_from({row.customer_id for row in rows}, staff_id) if rows else set()
    shown = [row for row in rows if row.customer_id not in hidden]
    sides = _sides(vault, shown) if vault.is_open and shown else {}
    return [
        ChangeCard(
            row.pk, row.customer_id, row.proposed_at, sides.get(row.pk, ()),
            kept_only=row.customer_id in hidden,
        )
        for row in rows
        if row.pk in sides or row not in shown or not vault.is_open
    ]  # fmt: skip


def _sides(vault: VaultSession, rows: Sequence[ProposedChange]) -> dict[int, tuple[Side, ...]]:
    """Give what differs of each proposal of a customer in use."""
    said = PROPOSED_CHANGE.open_all(vault, Purpose.FILE, rows)
    known = known_by_id(vault, {row.customer_id for row in rows})
    return {
        row.pk: tuple(
            Side(name, str(known[row.customer_id].fields.get(name) or ""), text)
            for name, text in proposed_fields(theirs).items()
        )
        for row, theirs in zip(rows, said, strict=True)
        if row.customer_id in known
    }


@dataclass(frozen=True, slots=True)
class IntakeCounts:
    """How much of what came in asks for a person."""

    post: int
    late: int
    doubts: int
    set_aside: int


def intake_counts(*, today: date) -> IntakeCounts:
    """Count what asks for a person; `late` are requests whose day has come."""
    open_post = ShopPost.objects.filter(handled_at=None)
    found = counted(
        post=open_post,
        late=open_post.filter(due_on__lte=today),
        set_aside=IntakeMessage.objects.exclude(problem=""),
        lookalikes=LookalikeFound.objects.filter(ended_at=None),
        changes=ProposedChange.objects.filter(ended_at=None),
        differing=ShopOrder.objects.filter(_DIFFERS),
        unconfirmed=_unconfirmed(),
        payments=OnlinePaymentSeen.objects.filter(_ODD_MONEY),
    )
    doubts = ("lookalikes", "changes", "differing", "unconfirmed", "payments")
    return IntakeCounts(
        post=found["post"],
        late=found["late"],
        doubts=sum(found[name] for name in doubts),
        set_aside=found["set_aside"],
    )


@dataclass(frozen=True, slots=True)
class ShopSide:
    """What the shop knows of an order: what the customer was told, and what was paid online."""

    reference: str
    payment: str
    placed_at: datetime
    payments: Sequence[tuple[str, int, datetime]]


def shop_side_of(*, order_id: int) -> ShopSide | None:
    """Give what the shop knows of an order; None when it did not come from there."""
    row = ShopOrder.objects.select_related("order").filter(order=order_id).first()
    if row is None:
        return None
    seen = OnlinePaymentSeen.objects.filter(order_uid=row.order.uid).order_by("pk")
    return ShopSide(
        row.reference,
        row.payment,
        row.placed_at,
        tuple(seen.values_list("status", "amount_cents", "seen_at")),
    )


def orders_with_reference(text: str) -> list[int]:
    """Give the orders that the shop told a customer this number of."""
    reference = text.strip().upper()
    if not reference.startswith("W"):
        return []
    rows = ShopOrder.objects.filter(reference=reference)
    return list(rows.values_list("order_id", flat=True)[:5])


def orders_from_the_shop(*, ids: Collection[int]) -> frozenset[int]:
    """Give those among some orders that came from the shop."""
    return frozenset(ShopOrder.objects.filter(order__in=ids).values_list("order_id", flat=True))
