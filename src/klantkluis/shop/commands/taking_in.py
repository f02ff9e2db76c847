"""Taking in messages from the site: a batch is one act, all of it or nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert_many
from klantkluis.messages.outbox import Kind
from klantkluis.shop.intake.accounts import take_account
from klantkluis.shop.intake.newsletter import take_subscription, take_unsubscription
from klantkluis.shop.intake.orders import take_orders
from klantkluis.shop.intake.payments import take_payments
from klantkluis.shop.intake.post import KINDS, take_post
from klantkluis.shop.intake.reading import Around, Came, open_rows
from klantkluis.shop.linking.alarms import Wrong, alarm
from klantkluis.shop.models import IntakeMessage, IntakeTaken

TAKEN: Final = "taken"
UNREADABLE: Final = "unreadable"
ACCOUNTS: Final = frozenset(
    {Kind.REGISTRATION, Kind.PROFILE_CHANGE, Kind.NEW_KEY, Kind.ACCOUNT_CLOSED, Kind.PICKED_UP}
)


@command("site.messages_taken_in", Role.SALES)
def take_in(*, message_ids: Sequence[int], actor: Actor, now: datetime) -> int:
    """Open messages and make of them what they ask for; give how many were taken in.

    A message that came before, by its uid, is dropped. One that cannot be read is kept, and an
    alarm says so. The sealed copies of the others go.

    Raises:
        VaultLocked: the vault is not open; nothing was taken in.
        Refusal: one of them cannot be taken in; nothing was.
    """
    rows = list(
        IntakeMessage.objects.select_for_update()
        .filter(pk__in=message_ids, problem="")
        .order_by("seq", "pk")
    )
    if not rows:
        return 0
    fresh = _without_doubles(rows)
    came, wrong = open_rows(actor.vault, fresh)
    _keep_aside(wrong, now)
    around = Around(actor, now, rows[0].site_id)
    _take(came, around)
    insert_many(
        IntakeTaken(
            uid=each.uid, seq=each.seq, kind=each.kind, outcome=TAKEN, taken_at=now,
            staff_id=actor.staff_id,
        )
        for each in came
    )  # fmt: skip
    _let_go(came)
    return len(came)


def _let_go(came: Sequence[Came]) -> None:
    """Let the sealed copies go, also those of the same messages that came twice meanwhile."""
    IntakeMessage.objects.filter(uid__in=[each.uid for each in came], problem="").delete()


def _without_doubles(rows: Sequence[IntakeMessage]) -> list[IntakeMessage]:
    known = set(
        IntakeTaken.objects.filter(uid__in=[row.uid for row in rows]).values_list("uid", flat=True)
    )
    fresh: list[IntakeMessage] = []
    doubles: list[IntakeMessage] = []
    for row in rows:
        (doubles if row.uid in known else fresh).append(row)
        known.add(row.uid)
    IntakeMessage.objects.filter(pk__in=[row.pk for row in doubles]).delete()
    return fresh


def _keep_aside(rows: Sequence[IntakeMessage], now: datetime) -> None:
    if rows:
        IntakeMessage.objects.filter(pk__in=[row.pk for row in rows]).update(problem=UNREADABLE)
        alarm(Wrong.UNREADABLE, now=now, seq=rows[0].seq)


def _take(came: Sequence[Came], around: Around) -> None:
    """Take in accounts first, then orders, then what was paid on them, then the rest."""
    for each in came:
        if each.kind in ACCOUNTS:
            take_account(each, around)
    orders = [each for each in came if each.kind is Kind.ORDER]
    if orders:
        take_orders(orders, around)
    payments = [each for each in came if each.kind is Kind.PAYMENT]
    if payments:
        take_payments(payments)
    for each in came:
        if each.kind in KINDS:
            take_post(each, around)
        elif each.kind is Kind.SUBSCRIBE:
            take_subscription(each, around)
        elif each.kind is Kind.UNSUBSCRIBE:
            take_unsubscription(each, around)
