"""Legal holds: of whom nothing may go for the time being, because a claim may need it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.blocking import open_restrictions
from klantkluis.customers.restriction_rules import Cause, Kind
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.expiring import local_day
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.once import insert_once, uid_of_form
from klantkluis.foundation.records import Claim
from klantkluis.foundation.sealing import Stored
from klantkluis.privacy.models import LegalHold, LegalHoldEnd, PrivacyRequest

LEGAL_HOLD = Stored(table="legal_hold", owner_field="customer__uid")
LAW = "GDPR art. 17(3)(e)"

HoldGround = LegalHold.Ground


class HoldUnknown(Refusal):
    """There is no such hold, or it ended before."""


class HoldOnNobody(Refusal):
    """A hold is about a customer of whom something is left."""


class HoldNoteMissing(Refusal):
    """Who keeps what would go says why, so that it can be judged later."""


class HoldInFuture(Refusal):
    """A hold begins today or earlier."""


def lasting() -> QuerySet[LegalHold]:
    """Give the holds that have not ended."""
    ended = LegalHoldEnd.objects.filter(hold=OuterRef("pk"))
    return LegalHold.objects.filter(~Exists(ended))


def _customers() -> Any:
    return apps.get_model("customers.Customer")._default_manager


def held_rows() -> QuerySet[Any]:
    """Give the rows of everybody under a legal hold: a merge makes one person of several rows."""
    roots = lasting().values(root=Coalesce("customer__merged_into", "customer"))
    found: QuerySet[Any] = _customers().filter(Q(pk__in=roots) | Q(merged_into__in=roots))
    return found


def kept_for_now() -> QuerySet[Any]:
    """Give the rows of everybody of whom no sweep lets anything go for the time being.

    A legal hold; a restriction that the person asked for (GDPR art. 18(1): erasing is a use as
    well, and they may need the data); a request that was not answered yet, so that nothing goes
    that it is about. What the law alone keeps of who was erased in part is none of these.
    """
    restricted = open_restrictions().filter(kind=Kind.RESTRICTION.value)
    people = Q(pk__in=_roots(restricted.exclude(cause=Cause.KEPT_BY_LAW.value)))
    people |= Q(pk__in=_roots(lasting()))
    asked = PrivacyRequest.objects.filter(ended_on=None, customer_uid__isnull=False)
    people |= Q(uid__in=asked.order_by().values("customer_uid"))
    roots = _customers().filter(people).values(root=Coalesce("merged_into", "pk"))
    found: QuerySet[Any] = _customers().filter(Q(pk__in=roots) | Q(merged_into__in=roots))
    return found


def _roots(facts: QuerySet[Any]) -> QuerySet[Any]:
    return facts.order_by().values("customer")


def held(uids: Iterable[UUID]) -> set[UUID]:
    """Give who of these people are under a legal hold: of them nothing may go (art. 17(3)(e))."""
    return set(held_rows().filter(uid__in=list(uids)).values_list("uid", flat=True))


def held_customers(*, among: Iterable[int]) -> set[int]:
    """Give which of some customers, by row, are under a legal hold."""
    return set(held_rows().filter(pk__in=list(among)).values_list("pk", flat=True))


def hold_claims(uids: Sequence[UUID]) -> Iterable[Claim]:
    """Give the holds as what is not finished yet with these people."""
    rows = lasting().filter(customer__uid__in=list(uids)).order_by("pk")
    for uid, pk in rows.values_list("customer__uid", "pk"):
        yield Claim(uid, "legal_hold", str(pk), LAW)


@command("legal_hold.placed")
def place_hold(
    *,
    customer_id: int,
    ground: HoldGround,
    note: str,
    since: date,
    actor: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> int:
    """See that nothing of a customer goes, neither asked nor by itself; the owner alone.

    What the note says lies sealed under the customer's key.

    Raises:
        HoldInFuture: it is to begin on a later day.
        HoldNoteMissing: nothing was said about why.
        HoldOnNobody: there is no such customer, or nothing of them is left.
        SentBefore: the same form placed it before.
        VaultLocked: the vault is not open to the actor.
    """
    if not note.strip():
        raise HoldNoteMissing(_("Write which claim or procedure this is about."), field="note")
    if since > local_day(at):
        raise HoldInFuture(_("A hold begins today or earlier."), field="since")
    customer = _customers().select_for_update().filter(pk=customer_id).first()
    if customer is None or customer.state not in {"active", "merged"}:
        raise HoldOnNobody(_("There is no such customer, or nothing is left of them."))
    row = LegalHold(
        uid=uid_of_form(LegalHold, uid), customer=customer, ground=ground, since=since,
        placed_at=at, staff_id=actor.staff_id,
    )  # fmt: skip
    LEGAL_HOLD.seal_new(actor.vault, [(row, {"note": note.strip()[:2000]})])
    insert_once(row)
    return row.pk


@command("legal_hold.ended")
def end_hold(*, hold_id: int, actor: Actor, today: date) -> int:
    """End a hold; what is over by then goes at the next sweep. The owner alone.

    Raises:
        HoldUnknown: there is none, or it ended before.
    """
    hold = lasting().select_for_update(of=("self",)).filter(pk=hold_id).first()
    if hold is None:
        raise HoldUnknown(_("This hold ended before."))
    end = LegalHoldEnd(
        hold=hold, since=hold.since, ended_on=max(today, hold.since), staff_id=actor.staff_id
    )
    insert(end)
    return end.pk
